"""What a form of the back office reads of its record, in queries that are made once (``prepared_queries``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from django.contrib.admin.options import InlineModelAdmin, ModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from .conflicts import parent_key
from .editing import session_of
from .prepared_queries import prepared

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object


class RowsOfAdmin:
    """A model admin that is asked for rows on behalf of a request: one like another where both give the same query set.

    What an admin’s ``get_queryset`` gives for a form hangs on nothing of the request but whether its rows may be seen.
    """

    def __init__(self, model_admin: ModelAdmin | InlineModelAdmin, request: HttpRequest) -> None:
        self.model_admin, self._request = model_admin, ref(request)
        of = getattr(model_admin, "parent_model", None)
        self._key = type(model_admin), model_admin.model, of, model_admin.has_view_or_change_permission(request)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowsOfAdmin) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def queryset(self) -> models.QuerySet:
        request = self._request()
        if request is None:
            raise ValueError("The request has been answered.")
        return self.model_admin.get_queryset(request)


@prepared
def record_of(asked: RowsOfAdmin, *, key: int) -> models.QuerySet:
    """The record of a form, with what its searchable choices show."""
    queryset = asked.queryset()
    names = [field.name for field in queryset.model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    led_to = [name for name in names if name in asked.model_admin.autocomplete_fields]
    return (queryset.select_related(*led_to) if led_to else queryset).filter(pk=key)


@prepared
def rows_of(asked: RowsOfAdmin, *, record: int) -> models.QuerySet:
    """The rows of a record, in their order."""
    inline: Any = asked.model_admin
    key = parent_key(inline.model, inline.parent_model, inline.fk_name)
    queryset = asked.queryset().filter(**{key.name: record})
    return queryset if queryset.ordered else queryset.order_by("pk")


@prepared
def related(model: type[models.Model], name: str, *, record: int) -> models.QuerySet:
    """What a record leads to by a plain relation to several, as Django’s own prefetching reads it."""
    relation: Any = model._meta.get_field(name)
    return relation.related_model._default_manager.filter(**{relation.related_query_name(): record})


class ReadsRecord(_Admin):
    """For a model admin: the record of a form is read by a query that is made once."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        key, session = self._key_of(object_id), session_of(request)
        is_other = session.before_revision is not None or session.is_recovery
        if from_field is not None or key is None or not session.is_form or is_other:
            return super().get_object(request, object_id, from_field)
        return next(iter(record_of(RowsOfAdmin(self, request), key=key)), None)

    def _key_of(self, object_id: str) -> int | None:
        """The number that is meant; of anything else, and of what no column can hold, Django thinks for itself."""
        try:
            key = self.model._meta.pk.to_python(object_id)
        except (ValidationError, ValueError):
            return None
        return key if isinstance(key, int) and 0 < key < 2**31 else None
