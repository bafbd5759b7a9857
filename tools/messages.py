"""Keep the site's English: ``python tools/messages.py`` takes new sentences from the source, and compiles.

Sentences in the source are Chinese; ``locale/en/LC_MESSAGES/django.po`` of the site holds their English. New
ones come in with an empty translation, ones no longer used go. The compiled file is committed too, so that no
tool is needed to run the site.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src" / "luodi" / "site"
PO = SITE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
    "lazy": None,
    "_now": None,
}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # the compiled file changes only when a sentence does
Found = tuple[str | tuple[str, ...], str | None, str, int]


def found() -> Iterator[Found]:
    """Every sentence of the source that is to be translated: id, context, file and line."""
    from django.utils.translation.template import templatize

    for path in sorted([*SITE.rglob("*.py"), *SITE.rglob("*.html"), *SITE.rglob("*.txt")]):
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
        source = io.BytesIO(text.encode())
        source.name = str(path)
        for line, message, _, context in extract(
            "python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield message, context, path.relative_to(ROOT).as_posix(), line


def updated() -> Catalog:
    """The catalogue as the source asks for it, with the translations there are."""
    old = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")
    new = Catalog(locale="en", project="luodi", fuzzy=False)
    places: dict[tuple[str | tuple[str, ...], str | None], set[str]] = {}
    for message, context, file, _ in found():
        places.setdefault((message, context), set()).add(file)
    for (message, context), files in sorted(
        places.items(), key=lambda item: (sorted(item[1]), str(item[0][0]))
    ):
        kept = old.get(message if isinstance(message, str) else message[0], context)
        known = kept is not None and kept.pluralizable == isinstance(message, tuple)
        new.add(
            message, kept.string if known else None, [(file, None) for file in sorted(files)], context=context
        )
    return new


def written(catalogue: Catalog) -> bytes:
    """The catalogue as text, without dates, so that it changes only when a sentence does."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True)
    head = (
        "# English of the site's sentences. New ones: python tools/messages.py\n"
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def compiled(po: bytes) -> bytes:
    """The catalogue as the program reads it."""
    catalogue = read_po(io.BytesIO(po), locale="en")
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    catalogue = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    po = written(catalogue)
    PO.write_bytes(po)
    PO.with_suffix(".mo").write_bytes(compiled(po))
    missing = [message for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} sentences, {len(missing)} without English", file=sys.stderr)


if __name__ == "__main__":
    main()
