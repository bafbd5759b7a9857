"""Totals of a report: by status, by evidence, by article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from luodi.delivery.report import Article, Evidence, Promise, Status, Totals

STATUSES: tuple[Status, ...] = get_args(Status)
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)


def totals(promises: Iterable[Promise], headings: dict[str, str]) -> Totals:
    """Count promises; one that restates another is not counted twice.

    Args:
        promises: in the order of the text.
        headings: article number → heading.
    """
    counted = [promise for promise in promises if promise.restates is None]
    groups: dict[str | None, list[Promise]] = {}
    for promise in counted:
        groups.setdefault(promise.article, []).append(promise)
    return Totals(
        promises=len(counted),
        by_status=_by_status(counted),
        by_evidence=_by_evidence(counted),
        by_article=[
            Article(
                article=article,
                heading=headings.get(article, "") if article else "",
                total=len(group),
                by_status=_by_status(group),
                by_evidence=_by_evidence(group),
            )
            for article, group in groups.items()
        ],
    )


def _by_status(promises: list[Promise]) -> dict[Status, int]:
    return {status: sum(promise.status == status for promise in promises) for status in STATUSES}


def _by_evidence(promises: list[Promise]) -> dict[Evidence, int]:
    return {kind: sum(promise.evidence == kind for promise in promises) for kind in EVIDENCE}
