"""What pages of the back office tell the scripts that keep what is typed."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from publishing.account_keys import account_key
from publishing.open_elsewhere import BEAT
from publishing.staff import is_let_in

register = template.Library()


@register.simple_tag(takes_context=True)
def account(context: template.Context) -> str:
    """The opaque key of whoever is let in to the back office; empty for everybody else."""
    request: HttpRequest = context["request"]
    return account_key(request.user) if is_let_in(request) else ""


@register.simple_tag
def beat() -> int:
    """Seconds between two words of an open form."""
    return BEAT
