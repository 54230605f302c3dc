"""From a public page to its form, for whoever is signed in to the back office.

Public pages are the same for everybody, to the byte, and may be kept by any cache: nothing in them tells who reads. So the
link is made in the browser: a cookie that says no more than “staff” has the page's script ask the portal, which answers
whoever is let in and has the right to see the record. The cookie opens nothing; it is given on pages of the back office
alone, to who is signed in, and taken back on the first page after signing out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from . import languages, tasks
from .collaboration_access import may_see_kind
from .editing import signed_in
from .excerpts import excerpt
from .models import SlugRecord
from .views import PublicDetailView, PublicListView

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

MARK = "staff"
"""The name of the cookie. ``static/site.js`` looks for it."""
PRIVATE = ("/admin/", "/account/")
"""Where the cookie comes and goes: no cache keeps these pages."""
LONGEST_PATH = 500


class StaffMarkMiddleware:
    """Gives a browser the cookie with a page of the back office, and takes it back where nobody is signed in any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PRIVATE):
            return response
        is_marked = bool(request.COOKIES.get(MARK))
        if is_marked and not request.user.is_authenticated:
            response.delete_cookie(MARK, samesite="Lax")
        elif not is_marked and self._is_let_in(request, response):
            response.set_cookie(MARK, "1", secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
        return response

    @staticmethod
    def _is_let_in(request: HttpRequest, response: HttpResponseBase) -> bool:
        """Whether this is a page of the back office: it has asked for the second factor, and leads others away."""
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        return is_page and request.path_info.startswith(PRIVATE[0]) and request.user.is_authenticated


@dataclass(frozen=True)
class EditablePage:
    """What a public page shows: a record, or a list of a kind; and the language that it is read in."""

    model: type[models.Model]
    record: models.Model | None
    language: str

    def url(self) -> str:
        opts = self.model._meta
        name, args = ("changelist", []) if self.record is None else ("change", [self.record.pk])
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)

    def words(self, user: User) -> str:
        """What the link says, in the language of the page."""
        with override(self.language):
            if self.record is None:
                return _("Back office: %(things)s") % {"things": self.model._meta.verbose_name_plural}
            name = {"thing": excerpt(str(self.record), 60)}
            if tasks.open_to(user, self.record) & tasks.HANDS_ON:
                return _("Edit “%(thing)s”") % name
            return _("“%(thing)s” in the back office") % name


def page_at(path: str, user: User) -> EditablePage | None:
    """What there is to edit at a path of the portal, for somebody who may see it; nothing of all else, existing or not."""
    language = get_language_from_path(path)
    if language is None or len(path) > LONGEST_PATH:
        return None
    try:
        with override(language):
            found = resolve(path)
            page = _preview(found, language) if found.url_name == "preview" else _public(found, language)
    except Resolver404:
        return None
    if page is None or not may_see_kind(user, page.model):
        return None
    try:
        page.url()
    except NoReverseMatch:
        return None
    return page


def _public(found: ResolverMatch, language: str) -> EditablePage | None:
    view = getattr(found.func, "view_class", None)
    if not isinstance(view, type):
        return None
    if issubclass(view, PublicListView):
        return EditablePage(view.model, None, language)
    if not issubclass(view, PublicDetailView):
        return None
    shown = view()
    shown.kwargs = found.kwargs
    things = view.model.objects.in_language(language)
    record = things.filter(**shown.lookup(language)).first()
    if record is None:
        # A former address leads to where the page is now.
        line = SlugRecord.objects.of(view.model, language).filter(slug=found.kwargs["slug"]).first()
        record = things.filter(pk=line.object_id).first() if line else None
    return EditablePage(view.model, record, language) if record is not None else None


def _preview(found: ResolverMatch, language: str) -> EditablePage | None:
    try:
        model: Any = apps.get_model(found.kwargs["label"])
    except (LookupError, ValueError):
        return None
    view = PublicDetailView.by_model.get(model)
    pk = found.kwargs["pk"]
    if view is None or pk > models.BigIntegerField.MAX_BIGINT:
        return None
    record = model.objects.in_language(language).filter(pk=pk).first()
    return EditablePage(model, record, language) if record is not None else None


def edit_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Leads from the path of a public page to its form or its list; a script asks (``?ask=1``) where that would be."""
    user, path = signed_in(request), request.GET.get("path", "")
    page = page_at(path, user)
    if "ask" in request.GET:
        told = {"url": page.url(), "words": page.words(user)} if page else {}
        response: HttpResponse = JsonResponse(told)
    elif page is not None:
        response = HttpResponseRedirect(page.url())
    else:
        context = {**site.each_context(request), "title": _("This page has no form of its own")}
        context |= {"public_path": path if get_language_from_path(path) in languages.codes() else ""}
        response = TemplateResponse(request, "admin/no_form.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
