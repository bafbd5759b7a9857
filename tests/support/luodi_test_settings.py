"""Settings for tests: a workspace in a temporary folder, fast password hashing, mail kept in memory."""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="luodi-tests-")  # goes when the tests end
os.environ["LUODI_WORKSPACE"] = _folder.name

from luodi.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
