"""A small made-up city for tests: an office, two bureaus, a county, their people, one decision with a duty."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from luodi.site.base.models import Area, Grant, Organisation, Role, User
from luodi.site.ledger.models import Commitment, Decision, DocumentVersion, Duty, Finding

TEXT = "示例市决定\n一、目标\n到2030年,高新技术企业达到200家。建成示例创新中心。\n"
QUOTE = "到2030年,高新技术企业达到200家"


def person(username: str, role: str, organisation=None, area=None) -> User:
    user = User.objects.create_user(username, password="pw-" + username, name=username)
    Grant.objects.create(user=user, role=role, organisation=organisation, area=area)
    return user


def made() -> SimpleNamespace:
    """Make the city and say what is in it."""
    city = Area.objects.create(name="示例市", kind="city", column=1, row=1)
    county = Area.objects.create(name="甲县", kind="county", parent=city, column=0, row=0)
    office = Organisation.objects.create(name="示例市委督查室", short_name="督查室", kind="office", area=city)
    science = Organisation.objects.create(name="示例市科学技术局", short_name="市科技局", area=city)
    economy = Organisation.objects.create(name="示例市经济和信息化局", short_name="市经信局", area=city)
    countyhall = Organisation.objects.create(
        name="甲县人民政府", short_name="甲县", kind="county", area=county
    )
    evaluators = Organisation.objects.create(name="示例评估院", kind="evaluator")
    here = SimpleNamespace(
        city=city, county=county, office=office, science=science, economy=economy, countyhall=countyhall,
        evaluators=evaluators,
        administrator=person("administrator", Role.ADMINISTRATOR),
        officer=person("officer", Role.OFFICE, office),
        science_lead=person("science_lead", Role.UNIT_LEAD, science),
        science_staff=person("science_staff", Role.UNIT_STAFF, science),
        economy_lead=person("economy_lead", Role.UNIT_LEAD, economy),
        economy_staff=person("economy_staff", Role.UNIT_STAFF, economy),
        county_contact=person("county_contact", Role.COUNTY, countyhall, county),
        evaluator=person("evaluator", Role.EVALUATOR, evaluators),
        leader=person("leader", Role.LEADER),
    )  # fmt: skip
    here.decision = Decision.objects.create(title="示例市委关于创新的决定", area=city)
    here.version = DocumentVersion.objects.create(
        decision=here.decision, number=1, text=TEXT, state="adopted", adopted_at=timezone.now()
    )
    here.commitment = commitment(here)
    return here


def commitment(
    here: SimpleNamespace, number: str = "0001", deadline: date = date(2030, 12, 31)
) -> Commitment:
    start = TEXT.index(QUOTE)
    finding = Finding.objects.create(
        version=here.version, kind="target", provision="1", start=start, end=start + len(QUOTE), quote=QUOTE,
        state="accepted",
    )  # fmt: skip
    return Commitment.objects.create(
        decision=here.decision, adopted_in=here.version, finding=finding, number=number, kind="target", article="一",
        title="高新技术企业达到200家", start=start, end=start + len(QUOTE), quote=QUOTE, indicator="高新技术企业",
        comparator="ge", value=200, unit="家", deadline=deadline,
    )  # fmt: skip


def duty(
    here: SimpleNamespace, lead: Organisation | None = None, state: str = "in_progress", **values
) -> Duty:
    """A duty in any state, made past the actions, for tests that begin in the middle."""
    count = Duty.objects.count() + 1
    values = {"starts_on": date(2026, 1, 1), "due_on": date(2030, 12, 31), "number": f"D{count:04d}"} | values
    return Duty.objects.create(
        commitment=here.commitment, title=f"任务{count}", lead=lead or here.science, state=state,
        area=(lead or here.science).area, first_due_on=values["due_on"], **values,
    )  # fmt: skip
