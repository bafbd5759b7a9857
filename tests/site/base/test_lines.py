"""Lines of long lists: the compiled templates say what Django's would."""

from datetime import UTC, date, datetime

from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe

from luodi.site.base.languages import label
from luodi.site.base.lines import ENGINE, drawn
from luodi.site.ledger.models import Duty


def lines(source: str, **values: object) -> str:
    """A compiled template from its source."""
    return engines[ENGINE].from_string(source).render(values)


def page(source: str, **values: object) -> str:
    """The same in Django's own language."""
    return engines["django"].from_string(source).render(values)


def test_what_people_wrote_is_neutralised():
    assert lines("{{ x }}", x="<b>") == "&lt;b&gt;"
    assert lines("{{ light('red', x) }}", x="<b>") == page("{% light 'red' x %}", x="<b>")


def test_what_the_site_itself_wrote_does_not_vouch_for_the_same_from_people():
    made = "<b>一</b>"
    with translation.override("en"):
        for source in ("{{ x|said }}", "{% light 'red' x %}"):
            assert made in page(source, x=mark_safe(made))
            assert made not in page(source, x=made)


def test_a_moment_is_that_of_the_place_where_the_site_is_read():
    at = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    assert lines("{{ at | date('Y-m-d H:i') }}", at=at) == "2026-03-02 00:30"
    assert lines("{{ at | date('Y-m-d H:i') }}", at=at) == page("{{ at|date:'Y-m-d H:i' }}", at=at)


def test_a_day_that_is_not_there_is_a_dash():
    assert lines("{{ x | day }}{{ y | day }}", x=None, y=date(2026, 3, 1)) == "—2026-03-01"


def test_long_words_are_cut():
    assert lines("{{ x | short(5) }}", x="一二三四五") == "一二三四五"
    assert lines("{{ x | short(5) }}", x="一二三四五六") == "一二三四…"


def test_an_address_is_the_one_that_the_routes_give():
    here = lines("{{ address('ledger:duty')(7) }}")
    assert here == page("{% url 'ledger:duty' 7 %}")


def test_words_are_in_the_readers_language():
    with translation.override("en"):
        assert "Due" in drawn("ledger/lines.html", duties=[Duty(pk=1, percent=5)])


def test_a_choice_is_what_django_says_it_is():
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for duty in (Duty(state=state, light=light) for state in Duty.State for light in Duty.Light):
                said = (duty.get_state_display(), duty.get_light_display())
                assert (label(duty, "state"), label(duty, "light")) == said
                assert (
                    page("{{ x|label:'state' }}", x=duty)
                    == lines("{{ label(x, 'state') }}", x=duty)
                    == said[0]
                )
    assert label(Duty(state="no such"), "state") == "no such"
    assert page("{{ x|label:'state' }}{{ y|label:'state' }}", x=None) == ""
