"""A figure in words: its qualifier, its number and its unit as each language writes them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing import languages
from publishing.filters import capital
from publishing.kept_values import kept_by_language

from ..enums import FigureUnit
from ..models import FigureValue, KeyFigure

register = template.Library()

BILLION = 1000


@kept_by_language
def number(value: Decimal | int) -> str:
    """A number grouped as the language does, without idle zeros."""
    value = Decimal(value)
    decimals = 0 if value == value.to_integral() else 1
    words = number_format(value, decimals, force_grouping=True)
    return words.replace("\u00a0", "\u202f") if languages.current() == "fr" else words


@register.filter
def in_words(value: int) -> str:
    """A small number as a sentence begins with it: “Nine”, « Neuf »; in digits beyond twelve."""
    words = [
        number(0),
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
        pgettext("number", "ten"),
        pgettext("number", "eleven"),
        pgettext("number", "twelve"),
    ]
    return capital(words[value]) if 0 <= value < len(words) else number(value)


def amount(value: Decimal | int) -> str:
    """Millions of euros, said in billions from a thousand on."""
    if value >= BILLION:
        return _("€%(n)s billion") % {"n": number(Decimal(value) / BILLION)}
    return _("€%(n)s million") % {"n": number(value)}


def amount_short(value: Decimal | int) -> str:
    """The same where there is little room."""
    # Translators: millions of euros, abbreviated.
    return _("€%(n)sm") % {"n": number(value)}


register.filter("number", number)
register.filter("amount_short", amount_short)
register.filter("amount", amount)


@register.filter
def figure_value(figure: KeyFigure | FigureValue) -> str:
    """The value with its unit."""
    if figure.unit == FigureUnit.MEUR:
        return amount(figure.value)
    if figure.unit == FigureUnit.M2:
        return _("%(n)s m²") % {"n": number(figure.value)}
    return number(figure.value)


@register.filter
def told_value(figure: KeyFigure | FigureValue) -> str:
    """The value with its qualifier and its unit: “more than 60”."""
    return f"{qualifier(figure)} {figure_value(figure)}".strip()


@register.filter
def qualifier(figure: KeyFigure | FigureValue) -> str:
    """How the value is to be taken, nothing for an exact one."""
    return str(figure.get_qualifier_display()) if figure.qualifier else ""


@register.filter
def svg(value: float | Decimal) -> str:
    """A number for a drawing: a point for decimals in every language."""
    return f"{float(value):g}"


@register.filter
def euros(value: Decimal | int) -> str:
    """A sum in euros, to the euro."""
    return _("€%(n)s") % {"n": number(Decimal(value).quantize(Decimal(1)))}
