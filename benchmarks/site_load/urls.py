"""The site's addresses, and Django's own changelists of the same tables."""

from django.contrib import admin
from django.urls import include, path

from luodi.site.base.models import JournalEntry
from luodi.site.ledger.models import Duty, Report


class DutyAdmin(admin.ModelAdmin):
    list_display = ("number", "title", "lead", "due_on", "percent", "light", "state")
    list_select_related = ("lead",)
    list_per_page = 50


class ReportAdmin(admin.ModelAdmin):
    list_display = ("at", "duty", "organisation", "percent", "text", "state")
    list_select_related = ("duty", "organisation")
    list_per_page = 50


class JournalAdmin(admin.ModelAdmin):
    list_display = ("at", "table", "row", "kind", "action", "user")
    list_per_page = 50


for model, shown in ((Duty, DutyAdmin), (Report, ReportAdmin), (JournalEntry, JournalAdmin)):
    admin.site.register(model, shown)

urlpatterns = [path("django-admin/", admin.site.urls), path("", include("luodi.site.urls"))]
