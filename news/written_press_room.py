"""The parts of the press room as they are written, kept under the rows that they show (``kept_entries``)."""

from __future__ import annotations

from itertools import groupby

from django.utils.safestring import SafeString

from publishing.kept_entries import kept_by_rows, written, written_each
from publishing.localized_text import localized_text
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.prepared_queries import ReadRows

from .models import Boilerplate, Coverage, Logo, PressContact
from .reading import contact_card
from .release_cards import ReleaseCard


@kept_by_rows
def contacts(found: list[PressContact], language: str) -> SafeString:
    """Those who speak the language; nothing where nobody does."""
    spoken = [contact for contact in found if language in contact.spoken]
    examples = {contact.pk for contact in spoken if contact.is_example}
    shown = {"contacts": [contact_card(contact, language) for contact in spoken], "examples": examples}
    return written("news/_list_of_contacts.html", shown) if spoken else SafeString()


@kept_by_rows
def releases(cards: tuple[ReleaseCard, ...], language: str) -> SafeString:
    """The releases under their years."""
    years = [(year, list(some)) for year, some in groupby(cards, key=lambda card: card.dated.year)]
    return written("news/_list_of_releases.html", {"years": years, "language": language})


def texts_and_logos(boilerplates: ReadRows, logos: ReadRows, language: str) -> SafeString:
    """What others may reuse: the “About …” texts, their links of today, and the logos."""
    links = FollowedLinks(localized_text(one, "body", language).words for one in boilerplates)
    return _texts_and_logos(boilerplates, logos, links.settled)


@kept_by_rows
def _texts_and_logos(boilerplates: list[Boilerplate], logos: list[Logo], links: SettledLinks) -> SafeString:
    shown = {"boilerplates": boilerplates, "logos": logos, "links": links}
    return written("news/_list_of_texts_and_logos.html", shown)


@kept_by_rows
def coverage(found: list[Coverage], language: str) -> SafeString:
    return written_each("news/_coverage.html", ({"one": one, "language": language} for one in found))
