"""A figure as a whole sentence, in templates."""

from django import template

from publishing import languages
from publishing.localized_text import LocalizedText

from .. import figure_texts
from ..models import KeyFigure

register = template.Library()


@register.simple_tag
def figure_sentence(figure: KeyFigure) -> LocalizedText:
    """The figure as somebody would quote it, in the language of the page."""
    return figure_texts.sentence(figure, languages.current())
