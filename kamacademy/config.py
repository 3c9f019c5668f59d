"""What differs between places, read from the environment, with safe defaults for an embedded database."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED = Path(__file__).resolve().parent / "shipped"
MAIL_TIMEOUT_SECONDS = 30


def place_of(name: str) -> Path:
    """Where a top-level folder lies: beside the package in a checkout, inside it in an installed wheel."""
    return PROJECT / name if (PROJECT / name).is_dir() else SHIPPED / name


class SecretMissing(Exception):
    """No secret key: a production server must be given one."""

    def __init__(self) -> None:
        super().__init__(
            "KAMACADEMY_SECRET_KEY is not set. Make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
        )


class MailMisconfigured(Exception):
    """Settings of mail that do not go together; the words say which."""


class UnknownTimeZone(Exception):
    """A time zone that nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(f"KAMACADEMY_TIME_ZONE is {name}. Use a name such as Europe/Zurich or America/New_York.")


def mail_settings(env: Mapping[str, str], data: Path) -> dict[str, object]:
    """How letters leave: by SMTP where a server is named, as files in the folder `letters`, or not at all.

    Links in letters need the academy's own address; a request's may be forged. Raises MailMisconfigured.
    """
    server = env.get("KAMACADEMY_MAIL_SERVER", "")
    way = env.get("KAMACADEMY_MAIL", "smtp" if server else "off")
    encryption = env.get("KAMACADEMY_MAIL_ENCRYPTION", "starttls")
    if way not in {"smtp", "file", "console", "off"}:
        raise MailMisconfigured("KAMACADEMY_MAIL is smtp, file, console or off.")
    if way == "smtp" and not server:
        raise MailMisconfigured("KAMACADEMY_MAIL_SERVER names the server that takes the letters. Set it.")
    if encryption not in {"starttls", "tls", "none"}:
        raise MailMisconfigured("KAMACADEMY_MAIL_ENCRYPTION is starttls, tls or none.")
    if way != "off" and not (env.get("KAMACADEMY_ADDRESS") and env.get("KAMACADEMY_MAIL_FROM")):
        raise MailMisconfigured(
            "Letters need KAMACADEMY_MAIL_FROM, such as academy@example.org, and KAMACADEMY_ADDRESS, the academy's own "
            "address, such as https://academy.example.org."
        )
    return {
        "MAIL_BACKEND": way,
        "MAIL_SERVER": server,
        "MAIL_PORT": int(env.get("KAMACADEMY_MAIL_PORT", {"starttls": "587", "tls": "465", "none": "25"}[encryption])),
        "MAIL_USER": env.get("KAMACADEMY_MAIL_USER", ""),
        "MAIL_USER_PASSWORD": env.get("KAMACADEMY_MAIL_PASSWORD", ""),
        "MAIL_STARTTLS": way == "smtp" and encryption == "starttls",
        "MAIL_USE_SSL": encryption == "tls",
        "MAIL_DEFAULT_SENDER": env.get("KAMACADEMY_MAIL_FROM", ""),
        "MAIL_TIMEOUT": MAIL_TIMEOUT_SECONDS,
        "MAIL_FILE_PATH": str(data / "letters"),
    }


def time_zone(name: str) -> str:
    """The academy's own time zone, for letters to whoever has chosen none. Raises UnknownTimeZone."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownTimeZone(name) from error


def settings(environment: dict[str, str] | None = None) -> dict[str, object]:
    """Flask settings. Raises SecretMissing where no key is given; the demo gives itself one by `own_secret`."""
    env = dict(os.environ) if environment is None else environment
    url = env.get("KAMACADEMY_DATABASE_URL", "").replace("postgres://", "postgresql://", 1)
    data = Path(env.get("KAMACADEMY_DATA", "data")).resolve()
    secret = env.get("KAMACADEMY_SECRET_KEY", "")
    if len(secret) < 32:
        raise SecretMissing
    behind_https = env.get("KAMACADEMY_INSECURE_HTTP", "") != "1"
    return {
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": url or f"sqlite:///{data / 'kamacademy.sqlite'}",
        "DATA": data,
        "PROXIES": int(env.get("KAMACADEMY_PROXIES", "0")),
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_NAME": "kamacademy",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": behind_https,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": behind_https,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"],
        "COMPRESS_LEVEL": 4,
        "JOBS_INSIDE": env.get("KAMACADEMY_JOBS", "") == "inside",
        "ADDRESS": env.get("KAMACADEMY_ADDRESS", "").rstrip("/"),
        "TIME_ZONE": time_zone(env.get("KAMACADEMY_TIME_ZONE", "UTC")),
        **mail_settings(env, data),
        "ARGON2_TIME_COST": int(env.get("KAMACADEMY_ARGON2_TIME_COST", "3")),
        "ARGON2_MEMORY_KIB": int(env.get("KAMACADEMY_ARGON2_MEMORY_KIB", "65536")),
    }


def own_secret(data: Path) -> str:
    """The secret a demo makes for itself on its first run and keeps beside its database."""
    place = data / "secret"
    if not place.exists():
        data.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_hex(32))
    return place.read_text().strip()
