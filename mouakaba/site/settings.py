"""Django settings. Everything an operator may change is read here from the environment (docs/howto/settings.md)."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mouakaba.site import environment
from mouakaba.site.database import database

ROOT = Path(__file__).resolve().parents[2]
DATA = environment.data_folder()
DEBUG = environment.flag("MOUAKABA_DEBUG", default=False)
DEMO = environment.flag("MOUAKABA_DEMO", default=False)
SECURE = environment.flag("MOUAKABA_HTTPS", default=False)
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.words("MOUAKABA_HOSTS", default="localhost,127.0.0.1,[::1]")
PUBLIC_URL = os.environ.get("MOUAKABA_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "mouakaba.base",
    "mouakaba.match",
    "mouakaba.select",
    "mouakaba.accompany",
    "mouakaba.observe",
    "mouakaba.site",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mouakaba.base.helping.middleware.HelpingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mouakaba.base.resending.middleware.SessionEndedMiddleware",
    "mouakaba.base.audit.middleware.AuditMiddleware",
    "mouakaba.base.clock.middleware.ClockMiddleware",
]

ROOT_URLCONF = "mouakaba.site.urls"
WSGI_APPLICATION = "mouakaba.site.wsgi.application"
DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mouakaba.site.navigation.context",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "mouakaba.base.templatetags.words",
                "mouakaba.base.templatetags.ui",
            ],
        },
    }
]

FORM_RENDERER = "mouakaba.base.words.forms.Renderer"

# People
AUTH_USER_MODEL = "base.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "mouakaba.base.people.forms.SignupExtraForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_ADAPTER = "mouakaba.base.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_REDIRECT_URL = "my"
LOGIN_URL = "account_login"

# Words
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
LANGUAGES_BIDI = ["ar"]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
PRODUCT_NAME = _("Mouakaba")

# Files and static pieces
SKILLS = DATA / "skills"  # the list of skills, set up by `mouakaba skills install`
MEDIA_ROOT = DATA / "files"
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
FILE_MAX_BYTES = environment.whole("MOUAKABA_FILE_MAX_MB", default=10) * 1024 * 1024
VOICE_MAX_SECONDS = environment.whole("MOUAKABA_VOICE_MAX_SECONDS", default=180)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
PLAIN_STATIC = DEBUG or environment.flag("MOUAKABA_PLAIN_STATIC", default=False)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = PLAIN_STATIC
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail: to files in the data folder until the operator names a server
DEFAULT_FROM_EMAIL = os.environ.get("MOUAKABA_MAIL_FROM", "Mouakaba <no-reply@localhost>")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
if _smtp_url := os.environ.get("MOUAKABA_SMTP"):
    globals().update(environment.smtp(_smtp_url))

# Jobs
PROCRASTINATE_IMPORT_PATHS = [
    "mouakaba.accompany.followup.tasks",
    "mouakaba.accompany.sessions.tasks",
    "mouakaba.accompany.spaces.tasks",
    "mouakaba.accompany.agreements.tasks",
    "mouakaba.accompany.cooperatives.tasks",
    "mouakaba.accompany.funding.tasks",
    "mouakaba.base.files.tasks",
    "mouakaba.base.notify.tasks",
    "mouakaba.base.tokens.tasks",
    "mouakaba.match.batches.tasks",
    "mouakaba.match.finding.tasks",
    "mouakaba.match.introductions.tasks",
    "mouakaba.match.listings.tasks",
    "mouakaba.match.searches.tasks",
    "mouakaba.match.shortlists.tasks",
    "mouakaba.match.skills.tasks",
    "mouakaba.observe.dashboards.tasks",
    "mouakaba.observe.indicators.tasks",
    "mouakaba.select.applications.tasks",
    "mouakaba.select.selection.tasks",
    "mouakaba.select.sheets.tasks",
]

# The open API: how many proxies stand before us, each adding an address to X-Forwarded-For
NINJA_NUM_PROXIES = environment.whole("MOUAKABA_PROXIES", default=0)

# Safety
CSRF_FAILURE_VIEW = "mouakaba.base.resending.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # voice notes; the one just recorded is heard before it is sent
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
EMBED_HOSTS = environment.words("MOUAKABA_EMBED_HOSTS", default="")  # who may frame the list of ideas, and it alone
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MOUAKABA_LOG_LEVEL", "WARNING")},
}
