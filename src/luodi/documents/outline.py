"""Where a record stands in its document, and who answers for that place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luodi.core.record import Findings, Provision, Responsibility
from luodi.documents.plain import one_line

NAME_LIMIT = 40
"""Characters of a heading that a label shows; some decisions have headings of a whole sentence."""


class Outline:
    """The provisions of one document as a tree that can be asked for articles, labels and responsible units.

    Broken trees are borne: an unknown parent is none, a circle is cut.
    """

    def __init__(self, findings: Findings) -> None:
        self._by_id = {p.id: p for p in findings.provisions}
        self._duties: dict[str | None, list[Responsibility]] = {}
        for duty in findings.responsibilities:
            self._duties.setdefault(duty.provision, []).append(duty)
        self._below: dict[str, list[Responsibility]] = {}
        for duty in findings.responsibilities:
            for above in self.path(duty.provision):
                self._below.setdefault(above.id, []).append(duty)

    def path(self, provision: str | None) -> list[Provision]:
        """Give the provision and all above it, innermost first."""
        found: list[Provision] = []
        seen: set[str] = set()
        while provision is not None and provision in self._by_id and provision not in seen:
            seen.add(provision)
            found.append(self._by_id[provision])
            provision = found[-1].parent
        return found

    def article(self, provision: str | None) -> Provision | None:
        """Give the article (条) a place belongs to; where there is none, the innermost provision."""
        path = self.path(provision)
        return next((p for p in path if p.level == "article"), path[0] if path else None)

    def chapter(self, provision: str | None) -> Provision | None:
        """Give the chapter (章、部分) a place belongs to."""
        return next((p for p in self.path(provision) if p.level == "chapter"), None)

    def label(self, provision: str | None) -> str:
        """Name a place as people refer to it: chapter number, article number, heading."""
        article = self.article(provision)
        if article is None:
            return ""
        chapter = self.chapter(provision)
        before = one_line(chapter.number or "") if chapter is not None and chapter is not article else ""
        return before + heading(article)

    def units(self, provision: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give lead (牵头) and cooperating (责任、配合) units of a place.

        The nearest provision upwards that names units decides; if none does, those named anywhere within the
        article, because a bracket at an article's end speaks for the whole of it.
        """
        path = self.path(provision)
        for place in path:
            if place.id in self._duties:
                return _names(self._duties[place.id])
        article = self.article(provision)
        return _names(self._below.get(article.id, ())) if article is not None else ((), ())


def heading(provision: Provision) -> str:
    """Print number and heading of a provision in one short line.

    >>> heading(Provision(id="a", level="article", number="3.", heading="奋斗目标", start=0, end=9))
    '3.奋斗目标'
    """
    number, name = one_line(provision.number or ""), one_line(provision.heading or "")
    if len(name) > NAME_LIMIT:
        name = name[: NAME_LIMIT - 1] + "…"
    return number + name


def _names(duties: Iterable[Responsibility]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    def unique(names: Iterator[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for raw in names if (name := one_line(raw))))

    duties = list(duties)
    lead = unique(name for duty in duties for name in duty.lead)
    cooperating = unique(name for duty in duties for name in duty.cooperating)
    return lead, tuple(name for name in cooperating if name not in lead)
