"""Fields that have to be filled in though no form requires them: who refuses them empty says so in a sentence of its own."""

from __future__ import annotations

from typing import TypeVar

from django import forms

Needed = TypeVar("Needed", bound=forms.Field)


def needed(field: Needed) -> Needed:
    """A field whose label says that it is required, which its form leaves to a model or a service to check."""
    vars(field)["is_needed"] = True
    return field


def is_needed(field: forms.Field) -> bool:
    """Whether a form comes back where the field is left empty."""
    return field.required or bool(vars(field).get("is_needed"))
