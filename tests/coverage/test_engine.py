from __future__ import annotations

from luodi.coverage import Declaration, Row, cover


def declared(
    name: str, *answers: str, failures: tuple[str, ...] = (), sort: str = "rule", examples: int = 1
) -> Declaration:
    return Declaration(sort, name, name, name, answers, examples, lambda: list(failures))


def rows(*ids: str) -> list[Row]:
    return [Row(name, int(name[1:3]), "词", "needs", 10, 20) for name in ids]


def test_an_answer_counts_only_if_its_examples_pass():
    found = cover(
        "决定",
        rows("S01-01", "S01-02", "S02-01", "T02-01", "T02-02", "P02-01"),
        [
            declared("good", "S01-01", "S01-02"),
            declared("bad", "S01-02", "S02-01", failures=("bad: 1 was expected, 2 found",)),
            declared("why", "T02-01", sort="lack", examples=0),
        ],
    )
    assert [(row.id, row.standing) for row in found.rows] == [
        ("S01-01", "served"), ("S01-02", "served"), ("S02-01", "failing"), ("T02-01", "stated"),
        ("T02-02", "open"), ("P02-01", "tracked"),
    ]  # fmt: skip
    assert found.totals == {
        "S": {"served": 2, "failing": 1}, "T": {"stated": 1, "open": 1}, "P": {"tracked": 1}, "X": {},
    }  # fmt: skip
    assert found.rows[2].answers[0].failures == ["bad: 1 was expected, 2 found"]
    assert [(article.article, article.counts["served"]) for article in found.articles[:1]] == [(1, 2)]


def test_a_declaration_without_an_example_answers_nothing():
    (row,) = cover("决定", rows("S01-01"), [declared("bare", "S01-01", examples=0)]).rows
    assert (row.standing, row.answers[0].failures) == ("failing", ["bare: no worked example"])


def test_a_declaration_for_another_decision_is_named_and_not_run():
    def explode() -> list[str]:
        raise AssertionError("must not run")

    found = cover("决定", rows("S01-01"), [Declaration("rule", "far", "远", "far", ("S99-01",), 1, explode)])
    assert found.strangers == ["rule far"]


def test_targets_are_matched_by_words_they_share():
    targets = [("T01a", 5, 11), ("T01b", 20, 30), ("T01c", 12, 15)]
    first, second = cover("决定", rows("T01-01", "S01-01"), [], targets).rows
    assert (first.targets, second.targets) == (["T01a", "T01c"], [])
