"""What the home page says of the cluster in one sentence: four figures, each real, public and with a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cluster.models import KeyFigure
from cluster.templatetags.figures_in_words import figure_value, qualifier
from publishing.templatetags.portal_text import plain

GRANT, PLEDGE, PARTNERS, PROGRAMMES = "grant", "industrial_pledge", "industrial_partners", "caps"
TOLD = (GRANT, PLEDGE, PARTNERS, PROGRAMMES)
SHOWN = 4


@dataclass(frozen=True)
class SentenceSource:
    """Where some of the numbers come from, and of what day; ``numbers`` names them where others come from elsewhere."""

    figure: KeyFigure
    numbers: str


@dataclass(frozen=True)
class HomeSentence:
    """The figures of the sentence. Without one of them it is not said, and ``figures`` stand one by one instead."""

    figures: tuple[KeyFigure, ...]

    @classmethod
    def of(cls, figures: Iterable[KeyFigure]) -> HomeSentence:
        """Of the public figures about the cluster, in their order; examples are left aside."""
        known = [one for one in figures if not one.is_example]
        by_key = {one.key: one for one in known}
        if all(key in by_key for key in TOLD):
            return cls(tuple(by_key[key] for key in TOLD))
        return cls(tuple(known[:SHOWN]))

    @property
    def words(self) -> SafeString | str:
        """The sentence in the language of the page, each number leading to its figure; nothing where it cannot be said."""
        told = {one.key: one for one in self.figures}
        if not set(TOLD) <= set(told):
            return ""
        said = {
            "grant": figure_value(told[GRANT]),
            "grant_at": told[GRANT].get_absolute_url(),
            "period": plain(told[GRANT], "period"),
            "q1": qualifier(told[PLEDGE]),
            "pledge": figure_value(told[PLEDGE]),
            "pledge_at": told[PLEDGE].get_absolute_url(),
            "q2": qualifier(told[PARTNERS]),
            "partners": figure_value(told[PARTNERS]),
            "partners_at": told[PARTNERS].get_absolute_url(),
            "programmes": figure_value(told[PROGRAMMES]),
            "programmes_at": told[PROGRAMMES].get_absolute_url(),
        }
        sentence = _(
            '<a href="%(grant_at)s"><b>%(grant)s</b></a> from France 2030 %(period)s and %(q1)s <a href="%(pledge_at)s">'
            '<b>%(pledge)s</b></a> pledged by %(q2)s <a href="%(partners_at)s"><b>%(partners)s partners</b></a> in industry, '
            'for <a href="%(programmes_at)s"><b>%(programmes)s programmes</b></a>, each led by two researchers from two '
            "different institutions."
        )
        return mark_safe(sentence % {name: escape(value) for name, value in said.items()})  # noqa: S308  values are escaped

    @property
    def sources(self) -> list[SentenceSource]:
        """Each source once, in the order of the sentence: two days under one sentence tell nobody which number is of which."""
        found: dict[tuple[str, str, str], list[KeyFigure]] = {}
        for one in self.figures:
            found.setdefault((one.source, one.source_url, one.as_of), []).append(one)
        several = len(found) > 1
        return [SentenceSource(some[0], ", ".join(map(_as_told, some)) if several else "") for some in found.values()]


def _as_told(figure: KeyFigure) -> str:
    """A number as the sentence tells it, without its qualifier."""
    if figure.key == PARTNERS:
        return _("%(number)s partners") % {"number": figure_value(figure)}
    if figure.key == PROGRAMMES:
        return _("%(number)s programmes") % {"number": figure_value(figure)}
    return figure_value(figure)
