"""What is searched of the consortium's things."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from publishing import legal_facts
from publishing.languages import column, main
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Role, Theme
from .models.institutions import lines
from .templatetags.figures_in_words import figure_value


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def register() -> None:
    make_findable(Institution, _institution)
    make_findable(Person, _person, mentions=(Role,), mentioned=_mentioned, lines=_roles)
    make_findable(Role, _role, shown=lambda language: Role.objects.current(), is_part=True)
    make_findable(Theme, _theme)
    make_findable(Pillar, _pillar)
    make_findable(Page, _page, shown=lambda language: Page.objects.public(language).on_their_own())
    make_findable(KeyFigure, _figure, lines=_values)
    make_findable(NationalCluster, _national_cluster)
    follow(Role, lambda role: [role.person])
    follow(Page, lambda page: page.children.all())


def _institution(institution: Institution, code: str) -> Document:
    return Document(
        _get(institution, "name", code),
        names=[institution.acronym, *lines(institution.aliases)],
        words=[institution.city, institution.get_kind_display()],
        text=[_get(institution, "description", code)],
    )


def _person(person: Person, code: str) -> Document:
    return Document(
        str(person),
        names=[person.family_name, *lines(person.aliases)],
        lead=[", ".join(person.subjects_in(code)), _get(person, "press_topics", code) if person.answers_press else ""],
        words=[person.orcid, person.hal_id],
        text=[_get(person, "laboratory", code), _get(person, "biography", code)],
    )


def _mentioned(person: Person, language: str) -> Iterable[tuple[type[models.Model], int]]:
    return ((Role, pk) for pk in person.roles.order_by("pk").values_list("pk", flat=True))


def _role(role: Role, code: str) -> Document:
    return Document(_get(role, "title", code) or _get(role, "title", main()))


def _roles(people: list[int], code: str) -> dict[int, tuple[str, str]]:
    """What each person is today, in the language or the main one."""
    held = defaultdict(list)
    for role in Role.objects.current().filter(person__in=people).order_by("rank", "pk"):
        held[role.person_id].append(role)
    told = {}
    for person, roles in held.items():
        in_language = next((one for one in (code, main()) if all(_get(role, "title", one) for role in roles)), main())
        told[person] = (", ".join(filter(None, (_get(role, "title", in_language) for role in roles))), in_language)
    return told


def _theme(theme: Theme, code: str) -> Document:
    return Document(
        _get(theme, "name", code),
        names=[_get(theme, "full_name", code)],
        lead=[_get(theme, "summary", code)],
        text=[_get(theme, "description", code)],
    )


def _pillar(pillar: Pillar, code: str) -> Document:
    return Document(_get(pillar, "name", code), lead=[_get(pillar, "summary", code)], text=[_get(pillar, "body", code)])


def _page(page: Page, code: str) -> Document:
    """With the facts that the page names, as its readers find them."""
    lead, body = (legal_facts.fill(_get(page, name, code), code) for name in ("lead", "body"))
    return Document(_get(page, "title", code), lead=[lead], text=[body])


def _figure(figure: KeyFigure, code: str) -> Document:
    return Document(
        capfirst(_get(figure, "label", code)),
        lead=[_get(figure, "period", code)],
        words=[_get(figure, "source", code)],
        path=reverse("keyfigure-list"),
    )


def _values(figures: list[int], code: str) -> dict[int, tuple[str, str]]:
    told = {}
    for figure in KeyFigure.objects.filter(pk__in=figures).order_by("pk"):
        qualifier = figure.get_qualifier_display() if figure.qualifier else ""
        told[figure.pk] = f"{qualifier} {figure_value(figure)}".strip(), code
    return told


def _national_cluster(cluster: NationalCluster, code: str) -> Document:
    return Document(
        cluster.name,
        names=[_get(cluster, "long_name", code), *lines(cluster.aliases)],
        lead=[_get(cluster, "objectives", code)],
        words=[cluster.lead, cluster.co_lead, cluster.region, cluster.city, *lines(cluster.consortium)],
    )
