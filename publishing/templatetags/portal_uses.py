"""Where a record is used, for its form and for the pages that ask before it is deleted."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.contrib import admin
from django.db import models

from ..uses import uses_of

register = template.Library()


@register.inclusion_tag("admin/where_used.html", takes_context=True)
def where_used(context: template.Context, records: models.Model | Iterable[models.Model] | None) -> dict[str, object]:
    """What uses a record, or one of several of the same model, by name; nothing of a record that is not saved yet."""
    several = [records] if isinstance(records, models.Model) else list(records or ())
    return {"uses": uses_of([one for one in several if one.pk is not None], context["request"], admin.site)}
