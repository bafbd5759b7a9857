"""The journal (留痕): every change of a kept table, written by the database itself, in a chain of hashes.

Rows come from triggers (:mod:`luodi.site.base.journal.triggers`), so bulk updates and hands in the database leave their
trace too. Seals (:mod:`luodi.site.base.journal.chain`) tie the rows together in short batches.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One row inserted, changed or deleted (留痕记录): before and after, who, when, why and in which request.

    ``tx`` orders rows by the transaction that wrote them; on SQLite, which has one writer at a time, it is the id.
    The table takes no update and no delete.
    """

    class Kind(models.TextChoices):
        """What was done to the row."""

        INSERT = "I", _("新增")
        UPDATE = "U", _("修改")
        DELETE = "D", _("删除")

    at = models.DateTimeField(_("时间"))
    tx = models.BigIntegerField()
    table = models.CharField(_("表"), max_length=60)
    row = models.BigIntegerField(_("行"))
    kind = models.CharField(_("动作"), max_length=1, choices=Kind.choices)
    before = models.JSONField(_("修改前"), null=True)
    after = models.JSONField(_("修改后"), null=True)
    user = models.BigIntegerField(_("人员"), null=True)
    acting_for = models.BigIntegerField(_("代"), null=True)
    action = models.CharField(_("操作"), max_length=60)
    reason = models.CharField(_("理由"), max_length=300)
    request = models.CharField(_("请求号"), max_length=36)

    class Meta:
        verbose_name = _("留痕记录")
        verbose_name_plural = _("留痕记录")
        indexes = [
            models.Index(fields=["table", "row", "id"], name="journal_of_row"),
            models.Index(fields=["table", "id"], name="journal_of_table"),
            models.Index(fields=["user", "id"], name="journal_of_user"),
            models.Index(fields=["at", "id"], name="journal_of_day"),
            models.Index(fields=["request"], name="journal_of_request"),
            models.Index(fields=["tx"], name="journal_tx"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind} {self.table}:{self.row}"


class JournalSeal(models.Model):
    """One link of the chain (封存): the hash over the rows of ``since_tx <= tx < until_tx`` and over the link before.

    ``digests`` holds 16 bytes of each row's own SHA-256, in order, so that a broken link can be told to the row.
    """

    number = models.PositiveBigIntegerField(unique=True)
    since_tx = models.BigIntegerField()
    until_tx = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    digests = models.BinaryField()
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("封存")
        verbose_name_plural = _("封存")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.sha256[:12]}"


class JournalContext(models.Model):
    """Who is at work in the transaction now (SQLite only; one row, id 1). An action fills it and empties it again."""

    user = models.BigIntegerField(null=True)
    acting_for = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60, default="")
    reason = models.CharField(max_length=300, default="")
    request = models.CharField(max_length=36, default="")

    def __str__(self) -> str:
        return self.action
