"""The data sets of the news and the press."""

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caps.models import CAP
from publishing.opendata import Column, DataSet, address, day, flag, iso_date, listed, names_of, plain, publish, text

from .models import Article, Coverage, Event, PressRelease

NAMED = (
    listed(
        "programmes",
        _("programmes"),
        lambda one, code: [cap.acronym for cap in one.caps.all() if cap.is_public(code)],
    ),
    listed("institutions", _("member institutions"), names_of("institutions")),
    listed(
        "partners",
        _("partners"),
        lambda one, code: [partner.name for partner in one.partners.all() if partner.is_public(code)],
    ),
)


def _ready(things):
    return things.prefetch_related(Prefetch("caps", CAP.objects.select_related("theme")), "institutions", "partners")


def _pdf(release: PressRelease, code: str) -> str:
    with override(code):
        return settings.SITE_URL + reverse("pressrelease-pdf", kwargs=release.url_kwargs(code))


def _corrected(release: PressRelease, code: str):
    return max((note.at for note in release.corrections_in(code)), default=None)


publish(
    DataSet(
        "press-releases",
        _("Press releases"),
        _("Every public press release: its title, its lead, whom it names, and where its page and its PDF are."),
        PressRelease,
        (
            day("dated", _("date of the release")),
            text("title", _("title")),
            text("subtitle", _("subtitle")),
            text("place", _("place")),
            text("lead", _("lead")),
            *NAMED,
            Column("corrected_at", _("last corrected"), {"type": "string", "format": "date-time"}, _corrected, True),
            Column("pdf", _("address of its PDF"), {"type": "string", "format": "uri"}, _pdf, True),
        ),
        lambda releases: _ready(releases).prefetch_related("corrections"),
    )
)
publish(
    DataSet(
        "news",
        _("News"),
        _("The cluster’s own news."),
        Article,
        (text("title", _("title")), text("lead", _("lead")), *NAMED),
        _ready,
    )
)
publish(
    DataSet(
        "events",
        _("Events"),
        _("What takes place, took place and will: on site or online."),
        Event,
        (
            text("title", _("title")),
            text("summary", _("summary")),
            plain("starts_at", _("begins"), type="string", format="date-time"),
            plain("ends_at", _("ends"), type="string", format="date-time"),
            flag("all_day", _("whole days")),
            text("place", _("place")),
            plain("address", _("address of the place")),
            address("online_url", _("address online")),
            *NAMED,
        ),
        _ready,
    )
)
publish(
    DataSet(
        "press-coverage",
        _("Press coverage"),
        _("What the press says of the cluster, with our own summaries; the articles stay their authors’."),
        Coverage,
        (
            plain("outlet", _("outlet")),
            plain("title", _("title, as published")),
            iso_date("date", _("date")),
            plain("language", _("language of the article")),
            address("url", _("address")),
            flag("subscribers_only", _("for subscribers")),
            text("summary", _("our summary")),
        ),
    )
)
