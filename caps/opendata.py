"""The programmes as a data set."""

from collections.abc import Callable

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from publishing.languages import column
from publishing.opendata import DataSet, address, chosen, day, listed, plain, publish, text

from .enums import InvolvementRole, ProgrammePhase, PublicationKind
from .models import CAP, Involvement, ProgrammePublication, Publication
from .publication_querysets import PublicationQuerySet
from .querysets import CAPQuerySet


def _theme(cap: CAP, code: str) -> list[str]:
    return [getattr(cap.theme, column("name", code))]


def _institutions(role: str) -> Callable[[CAP, str], list[str]]:
    def read(cap: CAP, code: str) -> list[str]:
        ones = (row.institution for row in cap.involvements.all() if row.role == role)
        return [getattr(one, column("name", code)) for one in ones if one.is_public(code)]

    return read


def _partners(cap: CAP, code: str) -> list[str]:
    return [row.partner.name for row in cap.partner_involvements.all() if row.partner.is_public(code)]


def _ready(caps: CAPQuerySet) -> CAPQuerySet:
    involvements = Involvement.objects.select_related("institution").order_by("institution__rank", "institution_id")
    return caps.select_related("theme").prefetch_related(
        "keywords", Prefetch("involvements", involvements), "partner_involvements__partner"
    )


publish(
    DataSet(
        "programmes",
        _("Programmes"),
        _("The Collaborative Acceleration Programmes (CAPs): their theme, and the institutions and partners that take part."),
        CAP,
        (
            plain("number", _("number"), type="integer"),
            plain("acronym", _("acronym")),
            text("title", _("title")),
            text("summary", _("summary")),
            listed("theme", _("theme"), _theme),
            listed(
                "keywords",
                _("keywords"),
                lambda cap, code: [name for word in cap.keywords.all() if (name := getattr(word, column("name", code)))],
            ),
            chosen("phase", _("phase"), ProgrammePhase.choices),
            day("start", _("from")),
            day("end", _("until")),
            address("website", _("website")),
            listed("lead", _("lead institution"), _institutions(InvolvementRole.LEAD)),
            listed("participants", _("participating institutions"), _institutions(InvolvementRole.PARTICIPANT)),
            listed("partners", _("partners"), _partners),
            text("example_note", _("what is an example here")),
        ),
        _ready,
    )
)


def _with_programmes(publications: PublicationQuerySet) -> PublicationQuerySet:
    ties = (
        ProgrammePublication.objects.right()
        .filter(cap__is_example=False)
        .select_related("cap__theme")
        .order_by("cap__number", "pk")
    )
    return publications.prefetch_related(Prefetch("programme_ties", ties, to_attr="right_ties"))


publish(
    DataSet(
        "publications",
        _("Publications"),
        _(
            "Articles, theses, data and software of the cluster and of its people, as HAL describes them. “acknowledges” says "
            "whether one thanks the cluster or is of one of its programmes."
        ),
        Publication,
        (
            plain("hal_id", _("HAL id")),
            plain("title", _("title")),
            plain("language", _("language of the title")),
            chosen("kind", _("kind"), PublicationKind.choices),
            plain("venue", _("published in")),
            plain("year", _("year"), type="integer"),
            day("published_on", _("day, month or year")),
            plain("doi", _("DOI")),
            address("url", _("address")),
            address("file_url", _("address of the full text")),
            address("licence", _("address of the licence")),
            plain("is_open", _("in open access"), type="boolean"),
            plain("acknowledges", _("thanks the cluster"), type="boolean"),
            listed(
                "programmes",
                _("programmes"),
                lambda one, code: [tie.cap.acronym for tie in one.right_ties if tie.cap.public_languages()],
            ),
        ),
        _with_programmes,
    )
)
