"""Names in the order a reader looks for them: É among E, whatever the database."""

from __future__ import annotations

from typing import Any

from django.db import models

from proofreading.text import without_marks


def sort_key(text: str) -> str:
    """A text's letters without case and accents, its digits, and one ``0`` between words.

    Databases disagree on where accents, spaces and signs stand; on these letters and digits every one of them agrees. A word
    that ends comes before one that goes on, hence the ``0``; a digit comes after it, hence the ``1`` before each.
    """
    found = []
    for sign in without_marks(str(text)):
        if not sign.isalnum():
            sign = " "
        found.append(f"1{sign}" if sign.isdigit() else sign)
    return "0".join("".join(found).split())


class SortKeyField(models.CharField):
    """The ``sort_key`` of other fields of its model, written whenever the thing is."""

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources
        kwargs |= {"max_length": 400, "default": "", "editable": False, "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[str], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default", "editable", "blank"):
            kwargs.pop(fixed, None)
        return name, path, list(self.sources), kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        words = " ".join(getattr(model_instance, source) or "" for source in self.sources)
        value = sort_key(words)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


def keep_sort_key(model: type[models.Model], field: str) -> None:
    """Write a model's sort keys anew; for migrations that add one, where the model is a plain one."""
    for thing in model._default_manager.order_by("pk").iterator():
        thing.save(update_fields=[field])
