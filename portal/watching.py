"""Who may look at how the portal is: ``/metrics`` and ``/readyz`` answer the machine's own watchers alone.

They come from a network that the settings name (this machine, unless said otherwise), or they show the token. To everybody else
the addresses are unknown, as any other that leads nowhere.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from publishing.network import address_of

BEARER = "Bearer "


def may_watch(request: HttpRequest) -> bool:
    return _shows_the_token(request) or _is_near(request)


def _shows_the_token(request: HttpRequest) -> bool:
    """RFC 6750, section 2.1; compared in a time that tells nothing of how much was right."""
    said = request.META.get("HTTP_AUTHORIZATION", "")
    return bool(settings.WATCH_TOKEN) and constant_time_compare(said, BEARER + settings.WATCH_TOKEN)


def _is_near(request: HttpRequest) -> bool:
    address = address_of(request)
    return address is not None and any(address in ipaddress.ip_network(one) for one in settings.WATCHED_FROM)


def for_watchers(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view that is unknown to all but watchers; its answers are never kept."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not may_watch(request):
            raise Http404
        return never_cache(view)(request)

    return asked
