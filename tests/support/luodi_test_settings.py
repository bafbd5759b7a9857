"""Settings for tests: a workspace in a temporary folder, fast password hashing, mail kept in memory."""

import os
import tempfile

# what the tester's own shell says about a site, or about a proxy, which would be asked for the servers of the tests
for name in list(os.environ):
    site = name.startswith("LUODI_") and name not in ("LUODI_TEST_POSTGRES", "LUODI_SHOTS")
    if site or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
        del os.environ[name]
_folder = tempfile.TemporaryDirectory(prefix="luodi-tests-")  # goes when the tests end
os.environ["LUODI_WORKSPACE"] = _folder.name
# the browser's driver keeps a loop running in the thread of the tests; the site itself has nothing asynchronous
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from luodi.site.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"] == "luodi.site.sqlite":  # noqa: F405
    # a file, as in use: a database in memory shares one cache among threads and locks whole tables
    # and without waiting for the disk, which the tests of crashes do in processes of their own
    options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
    DATABASES["default"].setdefault("TEST", {})["NAME"] = os.path.join(_folder.name, "test.sqlite3")  # noqa: F405, PTH118
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
