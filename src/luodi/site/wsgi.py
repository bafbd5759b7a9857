"""The site as a WSGI application."""

from __future__ import annotations

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.utils.translation import trans_real

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.site.settings")
application = get_wsgi_application()
# here a thread makes one page at a time; Django's own store of the reader's language also serves coroutines, and is asked
# some hundred times a page
trans_real._active = threading.local()  # type: ignore[attr-defined]

from luodi.site.base.warming import warm  # noqa: E402 - rooms make their warmers known when Django is ready

warm()
# what lives as long as the process need not be looked through again and again for what can be thrown away
gc.collect()
gc.freeze()
