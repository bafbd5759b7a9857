"""Addresses of the records room."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation

from .rules import can_see_records

app_name = "records"
urlpatterns = []
