"""Doubles where records are made and listed: a question before one is made a second time, and an action that merges two."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .doubles import DoubleKind, kind_of, likely_doubles, may_look_after
from .editing import session_of, signed_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .admin_forms import PortalForm

    _Admin = admin.ModelAdmin
else:
    _Admin = object

ANOTHER = "_is_another"
"""The box by which somebody says that what they add is none of the records that it is like."""


@dataclass(frozen=True)
class AskedDouble:
    """A stored record that a new one is like."""

    name: str
    url: str
    why: list[str]


class DoubleQuestion:
    """Asks of a new record, once, whether it is one that is there already: of these very records, for these very names."""

    def __init__(self, kind: DoubleKind, by: User, answer: str) -> None:
        self.kind, self.by, self.answer = kind, by, answer
        self.asked: list[AskedDouble] = []
        self.token = ""

    def sentence(self, record: models.Model) -> str:
        """What is to be asked before the record is saved; empty where nothing is."""
        found = likely_doubles(self.kind, record, self.by)
        if not found:
            return ""
        seen = [self.kind.thing(record, self.by).digest, *(str(thing.pk) for thing, _why in found)]
        self.token = hashlib.blake2b("\n".join(seen).encode(), digest_size=12).hexdigest()
        if self.answer == self.token:
            return ""
        model = self.kind.model._meta
        route = f"admin:{model.app_label}_{model.model_name}_change"
        self.asked = [
            AskedDouble(" – ".join(thing.names[:1]), reverse(route, args=(thing.pk,)), [str(reason.label) for reason in why])
            for thing, why in found
        ]
        return ngettext(
            "This may be here already. Look at the record named below, or tick that yours is another one, then save again.",
            "This may be here already. Look at the records named below, or tick that yours is another one, then save again.",
            len(found),
        )


class LooksForDoubles(_Admin):
    """For the admin of a kind of record of which doubles are looked for; of other kinds nothing is asked."""

    @property
    def media(self) -> forms.Media:
        """With what the question looks like, where it may be asked."""
        needed = super().media
        return needed if kind_of(self.model) is None else needed + forms.Media(css={"all": ["publishing/doubles.css"]})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = cast("type[PortalForm]", super().get_form(request, obj, change=change, **kwargs))
        kind = kind_of(self.model)
        if obj is None and kind is not None and not session_of(request).is_recovery and request.method == "POST":
            form.double_question = DoubleQuestion(kind, signed_in(request), request.POST.get(ANOTHER, ""))
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        question = getattr(context["adminform"].form, "double_question", None)
        if question is not None and question.asked:
            context |= {"double_question": question, "double_answer": ANOTHER}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        is_offered = self.actions is not None and IS_POPUP_VAR not in request.GET
        if is_offered and kind_of(self.model) is not None and may_look_after(request.user, self.model):
            words = str(gettext_lazy("Merge two records…"))
            actions["merge_two"] = (_merge_two, "merge_two", words)  # type: ignore[assignment]  # an action may answer nothing
        return actions


def _merge_two(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
    keys: Sequence[int] = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.error(request, _("Choose two records: the page that follows shows them beside each other."))
        return None
    return HttpResponseRedirect(reverse("admin:merge", args=(model_admin.opts.label_lower, *keys)))
