"""Records made from the rows of a query, without what Django does for those who make one by hand.

``Model.__init__`` sets one attribute after the other, through each field's own setter, since its arguments may be anything. A
row holds the values of columns and no others: they are the instance's values as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from modeltranslation.fields import TranslatedRelationIdDescriptor, TranslationFieldDescriptor
from modeltranslation.translator import delete_mt_init

_Made = TypeVar("_Made", bound=Model)

PLAIN = (DeferredAttribute, FileDescriptor, TranslationFieldDescriptor, TranslatedRelationIdDescriptor)
"""Attributes of a class that read what a row holds from the instance itself. Any other sets its value its own way."""


def from_row(model: type[_Made], db: str | None, names: Collection[str], values: Collection[Any]) -> _Made | None:
    """The instance that ``Model.from_db`` would make; ``None`` where a class has receivers that must see how it is made."""
    way = _way_of(model)
    if way is None:
        return None
    made = model.__new__(model)
    state = made.__dict__
    state["_state"] = kept = ModelState()
    kept.adding, kept.db = False, db
    state.update(zip(names, values, strict=True))
    for name in way.own:
        if name in state:
            setattr(made, name, state.pop(name))
    for note in way.notes:
        note(sender=model, instance=made, signal=post_init)
    return made


class _Way(NamedTuple):
    """How the instances of a class are made: the columns that are set their own way, and who is told of each instance."""

    own: tuple[str, ...]
    notes: tuple[Callable[..., object], ...]


@cache
def _way_of(model: type[Model]) -> _Way | None:
    if pre_init.has_listeners(model):
        return None
    receivers, asynchronous = post_init._live_receivers(model)
    if asynchronous:
        return None
    own = (field.attname for field in model._meta.concrete_fields)
    # What modeltranslation does afterwards undoes what it did before, which is not done here.
    return _Way(
        tuple(name for name in own if not isinstance(_attribute(model, name), PLAIN)),
        tuple(note for note in receivers if note is not delete_mt_init),
    )


def _attribute(model: type[Model], name: str) -> object:
    return next((vars(one)[name] for one in model.__mro__ if name in vars(one)), None)
