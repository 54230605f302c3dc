"""Names in the order a reader looks for them: É among E, whatever the database."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models

from proofreading.text import without_marks

# To Unicode these are letters, to a reader they are signs beside letters: the apostrophes of “Oʼahu” and “ʿAbd”.
_MODIFIERS = "".join(map(chr, range(0x02B0, 0x0300)))


@lru_cache(maxsize=5000)
def sort_key(text: str) -> str:
    """A text's letters without case and accents, its digits, and one ``0`` between words.

    Every Latin letter is spelt in ``a`` to ``z``, by the one table that folds letters: đ and ð are d, ł is l, þ is th.
    Databases disagree on where accents, spaces and signs stand; on these letters and digits every one of them agrees. A word
    that ends comes before one that goes on, hence the ``0``; a digit comes after it, hence the ``1`` before each.
    """
    found = []
    for sign in without_marks(str(text)):
        if not sign.isalnum() or sign in _MODIFIERS:
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
