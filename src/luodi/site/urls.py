"""Every address of the site; each has a line in tests/site/permissions/."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from luodi.site.base import navigation, rights
from luodi.site.base.views import entry, jobs, journal, notices

urlpatterns = [
    path("", include("luodi.site.public.urls")),
    path("login/", entry.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", entry.PasswordChange.as_view(), name="password_change"),
    path("language/", set_language, name="language"),
    path("home/", entry.home, name="home"),
    path("", include("luodi.site.base.urls")),
    path("notices/", notices.listed, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("jobs/", jobs.listed, name="jobs"),
    path("jobs/<int:pk>/", jobs.one, name="job"),
    path("jobs/<int:pk>/stop/", jobs.stop, name="job_stop"),
    path("journal/", journal.listed, name="journal"),
    path("journal/<int:pk>/", journal.detail, name="journal_entry"),
    path("observatory/", include("luodi.site.observatory.urls")),
    path("ledger/", include("luodi.site.ledger.urls")),
    path("records/", include("luodi.site.records.urls")),
]
handler400 = "luodi.site.base.views.errors.unfit"
handler404 = "luodi.site.base.views.errors.not_found"
handler403 = "luodi.site.base.views.errors.forbidden"
handler500 = "luodi.site.base.views.errors.broken"

navigation.add(80, _("留痕"), "journal", rights.can_read_journal, rare=True)
