"""Bindings survive re-reading, and none is ever lost."""

from __future__ import annotations

from datetime import date

import pytest
from tests.delivery.made import city, figure, reading, target

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.record import Milestone
from luodi.delivery.bindings import Binding, Stated, parse_bindings
from luodi.delivery.engine import report
from luodi.delivery.match import Places
from luodi.delivery.propose import Proposer, as_yaml
from luodi.measuring.catalogue import national

TEXT = "一、目标。到2025年，高新技术企业达到 192 家，科技型中小企业\n达到300家；建成科技馆。"
QUOTE = "高新技术企业达到 192 家，科技型中小企业\n达到300家"
FIRMS = target(TEXT, QUOTE, id="T1", indicator="高新技术企业", value=192, unit="家", kind="count")
SMES = target(TEXT, QUOTE, id="T2", indicator="科技型中小企业", value=300, unit="家", kind="count")
HALL = Milestone(
    id="M1", quote="建成科技馆", start=TEXT.index("建成"), end=TEXT.index("建成") + 5, what="科技馆"
)


def bind(
    id: str, words: str, sentence: str = "高新技术企业达到192家,科技型中小企业达到300家", **more: object
) -> Binding:
    return Binding(id=id, sentence=sentence, words=words, **more)  # type: ignore[arg-type]


def ids(*bindings: Binding) -> list[tuple[str, str | None, str]]:
    made = report(city([], list(bindings)), reading(TEXT, [FIRMS, SMES], [HALL]), date(2026, 1, 1))
    return [(one.id, one.target, one.bound) for one in made.promises]


def test_words_choose_among_promises_of_one_sentence() -> None:
    assert ids(bind("b", "中小企业"), bind("a", "高新技术企业数"), bind("c", "科技馆", "建成科技馆")) == [
        ("a", "T1", "bound"),
        ("b", "T2", "bound"),
        ("c", "M1", "bound"),
    ]


def test_promises_without_a_binding_are_shown() -> None:
    assert ids(bind("a", "高新技术企业")) == [
        ("a", "T1", "bound"),
        ("T2", "T2", "proposed"),
        ("M1", "M1", "unbound"),
    ]


def test_bindings_without_a_promise_are_shown() -> None:
    lost = [bind("x", "森林", "森林覆盖率达到70%"), bind("y", "博物馆", "建成科技馆")]
    made = report(city([], lost), reading(TEXT, [FIRMS]), date(2026, 1, 1))
    assert [(one.id, one.reason.en[:12]) for one in made.lost] == [
        ("x", "the decision"),
        ("y", "the sentence"),
    ]


def test_a_promise_that_reading_missed_can_be_stated() -> None:
    stated = bind("s", "科技馆", "建成科技馆", states=Stated(kind="milestone", deadline="2030"))
    (promise,) = report(city([], [stated]), reading(TEXT), date(2026, 1, 1)).promises
    assert (promise.id, promise.found, promise.quote, promise.status) == (
        "s",
        "stated",
        "建成科技馆",
        "not_yet_due",
    )


def test_blanks_breaks_and_punctuation_do_not_matter() -> None:
    ((start, end),) = Places(TEXT).find("高新技术企业达到192家,科技型中小企业达到300家")
    assert TEXT[start:end] == QUOTE


def test_without_bindings_the_catalogue_proposes() -> None:
    figures = [figure("high_tech_firms", "2025", 200, "家")]
    made = report(city(figures, None), reading(TEXT, [FIRMS, SMES]), date(2026, 11, 25))
    assert [(one.indicator_id, one.bound, one.status) for one in made.promises] == [
        ("high_tech_firms", "proposed", "met"),
        ("tech_smes", "proposed", "not_measurable"),
    ]
    assert "no bindings.yaml" in made.notes[0].en


def test_a_proposal_needs_a_unit_that_fits() -> None:
    odd = target(TEXT, QUOTE, indicator="高新技术企业", value=3, unit="亿元")
    assert Proposer(national()).find(odd) is None


def test_proposals_can_be_read_back() -> None:
    text = as_yaml(
        [("T1", FIRMS.quote, "高新技术企业", national()["high_tech_firms"]), ("M1", "建成", "馆", None)]
    )
    assert [(one.id, one.indicator) for one in parse_bindings(text, "b.yaml", national())] == [
        ("T1", "high_tech_firms"),
        ("M1", None),
    ]
    assert parse_bindings(as_yaml([]), "b.yaml", national()) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: a, sentence: 句, words: 词, indicator: gpd}", "'gpd' is no indicator of the catalogue"),
        ("{id: a, sentence: 句, words: 词, colour: red}", "unknown field `colour`"),
        ("{id: a, sentence: 句}", "missing required field `words`"),
        (
            "{id: a, sentence: 句, words: 词, sources: [{indicator: gdp, role: cousin}]}",
            "Invalid enum value 'cousin'",
        ),
        ("{id: a, sentence: 句, words: 词, test: {by: growth, baseline: '20x0'}}", "'20x0' is no period"),
        ("7", "Expected `object`, got `int`"),
    ],
)
def test_what_is_wrong_is_named(entry: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_bindings(f"bindings: [{entry}]", "b.yaml", national())
    assert said in str(caught.value)
    assert "b.yaml, binding 1" in str(caught.value)


def test_all_that_is_wrong_is_named_at_once() -> None:
    two = "bindings: [{id: a, sentence: 句, words: 词}, {id: a, sentence: 句, words: 词}, {id: b}]"
    with pytest.raises(CombinedInputError) as caught:
        parse_bindings(two, "b.yaml", national())
    assert [one.where for one in caught.value.errors] == ["b.yaml, binding 2 (a)", "b.yaml, binding 3 (b)"]
