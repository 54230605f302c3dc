"""A figure as somebody quotes it: its whole sentence, and its citation with day, source and address, in each language."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from publishing import languages
from publishing.dates_in_words import iso_in_words
from publishing.filters import capital
from publishing.localized_text import LocalizedText, localized_text
from publishing.templatetags.portal_text import language_here
from publishing.typography import typeset

from .cluster_citation import Copyable
from .models import KeyFigure
from .templatetags.figures_in_words import told_value
from .validators import FIGURE_PLACE


@dataclass(frozen=True)
class FigureTexts:
    """What is copied of a figure, in each language in which it is public."""

    sentences: list[Copyable]
    citations: list[Copyable]


def sentence(figure: KeyFigure, language: str) -> LocalizedText:
    """The figure in a whole sentence: the one that staff wrote, or else its value and what it counts."""
    written = getattr(figure, languages.column("sentence", language)) or ""
    if not written:
        return _value_and_label(figure, language)
    with override(language):
        return LocalizedText(capital(written.replace(FIGURE_PLACE, told_value(figure))), language)


def headline(figure: KeyFigure, language: str) -> str:
    """The sentence as a title, which ends with no full stop."""
    told = sentence(figure, language)
    return typeset(told.words.removesuffix("."), told.language)


def _value_and_label(figure: KeyFigure, language: str) -> LocalizedText:
    label, period = localized_text(figure, "label", language), localized_text(figure, "period", language)
    with override(label.language):
        words = f"{told_value(figure)} {label.words}{', ' if period else ''}{period.words}."
        return LocalizedText(capital(words), label.language)


def of_figure(figure: KeyFigure, shown: list[str]) -> FigureTexts:
    """Its texts in the languages ``shown``."""
    sentences, citations = [], []
    for code in shown:
        with override(code):
            sentences.append(Copyable(f"sentence-{code}", code, typeset(_with_source(figure, code), code)))
            citations.append(Copyable(f"citation-{code}", code, typeset(_citation(figure, code), code)))
    return FigureTexts(sentences, citations)


def _with_source(figure: KeyFigure, code: str) -> str:
    said = {"sentence": sentence(figure, code).words.removesuffix("."), "source": localized_text(figure, "source", code).words}
    return gettext("%(sentence)s (source: %(source)s).") % said


def _citation(figure: KeyFigure, code: str) -> str:
    """A source in another language says so, since whoever follows the address of the citation meets it."""
    source = localized_text(figure, "source", code).words
    if figure.source_language not in ("", code):
        source = f"{source} ({gettext('in %(language)s') % {'language': language_here(figure.source_language)}})"
    return gettext("“%(sentence)s”, as of %(day)s. Source: %(source)s. Quoted from %(cluster)s, %(address)s") % {
        "cluster": settings.PORTAL_NAME,
        "sentence": sentence(figure, code).words.removesuffix("."),
        "day": iso_in_words(figure.as_of),
        "source": f"{source}, {figure.source_url}" if figure.source_url else source,
        "address": settings.SITE_URL + figure.get_absolute_url(code),
    }
