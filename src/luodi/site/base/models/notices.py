"""Notices (站内通知): what a person should know, once, with the page where they can do something about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one person (通知). ``key`` makes it unique: what was sent once is not sent again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=120)
    text = models.CharField(_("内容"), max_length=400)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("已读时间"), null=True)
    mailed_at = models.DateTimeField(_("邮件时间"), null=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="notice_unread")]

    def __str__(self) -> str:
        return self.text
