"""What the scripts of an open form ask the portal, in few bytes: who is signed in, and who else has it open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from . import kept_uploads, open_elsewhere
from .account_keys import account_key
from .editing import session_of, signed_in

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def session_view(request: HttpRequest) -> HttpResponse:
    """Whose session this is, and a token that is good in it. Whoever is not let in is led to sign in, as everywhere.

    Another site's page can have this asked, and cannot read the answer.
    """
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return _private(JsonResponse({"account": account_key(signed_in(request)), "token": get_token(request)}))


def signed_in_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Where signing in beside an open form ends: the page tells that form, and can be closed."""
    context = {**site.each_context(request), "title": _("You are signed in again")}
    return _private(TemplateResponse(request, "admin/signed_in_again.html", context))


def _record(site: AdminSite, request: HttpRequest) -> models.Model | None:
    """The record whose form says that it is open, where whoever asks may open it."""
    try:
        model = apps.get_model(request.POST.get("label", ""))
        record = model._base_manager.filter(pk=request.POST.get("record", "")).first()
    except (LookupError, ValueError):
        return None
    model_admin = site._registry.get(model)
    session_of(request).is_form = True
    if record is None or model_admin is None or not model_admin.has_view_or_change_permission(request, record):
        return None
    return record


def open_form_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """A form says that it is open, or that it is left; the answer says who else has it open, to whoever may open it:
    to all others it says what it says where nobody has."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    record = _record(site, request)
    if record is None:
        return _private(JsonResponse({"words": []}))
    form = f"{record._meta.label_lower}:{record.pk}"
    user, page = signed_in(request), request.POST.get("page", "")[:64]
    if request.POST.get("left"):
        open_elsewhere.leave(form, user, page)
        return _private(HttpResponse(status=204))
    others = open_elsewhere.beat(form, user, page)
    return _private(JsonResponse({"words": [open_elsewhere.in_words(other) for other in others]}))


def routes(site: AdminSite) -> list[URLPattern]:
    return [
        path("session/", site.admin_view(session_view), name="session"),
        path("signed-in/", site.admin_view(partial(signed_in_view, site)), name="signed_in_again"),
        path("kept-upload/", site.admin_view(kept_uploads.kept_upload_view), name="kept_upload"),
        path("open-form/", site.admin_view(partial(open_form_view, site)), name="open_form"),
    ]
