"""The data sets of the news and the press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caps.models import CAP
from news.querysets import NewsQuerySet
from publishing import languages
from publishing.localized_text import LocalizedText
from publishing.opendata import DataColumn, DataSet, address, flag, iso_date, listed, names_of, plain, publish, text

from .models import Article, Coverage, Event, PressRelease
from .reading import ReleaseReading, read_public

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


def _ready(things: NewsQuerySet) -> NewsQuerySet:
    return things.prefetch_related(Prefetch("caps", CAP.objects.select_related("theme")), "institutions", "partners")


def _reading(release: PressRelease, code: str) -> ReleaseReading:
    """A release's reading in a language, made once for all its columns."""
    readings = vars(release).setdefault("_readings", {})
    if code not in readings:
        readings[code] = read_public(release, code)
    return readings[code]


def _day(release: PressRelease, code: str) -> str:
    """The day of the release, as the first of its public languages has it."""
    shown = next(edition for public in release.public_languages() if (edition := release.edition_in(public)))
    return shown.dated.isoformat()


def _words(name: str) -> Callable[[PressRelease, str], str]:
    """A text of the release in one language; nothing falls back."""

    def value(release: PressRelease, code: str) -> str:
        found: LocalizedText = getattr(_reading(release, code).words, name)
        return found.words if found.language == code else ""

    return value


def _named(kind: str) -> Callable[[PressRelease, str], list[str]]:
    """The things of a kind that the release names and that have a public page in the language."""

    def value(release: PressRelease, code: str) -> list[str]:
        things = [page.thing for page in _reading(release, code).surroundings.named if page.thing.kind == kind]
        return [thing.acronym or thing.name.words for thing in things if thing.name.language == code]

    return value


def _corrected(release: PressRelease, code: str) -> datetime | None:
    return max((note.at for note in _reading(release, code).words.corrections), default=None)


def _pdf(release: PressRelease, code: str) -> str:
    with override(code):
        slug = _reading(release, code).life.slug
        return settings.SITE_URL + reverse("pressrelease-pdf", kwargs={"slug": slug})


def _online(event: Event, _code: str) -> str:
    """The address online, where everybody may know it."""
    return event.public_online_url


TEXT = {"type": "string"}

publish(
    DataSet(
        "press-releases",
        _("Press releases"),
        _("Every public press release: its title, its lead, whom it names, and where its page and its PDF are."),
        PressRelease,
        (
            DataColumn("dated", _("date of the release"), {"type": "string", "format": "date"}, _day),
            DataColumn("title", _("title"), TEXT, _words("title"), True),
            DataColumn("subtitle", _("subtitle"), TEXT, _words("subtitle"), True),
            DataColumn("place", _("place"), TEXT, _words("place"), True),
            DataColumn("lead", _("lead"), TEXT, _words("lead"), True),
            listed("programmes", _("programmes"), _named("caps.cap")),
            listed("institutions", _("member institutions"), _named("cluster.institution")),
            listed("partners", _("partners"), _named("partners.partner")),
            DataColumn("corrected_at", _("last corrected"), {"type": "string", "format": "date-time"}, _corrected, True),
            DataColumn("pdf", _("address of its PDF"), {"type": "string", "format": "uri"}, _pdf, True),
        ),
        lambda releases: releases.for_public_reading(*languages.codes()),
        chunk=20,
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
        _("Past and coming events, on site or online."),
        Event,
        (
            text("title", _("title")),
            text("summary", _("summary")),
            plain("starts_at", _("begins"), type="string", format="date-time"),
            plain("ends_at", _("ends"), type="string", format="date-time"),
            flag("all_day", _("whole days")),
            text("place", _("place")),
            plain("address", _("address of the place")),
            DataColumn("online_url", _("address online"), {"type": "string", "format": "uri"}, _online),
            text("organiser", _("organiser")),
            text("audience", _("audience")),
            flag("is_cancelled", _("cancelled")),
            flag("takes_registrations", _("with registration")),
            *NAMED,
        ),
        _ready,
    )
)
publish(
    DataSet(
        "press-coverage",
        _("Press coverage"),
        _("What the press says of the cluster, with our own summaries; the articles remain their authors’."),
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
