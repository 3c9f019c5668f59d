"""What differs between places, read from the environment, with safe defaults for an embedded database."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED = Path(__file__).resolve().parent / "shipped"


def place_of(name: str) -> Path:
    """Where a top-level folder lies: beside the package in a checkout, inside it in an installed wheel."""
    return PROJECT / name if (PROJECT / name).is_dir() else SHIPPED / name


class SecretMissing(Exception):
    """No secret key: a production server must be given one."""

    def __init__(self) -> None:
        super().__init__(
            "KAMACADEMY_SECRET_KEY is not set. Make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
        )


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
