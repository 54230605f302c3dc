"""What somebody says in the releases, and where else the portal names them."""

from __future__ import annotations

from dataclasses import dataclass

from cluster.models import KeyFigure, Person
from proofreading.text import spelt_out
from publishing.languages import column
from publishing.localized_text import LocalizedText
from publishing.page_links import Link
from search import find
from search.find import Hit

from .models import Edition, PressRelease
from .reading import words_of_edition
from .related_links import EACH, quoting

SEARCHED_OF_EACH_KIND = 12
OWN_KINDS = ("cluster.person", "caps.cap")
"""What a person's page shows of itself: who they are, and the programmes they take part in."""


@dataclass(frozen=True)
class SaidInRelease:
    """Words of somebody's in a release, as they were approved, with the role they gave themselves there."""

    release: Link
    role: LocalizedText
    text: LocalizedText


def mentions_of(person: Person, language: str) -> dict[str, object]:
    """All that the portal says of somebody elsewhere: by name and key alone, so that it may be kept (``kept_pieces``)."""
    quotations = quotations_of(person, language)
    links = [] if quotations else quoting(language, person)
    told = {one.release.pk for one in quotations} | {link.pk for link in links}
    return {
        "quotations": quotations,
        "links": links,
        "named": pages_naming(person, language, told),
        "figures": figures_sourced_by(person, language),
    }


def quotations_of(person: Person, language: str) -> list[SaidInRelease]:
    """What the person says in the latest releases that quote them; what was struck out of one is not said any more."""
    releases = {link.pk: link for link in quoting(language, person)}
    if not releases:
        return []
    name = column("edition", language)
    keys = dict(PressRelease.objects.filter(pk__in=releases).order_by().values_list(f"{name}_id", "pk"))
    editions = Edition.objects.prefetch_related("contacts", "files__sealed", "strikes").in_bulk(list(keys))
    said = []
    for key, edition in editions.items():
        mine = (quote for quote in words_of_edition(edition).quotes if quote.person == person.pk and quote.text)
        said += [SaidInRelease(releases[keys[key]], quote.role, quote.text) for quote in mine]
    return sorted(said, key=lambda one: list(releases).index(one.release.pk))


def pages_naming(person: Person, language: str, besides: set[int]) -> list[Hit]:
    """The public pages whose own words name the person in full, the nearest first; ``besides`` are releases told already.

    The search finds those that hold both names; a page counts where they stand side by side.
    """
    full = spelt_out(str(person))
    hits = find.search(str(person), language, limit=SEARCHED_OF_EACH_KIND).hits if " " in full else []
    return [
        hit
        for hit in hits
        if hit.label not in OWN_KINDS
        and not (hit.label == PressRelease._meta.label_lower and hit.pk in besides)
        and full in spelt_out(f"{hit.title} {hit.text}")
    ]


def figures_sourced_by(person: Person, language: str) -> list[KeyFigure]:
    """The key figures whose source names the person."""
    figures = KeyFigure.objects.public(language).filter(**{f"{column('source', language)}__icontains": str(person)})
    return list(figures.for_list()[:EACH])
