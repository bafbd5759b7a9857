"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from .views import desk, duties

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("duties/", duties.listed, name="duties"),
    path("duties/<int:pk>/", duties.detail, name="duty"),
    path("duties/<int:pk>/do/<slug:verb>/", duties.do, name="do"),
]
