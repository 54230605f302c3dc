"""What was posted and cannot be taken is not thrown away: it is shown again, and never saved by that.

Two things happen to a form that stays open for long. Its session ends; or its owner signs in again elsewhere, and the token in
the form is no longer good. The scripts of the form see both coming (``save_check.js``). Where they do not run, the answer to
such a POST is a page that holds what was typed and leads to signing in; from there the form is shown again, filled, unsaved.

Nothing is kept on the server: whoever has no session could fill it. What was typed lies in the answer, in the browser that sent
it. A forged form must gain nothing by this, so it is done only where the browser says, in a header that no page can write, that
the form came from a page of the portal itself; and what is shown again waits for its reader to save it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from .account_keys import account_key
from .kept_forms import ACCOUNT, AGAIN, KeepsTyped
from .staff import is_let_in

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

FORMS = ("_add", "_change", "_revision", "_recover")
"""How the names of the routes of forms of records end."""
SECRETS = ("password", "secret", "key", "code", "token", "credential")
MOST = 2 * 1024 * 1024
"""Characters of a form that is shown again. The longest release has a tenth of it."""


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of the portal sent this: no page of another site can have it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_record_form(site: AdminSite, request: HttpRequest) -> bool:
    """Whether this was sent to the form of a record, whose admin knows how to show it again without saving it."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    kept = [model for model, model_admin in site._registry.items() if isinstance(model_admin, KeepsTyped)]
    names = {f"{model._meta.app_label}_{model._meta.model_name}{end}" for model in kept for end in FORMS}
    return match.namespace == "admin" and match.url_name in names and ACCOUNT in request.POST


def _fields(request: HttpRequest, secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    """What was typed, without the token that is no longer good, the buttons, and what bears the name of a secret."""
    left_out = ("csrfmiddlewaretoken", AGAIN, "_save", "_continue", "_addanother", "_saveasnew")
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in left_out and not any(word in name.lower() for word in secrets)
        for value in values
    ]


def lost(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The page for a POST to the back office that cannot be taken as it came; ``None`` where nothing is to be shown again."""
    is_form = _is_record_form(site, request)
    # The form of a record holds none; those of accounts do.
    fields = _fields(request, () if is_form else SECRETS)
    if not comes_from_here(request) or not any(value.strip() for _name, value in fields):
        return None
    if sum(len(value) for _name, value in fields) > MOST:
        return None
    owner, account = request.POST.get(ACCOUNT, ""), account_key(request.user)
    context = {
        **site.each_context(request),
        "has_permission": False,
        "is_nav_sidebar_enabled": False,
        "title": _("You are signed out: nothing is saved yet") if not account else _("Nothing is saved yet"),
        "address": request.get_full_path(),
        "fields": fields if is_form else [],
        "texts": [(name, value) for name, value in fields if " " in value.strip() and not name.startswith("_")],
        "files": [upload.name for _name, uploads in request.FILES.lists() for upload in uploads],
        "is_other": bool(account) and bool(owner) and owner != account,
        "is_signed_in": bool(account),
        "again": AGAIN,
    }
    response = TemplateResponse(request, "admin/kept_post.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response.render()


def shown_again(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The form of a record as it was posted with a token that is no longer good: filled, and unsaved whatever happens."""
    is_owner = is_let_in(request) and request.POST.get(ACCOUNT) == account_key(request.user)
    if not (request.method == "POST" and comes_from_here(request)):
        return None
    if not (is_owner and _is_record_form(site, request)):
        return lost(site, request)
    posted = request.POST.copy()
    posted[AGAIN] = "1"
    posted._mutable = False
    request.POST = posted  # type: ignore[assignment]  # it is no longer mutable
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # what Django's own middleware asks
    match = resolve(request.path_info)
    with transaction.atomic():
        response = match.func(request, *match.args, **match.kwargs)
        if hasattr(response, "render"):
            response = response.render()
        transaction.set_rollback(True)
    return response if response.status_code == 200 else lost(site, request)
