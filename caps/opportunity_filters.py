"""Filters of the list of opportunities."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cluster.filters import institution_columns, institution_option, theme_columns, theme_option
from cluster.models import Institution, Theme
from publishing import languages
from publishing.filters import Facet, Marks, Option, PublicFilterSet, capital, one_of
from publishing.languages import column
from publishing.querysets import PublishedQuerySet
from search.filters import WordsFilter

from .enums import OpportunityKind, OpportunityLevel, OpportunityState
from .models import CAP, Keyword, Opportunity


def _state(opens: date | None, closes: date | None) -> Option:
    state = Opportunity(opens=opens, closes=closes).state
    words = {
        OpportunityState.OPEN: _now("Open"),
        OpportunityState.COMING: _now("Opening soon"),
        OpportunityState.CLOSED: _now("Archive"),
    }
    return Option(state.value, words[state], list(OpportunityState).index(state))


def _themes(public: PublishedQuerySet) -> Marks:
    """Its own public themes, and that of its public programme."""
    shown = Theme.objects.public(public.language)
    own = Opportunity.themes.through.objects.filter(theme__in=shown).order_by()
    for key, *rest in own.values_list("opportunity_id", *theme_columns("theme__", public.language)):
        yield key, theme_option(*rest)
    programmes = public.filter(cap__in=CAP.objects.public(public.language))
    for key, *rest in programmes.values_list("pk", *theme_columns("cap__theme__", public.language)):
        yield key, theme_option(*rest)


def _subjects(public: PublishedQuerySet) -> Marks:
    rows = Keyword.opportunities.through.objects.order_by()
    for key, word, name in rows.values_list("opportunity_id", "keyword_id", f"keyword__{column('name', public.language)}"):
        if name:
            yield key, Option(str(word), name)


def _caps(public: PublishedQuerySet) -> Marks:
    rows = public.filter(cap__in=CAP.objects.public(public.language))
    for key, slug, acronym, number in rows.values_list(
        "pk", f"cap__{column('slug', public.language)}", "cap__acronym", "cap__number"
    ):
        yield key, Option(slug, acronym, number)


def _institutions(public: PublishedQuerySet) -> Marks:
    rows = public.filter(institution__in=Institution.objects.public(public.language))
    for key, *rest in rows.values_list("pk", *institution_columns("institution__", public.language)):
        yield key, institution_option(*rest)


def _work_languages(public: PublishedQuerySet) -> Marks:
    options = {code: Option(code, capital(languages.name(code)), rank) for rank, code in enumerate(languages.codes())}
    for key, codes in public.values_list("pk", "work_languages"):
        for code in codes or ():
            if code in options:
                yield key, options[code]


class OpportunityFilter(PublicFilterSet):
    q = WordsFilter()
    state = Facet(label=_("Applications"), columns=("opens", "closes"), read=_state, every=_("Open and closed"))
    kind = Facet(label=_("Type"), columns=("kind",), read=one_of(OpportunityKind))
    level = Facet(label=pgettext_lazy("of studies", "Level"), columns=("level",), read=one_of(OpportunityLevel))
    theme = Facet(label=_("Theme"), marks=_themes)
    keyword = Facet(label=_("Subject"), marks=_subjects, every=_("All subjects"))
    cap = Facet(label=_("Programme"), marks=_caps, every=_("All programmes"))
    institution = Facet(label=_("Institution"), marks=_institutions, every=_("All institutions"))
    language = Facet(label=_("Language of work"), marks=_work_languages)

    class Meta:
        model = Opportunity
        fields = ()
