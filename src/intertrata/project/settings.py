"""Django's settings, made from the table. In: ``settings_table`` read once, the key file. Out: names Django looks for."""

import os
from pathlib import Path

from intertrata.access import keys as key_file
from intertrata.project.databases import database
from intertrata.project.settings_table import read

VALUES = read(os.environ)
VAR = Path(VALUES["INTERTRATA_VAR"])
KEYS = Path(VALUES["INTERTRATA_KEYS"])
SOURCES = Path(VALUES["INTERTRATA_SOURCES"])
PACKAGE = Path(__file__).resolve().parent.parent
TOKEN_ADDRESS = VALUES["INTERTRATA_ADDRESS"].rstrip("/") + "/api/v1/token"  # what an assertion must name as its audience
NOTICES_LOCAL = VALUES["INTERTRATA_NOTICES_LOCAL"] == "sí"
NOTICES_CA = "" if VALUES["INTERTRATA_NOTICES_CA"] == "no" else VALUES["INTERTRATA_NOTICES_CA"]
DEMO_LOGINS = VALUES["INTERTRATA_DEMO_LOGINS"] == "sí"

VAR.mkdir(parents=True, exist_ok=True, mode=0o700)

DEBUG = VALUES["INTERTRATA_DEBUG"] == "sí"
SECRET_KEY = key_file.load(KEYS).signing.hex()
ALLOWED_HOSTS = VALUES["INTERTRATA_HOSTS"].split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "intertrata.access.apps.AccessConfig",
    "intertrata.access.log.apps.LogConfig",
    "intertrata.vault.apps.VaultConfig",
    "intertrata.registers.apps.RegistersConfig",
    "intertrata.identity.apps.IdentityConfig",
    "intertrata.notices.apps.NoticesConfig",
    "intertrata.transparency.apps.TransparencyConfig",
    "intertrata.figures.apps.FiguresConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "intertrata.access.web.gate.Gate",
    "intertrata.project.web.errors.Problems",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "intertrata.project.urls"
ROOMS_WITH_PAGES = ("project", "access", "registers", "identity", "casefile", "notices", "transparency", "figures")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / room / "web" / "templates" for room in ROOMS_WITH_PAGES],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intertrata.project.web.context.around",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
DATABASES = {
    "default": database(VALUES["INTERTRATA_DATABASE_URL"]),
    "vault": database(VALUES["INTERTRATA_VAULT_URL"]),
    "log": database(VALUES["INTERTRATA_LOG_URL"]),
    "public": database(VALUES["INTERTRATA_PUBLIC_URL"]),
}
DATABASE_ROUTERS = ["intertrata.project.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
BEHIND_HTTPS = VALUES["INTERTRATA_HTTPS"] == "sí"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "intertrata.project.web.errors.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español")]  # English joins with its catalogue in project/locale: half a page in each would serve nobody
LOCALE_PATHS = [PACKAGE / "project" / "locale"]
TIME_ZONE = "America/Lima"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["intertrata.project.formats"]

FILE_UPLOAD_HANDLERS = [
    "intertrata.project.web.uploads.Weighed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = VAR / "incoming"  # what is too large for memory stands here while a request lasts, as closed as the state itself
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "project" / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Django's own log of a request may hold its address, and an address its query: nothing below ERROR, and no request data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_words": {"()": "intertrata.project.log_lines.WithoutWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "without_words"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "urllib3": {"level": "CRITICAL", "propagate": False},  # its warnings name the address of an institution
    },
}
