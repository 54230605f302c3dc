"""Forms of the back office of which nothing typed is lost: what the page has to know for it, and what the server does.

The browser keeps what is typed as a draft (``drafts.js``) until the server names it as saved, in a cookie. A form that comes
back without a session or with a token that is no longer good is shown again, filled and unsaved (``kept_posts.py``).
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from . import kept_uploads, merging, preview_kinds
from .account_keys import account_key
from .editing import Refusal, session_of, signed_in

DRAFT, ACCOUNT, AGAIN = "_draft", "_account", "_again"
"""The fields of a form that say which draft it is, whose, and that it is to be shown once more instead of being saved."""

SAVED_COOKIE = "saved-draft"
_ID = re.compile(r"[0-9-]{1,64}")


class KeepsTyped(ModelAdmin):
    """For the admin of a record: its form is kept as a draft, its files over an error, and others’ changes are merged in."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        session = session_of(request)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        kept_uploads.bring_back(request)
        if request.POST.get(AGAIN):
            session.refusals += (Refusal(_("Nothing has been saved yet. Read what you typed, then save it.")),)
        if session.saved_meanwhile is not None and session.before_revision is None and object_id is not None:
            merging.merge(session, self, request, object_id)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if session.is_saved:
            kept_uploads.let_go(request)
            _name_saved(request, response)
        return response

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        session_of(request).is_saved = True
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        session_of(request).is_saved = True
        return super().log_change(request, obj, message)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if self._is_typed_in(request, obj):
            context["keeping"] = self._keeping(request, context, obj)
            # A record that is brought back is a new one until it is saved.
            stored = None if session_of(request).is_recovery else obj
            if preview_kinds.has_preview(self.model) and not context.get("is_popup"):
                context["typed_preview_url"] = preview_kinds.address_of(self.model, stored, request.path)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _is_typed_in(self, request: HttpRequest, obj: models.Model | None) -> bool:
        return self.has_change_permission(request, obj) if obj is not None else self.has_add_permission(request)

    def _keeping(self, request: HttpRequest, context: dict[str, Any], obj: models.Model | None) -> dict[str, Any]:
        """What the page needs to keep what is typed in it."""
        draft = request.POST.get(DRAFT, "")
        session = session_of(request)
        if request.method == "POST":
            kept_uploads.put_aside(request, context)
        return {
            "account": account_key(signed_in(request)),
            "form": f"{self.opts.label_lower}:{obj.pk if obj is not None and obj.pk is not None else 'add'}",
            "draft": draft if _ID.fullmatch(draft) else "",
            "is_unsaved": request.method == "POST",
            "is_revision": session.before_revision is not None or session.is_recovery,
            "base": merging.base_of(session, context) if context.get("stamp") else "",
            "record": obj.pk if obj is not None else "",
            "label": self.opts.label_lower,
        }


def _name_saved(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser, which reads the cookie on the next page of the back office, that it need not keep the draft."""
    draft = request.POST.get(DRAFT, "")
    if not _ID.fullmatch(draft):
        return
    earlier = [part for part in request.COOKIES.get(SAVED_COOKIE, "").split(".") if _ID.fullmatch(part)]
    response.set_cookie(
        SAVED_COOKIE,
        ".".join([*earlier[-9:], draft]),
        max_age=24 * 60 * 60,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
