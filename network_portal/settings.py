"""All settings come from the environment; README.md has the table. A bad value stops the start with its name."""

import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _bool(name: str, *, default: bool) -> bool:
    value = env.str(name, "on" if default else "off").strip().lower()
    if value not in ("on", "off", "true", "false", "1", "0", "yes", "no"):
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}")
    return value in ("on", "true", "1", "yes")


def _int(name: str, *, default: int) -> int:
    value = env.str(name, str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


# --- environment
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
DEMO = _bool("DEMO", default=False)
MOVABLE_CLOCK = DEMO or _bool("MOVABLE_CLOCK", default=False)
PORT = _int("PORT", default=8000)
BIND = env.str("BIND", "127.0.0.1")  # the address on which the web server listens
BASE_URL = env.str("BASE_URL", f"http://localhost:{PORT}").rstrip("/")
_base = urlsplit(BASE_URL)
if _base.scheme not in ("http", "https") or not _base.hostname or _base.path:
    raise ImproperlyConfigured(f"BASE_URL must be an http(s) origin without a path, not {BASE_URL!r}")
HTTPS = _base.scheme == "https"
EMBEDDED = "DATABASE_URL" not in env.ENVIRON
DEBUG = False


def _secret_key() -> str:
    """The key from SECRET_KEY; the embedded portal makes one and keeps it in its data folder."""
    key = env.str("SECRET_KEY", "")
    if not key and EMBEDDED:
        kept = DATA_DIR / "secret-key"
        if not kept.exists():
            DATA_DIR.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48))
        key = kept.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
    return key


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key for key in env.str("SECRET_KEY_FALLBACKS", "").split() if key]
FORCE_SCRIPT_NAME = ""  # the portal stands at the root of its host; no header shifts its addresses
ALLOWED_HOSTS = [_base.hostname]
if _base.hostname in ("localhost", "127.0.0.1"):
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- apps
INSTALLED_APPS = [
    "network_portal.dashboard.apps.DashboardConfig",
    "meetings.apps.MeetingsConfig",
    "task_teams.apps.TaskTeamsConfig",
    "workplans.apps.WorkplansConfig",
    "decisions.apps.DecisionsConfig",
    "members.apps.MembersConfig",
    "network_portal.records.apps.RecordsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
OUR_APPS = ["records", "members", "decisions", "workplans", "meetings", "task_teams", "dashboard"]

# --- middleware
MIDDLEWARE = [
    "network_portal.records.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "network_portal.records.web.middleware.HeadersMiddleware",
    "network_portal.records.web.middleware.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "network_portal.records.web.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "members.accounts.middleware.SessionAgeMiddleware",
    "network_portal.records.web.middleware.ActorMiddleware",
    "members.accounts.middleware.SecondFactorMiddleware",
    "network_portal.records.web.middleware.AccessMiddleware",
    "network_portal.records.web.middleware.SignInMiddleware",
]
ROOT_URLCONF = "network_portal.urls"
WSGI_APPLICATION = "network_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network_portal.dashboard.context.frame",
            ],
            "builtins": ["network_portal.dashboard.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "network_portal.dashboard.rendering.PortalFormRenderer"

# --- database
_url = env.str("DATABASE_URL", "") or f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
_owner_commands = {
    "migrate",
    "sqlmigrate",
    "forget",
    "baseline_record",
    "createcachetable",
    "install_portal",
    "flush",
    "test",
}
if "DATABASE_OWNER_URL" in env.ENVIRON and len(sys.argv) > 1 and sys.argv[1] in _owner_commands:
    _url = env.str("DATABASE_OWNER_URL")
DATABASES = {"default": env.db_url_config(_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 600  # seconds; opening the file anew costs a list a tenth of its time
else:
    DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),  # what the address says, sslmode among it
        "connect_timeout": 5,
        "options": "-c statement_timeout=15000 -c lock_timeout=10000",
    }
PORTAL_DATABASE_ROLE = urlsplit(env.str("DATABASE_URL", "")).username or ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache_url_config(env.str("CACHE_URL"))
    if "CACHE_URL" in env.ENVIRON
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "network_portal.lib.cache.FallbackCache"

# --- accounts
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email"), "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "members.accounts.passwords.VarietyValidator"},
    {"NAME": "members.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
# Failed tries are counted by members/accounts/limits.py: for an account at one address or on one device.
# What is asked of a person's account must not be used up by others: mails with links are counted there, too.
ACCOUNT_RATE_LIMITS = {
    "login": None, "login_failed": None, "reset_password": "300/m/ip", "reauthenticate": None, "change_password": None,
}  # fmt: skip
ACCOUNT_FORMS = {
    "change_password": "members.accounts.forms.ChangePasswordForm",
    "login": "members.accounts.forms.LoginForm",
    "reset_password": "members.accounts.forms.ResetPasswordForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_USER_DISPLAY = str
MFA_ADAPTER = "members.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "members.accounts.forms.AuthenticateForm",
    "reauthenticate": "members.accounts.forms.ReauthenticateForm",
    "activate_totp": "members.accounts.forms.ActivateTOTPForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: every address was entered by the Secretariat or an administrator
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a passkey cannot be guessed; a whole house shares an address
MFA_TOTP_ISSUER = "Network portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _base.hostname == "localhost"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = _int("TRUSTED_PROXY_COUNT", default=0)
REQUIRE_SECOND_FACTOR = _bool("REQUIRE_SECOND_FACTOR", default=not DEMO)

# --- sessions and headers
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SECONDS = 12 * 3600  # a session ends this long after it began
SESSION_IDLE_SECONDS = 3600  # and this long after its last request
SESSION_COOKIE_AGE = SESSION_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-portal" if HTTPS else "portal"
CSRF_COOKIE_NAME = "__Host-portal-csrf" if HTTPS else "portal-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "network_portal.dashboard.views.errors.forged"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0  # a year; said where the request came over TLS: see TRUSTED_PROXY_COUNT
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT else None
MESSAGE_STORAGE = "network_portal.lib.messages_cookie.CookieStorage"
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["network_portal.records.files.uploads.NoFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}

# --- languages and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]  # ours, and what libraries say in our words
SIMPLE_HISTORY_REVERT_DISABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["network_portal.formats"]

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600

# --- mail
OUTBOX_DIR = DATA_DIR / "outbox"
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email_url_config(env.str("EMAIL_URL")))
    EMAIL_TIMEOUT = 15
elif EMBEDDED or DEMO:
    EMAIL_BACKEND = "network_portal.records.mail.outbox.OutboxBackend"
else:
    raise ImproperlyConfigured(
        "EMAIL_URL must name the mail server: smtp://host:port, or smtp+tls://user:password@host"
    )
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Network portal <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = _base.hostname
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "mailto:security@example.org")  # where a weakness is reported
# Where the daily anchor of the record goes: addresses outside the portal, divided by commas or blanks.
ANCHOR_MAIL_TO = [word for word in env.str("ANCHOR_MAIL_TO", "").replace(",", " ").split() if "@" in word]

# --- work in the background
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "atomicfs://localhost//")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL.startswith("atomicfs"):
    _queue = str(DATA_DIR / "queue")
    for _folder in ("queue", "queue-read", "queue-control"):
        (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _queue,
        "data_folder_out": _queue,
        "processed_folder": str(DATA_DIR / "queue-read"),
        "control_folder": str(DATA_DIR / "queue-control"),
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 1}
PULSE_SECONDS = 15  # how often a worker gives a sign of life
SWEEP_SECONDS = _int("SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    "pulse": {"task": "records.pulse", "schedule": PULSE_SECONDS, "options": {"expires": PULSE_SECONDS}},
    "sweep": {"task": "records.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": max(1, SWEEP_SECONDS - 5)}},
}

# --- logging: one line of JSON an event, no mail address, no payload
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "network_portal.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "portal.security": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

# --- the portal's own values
NETWORK_NAME = env.str("NETWORK_NAME", "Regional UN Network on Migration")
NETWORK_REGION = env.str("NETWORK_REGION", "Asia and the Pacific")
NETWORK_FULL_NAME = f"{NETWORK_NAME} for {NETWORK_REGION}"
# What stands at the head of papers: who the Secretariat is and where, and the class of what they say (ST/SGB/2007/6).
SECRETARIAT_ADDRESS = env.str(
    "SECRETARIAT_ADDRESS",
    "International Organization for Migration (IOM), Regional Office for Asia and the Pacific, Bangkok, Thailand",
)
PAPER_CLASSIFICATION = env.str("PAPER_CLASSIFICATION", "Unclassified")
NUMBER_PREFIX = env.str("NUMBER_PREFIX", "RUNNM-AP")
NETWORK_ZONE = env.str("NETWORK_ZONE", "Asia/Bangkok")
# Where the Secretariat is: meetings are held there unless a reason is given, and its days off are no working days.
NETWORK_PLACE = env.str("NETWORK_PLACE", NETWORK_ZONE.rpartition("/")[2].replace("_", " "))
NETWORK_COUNTRY = env.str("NETWORK_COUNTRY", "TH")
if NETWORK_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"NETWORK_ZONE must be a time zone such as Asia/Bangkok, not {NETWORK_ZONE!r}")
if NETWORK_COUNTRY not in list_supported_countries():
    raise ImproperlyConfigured(f"NETWORK_COUNTRY must be a country code such as TH, not {NETWORK_COUNTRY!r}")
INVITATION_DAYS = 7
# How long what is not on the record is kept, in days. Mails are looked at while their matter is open: keep them long.
RETENTION_DAYS = {
    "keys": _int("KEEP_KEYS_DAYS", default=30),
    "drafts": _int("KEEP_DRAFTS_DAYS", default=14),
    "jobs": _int("KEEP_JOBS_DAYS", default=90),
    "mails": _int("KEEP_MAILS_DAYS", default=1095),
    "security": _int("KEEP_SECURITY_DAYS", default=365),
}
REPLY_REMINDERS_WORKING_DAYS = (10, 3)
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy redirects to https
    "security.W021",  # whether a domain is on the browsers' list of HTTPS only is its owner's choice
    "guardian.W001",  # the anonymous user has no grants
]
