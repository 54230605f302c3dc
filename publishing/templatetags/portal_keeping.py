"""What pages of the back office tell the scripts that keep what is typed."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from publishing.account_keys import account_key
from publishing.open_elsewhere import BEAT

register = template.Library()


@register.simple_tag(takes_context=True)
def account(context: template.Context) -> str:
    """The opaque key of whoever is signed in."""
    request: HttpRequest = context["request"]
    return account_key(request.user)


@register.simple_tag
def beat() -> int:
    """Seconds between two words of an open form."""
    return BEAT
