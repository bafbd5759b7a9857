"""What a person reads around a verb (前后提示): what it brings about before it is done, what comes next once it was."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Duty, Evidence

NEXT: Final[dict[str, object]] = {
    "register": gettext_lazy("下一步:明确牵头单位和时限,再交办。"),
    "hand_down": gettext_lazy("已通知牵头单位,等待签收。"),
    "decline": gettext_lazy("由督查办公室重新明确责任单位。"),
    "sign": gettext_lazy("下一步:有进展时反馈;需要时分解任务、设置节点。"),
    "break_down": gettext_lazy("分解任务已立项,由督查办公室交办后开始办理。"),
    "report": gettext_lazy("等待督查办公室审核,采纳后计入进度。"),
    "return_report": gettext_lazy("填报单位补充后重新反馈。"),
    "accept_report": gettext_lazy("已计入台账。"),
    "offer_evidence": gettext_lazy("等待另一单位核验。"),
    "ask_extension": gettext_lazy("等待督查办公室审批,批准之前仍按原时限。"),
    "ask_close": gettext_lazy("等待另一单位核查。"),
    "send_back": gettext_lazy("事项回到办理中,整改后可以再次申请销号。"),
    "close": gettext_lazy("下一步:归档;情况有变时可以恢复办理。"),
    "reopen": gettext_lazy("事项回到办理中,由原单位继续办理和反馈。"),
    "withdraw": gettext_lazy("事项已从清单撤下,内容和历史仍可查阅。"),
}
"""What comes after a verb, said beside that it was done; a verb not here leaves nothing to do."""

BEFORE: Final[dict[str, object]] = {
    "break_down": gettext_lazy(
        "权重按比例折算,不必合计100。分解之后,本事项的进度由各分解任务加权汇总,不再直接填报。"
    ),
    "plan": gettext_lazy("计划进度随时限递增;到完成时限那天为100%。"),
    "decline": gettext_lazy("退回后由督查办公室重新明确责任单位,请写明不由本单位承办的理由。"),
    "withdraw": gettext_lazy("撤销不能恢复:事项不再办理,也不再计入统计;没有审完的反馈和申请一并答复。"),
    "remind": gettext_lazy("通知责任人,没有责任人的通知其单位;内容记入催办记录。"),
    "chase": gettext_lazy("通知责任人,没有责任人的通知其单位;内容记入催办记录。"),
}
"""What a verb brings about, said above its form."""


def after(verb: str) -> str:
    """What comes next once a verb was done; empty where nothing does."""
    return str(NEXT.get(verb, ""))


def before(verb: str, duty: Duty | None) -> str:
    """What is to be known before a verb is done: what it brings about, or what closing still needs."""
    if verb not in ("ask_close", "close") or duty is None:
        return str(BEFORE.get(verb, ""))
    states = Evidence.State
    found = Evidence.objects.filter(duty=duty).aggregate(
        accepted=Count("pk", filter=Q(state=states.ACCEPTED)),
        offered=Count("pk", filter=Q(state=states.OFFERED)),
    )
    return _("销号须有经另一单位认可的佐证材料。现在:已认可%(accepted)s份,待核验%(offered)s份。") % found
