"""What a box of choices says where nothing is chosen."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.choices import BlankChoiceIterator
from django.utils.translation import gettext_lazy

DASHES = BLANK_CHOICE_DASH[0][1]
"""What Django shows there."""


def name_no_choice(field: forms.Field) -> None:
    """Say in words that nothing is chosen, where Django shows a row of dashes: a screen reader reads each of them."""
    words = gettext_lazy("Choose…") if field.required else gettext_lazy("None chosen")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == DASHES else field.empty_label
    elif isinstance(field, forms.ChoiceField) and isinstance(field.choices, BlankChoiceIterator):
        field.choices.blank_choice = [("", words)]
    elif isinstance(field, forms.ChoiceField):
        choices = cast("Iterable[tuple[Any, Any]]", field.choices)
        if ("", DASHES) in choices:
            field.choices = [("", words) if choice == ("", DASHES) else choice for choice in choices]
