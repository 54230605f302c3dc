"""What the news and the press add to the pages of lower floors."""

from django.utils.safestring import SafeString

from caps.models import CAP
from cluster.models import Institution, KeyFigure, Person, Theme
from partners.models import Partner
from publishing.kept_entries import WrittenPiece, kept_by_rows
from publishing.kept_pieces import kept_while_unchanged
from publishing.page_links import Link
from publishing.page_sections import PageSection, adds_to, written_section

from . import person_mentions, press_rows, related_links
from .reading import contact_card

NAMED_BY = {CAP: "cap", Institution: "institution", Partner: "partner"}


@adds_to(*NAMED_BY)
def of_named_record(record: CAP | Institution | Partner, language: str) -> PageSection | None:
    """The latest releases, news and events that name the record."""
    return _section(related_links.about(language, **{NAMED_BY[type(record)]: record}))


@adds_to(Theme)
def of_theme(theme: Theme, language: str) -> PageSection | None:
    """The latest that name one of the theme's public programmes."""
    return _section(related_links.about_theme(language, theme))


@adds_to(Person)
def of_person(person: Person, language: str) -> PageSection | None:
    """What the person says in the latest releases, and what else names them."""
    content = kept_while_unchanged(
        ("mentions of a person", person.pk, str(person), language),
        lambda: person_mentions.mentions_of(person, language),
        reads_all=True,
    )
    return PageSection("news/_of_person.html", content) if any(content.values()) else None


@adds_to(KeyFigure)
def of_figure(figure: KeyFigure, language: str) -> PageSection | None:
    """Whom journalists may quote on it: the press contacts of the press room who speak the language."""
    spoken = [one for one in press_rows.contacts() if language in one.spoken]
    if not spoken:
        return None
    cards = [contact_card(contact, language) for contact in spoken]
    return PageSection("news/_of_figure.html", {"cards": cards, "examples": {one.pk for one in spoken if one.is_example}})


def _section(links: list[Link]) -> PageSection | None:
    return PageSection(WrittenPiece(_written_links(tuple(links)))) if links else None


@kept_by_rows
def _written_links(links: tuple[Link, ...]) -> SafeString:
    return written_section("news/_of_thing.html", {"links": links})
