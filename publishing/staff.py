"""Who counts as staff: one rule, asked by every surface that is not public.

The back office and all that hangs on it (lists, suggestions, export, the editor's own files), previews, files of what is not
public, and the pages of one's own account ask it; nobody looks at ``is_staff`` alone.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import models
from django.http import HttpRequest

from . import tasks

PROVIDER_FACTOR = "provider_second_factor"
"""In a session's records: the institution's own identity provider said that it saw a second factor."""


def is_let_in(request: HttpRequest) -> bool:
    """An active staff account whose session showed a second factor, where ``SECOND_FACTOR`` asks for one."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    return not settings.SECOND_FACTOR or has_second_factor(request)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session and still belongs to the account: one taken away ends its sessions,
    and so does a tie to the institution's provider.

    That the account has one is not enough: a session opened by the password alone, before, does not become more than it was.
    """
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    if settings.OIDC_SECOND_FACTOR and _still_has(SocialAccount, request, records, PROVIDER_FACTOR):
        return True
    return _still_has(Authenticator, request, records, "mfa")


def _still_has(
    kept: type[Authenticator | SocialAccount], request: HttpRequest, records: list[dict[str, Any]], method: str
) -> bool:
    """Whether what the records of a session say was shown is the account's still, by its key: one bound anew is another one."""
    shown = {record.get("id") for record in records if record.get("method") == method}
    return bool(shown) and kept.objects.filter(user_id=request.user.pk, pk__in=shown).exists()


def may(request: HttpRequest, permission: str) -> bool:
    """Whether staff behind this request have a right, such as ``news.change_article``."""
    return is_let_in(request) and request.user.has_perm(permission)


def may_edit(request: HttpRequest, model: type[models.Model]) -> bool:
    """Whether staff behind this request work on records of a kind, in any task."""
    return is_let_in(request) and tasks.works_on(request.user, model)
