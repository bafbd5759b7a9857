"""Rows of registers for tests: right ones, made in any number, in by a valid batch."""

from __future__ import annotations

from datetime import date

from luodi.core.identifiers import complete_credit_codes, complete_organisation_codes
from luodi.site.records.models import Batch, model_of

TITLES = ("类别", "证书或文件编号", "持有单位", "级别", "所在地", "认定机关", "有效期起", "有效期止")


def holder(number: int) -> str:
    """A made-up social credit code of an enterprise."""
    import numpy as np

    bodies = complete_organisation_codes(np.array([f"M{number:07}"]))
    return str(complete_credit_codes(np.strings.add("91990102", bodies))[0])


def line(number: int, **values: str) -> dict[str, str]:
    """A row of recognitions as a spreadsheet has it."""
    return {
        "类别": "高新技术企业", "证书或文件编号": f"GR20239{number:07}", "持有单位": holder(number), "级别": "国家级",
        "所在地": "990102", "认定机关": "示例厅", "有效期起": "2023-10-16", "有效期止": "2026-10-15",
    } | values  # fmt: skip


def table(lines: list[dict[str, str]], titles: tuple[str, ...] = TITLES) -> bytes:
    """Rows as a CSV file."""
    text = [",".join(titles), *(",".join(each[title] for title in TITLES) for each in lines)]
    return ("\n".join(text) + "\n").encode()


def recognition(number: int, **values: object):
    """A visible recognition."""
    batch = Batch.objects.create(
        register="recognition", title="t", valid=True, state="applied", counts={"new": 1}
    )
    given = {
        "kind": "high_tech_enterprise", "number": f"GR20239{number:07}", "holder": holder(number), "level": "national",
        "area": "990102", "issuer": "示例厅", "valid_from": date(2023, 10, 16), "valid_to": date(2026, 10, 15),
    } | values  # fmt: skip
    return model_of("recognition").objects.create(
        batch=batch, **{f"c_{name}": value for name, value in given.items()}
    )


def organisation(number: int, name: str, **values: object):
    """A visible enterprise."""
    batch = Batch.objects.create(
        register="organisation", title="t", valid=True, state="applied", counts={"new": 1}
    )
    given = {"code": holder(number), "name": name, "category": "enterprise", "area": "990102"} | values
    return model_of("organisation").objects.create(
        batch=batch, **{f"c_{name}": value for name, value in given.items()}
    )
