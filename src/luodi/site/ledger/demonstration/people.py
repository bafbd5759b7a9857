"""The made-up city's areas, units and people (演示单位和人员)."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.first_run import Made, one_time_password
from luodi.site.base.models import Area, Grant, Organisation, Role, User
from luodi.site.base.rights import is_administrator

CITY: Final = "示例市"
COUNTIES: Final = (
    ("城东区", 2, 1),
    ("城西区", 1, 1),
    ("甲县", 0, 0),
    ("乙县", 1, 0),
    ("丙县", 0, 2),
    ("丁县", 1, 2),
)
"""Name, column and row on the tile map."""
BUREAUS: Final = (
    ("科学技术局", "市科技局", "keji"), ("经济和信息化局", "市经信局", "jingxin"), ("财政局", "市财政局", "caizheng"),
    ("人力资源和社会保障局", "市人社局", "renshe"), ("发展和改革委员会", "市发改委", "fagai"), ("教育局", "市教育局", "jiaoyu"),
    ("税务局", "市税务局", "shuiwu"), ("住房和城乡建设局", "市住建局", "zhujian"), ("市场监督管理局", "市市场监管局", "shichang"),
    ("农业农村局", "市农业农村局", "nongye"), ("行政审批局", "市行政审批局", "shenpi"), ("金融工作局", "市金融工作局", "jinrong"),
    ("自然资源局", "市自然资源局", "ziran"), ("委目标绩效管理办公室", "市委目标绩效办", "jixiao"), ("科学技术协会", "市科协", "kexie"),
)  # fmt: skip
"""Name after the city's, short name, beginning of the account names."""
COUNTY_ACCOUNTS: Final = ("chengdong", "chengxi", "jiaxian", "yixian", "bingxian", "dingxian")
SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


class People(NamedTuple):
    """Whom and what the demonstration works with.

    Attributes:
        city: the city's area.
        units: units by short name, the office among them.
        leads: lead of each unit (or the county's contact) by its short name.
        staff: staff of each bureau by its short name.
        officers: people of the office.
        evaluator: a third-party evaluator.
        accounts: the accounts made, each with what it is and its one-time password.
    """

    city: Area
    units: dict[str, Organisation]
    leads: dict[str, User]
    staff: dict[str, User]
    officers: list[User]
    evaluator: User
    accounts: list[tuple[str, Made]]


@action("demonstration.people", gettext_lazy("装入演示单位和人员"), right=is_administrator)
def make(actor: Actor, none: None = None) -> People:
    """Make the city with its counties, units and people, each with a one-time password (装入演示单位和人员)."""
    city = Area.objects.create(name=CITY, kind=Area.Kind.CITY, column=0, row=1)
    office = Organisation.objects.create(
        name=f"中共{CITY}委督查室", short_name="市委督查室", kind="office", area=city
    )
    institute = Organisation.objects.create(name="示例评估研究院", kind="evaluator")
    hired = _Hired()
    officers = [hired(name, Role.OFFICE, office) for name in ("ducha1", "ducha2")]
    hired("guanli", Role.ADMINISTRATOR, None)
    hired("lingdao", Role.LEADER, None)
    evaluator = hired("pinggu", Role.EVALUATOR, institute)
    units, leads, staff = {"市委督查室": office}, {}, {}
    for name, short, account in BUREAUS:
        unit = Organisation.objects.create(name=f"{CITY}{name}", short_name=short, area=city)
        units[short], leads[short] = unit, hired(f"{account}_lead", Role.UNIT_LEAD, unit)
        staff[short] = hired(f"{account}_staff", Role.UNIT_STAFF, unit)
    for (name, column, row), account in zip(COUNTIES, COUNTY_ACCOUNTS, strict=True):
        area = Area.objects.create(name=name, kind=Area.Kind.COUNTY, parent=city, column=column, row=row)
        unit = Organisation.objects.create(name=f"{name}人民政府", short_name=name, kind="county", area=area)
        units[name], leads[name] = unit, hired(account, Role.COUNTY, unit, area)
    return People(city, units, leads, staff, officers, evaluator, hired.accounts)


class _Hired:
    """Makes one account after the other and remembers their passwords."""

    def __init__(self) -> None:
        self.accounts: list[tuple[str, Made]] = []

    def __call__(
        self, username: str, role: Role, organisation: Organisation | None, area: Area | None = None
    ) -> User:
        made = Made(username, one_time_password())
        count = len(self.accounts)
        name = f"{SURNAMES[count % len(SURNAMES)]}{'某甲乙丙'[count // len(SURNAMES)]}"
        user = User(username=username, name=name, must_change_password=True)
        user.set_password(made.password)
        user.save()
        Grant.objects.create(user=user, role=role, organisation=organisation, area=area)
        what = f"{Role(role).label} {organisation or ''}".strip()
        self.accounts.append((what, made))
        return user
