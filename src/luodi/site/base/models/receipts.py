"""Receipts (回执): a form sent twice is answered once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Receipt(models.Model):
    """A form that was dealt with (回执): its token, and where its answer is."""

    token = models.CharField(max_length=43, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=60)
    url = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.action} {self.url}"
