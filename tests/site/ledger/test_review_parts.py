"""A text with very many findings is reviewed in parts: nothing is left out, and every count is of the whole."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luodi.site.base.action import Actor
from luodi.site.ledger import outline, parts
from luodi.site.ledger.actions import review
from luodi.site.ledger.models import Decision, DocumentVersion, Finding
from luodi.site.ledger.queries import review as queries

COUNT = 1000


def long_text(count: int = COUNT) -> DocumentVersion:
    """A text of many articles, ten sentences and as many findings in each; every seventh is rejected."""
    text, provisions, findings = "前言。\n", [], []
    version = DocumentVersion(decision=Decision.objects.create(title="很长的决定"), number=1, state="review")
    for number in range(count):
        if number % 10 == 0:
            label = f"{number // 10 + 1}."
            provisions.append(
                {"id": label, "parent": None, "level": "article", "number": label, "heading": "工作", "start": len(text), "end": 0}
            )  # fmt: skip
            text += f"{label}工作。\n"
        quote = f"建成第{number}项示例平台"
        state = "rejected" if number % 7 == 0 else "proposed"
        findings.append(
            Finding(
                version=version, kind=("milestone", "measure")[number % 2], provision=provisions[-1]["id"], start=len(text),
                end=len(text) + len(quote), quote=quote, state=state, data={"id": f"m{number}", "title": quote},
            )
        )  # fmt: skip
        text += quote + "。\n"
    for each, follower in zip(provisions, [*provisions[1:], None], strict=True):
        each["end"] = follower["start"] if follower else len(text)
    version.text, version.reading = text, {"provisions": provisions}
    version.outline = outline.made(version.reading)
    version.save()
    Finding.objects.bulk_create(findings)
    return version


@pytest.fixture
def version(here, client):
    client.force_login(here.officer)
    return long_text()


def shown(client, version, address: str = "") -> tuple[list[int], str, str]:
    """The findings of a page, its stretch of the text, and the page."""
    page = client.get(reverse("ledger:version", args=[version.pk]) + address).content.decode()
    panel = page.split('<div id="text"')[1].split(">", 1)[1].split("</div>")[0]
    found = [int(each) for each in re.findall(r'<li id="f(\d+)"', page)]
    return found, re.sub(r"</?mark[^>]*>", "", panel), page


def walked(client, version, query: str = "") -> tuple[list[int], str]:
    """All parts from the first to the last, by the link to the next."""
    found, text, page = shown(client, version, query)
    while link := re.search(r'rel="next" href="([^"]+)"', page):
        more, words, page = shown(client, version, link[1].replace("&amp;", "&"))
        found, text = found + more, text + words
    return found, text


def test_the_parts_hold_every_finding_once_and_the_whole_text(version, client):
    found, text = walked(client, version)
    assert found == list(version.findings.values_list("pk", flat=True))
    assert text == escape(version.text)


def test_a_filter_shows_all_of_its_own_over_the_parts(version, client):
    found, _text = walked(client, version, "?group=rejected&kind=measure")
    asked = version.findings.filter(state="rejected", kind="measure")
    assert found == list(asked.values_list("pk", flat=True))


def test_every_count_is_of_the_whole_text(version, client):
    found, _text, page = shown(client, version, "?from=9000")
    assert len(found) <= parts.SIZE
    waiting = version.findings.filter(state="proposed").count()
    assert f"还有{waiting}条待审核" in page
    assert f"全部 {COUNT}" in page and f"里程碑 {COUNT // 2}" in page
    before = version.findings.filter(start__lt=9000).count()
    assert f"第{before + 1}—{before + len(found)}条,共{COUNT}条" in page


def test_a_part_opens_at_a_finding_with_some_before_it(version, client):
    one = version.findings.all()[777]
    found, text, _page = shown(client, version, f"?at={one.pk}")
    assert found.index(one.pk) == parts.AHEAD
    assert one.quote in text


def test_back_and_forth_leads_to_the_same_part(version, client):
    first, _text, page = shown(client, version)
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    _found, _text, page = shown(client, version, following)
    back = re.search(r'rel="prev" href="([^"]+)"', page)[1].replace("&amp;", "&")
    again, text, page = shown(client, version, back)
    assert again == first and text.startswith("前言")
    assert 'rel="prev"' not in page


def test_the_next_that_waits_is_found_over_the_whole_text_and_from_the_start_again(here, version, client):
    review.accept_rest(Actor(here.officer), version)
    early, late = version.findings.all()[3], version.findings.all()[900]
    Finding.objects.filter(pk__in=[early.pk, late.pk]).update(state="proposed")
    url = reverse("ledger:version", args=[version.pk])
    assert client.get(f"{url}?next={early.pk}").url == f"{url}?at={late.pk}#f{late.pk}"
    assert client.get(f"{url}?next={late.pk}").url == f"{url}?at={early.pk}#f{early.pk}"
    assert client.get(f"{url}?next=").url == f"{url}?at={early.pk}#f{early.pk}"
    review.accept(Actor(here.officer), early)
    review.accept(Actor(here.officer), late)
    assert client.get(f"{url}?next={late.pk}").url == url


def test_words_are_found_in_the_whole_text_one_place_after_the_other(version, client):
    _found, text, page = shown(client, version, "?find=第888项")
    assert "建成第888项示例平台" in text and '<mark class="milestone hit" data-f' in page
    after = re.search(r'name="after" value="(\d+)"', page)[1]
    assert int(after) == version.text.index("第888项") + len("第888项")
    _found, text, page = shown(client, version, "?find=前言&after=9000")
    assert '<mark class="hit">前言</mark>' in page
    assert "全文没有“无此词”。" in shown(client, version, "?find=无此词")[2]


def test_the_list_of_articles_leads_to_each(version, client):
    _found, _text, page = shown(client, version)
    start = re.search(r'<option value="(\d+)">77 工作</option>', page)[1]
    _found, text, page = shown(client, version, f"?from={start}")
    assert text.startswith("77.工作。") and f'<option value="{start}" selected>' in page


def test_a_merger_and_a_correction_lead_back_to_their_part(version, client):
    one = version.findings.all()[801]
    answer = client.post(
        reverse("ledger:review", args=[version.pk]), {"do": f"merge:{one.pk}:", "kind": "", "group": ""}
    )
    merged = Finding.objects.get(version=version, state="added")
    assert answer.url == f"{reverse('ledger:version', args=[version.pk])}?at={merged.pk}#f{merged.pk}"
    assert merged.pk in shown(client, version, f"?at={merged.pk}")[0]


def test_an_address_that_is_none_shows_the_first_or_the_last_part(version, client):
    first = shown(client, version)[0]
    assert shown(client, version, "?from=-5&at=x&after=")[0] == first
    assert shown(client, version, "?from=abc")[0] == first
    assert shown(client, version, "?from=99999999999")[2].count('rel="next"') == 0


def test_a_text_of_the_usual_size_is_one_page(here, client):
    client.force_login(here.officer)
    version = long_text(parts.WHOLE)
    found, text, page = shown(client, version)
    assert len(found) == parts.WHOLE and text == escape(version.text)
    assert "下一段" not in page and "在全文中查找" not in page


@pytest.mark.parametrize("query", ["", "?from=9000", "?group=rejected", "?find=第500项"])
def test_a_part_keeps_to_its_queries(version, client, django_assert_max_num_queries, query):
    with django_assert_max_num_queries(20):
        assert client.get(reverse("ledger:version", args=[version.pk]) + query).status_code == 200


def test_a_text_read_before_outlines_were_kept_has_one(version, client):
    DocumentVersion.objects.filter(pk=version.pk).update(outline=None)
    assert ">77 工作</option>" in shown(client, version)[2]


class AnySpans(TestCase):
    """Parts over findings that overlap, repeat a place, or leave long stretches bare."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.integers(0, 400) | st.sampled_from((0, 90, 100)), st.integers(1, 30)), max_size=40
        ),
        st.integers(2, 6),
        st.integers(40, 120),
        st.booleans(),
    )
    def test_a_walk_meets_every_finding_once_whatever_the_spans(self, spans, size, most, narrowed):
        kept = parts.SIZE, parts.WHOLE, parts.WORDS
        parts.SIZE, parts.WHOLE, parts.WORDS = size, 0, most
        try:
            self._walk(spans, narrowed)
        finally:
            parts.SIZE, parts.WHOLE, parts.WORDS = kept

    def _walk(self, spans: list[tuple[int, int]], narrowed: bool) -> None:
        version = DocumentVersion.objects.create(
            decision=Decision.objects.create(title="x"), number=1, text="文" * 431, state="review"
        )
        Finding.objects.bulk_create(
            Finding(version=version, kind="measure", start=start, end=start + length, quote="x")
            for start, length in spans
        )
        about, at, met, words = outline.of(version), 0, [], 0
        while at is not None:
            part = parts.part(queries.asked(version), about, max(len(spans), 1), at, narrowed=narrowed)
            assert part.first == len(met)
            met += [each.pk for each in part.findings]
            words += len(parts.words(version, part))
            assert part.next is None or part.next > at
            at = part.next
        assert met == list(version.findings.values_list("pk", flat=True))
        if not narrowed:
            assert words == 431
        back = part
        seen = {each.pk for each in back.findings}
        while back.previous is not None:
            assert back.previous < back.start
            before = back.start
            back = parts.part(
                queries.asked(version), about, max(len(spans), 1), back.previous, narrowed=narrowed
            )
            assert back.end >= before or narrowed, "words between two parts are passed over on the way back"
            seen |= {each.pk for each in back.findings}
        assert seen == set(met)
