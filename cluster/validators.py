"""Checks of single values of the consortium. Each takes the value and raises ``ValidationError``."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIGURE_PLACE = "{figure}"
"""Where the value of a figure, with its qualifier and its unit, goes in its sentence."""


def validate_figure_sentence(value: str) -> None:
    """A sentence says its value once, and by its name, so that a new value never leaves an old one in it."""
    if value.count(FIGURE_PLACE) != 1:
        raise ValidationError(_("Write {figure} once, where the value stands."))
