"""The back office: Django's own admin, behind the portal's own door, and without an address that tells what exists."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog

from . import (
    bulk_undo,
    clock,
    collaboration_pages,
    doubles,
    doubles_pages,
    edit_links,
    guide_pages,
    keeping_views,
    kept_posts,
    languages,
    notifications,
    publication_calendar,
    site_state,
    staff_pages,
    translation_pages,
    typed_preview_views,
)
from .editing import session_of, signed_in
from .kept_values import new_shelf, where
from .sorting import sort_key
from .staff import is_let_in
from .tasks import rights_of
from .translation_lists import open_kinds

if TYPE_CHECKING:
    from django.contrib.admin.sites import _ViewType


MOST_LISTS = 256
"""Lists of kinds that a process keeps: one for each set of rights and language, and each part of the back office."""
_app_lists = new_shelf()


class PortalAdminSite(AdminSite):
    site_header = settings.PORTAL_NAME
    site_title = settings.PORTAL_NAME
    index_title = _("Back office")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the back office says, a clock that is wrong included."""
        return super().each_context(request) | {"clock_fault": clock.fault(), "help_url": guide_pages.help_for(request)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: what waits for its reader, then the state of the site, come before all that there is."""
        user = signed_in(request)
        waiting, state = notifications.lines_of(user, languages.current()), site_state.state_for(user)
        context = {
            "waiting": waiting,
            "state": state,
            "all_is_well": not waiting and not site_state.asks_for_something(state),
            "may_translate": bool(open_kinds(user)),
            "may_merge": bool(doubles.kinds_for(user)),
            "may_see_calendar": bool(publication_calendar.sources_for(user)),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What there is, in the order in which a reader looks for it: É among E. It hangs on what a reader may do alone."""
        key = rights_of(request.user), get_language(), app_label, self.name, where(), session_of(request).record_is_gone
        kept = _app_lists.get(key)
        if kept is None:
            if len(_app_lists) >= MOST_LISTS:
                _app_lists.clear()
            kept = _app_lists[key] = self._app_list(request, app_label)
        return [{**app, "models": [{**kind} for kind in app["models"]]} for app in kept]

    def _app_list(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        apps = list(self._build_app_dict(request, app_label).values())
        for app in apps:
            for kind in app["models"]:
                # A name is translated once, and not at each comparison.
                kind["name"] = str(kind["name"])
            app["models"].sort(key=lambda kind: sort_key(kind["name"]))
        return sorted(apps, key=lambda app: sort_key(str(app["name"])))

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked before every page of the back office: lists, forms, suggestions, import and export alike."""
        return is_let_in(request)

    def admin_view(self, view: _ViewType, cacheable: bool = False) -> _ViewType:
        """A page of the back office. What is posted to it after the session has ended is not thrown away.

        A number that no column can hold is answered as what cannot be read (400), whichever page reads it.
        """
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.has_permission(request):
                answer = kept_posts.lost(self, request)
                if answer is not None:
                    return answer
            try:
                return inner(request, *args, **kwargs)
            except (OverflowError, DataError) as error:
                if isinstance(error, DataError) and request.method not in ("GET", "HEAD"):
                    raise
                raise BadRequest("a number that no column can hold") from None

        return cast("_ViewType", page)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One door: the admin's own form, which asks for a password alone, is never shown."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        if not is_let_in(request):
            return HttpResponseRedirect(reverse("second-factor"))
        return HttpResponseRedirect(reverse("admin:index"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With ``r/…`` unknown: Django's redirect would tell any staff account the address of anything."""
        return [
            path("r/<path:rest>", self.unknown),
            path("calendar/", self.admin_view(partial(staff_pages.calendar_view, self)), name="calendar"),
            path(
                "translations/",
                self.admin_view(partial(translation_pages.translations_view, self)),
                name="translations",
            ),
            path("doubles/", self.admin_view(partial(doubles_pages.doubles_view, self)), name="doubles"),
            path(
                "doubles/<str:label>/<int:kept>/<int:gone>/",
                self.admin_view(partial(doubles_pages.merge_view, self)),
                name="merge",
            ),
            path("my-messages/", self.admin_view(partial(staff_pages.messages_view, self)), name="my_notifications"),
            path(
                "together/<str:label>/<int:pk>/",
                self.admin_view(partial(collaboration_pages.together_view, self)),
                name="working_together",
            ),
            path("undo/<int:pk>/", self.admin_view(require_POST(partial(bulk_undo.undo_view, self))), name="undo"),
            path("edit/", self.admin_view(partial(edit_links.edit_view, self)), name="edit_page"),
            *keeping_views.routes(self),
            *typed_preview_views.routes(self),
            *guide_pages.routes(self),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions for a field. The name by which another kind’s field leads back is of no form: Django breaks on it."""
        try:
            kind = apps.get_model(request.GET["app_label"], request.GET["model_name"])
            leads_back = not hasattr(kind._meta.get_field(request.GET["field_name"]), "get_limit_choices_to")
        except (LookupError, FieldDoesNotExist):
            raise PermissionDenied from None
        if leads_back:
            raise PermissionDenied
        return super().autocomplete_view(request)

    def unknown(self, request: HttpRequest, rest: str) -> HttpResponse:
        raise Http404

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of the admin's scripts, and those of the rich-text editor."""
        packages = ["django.contrib.admin", "django_prose_editor"]
        catalogue = JavaScriptCatalog.as_view(packages=packages)
        return catalogue(request)  # type: ignore[return-value]  # a view answers as widely as it may; this one answers whole
