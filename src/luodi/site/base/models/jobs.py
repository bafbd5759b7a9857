"""Jobs (后台任务): slow work that goes on when the page is closed, shows how far it is and can be stopped."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of slow work (后台任务).

    A worker holds it by ``leased_until``, which it renews; a job whose worker died is taken up again, up to three times.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未成功")
        STOPPED = "stopped", _("已停止")

    kind = models.CharField(_("种类"), max_length=60)
    title = models.CharField(_("名称"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("已完成量"), default=0)
    total = models.PositiveBigIntegerField(_("总量"), default=0)
    message = models.TextField(_("说明"), blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    stop_asked = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发起人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"], name="job_queue")]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How much of it is done, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.STOPPED)
