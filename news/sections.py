"""What the news and the press add to the pages of lower floors."""

from caps.models import CAP
from cluster.models import Institution, Person, Theme
from partners.models import Partner
from publishing.page_links import Link
from publishing.page_sections import PageSection, adds_to

from . import related_links

NAMED_BY = {CAP: "cap", Institution: "institution", Partner: "partner"}


@adds_to(*NAMED_BY)
def of_named_record(record: CAP | Institution | Partner, language: str) -> PageSection | None:
    """The latest releases, news and events that name the record."""
    return _section(related_links.about(language, **{NAMED_BY[type(record)]: record}))


@adds_to(Theme)
def of_theme(theme: Theme, language: str) -> PageSection | None:
    """The latest that name one of the theme's public programmes."""
    return _section(related_links.about(language, cap__in=CAP.objects.public(language).filter(theme=theme)))


@adds_to(Person)
def of_person(person: Person, language: str) -> PageSection | None:
    """The latest releases that quote the person."""
    return _section(related_links.quoting(language, person))


def _section(links: list[Link]) -> PageSection | None:
    return PageSection("news/_of_thing.html", {"links": links}) if links else None
