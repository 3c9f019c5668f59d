"""Links that people give as evidence. Pure."""

from urllib.parse import urlsplit


def is_plain_link(text: str) -> bool:
    """Whether a text is a whole https address with a host, and nothing that hides where it leads."""
    if not text.isprintable() or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    is_whole = parts.scheme == "https" and "." in (parts.hostname or "") and port != 0
    return is_whole and parts.username is None and parts.password is None


def host_of(link: str) -> str:
    """Where a link leads, for the page: the host."""
    return urlsplit(link).hostname or link
