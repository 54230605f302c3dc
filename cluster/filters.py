"""Filters of the consortium's lists. What depends on the language is called at each reading."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing.filters import Facet, Marks, Option, PublicFilterSet, capital, one_of
from publishing.languages import column
from publishing.place_names import place_name
from publishing.querysets import PublishedQuerySet
from publishing.slugs import slug_of
from search.filters import WordsFilter

from .enums import InstitutionCircle, InstitutionKind
from .models import Institution, NationalCluster, Person, Role
from .models.institutions import lines
from .models.themes import tone_of
from .querysets import RoleQuerySet

Marking = Callable[[PublishedQuerySet], Marks]


def theme_columns(path: str, language: str) -> tuple[str, ...]:
    """The columns that ``theme_option`` reads of a theme reached by ``path``."""
    return (f"{path}{column('slug', language)}", f"{path}{column('name', language)}", f"{path}rank")


def theme_option(slug: str | None, name: str, rank: int) -> Option | None:
    return Option(slug, name, rank, tone_of(rank)) if slug else None


def institution_columns(path: str, language: str) -> tuple[str, ...]:
    """The columns that ``institution_option`` reads of an institution reached by ``path``."""
    return (f"{path}{column('slug', language)}", f"{path}{column('name', language)}", f"{path}rank")


def institution_option(slug: str | None, name: str, rank: int) -> Option | None:
    return Option(slug, name, rank) if slug else None


class Registered:
    """The marks of a facet that upper floors add to: each gives its own, and a thing may be marked by several.

    One value is one choice: where two floors, or two people, write it differently, the first words stand for all.
    """

    def __init__(self, *marks: Marking):
        self.marks = list(marks)

    def add(self, marks: Marking) -> None:
        if marks not in self.marks:
            self.marks.append(marks)

    def __call__(self, public: PublishedQuerySet) -> Marks:
        known: dict[str, Option] = {}
        for marks in self.marks:
            for key, option in marks(public):
                yield key, option and known.setdefault(option.value, option)


def _roles(public: PublishedQuerySet) -> RoleQuerySet:
    return Role.objects.current().filter(person__in=public).order_by()


def _institutions_of_roles(public: PublishedQuerySet) -> Marks:
    roles = _roles(public).filter(institution__in=Institution.objects.public(public.language))
    for key, *rest in roles.values_list("person_id", *institution_columns("institution__", public.language)):
        yield key, institution_option(*rest)


def _parts_of_roles(public: PublishedQuerySet) -> Marks:
    option = Option("role", _now("Institutional role"), 3)
    return ((key, option) for key in _roles(public).values_list("person_id", flat=True))


def subject_option(words: str) -> Option | None:
    """A subject as a choice. The same words make the same choice, whether a person or a programme has them."""
    return Option(slug, capital(words)) if (slug := slug_of(words)) else None


def _own_subjects(public: PublishedQuerySet) -> Marks:
    name = column("subjects", public.language)
    for key, texts in public.order_by().values_list("pk", name):
        for words in lines(texts or ""):
            yield key, subject_option(words)


def _who_answers_press(public: PublishedQuerySet) -> Marks:
    option = Option("yes", _now("Speaks to the press"))
    return ((key, option) for key in public.filter(answers_press=True).order_by().values_list("pk", flat=True))


themes_of_institutions = Registered()
institutions_of_people = Registered(_institutions_of_roles)
parts_of_people = Registered(_parts_of_roles)
subjects_of_people = Registered(_own_subjects)
programmes_of_people = Registered()


class InstitutionFilter(PublicFilterSet):
    q = WordsFilter()
    circle = Facet(label=_("Group"), columns=("circle",), read=one_of(InstitutionCircle))
    theme = Facet(label=_("Theme of its programmes"), marks=themes_of_institutions)
    kind = Facet(label=_("Type"), columns=("kind",), read=one_of(InstitutionKind))

    class Meta:
        model = Institution
        fields = ()


class PersonFilter(PublicFilterSet):
    q = WordsFilter()
    subject = Facet(label=_("Subject"), marks=subjects_of_people, every=_("All subjects"))
    institution = Facet(label=_("Institution"), marks=institutions_of_people, every=_("All institutions"))
    programme = Facet(label=_("Programme"), marks=programmes_of_people, every=_("All programmes"))
    part = Facet(label=_("Role"), marks=parts_of_people)
    press = Facet(label=_("Press"), marks=_who_answers_press)

    class Meta:
        model = Person
        fields = ()


def _origin(was_3ia: bool) -> Option:
    return Option("true", _now("Continues a 3IA institute")) if was_3ia else Option("false", _now("New in 2024"), 1)


class NationalClusterFilter(PublicFilterSet):
    q = WordsFilter()
    region = Facet(
        label=_("Region"),
        columns=("region",),
        read=lambda region: Option(region, capital(place_name(region))) if region else None,
        every=_("All regions"),
    )
    was_3ia = Facet(label=_("Origin"), columns=("was_3ia",), read=_origin, every=_("All origins"))

    class Meta:
        model = NationalCluster
        fields = ()
