"""Requests come in UTF-8. Django decodes the query with whatever codec the content type names, before any middleware."""

import re
from collections.abc import Callable, Iterable
from typing import Any

KNOWN = {"", "utf-8", "utf8", "us-ascii", "ascii"}
_CHARSET = re.compile(r";\s*charset[^=;]*=([^;]*)", re.IGNORECASE)  # however parsers differ, one is enough
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def names_another(content_type: str) -> bool:
    """Whether a content type names an encoding that is not UTF-8, or a codec that is no encoding at all."""
    named = _CHARSET.findall(content_type)
    return len(named) > 1 or any(name.strip().strip("\"'").strip().lower() not in KNOWN for name in named)


def only_utf8(application: Application) -> Application:
    """The application, with such a request answered by 415 before it is read."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not names_another(str(environ.get("CONTENT_TYPE") or "")):
            return application(environ, start_response)
        start_response(
            "415 Unsupported Media Type",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "private, no-store"),
            ],
        )
        return [b"Only UTF-8 is accepted.\n"]

    return answer
