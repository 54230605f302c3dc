"""The headers that guard a visitor stand on every answer: pages, files, redirects, errors and refusals alike.

What a view or another middleware says of its own answer holds; this is what is said of the rest. A refusal that comes before
the middleware that would have spoken (an unknown host, a redirect to https) is guarded too: so this one stands outermost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from csp.constants import NONCE
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NOT_USED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
"""What a browser could lend a page and no page of the portal asks for (W3C, Permissions Policy)."""
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of a file that is no page: opened by itself it may do nothing."""
OF_PAGES = ("Cross-Origin-Opener-Policy", "Permissions-Policy", "X-Frame-Options")
"""What speaks of documents alone, or says the policy once more: style sheets, scripts and fonts go without these bytes."""
PERMISSIONS = ", ".join(f"{feature}=()" for feature in NOT_USED)


def policy() -> str:
    """The portal's Content-Security-Policy, without the mark that lets an answer's own scripts run."""
    directives: dict[str, list[object]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]  # type: ignore[assignment]  # read so
    return "; ".join(
        " ".join([name, *(str(source) for source in sources if source is not NONCE)]) for name, sources in directives.items()
    )


def guards(*, secure: bool) -> dict[str, str]:
    """The headers by their names; that of TLS alone (RFC 6797) only where the request came by it."""
    said = {
        "Content-Security-Policy": policy(),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        said["Strict-Transport-Security"] = "; ".join(_hsts())
    return said


def _hsts() -> list[str]:
    words = {"includeSubDomains": settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, "preload": settings.SECURE_HSTS_PRELOAD}
    return [f"max-age={settings.SECURE_HSTS_SECONDS}", *(word for word, is_said in words.items() if is_said)]


def guards_of_files(*, secure: bool) -> dict[str, str]:
    """Of the portal's own static files, which are parts of pages."""
    said = guards(secure=secure) | {"Content-Security-Policy": NOTHING}
    return {name: value for name, value in said.items() if name not in OF_PAGES}


class AnswerHeadersMiddleware:
    """Completes each answer with the headers that it lacks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.guards: Callable[[bool], Mapping[str, str]] = cache(lambda secure: guards(secure=secure))
        self.guards_of_files: Callable[[bool], Mapping[str, str]] = cache(lambda secure: guards_of_files(secure=secure))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_file = request.path_info.startswith(settings.STATIC_URL)
        said = self.guards_of_files if is_file else self.guards
        for name, value in said(request.is_secure()).items():
            response.headers.setdefault(name, value)
        return response
