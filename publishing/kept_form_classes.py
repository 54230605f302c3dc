"""The classes of the forms of the back office, made once for all who may type the same in the same language.

For every request Django makes a class of the form and one of each of its sets of rows, and for them a field of every column,
of a text per language two. That is the same for all who have the same rights, and was a third of the time of a page. Here it is
kept by all that it depends on, in a process; a request gets a class of its own beneath it, without fields of its own, on which
it may write what concerns it alone. Forms copy their fields before they change them, as Django’s always do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin, ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import get_language

from .editing import session_of
from .kept_values import new_shelf, where
from .tasks import rights_of

if TYPE_CHECKING:
    _Admin = ModelAdmin
    _Inline = InlineModelAdmin
else:
    _Admin = _Inline = object

MOST = 300
"""Classes that a process keeps before it begins anew: an installation has some dozens of kinds, for a few sets of rights."""

_classes = new_shelf()


def _kept(key: Hashable, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, or gave for the same ``key``."""
    made = _classes.get(key)
    if made is None:
        if len(_classes) >= MOST:
            _classes.clear()
        made = _classes[key] = make()
    return made


def _circumstances(model_admin: BaseModelAdmin, request: HttpRequest) -> Hashable:
    """What the fields of a form depend on besides the names of its columns: the boxes of related records and their links."""
    session = session_of(request)
    state = session.is_form, session.record_is_gone, session.is_recovery
    place = type(model_admin), model_admin.model, model_admin.admin_site.name, where()
    return place, get_language(), rights_of(request.user), state


def _names(given: Any) -> Hashable:
    return None if given is None else tuple(given)


def _without_request(form: type[ModelForm]) -> type[ModelForm]:
    """A class of a form, once made, asks for no field again: it lets go of the request that it was made for."""
    form._meta.formfield_callback = None
    if "formfield_callback" in vars(form.Meta):  # type: ignore[attr-defined]  # Django’s own
        del form.Meta.formfield_callback  # type: ignore[attr-defined]  # Django’s own
    return form


def beneath(kept: type) -> type:
    """A class beneath a kept one, made without what its metaclass does for a class with fields."""
    return type.__new__(type(kept), kept.__name__, (kept,), {"__module__": kept.__module__, "_kept": kept})


def kept_class(form: type) -> type:
    """The class that is kept, where a form is of one beneath it."""
    return vars(form).get("_kept", form)


class KeptFormClass(_Admin):
    """For a model admin: the class of its form is kept. Whatever changes the class it gets stands before this in the bases."""

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        if kwargs.keys() - {"fields"}:
            return super().get_form(request, obj, change=change, **kwargs)
        key = (
            _circumstances(self, request),
            change and not self.has_change_permission(request, obj),
            "fields" in kwargs,
            _names(kwargs.get("fields")),
            _names(self.get_exclude(request, obj)),
            _names(self.get_readonly_fields(request, obj)),
            self.form,
        )
        make = super().get_form
        return beneath(_kept(key, lambda: _without_request(make(request, obj, change=change, **kwargs))))


class KeptFormSetClass(_Inline):
    """The same for the rows of a record."""

    parent_model: type[models.Model]

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        if kwargs:
            return super().get_formset(request, obj, **kwargs)
        rights = (
            self.has_add_permission(request, obj),
            self.has_change_permission(request, obj),
            self.has_delete_permission(request, obj),
        )
        key = (
            _circumstances(self, request),
            self.parent_model,
            rights,
            (self.get_extra(request, obj), self.get_min_num(request, obj), self.get_max_num(request, obj)),
            tuple(flatten_fieldsets(self.get_fieldsets(request, obj))),
            _names(self.get_exclude(request, obj)),
            _names(self.get_readonly_fields(request, obj)),
            (self.form, self.formset),
        )
        make = super().get_formset

        def made() -> type[BaseInlineFormSet]:
            formset = make(request, obj)
            _without_request(formset.form)
            return formset

        return beneath(_kept(key, made))
