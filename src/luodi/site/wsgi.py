"""The site as a WSGI application."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.site.settings")
application = get_wsgi_application()

from luodi.site.base.warming import warm  # noqa: E402 - rooms make their warmers known when Django is ready

warm()
# what lives as long as the process need not be looked through again and again for what can be thrown away
gc.collect()
gc.freeze()
