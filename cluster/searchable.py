"""What is searched of the consortium's things."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from proofreading.text import identity
from publishing import legal_facts
from publishing.languages import codes, column, columns, main
from publishing.prepared_queries import prepared
from search import vocabulary
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from . import figure_texts
from .models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Role, Theme
from .models.institutions import lines

HOUSE = tuple(f"institution__{name}" for name in columns("name"))


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def register() -> None:
    make_findable(Institution, _institution)
    make_findable(Person, _person, mentions=(Role,), mentioned=_mentioned, lines=_roles, distances=_distances)
    make_findable(Role, _role, shown=lambda language: Role.objects.current(), is_part=True)
    make_findable(Theme, _theme)
    make_findable(Pillar, _pillar)
    make_findable(Page, _page, shown=lambda language: Page.objects.public(language).on_their_own())
    make_findable(KeyFigure, _figure)
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
        words=[person.orcid, person.idhal],
        text=[_get(person, "laboratory", code), _get(person, "biography", code)],
    )


def _mentioned(person: Person, language: str) -> Iterable[tuple[type[models.Model], int]]:
    return ((Role, pk) for pk in person.roles.order_by("pk").values_list("pk", flat=True))


def _role(role: Role, code: str) -> Document:
    return Document(_get(role, "title", code) or _get(role, "title", main()))


def _roles(people: list[int], code: str) -> dict[int, tuple[str, str]]:
    """What each person is today, in the language or the main one."""
    held = defaultdict(list)
    for role in _current_roles(people=people):
        held[role.person_id].append(role)
    told = {}
    for person, roles in held.items():
        in_language = next((one for one in (code, main()) if all(_get(role, "title", one) for role in roles)), main())
        told[person] = (", ".join(filter(None, (_get(role, "title", in_language) for role in roles))), in_language)
    return told


@prepared
def _current_roles(*, people: list[int]) -> models.QuerySet:
    roles = Role.objects.current().filter(person__in=people).select_related("institution")
    return roles.only("person", "rank", *columns("title"), *HOUSE).order_by("rank", "pk")


@prepared
def _our_lead() -> models.QuerySet:
    return NationalCluster.objects.filter(is_ours=True).order_by("pk").values_list("lead", flat=True)[:1]


def _distances(people: list[int], code: str) -> dict[int, int]:
    """How far each person stands from the cluster: at the institution that leads it, in another member, or outside."""
    leads = next((identity(lead) for lead in _our_lead()), "")
    found = dict.fromkeys(people, 2)
    for role in _current_roles(people=people):
        if role.institution is None:
            continue
        names = {identity(getattr(role.institution, column("name", one)) or "") for one in codes()}
        found[role.person_id] = min(found[role.person_id], 0 if leads in names else 1)
    return found


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
    """With the facts that the page names, as its readers find them, and the words by which they look for it."""
    lead, body = (legal_facts.fill(_get(page, name, code), code) for name in ("lead", "body"))
    names = vocabulary.page_words(f"page:{page.key or getattr(page, column('slug', main()))}", code)
    return Document(_get(page, "title", code), names=names, lead=[lead], text=[body])


def _figure(figure: KeyFigure, code: str) -> Document:
    """Called by the whole claim, its value before its words: “More than 32 M€ of industrial commitments”."""
    label = _get(figure, "label", code)
    return Document(
        figure_texts.sentence(figure, code).words,
        names=[label],
        lead=[_get(figure, "period", code)],
        text=[_get(figure, "source", code)],
    )


def _national_cluster(cluster: NationalCluster, code: str) -> Document:
    return Document(
        cluster.name,
        names=[_get(cluster, "long_name", code), *lines(cluster.aliases)],
        lead=[_get(cluster, "objectives", code)],
        words=[cluster.lead, cluster.co_lead, cluster.region, cluster.city, *lines(cluster.consortium)],
    )
