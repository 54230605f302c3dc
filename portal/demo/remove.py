"""Takes every example out, and keeps every real record."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import models
from django.db.models import ProtectedError, Q
from reversion.models import Version

from caps.enums import PI_COUNT
from caps.models import CAP, Course, HalQuery, Involvement, Keyword, Membership, Opportunity, Publication
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Theme
from mailing.models import ContactSubject, Mailbox, NewsletterIssue, Registration
from news.edition_doors import let_go
from news.enums import StruckPart
from news.models import (
    Article,
    Boilerplate,
    Coverage,
    Event,
    GlossaryPair,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)
from news.striking import strike_records
from partners.models import Partner
from publishing import languages
from publishing.library_pictures import LibraryPicture
from publishing.models import Addressed, Record, SlugRecord
from publishing.signals import edited

from .plates import EXAMPLE_PICTURES

KINDS: dict[type[Record], tuple[str, str]] = {
    NewsletterIssue: ("newsletter", "newsletters"),
    PressRelease: ("press release", "press releases"),
    Article: ("news item", "news items"),
    Event: ("event", "events"),
    Coverage: ("piece of press coverage", "pieces of press coverage"),
    Boilerplate: ("boilerplate", "boilerplates"),
    GlossaryPair: ("pair of the glossary", "pairs of the glossary"),
    Logo: ("logo", "logos"),
    PressContact: ("press contact", "press contacts"),
    Opportunity: ("opportunity", "opportunities"),
    Course: ("course", "courses"),
    Publication: ("publication", "publications"),
    HalQuery: ("question to HAL", "questions to HAL"),
    CAP: ("programme", "programmes"),
    Keyword: ("keyword", "keywords"),
    Partner: ("partner", "partners"),
    Person: ("person", "people"),
    Institution: ("institution", "institutions"),
    Theme: ("theme", "themes"),
    Pillar: ("pillar", "pillars"),
    KeyFigure: ("key figure", "key figures"),
    Milestone: ("milestone", "milestones"),
    NationalCluster: ("national cluster", "national clusters"),
    Page: ("page", "pages"),
    ContactSubject: ("contact subject", "contact subjects"),
    Mailbox: ("contact mailbox", "contact mailboxes"),
    LibraryPicture: ("picture of the library", "pictures of the library"),
}
"""Every kind of record, in an order in which what stands on another goes first, with what it is called."""

BATCH = 500


def remove_examples() -> Iterator[str]:
    """Delete all examples, and give what was done in plain sentences. To be called in a transaction, and read to the end.

    What is made up about a real record goes too: people and institutions in a real programme, an example’s
    words or contact in a real press release, and its example pictures. A real programme that is thereby left without its two
    principal investigators goes back to draft. Raises ``CommandError`` where a real record stands on an example.
    """
    caps, releases = _clear_real_programmes(), _clear_real_releases()
    Registration.objects.filter(event__is_example=True).delete()
    for model, (one, many) in KINDS.items():
        if removed := _remove(model):
            yield f"Removed {removed} {one if removed == 1 else many}."
    for cap in caps:
        yield from _back_to_draft(cap)
        edited.send(sender=CAP, instance=cap)
    for release in releases:
        edited.send(sender=PressRelease, instance=release)
        if not release.release_contacts.exists():
            yield f"The press release “{release}” has no press contact any more."


def _clear_real_programmes() -> list[CAP]:
    """Take the examples out of the real programmes, and give the programmes that lost something."""
    real = Q(cap__is_example=False)
    made_up: dict[type[models.Model], Q] = {
        Membership: Q(person__is_example=True) | Q(institution__is_example=True),
        Involvement: Q(is_example=True) | Q(institution__is_example=True),
    }
    touched: set[int] = set()
    for model, condition in made_up.items():
        rows = model._default_manager.filter(real, condition)
        touched.update(rows.values_list("cap_id", flat=True))
        rows.delete()
    return list(CAP.objects.filter(pk__in=touched).order_by("number"))


def _clear_real_releases() -> list[PressRelease]:
    real = Q(release__is_example=False)
    made_up: dict[type[models.Model], tuple[Q, StruckPart, str]] = {
        Quote: (Q(person__is_example=True), StruckPart.QUOTE, "pk"),
        ReleaseContact: (Q(contact__is_example=True), StruckPart.CONTACT, "contact_id"),
        ReleaseBoilerplate: (Q(boilerplate__is_example=True), StruckPart.BOILERPLATE, "boilerplate_id"),
        Picture: (Q(image__startswith=EXAMPLE_PICTURES), StruckPart.PICTURE, "pk"),
    }
    gone: dict[int, dict[StruckPart, set[int]]] = {}
    for model, (condition, part, key) in made_up.items():
        rows = model._default_manager.filter(real, condition)
        for release, record in rows.values_list("release_id", key):
            gone.setdefault(release, {}).setdefault(part, set()).add(record)
        rows.delete()
    releases = list(PressRelease.objects.filter(pk__in=gone).order_by("dated", "pk"))
    for release in releases:
        strike_records(release, gone[release.pk], "example removed")
    return releases


def _remove(model: type[Record]) -> int:
    """Delete the examples of one kind, with their addresses and revisions: nothing of an example needs to lead anywhere."""
    keys = list(model.objects.examples().order_by("pk").values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(model)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        try:
            if model is PressRelease:
                let_go(PressRelease.objects.filter(pk__in=some), "example removed", examples=True)
            model.objects.filter(pk__in=some).delete()
        except ProtectedError as error:
            standing = ", ".join(sorted({f"“{one}”" for one in error.protected_objects}))
            raise CommandError(
                f"Nothing was removed: {standing} is real and stands on an example of the kind “{KINDS[model][0]}”. "
                "Move it to a real one, or mark it as an example, and try again."
            ) from error
        Version.objects.filter(content_type=kind, object_id__in=[str(key) for key in some]).delete()
        if issubclass(model, Addressed):
            SlugRecord.objects.filter(model_label=model._meta.label_lower, object_id__in=some).delete()
    return len(keys)


def _back_to_draft(cap: CAP) -> Iterator[str]:
    if cap.memberships.principal_investigators().count() == PI_COUNT:
        return
    moments = [languages.column("public_from", code) for code in languages.codes()]
    if not any(getattr(cap, moment) for moment in moments):
        return
    for moment in moments:
        setattr(cap, moment, None)
    cap.save()
    yield f"The programme {cap} is a draft again: its principal investigators were examples."
