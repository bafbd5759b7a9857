"""Addresses of the public room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "public"
urlpatterns = [path("", views.home, name="home")]
