"""What the pages of the news and the press say of themselves to machines."""

from __future__ import annotations

from django.urls import reverse

from caps.models import CAP
from cluster.structured import institution_named
from partners.structured import partner_named
from publishing.languages import main
from publishing.structured import Node, absolute, cluster, describes, kept, moment, said_to_be_an_example, text

from .models import Article, Event, PressRelease


@describes(PressRelease)
def release(one: PressRelease, language: str) -> Node:
    """A release with its corrections and the file that holds it whole. It changed when a reader had something new to know."""
    public, corrections = one.public_from(language), one.corrections_in(language)
    return kept(
        _news(one, language)
        | {
            "alternativeHeadline": text(one, "subtitle"),
            "dateline": text(one, "place"),
            "dateCreated": one.dated,
            "dateModified": moment(max([public, *(note.at for note in corrections)])) if public else "",
            "correction": [
                {"@type": "CorrectionComment", "text": text(note, "says"), "datePublished": moment(note.at)}
                for note in corrections
            ],
            "encoding": {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": absolute(reverse("pressrelease-pdf", kwargs=one.url_kwargs(language))),
            },
            "image": absolute(reverse(one.picture_route, kwargs=one.url_kwargs(language))),
        }
    )


@describes(Article)
def article(one: Article, language: str) -> Node:
    public = one.public_from(language)
    return kept(_news(one, language) | {"dateModified": moment(max(public, one.modified_at)) if public else ""})


@describes(Event)
def event(one: Event, language: str) -> Node:
    """An event: where it is, on site or online or both, and when, with the offset from UTC unless only the days are known."""
    where = _where(one)
    return kept(
        {
            "@type": "Event",
            "name": text(one, "title"),
            "description": text(one, "summary"),
            "url": absolute(one.get_absolute_url()),
            "startDate": one.first_day if one.all_day else moment(one.starts_at),
            "endDate": one.last_day if one.all_day else moment(one.ends_at),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": _attendance(one),
            "location": where,
            "organizer": cluster(),
            "about": _related(one),
        }
    )


def _news(one: PressRelease | Article, language: str) -> Node:
    public = one.public_from(language)
    return {
        "@type": "NewsArticle",
        "headline": text(one, "title"),
        "description": text(one, "lead"),
        "url": absolute(one.get_absolute_url()),
        "inLanguage": language,
        "datePublished": moment(public) if public else "",
        "author": cluster(),
        "publisher": cluster(),
        "isAccessibleForFree": True,
        "mentions": _related(one),
        **_versions(one, language),
    }


def _versions(one: PressRelease | Article, language: str) -> Node:
    """The same in the other public languages: what the main one was put into, or what it was put from."""
    others = [
        {"@type": "NewsArticle", "url": absolute(one.get_absolute_url(code)), "inLanguage": code}
        for code in one.public_languages()
        if code != language and (language == main() or code == main())
    ]
    return {"workTranslation" if language == main() else "translationOfWork": others}


def _related(one: PressRelease | Article | Event) -> list[Node]:
    """The programmes, institutions and partners that the page leads to: those that are public."""
    return [
        *(_programme_named(cap) for cap in one.caps.all()),
        *(institution_named(institution) for institution in one.institutions.all()),
        *(partner_named(partner) for partner in one.partners.all()),
    ]


def _programme_named(cap: CAP) -> Node:
    node = {"@type": "ResearchProject", "name": text(cap, "title"), "alternateName": cap.acronym}
    return said_to_be_an_example(cap, node | {"url": absolute(cap.get_absolute_url())})


def _where(one: Event) -> list[Node]:
    place = kept({"@type": "Place", "name": text(one, "place"), "address": one.address})
    online = {"@type": "VirtualLocation", "url": one.online_url}
    return [*([place] if len(place) > 1 else []), *([online] if one.online_url else [])]


def _attendance(one: Event) -> str:
    on_site = bool(text(one, "place") or one.address)
    if on_site and one.online_url:
        return "https://schema.org/MixedEventAttendanceMode"
    if one.online_url:
        return "https://schema.org/OnlineEventAttendanceMode"
    return "https://schema.org/OfflineEventAttendanceMode" if on_site else ""
