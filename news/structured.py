"""What the pages of the news and the press say of themselves to machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.core.files.storage import default_storage
from django.urls import reverse

from caps.models import CAP
from cluster.structured import institution_named
from partners.structured import partner_named
from publishing import alternates
from publishing.alternates import Alternate
from publishing.kept_entries import kept_by_rows
from publishing.languages import main
from publishing.portal_links import SettledLinks
from publishing.structured import Node, absolute, cluster, describes, kept, moment, said_to_be_an_example, text, words

from .documents import plaintext, written
from .enums import RegistrationPhase
from .models import Article, Event, PressRelease
from .reading import ContactCard, NamedPage, PressPicture, ReleaseReading, read_public, settled


@describes(PressRelease)
def release(record: PressRelease, language: str) -> Node:
    return _release_node(*settled(read_public(record, language)))


@kept_by_rows
def _release_node(release: ReleaseReading, links: SettledLinks) -> Node:
    return release_node(replace(release, looked_up=links))


def release_node(release: ReleaseReading) -> Node:
    """A release with its corrections and the file that holds it whole. It changed when a reader had something new to know."""
    content, life = release.words, release.life
    return kept(
        {
            "@type": "NewsArticle",
            "headline": words(content.title),
            "alternativeHeadline": words(content.subtitle),
            "description": words(content.lead),
            "articleBody": plaintext.news_alone(release),
            "url": release.url,
            "inLanguage": release.language,
            "dateline": words(content.place),
            "dateCreated": content.dated,
            "datePublished": moment(life.public_from) if life.public_from else "",
            "dateModified": moment(release.changed_at) if release.changed_at else "",
            "author": cluster(),
            "publisher": cluster() | kept({"contactPoint": [_contact_point(card) for card in release.contacts]}),
            "isAccessibleForFree": True,
            "mentions": [_named_page(page) for page in release.surroundings.named],
            **_other_versions(release.language, life.versions),
            "correction": [
                {"@type": "CorrectionComment", "text": words(note.says), "datePublished": moment(note.at)}
                for note in content.corrections
            ],
            "associatedMedia": [_image(picture) for picture in content.pictures],
            "encoding": {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": absolute(reverse("pressrelease-pdf", kwargs={"slug": life.slug})),
            },
            "image": absolute(reverse("pressrelease-picture", kwargs={"slug": life.slug})),
        }
    )


@describes(Article)
def article(record: Article, language: str) -> Node:
    public = record.public_from(language)
    return kept(_news(record, language) | {"dateModified": moment(max(public, record.modified_at)) if public else ""})


@describes(Event)
def event(record: Event, language: str) -> Node:
    """An event: where it is, on site or online or both, and when, with the offset from UTC unless only the days are known."""
    where = _where(record)
    return kept(
        {
            "@type": "Event",
            "name": text(record, "title"),
            "description": text(record, "summary"),
            "url": absolute(record.get_absolute_url()),
            "startDate": record.first_day if record.all_day else moment(record.starts_at),
            "endDate": record.last_day if record.all_day else moment(record.ends_at),
            "eventStatus": f"https://schema.org/Event{'Cancelled' if record.is_cancelled else 'Scheduled'}",
            "eventAttendanceMode": _attendance(record),
            "location": where,
            "organizer": _organiser(record),
            "audience": _audience(record),
            **_capacity(record),
            "offers": _offer(record),
            "about": _related(record),
        }
    )


def _news(record: Article, language: str) -> Node:
    public = record.public_from(language)
    return {
        "@type": "NewsArticle",
        "headline": text(record, "title"),
        "description": text(record, "lead"),
        "url": absolute(record.get_absolute_url()),
        "inLanguage": language,
        "datePublished": moment(public) if public else "",
        "author": cluster(),
        "publisher": cluster(),
        "isAccessibleForFree": True,
        "mentions": _related(record),
        **_other_versions(language, alternates.of_thing(record)),
    }


def _other_versions(language: str, versions: Iterable[Alternate]) -> Node:
    """The same in the other public languages: what the main one was put into, or what it was put from."""
    others = [
        {"@type": "NewsArticle", "url": version.url, "inLanguage": version.language}
        for version in versions
        if version.public and version.language != language and main() in (language, version.language)
    ]
    return {"workTranslation" if language == main() else "translationOfWork": others}


def _contact_point(card: ContactCard) -> Node:
    shown = written.contact(card)
    return kept(
        {
            "@type": "ContactPoint",
            "contactType": "press",
            "name": shown.name,
            "description": words(shown.role),
            "telephone": [card.phone, card.out_of_hours]
            if card.phone and card.out_of_hours
            else card.phone or card.out_of_hours,
            "email": shown.email,
            "availableLanguage": list(shown.spoken),
        }
    )


def _image(picture: PressPicture) -> Node:
    shown = written.picture(picture)
    return kept(
        {
            "@type": "ImageObject",
            "contentUrl": absolute(default_storage.url(shown.file)),
            "name": words(shown.alt),
            "caption": words(shown.caption),
            "creditText": shown.credit,
            "copyrightNotice": shown.licence,
        }
    )


def _named_page(page: NamedPage) -> Node:
    thing = page.thing
    node = {
        "@type": page.schema_type,
        "name": words(thing.name),
        "alternateName": thing.acronym,
        "url": page.url,
        "sameAs": page.same_as,
    }
    return said_to_be_an_example(page, kept(node))


def _related(record: Article | Event) -> list[Node]:
    """The programmes, institutions and partners that the page leads to: those that are public."""
    return [
        *(_programme_named(cap) for cap in record.caps.all()),
        *(institution_named(institution) for institution in record.institutions.all()),
        *(partner_named(partner) for partner in record.partners.all()),
    ]


def _programme_named(cap: CAP) -> Node:
    node = {"@type": "ResearchProject", "name": text(cap, "title"), "alternateName": cap.acronym}
    return said_to_be_an_example(cap, node | {"url": absolute(cap.get_absolute_url())})


def _capacity(record: Event) -> Node:
    if not record.takes_registrations:
        return {}
    if not record.asks_attendance:
        return {"maximumAttendeeCapacity": record.capacity}
    return {
        "maximumPhysicalAttendeeCapacity": record.capacity,
        "maximumVirtualAttendeeCapacity": record.online_capacity,
    }


def _where(record: Event) -> list[Node]:
    place = kept({"@type": "Place", "name": text(record, "place"), "address": record.address})
    # The page stands for an address that only those registered are told.
    online = {"@type": "VirtualLocation", "url": record.public_online_url or absolute(record.get_absolute_url())}
    return [*([place] if len(place) > 1 else []), *([online] if record.online_url else [])]


def _organiser(record: Event) -> Node:
    name = text(record, "organiser")
    return {"@type": "Organization", "name": name} if name else cluster()


def _audience(record: Event) -> Node:
    audience = text(record, "audience")
    return {"@type": "Audience", "audienceType": audience} if audience else {}


def _offer(record: Event) -> Node:
    """The places that one may ask for, while one may; nothing is said of a price that the portal does not know."""
    if record.registration_phase() != RegistrationPhase.OPEN:
        return {}
    node = {
        "@type": "Offer",
        "url": absolute(record.get_absolute_url()),
        "availability": f"https://schema.org/{'SoldOut' if record.is_full else 'InStock'}",
        "validFrom": moment(record.registration_opens) if record.registration_opens else "",
        "validThrough": moment(record.registration_end),
    }
    return kept(node)


def _attendance(record: Event) -> str:
    on_site = bool(text(record, "place") or record.address)
    if on_site and record.online_url:
        return "https://schema.org/MixedEventAttendanceMode"
    if record.online_url:
        return "https://schema.org/OnlineEventAttendanceMode"
    return "https://schema.org/OfflineEventAttendanceMode" if on_site else ""
