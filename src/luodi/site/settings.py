"""Django's settings: taken from the workspace and the environment variables that docs/guide/site.md lists."""

from __future__ import annotations

import os
from pathlib import Path

from luodi.site import databases, workspace

HERE = Path(__file__).parent
WORKSPACE = workspace.current()

SECRET_KEY = WORKSPACE.secret
DEBUG = os.environ.get("LUODI_DEBUG") == "1"
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("LUODI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]
HTTPS = os.environ.get("LUODI_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "luodi.site.base",
    "luodi.site.ledger",
    "luodi.site.records",
    "luodi.site.observatory",
    "luodi.site.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "luodi.site.base.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "luodi.site.base.middleware.Arriving",
    "luodi.site.base.middleware.FewAtOnce",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luodi.site.base.middleware.RequestOnRecord",
    "luodi.site.base.middleware.SignedIn",
    "luodi.site.base.middleware.Explained",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "luodi.site.urls"
WSGI_APPLICATION = "luodi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luodi.site.base.context.site",
            ],
            "builtins": ["luodi.site.base.templatetags.luodi", "luodi.site.base.templatetags.quick"],
            "libraries": {"i18n": "luodi.site.base.templatetags.quick_i18n"},
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "lines",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "luodi.site.base.lines.environment"},
    },
]
FORM_RENDERER = "luodi.site.base.forms.Renderer"

DATABASES = {"default": databases.of(os.environ.get("DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "luodi.site.base.sessions.Accounts",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "luodi.site.base.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public:home"
# Ten wrong passwords shut one name from one address out for a quarter of an hour; it is written in the log.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "base/locked_out.html"
AXES_VERBOSE = False

SESSION_ENGINE = "luodi.site.base.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "luodi.site.base.views.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("LUODI_PROXY") == "1" else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = os.environ.get("LUODI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["luodi.site.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static", ("luodi/charts", HERE.parent / "documents" / "static")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

MEDIA_ROOT = WORKSPACE.files
FILE_STORE = os.environ.get(
    "LUODI_FILES", ""
)  # empty: the workspace; s3://bucket/prefix: S3-compatible storage
CITY = os.environ.get("LUODI_CITY", "")  # the city folder whose delivery report the observatory shows
MB = 1024 * 1024
# How large an upload may be: any file, and a table that is imported into a register. A million recognitions of eight
# columns have 103 MB as csv. A workbook is packed: what it may unpack to stands in luodi.core.unpacking.
MAX_UPLOAD = int(os.environ.get("LUODI_MAX_UPLOAD", "50")) * MB
MAX_TABLE = {".csv": int(os.environ.get("LUODI_MAX_CSV", "200")) * MB, ".xlsx": MAX_UPLOAD}
TABLE_ROUTES = ("records:import",)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "luodi.site.base.uploads.Limited",
    "luodi.site.base.uploads.Spooled",
]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("LUODI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("LUODI_SMTP_PORT", "25"))
EMAIL_TIMEOUT = (
    20  # seconds; without it a mail server that says nothing keeps the worker from sealing and from jobs
)
DEFAULT_FROM_EMAIL = os.environ.get("LUODI_MAIL_FROM", "luodi@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LUODI_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # the library i18n is replaced on purpose, see quick_i18n
