"""Commitments (承诺事项): what was promised, frozen with its sentence when a version is adopted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .decisions import Decision, DocumentVersion, Finding


class Commitment(models.Model):
    """One promise of a decision (承诺事项), with the exact span of its sentence in the adopted text.

    Who must do it, and by which nodes, is the duty's matter (:class:`luodi.site.ledger.models.Duty`).
    """

    decision = models.ForeignKey(
        Decision, verbose_name=_("决定"), on_delete=models.PROTECT, related_name="commitments"
    )
    adopted_in = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="commitments")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="commitment")
    dropped_in = models.ForeignKey(
        DocumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="dropped"
    )
    """The later version that no longer holds it."""
    number = models.CharField(_("编号"), max_length=20)
    kind = models.CharField(_("类别"), max_length=10, choices=Finding.Kind.choices)
    article = models.CharField(_("条款"), max_length=40)
    article_heading = models.CharField(_("条款标题"), max_length=200, blank=True)
    title = models.CharField(_("事项"), max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("原文"))
    indicator = models.CharField(_("指标"), max_length=200, blank=True)
    comparator = models.CharField(_("比较"), max_length=8, blank=True)
    value = models.DecimalField(_("目标值"), max_digits=20, decimal_places=6, null=True, blank=True)
    value_high = models.DecimalField(_("目标上限"), max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=30, blank=True)
    deadline = models.DateField(_("完成时限"), null=True, blank=True)
    published = models.BooleanField(_("向社会公开"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("承诺事项")
        verbose_name_plural = _("承诺事项")
        ordering = ["decision", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="commitment_number")]
        indexes = [
            models.Index(fields=["decision", "article"], name="commitment_article"),
            models.Index(fields=["decision", "start", "id"], name="commitment_in_text"),
            models.Index(fields=["deadline"], name="commitment_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
