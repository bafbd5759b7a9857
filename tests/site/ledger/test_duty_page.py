from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import city
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import store
from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotNow
from luodi.site.ledger.actions import duties, evidence, extensions, parts, pressing, progress
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.models import ClosingRequest, CoUnit, Duty, Evidence, Extension, Node, Report
from luodi.site.ledger.models.supervision import SupervisionPaper


def pdf(more=b"", name="验收.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4" + more)


def token(client, url):
    return re.search(r'name="form_token" value="([^"]+)"', client.get(url).content.decode())[1]


def page(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(f"ledger:{name}", args=args))


def send(client, person, name, *args, **values):
    client.force_login(person)
    return client.post(reverse(f"ledger:{name}", args=args), values)


def full(here, reports=3):
    """A duty with a bit of everything."""
    whole = city.duty(here, due_on=timezone.localdate() + timedelta(days=300), cause="land")
    CoUnit.objects.create(duty=whole, organisation=here.economy, part="配套")
    for n in range(reports):
        Node.objects.create(
            duty=whole, title=f"节点{n}", due_on=date(2027, 1, 1) + timedelta(days=n), percent=n
        )
        told = Told(f"第{n}次", Decimal(90), files=[pdf(str(n).encode())])
        made = progress.report(Actor(here.science_staff), whole, told)
        if n % 2:
            progress.accept_report(Actor(here.officer), made)
            evidence.judge_evidence(Actor(here.evaluator), made.evidence.get(), accepted=True)
        Extension.objects.create(
            duty=whole, asked_at=timezone.now(), old_due_on=date(2026, 1, 1), new_due_on=date(2027, 1, 1), state="refused",
            cause="land", reason="用地",
        )  # fmt: skip
    parts.break_down(
        Actor(here.officer), whole,
        parts=[parts.Part(f"分{n}", here.economy, Decimal(n + 1), timezone.localdate()) for n in range(reports)],
    )  # fmt: skip
    pressing.remind(Actor(here.officer), whole)
    paper = SupervisionPaper.objects.create(
        kind="order",
        year=2026,
        number=SupervisionPaper.objects.count() + 1,
        title="关于甲事项的督办单",
        addressee=here.science,
    )
    paper.duties.add(whole)
    return whole


def test_a_duty_shows_everything_behind_it(here, client):
    text = page(client, here.officer, "duty", full(here).pk).content.decode()
    start = here.commitment.start
    for words in (
        "牵头单位", "示例市科学技术局", "市经信局", "配套", "节点1", "第2次", "已采纳", "待审", "验收.pdf", "已认可", "评估院",
        "分0", "关于甲事项的督办单", "提醒", f"#s{start}",
        f'<mark class="span">{city.QUOTE}</mark>。', "进度:0% → 90%",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("reports", [1, 3, 50])
def test_a_duty_is_shown_in_a_fixed_number_of_queries(here, client, django_assert_max_num_queries, reports):
    duty = full(here, reports)
    client.force_login(here.officer)
    url = reverse("ledger:duty", args=[duty.pk])
    client.get(url)
    with django_assert_max_num_queries(25):
        assert client.get(url).status_code == 200


def test_a_duty_with_a_past_costs_no_more_whatever_its_length(here, client, django_assert_max_num_queries):
    """Units that no longer lead, people of whom the page shows nothing else: their names are asked for in one go."""
    found = {}
    for reports in (3, 50):
        duty = full(here, reports)
        duties.assign(Actor(here.officer), duty, lead=here.countyhall, due_on=duty.due_on, area=here.county)
        pressing.hand_over(Actor(here.officer), duty, person=here.county_contact)
        client.force_login(here.officer)
        url = reverse("ledger:duty", args=[duty.pk])
        with django_assert_max_num_queries(25) as asked:
            text = client.get(url).content.decode()
        assert "市科技局 → 甲县" in text and "示例市 → 甲县" in text and "— → county_contact" in text
        found[reports] = len(asked)
    assert found[3] == found[50]


def test_buttons_are_those_of_the_verbs_that_may_be_done_now(here, client):
    def verbs(person, state):
        duty = city.duty(here, state=state)
        text = page(client, person, "duty", duty.pk).content.decode()
        return set(re.findall(rf"/ledger/duties/{duty.pk}/do/(\w+)/", text))

    assert verbs(here.officer, "draft") == {"register", "assign", "withdraw"}
    assert verbs(here.science_lead, "draft") == set()
    assert verbs(here.science_staff, "handed_down") == {"sign"}
    assert verbs(here.science_lead, "handed_down") == {"sign", "decline", "plan", "break_down", "hand_over"}
    assert verbs(here.science_staff, "in_progress") == {"report", "offer_evidence"}
    assert verbs(here.officer, "checking") == {"close", "send_back", "hand_over", "recuse"}
    assert verbs(here.officer, "closed") == {"reopen", "archive"}
    assert verbs(here.evaluator, "in_progress") == {"recuse"}
    assert verbs(here.evaluator, "closed") == verbs(here.leader, "closed") == set()


def test_a_form_sent_twice_is_answered_once(here, client):
    duty = city.duty(here)
    client.force_login(here.science_staff)
    url = reverse("ledger:do", args=[duty.pk, "report"])
    values = {
        "form_token": token(client, url),
        "percent": "50",
        "text": "一期",
        "cause": "",
        "minutes": "1.5",
    }
    answers = [client.post(url, values) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [
        (302, f"/ledger/duties/{duty.pk}/")
    ] * 2
    assert Report.objects.values_list("text", "percent", "minutes").get() == ("一期", 50, Decimal("1.5"))


def test_a_stale_edit_is_told_who_changed_what_and_keeps_what_was_typed(here, client):
    duty = city.duty(here)
    values = {"lead": here.science.pk, "due_on": "2031-01-01", "standard": "我写的标准", "version": "1"}
    values |= {"cause": "land", "reason": "用地"}
    duties.assign(Actor(here.officer), duty, lead=here.economy, due_on=date(2030, 6, 1), version=1)
    answer = send(client, here.officer, "do", duty.pk, "assign", **values)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "officer" in text and "牵头单位:市科技局 → 市经信局" in text
    assert "我写的标准" in text and 'name="version" value="2"' in text
    again = send(client, here.officer, "do", duty.pk, "assign", **(values | {"version": "2"}))
    duty.refresh_from_db()
    assert (again.status_code, duty.lead, duty.standard) == (302, here.science, "我写的标准")


def test_what_does_not_fit_is_said_at_its_field(here, client):
    here.economy.dissolved_on = date(2026, 1, 1)
    here.economy.save()
    duty = city.duty(here)
    values = {"lead": here.economy.pk, "due_on": "2026-02-01", "version": "1", "co_units": [here.economy.pk]}
    answer = send(client, here.officer, "do", duty.pk, "assign", **values)
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert set(errors) == {"lead", "due_on", "co_units"}
    assert "已于2026-01-01撤销" in errors["lead"][0] and "已过" in errors["due_on"][0]


def test_a_circle_in_the_tree_is_said_at_its_field(here, client):
    whole = city.duty(here)
    part = city.duty(here, parent=whole)
    answer = send(client, here.officer, "do", whole.pk, "move_under", parent=part.pk, version=1)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])
    assert Duty.objects.get(pk=whole.pk).parent is None


def test_rows_are_read_with_holes_and_half_a_row_is_told(here, client):
    duty = city.duty(here)
    values = {
        "version": "1",
        "title_0": "一期",
        "due_on_0": "2027-01-01",
        "percent_0": "40",
        "title_3": "二期",
    }
    answer = send(client, here.officer, "do", duty.pk, "plan", **values)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"due_on_3", "percent_3"})
    values |= {"due_on_3": "2028-01-01", "percent_3": "80"}
    assert send(client, here.officer, "do", duty.pk, "plan", **values).status_code == 302
    assert list(duty.nodes.values_list("title", "percent")) == [("一期", 40), ("二期", 80)]
    rows = {
        "version": "2",
        "title_1": "甲",
        "lead_1": here.economy.pk,
        "weight_1": "2",
        "due_on_1": "2029-01-01",
    }
    assert send(client, here.officer, "do", duty.pk, "break_down", **rows).status_code == 302
    assert duty.parts.values_list("title", "lead", "weight").get() == ("甲", here.economy.pk, 2)


def test_the_way_from_commitment_to_closed_goes_by_the_pages_alone(here, client):
    here_ = here.commitment
    assert (
        send(
            client, here.officer, "register_one", here_.pk, standard="以认定为准", starts_on="2026-01-01"
        ).status_code
        == 302
    )
    duty = Duty.objects.get()
    do = lambda person, verb, **v: send(client, person, "do", duty.pk, verb, **v).status_code  # noqa: E731
    assert do(here.officer, "assign", lead=here.science.pk, due_on="2030-12-31", version=1) == 302
    assert do(here.officer, "hand_down") == 302
    assert do(here.science_lead, "decline", reason="应由市经信局承办") == 302
    assert do(here.officer, "hand_down") == 302
    assert do(here.science_staff, "sign") == 302
    report = {"percent": "95", "text": "完成", "files": pdf(), "period": "2026", "value": "201"}
    assert do(here.science_staff, "report", **report) == 302
    told = Report.objects.get()
    assert send(client, here.officer, "on_report", told.pk, "accept_report").status_code == 302
    file = Evidence.objects.get()
    judged = {"accepted": "1", "seen": "offered"}
    assert send(client, here.evaluator, "judge", file.pk, **judged).status_code == 302
    assert do(here.science_lead, "ask_extension", new_due_on="2031-06-30", cause="land", reason="用地") == 302
    asked = Extension.objects.get()
    assert send(client, here.officer, "decide", asked.pk, granted="1").status_code == 302
    assert do(here.science_lead, "ask_close", text="已认定201家") == 302
    asked = page(client, here.officer, "do", duty.pk, "close")
    assert "已认定201家" in asked.content.decode()
    assert do(here.officer, "send_back", note="补照片") == 302
    assert do(here.science_lead, "ask_close") == 302
    assert do(here.officer, "close", note="属实") == 302
    assert do(here.officer, "reopen", reason="复核") == 302
    assert do(here.officer, "withdraw", reason="并入他项") == 302
    duty.refresh_from_db()
    assert (duty.state, duty.extensions_granted, duty.due_on) == ("withdrawn", 1, date(2031, 6, 30))


def test_a_verb_that_the_state_forbids_is_refused_in_words(here, client):
    duty = city.duty(here, state="closed")
    for answer in (page(client, here.science_staff, "do", duty.pk, "report"), send(client, here.science_staff, "do", duty.pk, "report", percent="50", text="x")):  # fmt: skip
        assert answer.status_code == 409
        assert "目前是“已销号”" in answer.content.decode()


def test_files_are_handed_out_by_right_and_only_as_downloads(here, client):
    duty = city.duty(here)
    file = evidence.offer_evidence(Actor(here.science_staff), duty, upload=pdf(name='验收"1.pdf'))
    answer = page(client, here.science_lead, "evidence_file", file.pk)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert page(client, here.economy_staff, "evidence_file", file.pk).status_code == 403
    hostile = store.keep_bytes(b"<script>", "x.html", "text/html", None)
    paper = SupervisionPaper.objects.create(
        kind="order", year=2026, number=1, title="督办", addressee=here.science, file=hostile, state="issued"
    )
    answer = page(client, here.science_staff, "paper_file", paper.pk)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/octet-stream", 'attachment; filename="x.html"',
    )  # fmt: skip
    assert b"".join(answer.streaming_content) == b"<script>"
    assert page(client, here.economy_staff, "paper_file", paper.pk).status_code == 403


def test_the_text_of_a_decision_carries_an_anchor_for_each_promise(here, client):
    text = page(client, here.science_staff, "text", here.decision.pk).content.decode()
    assert f'<mark class="span" id="s{here.commitment.start}" title="0001">{city.QUOTE}</mark>' in text
    assert page(client, here.administrator, "text", here.decision.pk).status_code == 403


def test_a_request_for_time_waits_on_the_page_until_decided(here, client):
    duty = city.duty(here, due_on=timezone.localdate() + timedelta(days=30))
    later = timezone.localdate() + timedelta(days=60)
    extensions.ask_extension(Actor(here.science_lead), duty, new_due_on=later, cause="land", reason="用地")
    url = reverse("ledger:decide", args=[Extension.objects.get().pk])
    assert url in page(client, here.officer, "duty", duty.pk).content.decode()
    assert url not in page(client, here.science_lead, "duty", duty.pk).content.decode()


def test_older_reports_and_older_history_are_a_page_further(here, client):
    duty = city.duty(here)
    for n in range(25):
        progress.report(Actor(here.science_staff), duty, Told(f"第{n}次反馈", Decimal(90)))
    text = page(client, here.officer, "duty", duty.pk).content.decode()
    assert "第19次反馈" in text and "第18次反馈" not in text
    older = re.search(r"\?older=(\d+)#reports", text)[1]
    url = reverse("ledger:duty", args=[duty.pk])
    text = client.get(f"{url}?older={older}").content.decode()
    assert "第18次反馈" in text and "第19次反馈" not in text
    before = re.search(r"before=(\d+)", text)[1]
    assert client.get(f"{url}?before={before}").status_code == 200
    assert client.get(f"{url}?before=²&older=x").status_code == 200


def test_what_a_unit_says_when_it_asks_to_close_stays_with_the_duty(here, client):
    duty = city.duty(here)
    evidence.offer_evidence(Actor(here.science_staff), duty, upload=pdf())
    for text in ("  第一次:已验收 ", "第二次:照片补齐"):
        duties.ask_close(Actor(here.science_lead), duty, text=text)
        shown = page(client, here.officer, "do", duty.pk, "send_back").content.decode()
        assert text.strip() in shown
        duties.send_back(Actor(here.officer), duty, note="再补")
    kept = ClosingRequest.objects.filter(duty=duty).values_list("text", "by")
    lead = here.science_lead.pk
    assert list(kept) == [("第二次:照片补齐", lead), ("第一次:已验收", lead)]
    text = page(client, here.officer, "duty", duty.pk).content.decode()
    assert (
        text.count("第一次:已验收") == text.count("第二次:照片补齐") == 2
    )  # among the checks, and in the history


def test_a_draft_is_registered_by_the_button_on_its_page(here, client):
    duty = city.duty(here, state="draft", starts_on=None)
    text = page(client, here.officer, "duty", duty.pk).content.decode()
    assert f'<form method="post" action="/ledger/duties/{duty.pk}/do/register/">' in text
    assert send(client, here.science_lead, "do", duty.pk, "register").status_code == 403
    assert send(client, here.officer, "do", duty.pk, "register").status_code == 302
    duty.refresh_from_db()
    assert (duty.state, duty.starts_on) == ("registered", timezone.localdate())
    with pytest.raises(NotNow, match="目前是“已立项”"):
        duties.register_draft(Actor(here.officer), duty)


def test_what_stands_under_a_report_is_divided_only_where_there_are_two(here, client):
    duty = city.duty(here)
    for cause, minutes in (("", None), ("land", None), ("", Decimal("6.8")), ("land", Decimal("6.8"))):
        Report.objects.create(
            duty=duty, organisation=duty.lead, by=here.science_staff, at=timezone.now(), percent=1, cause=cause, minutes=minutes
        )  # fmt: skip
    text = page(client, here.officer, "duty", duty.pk).content.decode()
    under = re.findall(r'<p class="text-secondary small">(滞后原因.*?|填报用时.*?|)</p>', text)
    assert under == [
        "滞后原因:用地 · 填报用时6.8分钟",
        "填报用时6.8分钟",
        "滞后原因:用地",
        "",
    ]


def test_units_are_ticked_and_people_stand_under_their_units(here, client):
    duty = city.duty(here)
    client.force_login(here.officer)
    page = client.get(reverse("ledger:do", args=[duty.pk, "assign"])).content.decode()
    assert 'type="checkbox" name="co_units"' in page and "Ctrl" not in page
    group = re.search(r'<optgroup label="市科技局">(.*?)</optgroup>', page, re.DOTALL)[1]
    assert str(here.science_lead) in group and str(here.economy_lead) not in group


def test_what_waits_for_the_reader_stands_at_the_top_and_leads_to_its_place(here, client):
    whole = full(here)
    text = page(client, here.officer, "duty", whole.pk).content.decode()
    told = whole.reports.filter(state="submitted").order_by("id").first()
    assert f'<a href="#report-{told.pk}">2份反馈待审核</a>、<a href="#evidence">2份佐证待核验</a>' in text
    assert f'id="report-{told.pk}"' in text and 'id="evidence"' in text
    assert "等您办理" not in page(client, here.leader, "duty", whole.pk).content.decode()


def test_a_report_named_on_the_desk_is_there_on_the_page_it_leads_to(here, client):
    whole = city.duty(here)
    told = progress.report(Actor(here.science_staff), whole, Told("已认定90家", Decimal(40)))
    client.force_login(here.officer)
    desk = client.get(reverse("ledger:desk")).content.decode()
    assert f'href="{reverse("ledger:duty", args=[whole.pk])}#report-{told.pk}"' in desk
    assert f'id="report-{told.pk}"' in client.get(reverse("ledger:duty", args=[whole.pk])).content.decode()


def test_plan_and_reason_on_one_page_name_one_share(here, client):
    """The light stays for days; its reason was kept when it was lit."""
    whole = city.duty(here, starts_on=date(2026, 1, 1), due_on=timezone.localdate() + timedelta(days=300))
    whole.light, whole.light_reason = "green", "计划进度0.1%,实际0.0%,滞后0.1个百分点"
    whole.percent = Decimal(90)
    whole.save()
    shown = page(client, here.officer, "duty", whole.pk)
    plan = f"计划进度{shown.context['planned']:.1f}%,实际90.0%"
    assert shown.context["reason"] == plan


def test_who_did_something_reads_what_comes_next(here, client):
    handed = city.duty(here, state="handed_down")
    url = reverse("ledger:do", args=[handed.pk, "sign"])
    client.force_login(here.science_staff)
    done = client.post(
        url, {"form_token": token(client, reverse("ledger:duty", args=[handed.pk]))}, follow=True
    )
    assert "已办理:签收。 下一步:有进展时反馈;需要时分解任务、设置节点。" in done.content.decode()


def test_what_cannot_be_undone_is_said_before_it_is_done(here, client):
    text = page(client, here.officer, "do", city.duty(here).pk, "withdraw").content.decode()
    assert "撤销不能恢复" in text


def test_who_asks_to_close_reads_whether_there_is_proof(here, client):
    whole = full(here)
    whole.parts.update(state="withdrawn")
    text = page(client, here.science_lead, "do", whole.pk, "ask_close").content.decode()
    assert "现在:已认可1份,待核验2份。" in text


def test_nothing_chosen_is_drawn_alike_everywhere(here, client):
    text = page(client, here.science_lead, "do", city.duty(here).pk, "hand_over").content.decode()
    assert '<option value="" selected>—</option>' in text and "---------" not in text
