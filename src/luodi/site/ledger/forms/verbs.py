"""A form for every verb (动作表单): what a page asks before a verb is done, and which action does it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.site.base.action import Actor
from luodi.site.base.forms import Form
from luodi.site.base.models import User

from ..actions import duties, evidence, extensions, pressing, progress
from ..machine import VERBS
from ..models.progress import Cause
from .timed import Timed

CAUSES = [("", "—"), *Cause.choices]


class VerbForm(Form):
    """What a verb asks. ``thing`` is what it is done to; ``run`` calls the action."""

    verb: ClassVar[str] = ""
    danger: ClassVar[bool] = False

    def __init__(self, thing: Any, user: User, *args: Any, **kwargs: Any) -> None:
        self.thing, self.user = thing, user
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            self.initial.setdefault("version", thing.version)

    @property
    def title(self) -> object:
        """The verb as printed."""
        return VERBS[self.verb].title

    def run(self, actor: Actor) -> None:
        """Do it."""
        raise NotImplementedError

    def shown_anew(self) -> None:
        """After a stale edit: keep what was typed, and carry the version that the page now shows."""
        self.thing.refresh_from_db()
        if "version" in self.fields:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.thing.version)


def version() -> forms.IntegerField:
    """The hidden field by which an edit knows what the page showed."""
    return forms.IntegerField(widget=forms.HiddenInput)


def words(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """A field for a reason or a note."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=widget, help_text=help_text
    )


class Plain(VerbForm):
    """A verb that asks nothing."""

    action: ClassVar[Any] = None

    def run(self, actor: Actor) -> None:
        """Do it."""
        type(self).action(actor, self.thing)


class Sign(Plain):
    """签收."""

    verb, action = "sign", duties.sign


class HandDown(Plain):
    """交办."""

    verb, action = "hand_down", duties.hand_down


class RegisterDraft(Plain):
    """立项."""

    verb, action = "register", duties.register_draft


class Archive(Plain):
    """归档."""

    verb, action = "archive", duties.archive


class AskClose(Timed, VerbForm):
    """申请销号."""

    verb = "ask_close"
    text = words(
        _("申请说明"), required=False, help_text=_("完成了什么、以什么为证;核查人员会看到。可以不填。")
    )

    def run(self, actor: Actor) -> None:
        """Ask, in the unit's own words."""
        duties.ask_close(actor, self.thing, **self.cleaned_data)


class Reasoned(VerbForm):
    """A verb that asks for the reason."""

    reason = words(_("理由"))
    action: ClassVar[Any] = None

    def run(self, actor: Actor) -> None:
        """Do it for the reason."""
        type(self).action(actor, self.thing, **self.cleaned_data)


class Decline(Timed, Reasoned):
    """退回交办."""

    verb, action, danger = "decline", duties.decline, True


class Reopen(Reasoned):
    """恢复办理."""

    verb, action = "reopen", duties.reopen


class Withdraw(Reasoned):
    """撤销."""

    verb, action, danger = "withdraw", duties.withdraw, True


class Noted(VerbForm):
    """A verb that takes a note."""

    note = words(_("意见"), required=False)
    action: ClassVar[Any] = None

    def run(self, actor: Actor) -> None:
        """Do it with the note."""
        type(self).action(actor, self.thing, note=self.cleaned_data["note"])


class Checking(Noted):
    """A verb of whoever checks a duty: its page shows what the unit said when it asked."""

    @property
    def request(self) -> Any:
        """The latest request to close the duty (销号申请), or None."""
        return self.thing.closing_requests.select_related("by").first()


class Close(Checking):
    """销号."""

    verb, action = "close", duties.close


class SendBack(Checking):
    """核查不通过."""

    verb, action, danger = "send_back", duties.send_back, True
    note = words(_("不通过的理由和整改要求"))


class Remind(Noted):
    """提醒."""

    verb, action = "remind", pressing.remind
    note = words(_("附言"), required=False, rows=2)


class Chase(VerbForm):
    """催办."""

    verb = "chase"
    note = words(_("附言"), required=False, rows=2)
    cause = forms.ChoiceField(label=_("滞后原因"), choices=CAUSES, required=False)

    def run(self, actor: Actor) -> None:
        """Chase the unit."""
        pressing.chase(actor, self.thing, **self.cleaned_data)


class AcceptReport(Noted):
    """采纳反馈."""

    verb, action = "accept_report", progress.accept_report
    note = words(_("审核意见"), required=False, rows=2)


class ReturnReport(Noted):
    """退回反馈."""

    verb, action, danger = "return_report", progress.return_report, True
    note = words(_("退回的理由和需要补充的内容"), rows=2)


class OfferEvidence(Timed, VerbForm):
    """提交佐证."""

    verb = "offer_evidence"
    files = forms.FileField(
        label=_("文件"), help_text=_("PDF、Word、Excel、PPT、图片、文本或CSV,50 MB以内。")
    )
    title = forms.CharField(label=_("说明"), required=False, max_length=200)

    def run(self, actor: Actor) -> None:
        """Offer the file."""
        given = self.cleaned_data
        evidence.offer_evidence(
            actor, self.thing, upload=given["files"], title=given["title"], spent=given["spent"]
        )


class JudgeEvidence(VerbForm):
    """核验佐证."""

    verb = "judge_evidence"
    accepted = forms.ChoiceField(
        label=_("结论"), choices=[("1", _("认可")), ("0", _("不认可"))], widget=forms.RadioSelect
    )
    note = words(_("核验意见(不认可时必填)"), required=False, rows=2)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", self.thing.state)

    def run(self, actor: Actor) -> None:
        """Judge the file."""
        given = self.cleaned_data | {"accepted": self.cleaned_data["accepted"] == "1"}
        evidence.judge_evidence(actor, self.thing, **given)


class AskExtension(Timed, VerbForm):
    """申请延期."""

    verb = "ask_extension"
    new_due_on = forms.DateField(label=_("申请时限"))
    cause = forms.ChoiceField(label=_("原因"), choices=CAUSES)
    reason = words(_("理由"))

    def run(self, actor: Actor) -> None:
        """Ask."""
        extensions.ask_extension(actor, self.thing, **self.cleaned_data)


class DecideExtension(VerbForm):
    """审批延期."""

    verb = "decide_extension"
    granted = forms.ChoiceField(
        label=_("审批"), choices=[("1", _("同意")), ("0", _("不同意"))], widget=forms.RadioSelect
    )
    note = words(_("审批意见(不同意时必填)"), required=False, rows=2)

    def run(self, actor: Actor) -> None:
        """Decide."""
        granted = self.cleaned_data["granted"] == "1"
        extensions.decide_extension(actor, self.thing, granted=granted, note=self.cleaned_data["note"])
