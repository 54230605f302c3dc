"""What is searched of a partner: never its contact."""

from django.db.models import QuerySet

from cluster import counters
from cluster.enums import CountedFigure
from cluster.models.institutions import lines
from publishing.languages import column, main
from search.index import Document
from search.index import register as make_findable
from search.text import words_of_html

from .models import Partner, Pledge
from .querysets import MILLION


def _partner(partner: Partner, code: str) -> Document:
    return Document(
        partner.name,
        names=lines(partner.aliases),
        words=[partner.get_kind_display(), partner.get_sector_display()],
        text=[words_of_html(getattr(partner, column("description", code)) or "")],
    )


def _industrial(_nobody: object) -> QuerySet:
    return Partner.objects.public(main()).real().industrial()


def register() -> None:
    make_findable(Partner, _partner)
    counters.register(CountedFigure.INDUSTRIAL_PARTNERS, counters.number_of(_industrial))
    counters.register(
        CountedFigure.INDUSTRIAL_PLEDGES,
        lambda: int(Pledge.objects.industrial().filter(partner__is_example=False).total() / MILLION),
        right="partners.view_pledge",
    )
