"""The site's settings with Django's own administration beside it, as the yardstick."""

from luodi.site.settings import *  # noqa: F403
from luodi.site.settings import INSTALLED_APPS, SILENCED_SYSTEM_CHECKS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
TEMPLATES[0]["APP_DIRS"] = True
ROOT_URLCONF = "urls"
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "admin.E410", "admin.E403", "admin.E408", "admin.E409"]
