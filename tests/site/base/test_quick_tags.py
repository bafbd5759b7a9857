"""The quick tags print what Django's own print."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine, engines
from django.urls import NoReverseMatch, set_script_prefix
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

OWN = Engine(libraries={"i18n": "django.templatetags.i18n"})
VALUES = st.one_of(
    st.none(), st.text(max_size=5), st.dates(), st.times(),
    st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2099, 1, 1)),
    st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)),
)  # fmt: skip


def both(source: str, **values: object) -> tuple[str, str]:
    """What the house and what Django make of a template; an error by its name."""
    made = []
    for engine in (engines["django"].engine, OWN):
        try:
            made.append(engine.from_string(source).render(Context(values)))
        except (TypeError, NoReverseMatch) as error:
            made.append(type(error).__name__)
    return tuple(made)


@given(VALUES, st.sampled_from(["Y-m-d", "Y-m-d H:i", "c", "SHORT_DATE_FORMAT", "n-j D"]))
def test_days_and_moments(value, form):
    ours, theirs = both(f'{{{{ value|date:"{form}" }}}}', value=value)
    assert ours == theirs


@given(st.one_of(st.integers(0, 2**63 - 1), st.integers(0, 99).map(str)))
def test_addresses(key):
    for source in (
        '{% url "ledger:duty" key %}',
        '{% url "ledger:duty" pk=key %}',
        '{% url "ledger:duty" key as x %}{{ x }}',
    ):
        ours, theirs = both(source, key=key)
        assert ours == theirs


def test_addresses_of_other_shapes():
    for source in (
        '{% url "home" %}',
        "{% url name %}",
        '{% url "ledger:do" 7 "sign" %}',
        '{% url "import" "units" %}',
    ):
        ours, theirs = both(source, name="journal")
        assert ours == theirs
    for value in ("x", -1, None, True):
        assert both('{% url "ledger:duty" key %}', key=value) == ("NoReverseMatch", "NoReverseMatch")


def test_addresses_below_a_prefix():
    set_script_prefix("/办/")
    try:
        ours, theirs = both('{% url "ledger:duty" 7 %} {% url "home" %}')
        assert ours == theirs
        assert ours.startswith("/%E5%8A%9E/")
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "承诺事项" %}', "{% translate '承诺事项' %}", '{% translate word %}', '{% translate "承诺事项"|upper %}',
        '{% translate "承诺事项" as x %}[{{ x }}]', '{% translate "100%" %}', '{% translate "a<b" %}', '{% trans "承诺事项" %}',
        '{% blocktranslate %}版本{{ number }}{% endblocktranslate %}', '{% translate "承诺事项" noop %}',
    ],
)  # fmt: skip
def test_words_in_either_language(source):
    source = "{% load i18n %}" + source
    house, own = (engine.from_string(source) for engine in (engines["django"].engine, OWN))
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            values = {"word": "承诺事项", "number": 3}
            assert house.render(Context(values)) == own.render(Context(values))


def test_a_day_has_no_hour():
    assert both('{{ value|date:"Y-m-d H:i" }}', value=date(2025, 1, 2)) == ("TypeError", "TypeError")


def test_only_words_that_nothing_is_done_to_are_kept():
    made = engines["django"].engine.from_string(
        "{% load i18n %}"
        '{% translate "承诺事项" %}{% translate word %}{% translate "承诺事项"|default:"一" %}{% translate "承诺事项" as x %}'
    )
    assert [type(node).__name__ for node in made.nodelist[1:]] == ["_Words", *["TranslateNode"] * 3]
