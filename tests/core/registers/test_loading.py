"""Declarations are read strictly: each mistake is named with its file."""

import pytest

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.registers import arrow_schema, columns_of, load, read

THING = """\
id: thing
title: {zh: 物, en: Thing}
about: {zh: 一物。, en: A thing.}
columns:
  - {name: code, type: code, required: true, zh: 编号, en: Code}
  - {name: kind, type: kind, zh: 类别, en: Kind}
key: [code]
listed: [code]
"""
KINDS = """\
register: thing
kinds:
  - {id: a, title: {zh: 甲, en: A}, example: {code: X}, wrong: {set: {}, column: code, says: it is missing}}
"""


def said(things, kinds=KINDS):
    with pytest.raises(InputError) as caught:
        read({"registers/thing.yaml": things}, {"kinds/thing.yaml": kinds})
    errors = caught.value.errors if isinstance(caught.value, CombinedInputError) else [caught.value]
    return [(error.where, error.what) for error in errors]


def test_a_register_is_one_file_and_a_kind_one_entry():
    registers = read({"registers/thing.yaml": THING}, {"kinds/thing.yaml": KINDS})
    assert registers["thing"].kinds["a"].title.zh == "甲"
    assert columns_of(registers["thing"]) == {"code": "string", "kind": "string"}


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("key: [code]", "key: [code]\ncolour: red", "registers/thing.yaml",
         "Object contains unknown field `colour`"),
        ("key: [code]", "key: [number]", "registers/thing.yaml",
         "key names the column 'number', which is not there"),
        ("key: [code]", "key: [kind]", "registers/thing.yaml", "the key column 'kind' is not required"),
        ("type: code,", "type: colour,", "registers/thing.yaml, column code", "there is no type 'colour'"),
        ("type: code,", "type: 'decimal(18,2)',", "registers/thing.yaml, column code",
         "the decimal is too wide"),
        ("type: code,", "type: code, check: horoscope,", "registers/thing.yaml, column code",
         "there is no check 'horoscope'"),
        ("type: code,", "type: code, pattern: '[',", "registers/thing.yaml, column code",
         "the pattern '[' is no regular expression"),
        ("type: code,", "type: reference, to: other,", "registers/thing.yaml, column code",
         "it refers to 'other', which cannot be referred to"),
        ("type: code,", "type: choice,", "registers/thing.yaml, column code",
         "choices and the type choice do not go together"),
        ("type: code,", "type: code, personal: to call,", "registers/thing.yaml",
         "personal columns without a ground for holding them"),
        ("type: code,", "type: code, must_exist: true,", "registers/thing.yaml, column code",
         "must_exist is for references"),
        ("key: [code]", "key: [code]\nalarms: [{what: {zh: 到, en: E}, day: end, who: code}]",
         "registers/thing.yaml", "alarms names the column 'end', which is not there"),
        ("key: [code]", "key: [code]\nalarms: [{what: {zh: 到, en: E}, day: code, who: code}]",
         "registers/thing.yaml", "alarms count from 'code', which is no date"),
        ("key: [code]", "key: [code]\nrules: [magic]", "registers/thing.yaml", "there is no rule 'magic'"),
        ("key: [code]", "key: [code]\nanswers: [nine]", "registers/thing.yaml",
         "'nine' is no row of a decision"),
        ("name: kind", "name: code", "registers/thing.yaml", "2 columns are called 'code'"),
        ("id: thing", "id: other", "registers/thing.yaml",
         "the file holds the register 'other', which its name does not say"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_register_is_named(old, new, where, what):
    assert any(place == where and what in text for place, text in said(THING.replace(old, new)))


def test_a_mistake_in_yaml_is_named_with_its_line():
    assert said(THING.replace("key: [code]", "key: [code"))[0][0].startswith("registers/thing.yaml line ")


def test_two_kinds_of_one_id_are_refused():
    entry = KINDS.splitlines()[-1]
    assert said(THING, f"{KINDS}{entry}\n") == [("kinds/thing.yaml", "two kinds are called 'a'")]


def test_kinds_of_a_register_that_is_not_there_are_refused():
    assert said(THING, KINDS.replace("thing", "other"))[0] == (
        "kinds/thing.yaml",
        "there is no register 'other'",
    )


def test_all_mistakes_are_named_at_once():
    broken = THING.replace("key: [code]", "key: [kind]\nrules: [magic]")
    assert len(said(broken)) == 2


@pytest.mark.parametrize("register", load().values(), ids=lambda one: one.id)
def test_the_columns_are_the_same_everywhere(register):
    schema = arrow_schema(register)
    assert schema.names == list(columns_of(register)) == list(register.names)
    assert [field.name for field in schema if not field.nullable] == [
        column.name for column in register.columns if column.required
    ]


def test_what_a_decision_asks_is_answered_once_in_a_register():
    answers = [row for register in load().values() for row in register.answers]
    assert len(answers) == len(set(answers))


@pytest.mark.parametrize("days", ["soon: 91", "soon: -1", "after: -1", "past: -1"])
def test_days_of_an_alarm_that_cannot_be_are_named(days):
    dated = THING.replace("key:", "  - {name: end, type: date, zh: 止, en: End}\nkey:")
    alarm = f"alarms: [{{what: {{zh: 到, en: E}}, day: end, who: code, {days}}}]"
    what = "the days of the alarm of 'end' do not fit"
    assert said(f"{dated}{alarm}\n") == [("registers/thing.yaml", what)]
