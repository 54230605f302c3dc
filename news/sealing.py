"""Sealing: what was read and approved becomes an edition, with its files and its contacts, in one transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from publishing import languages, renditions
from publishing.prepared_queries import prepared

from .edition_doors import open_door
from .enums import EditionKind, StruckPart
from .models import (
    Edition,
    EditionContact,
    EditionFile,
    EditionReference,
    PressRelease,
    ReleaseCheck,
    SealedFile,
)
from .models.editions import path_of_sealed, seal_of_leaf
from .querysets import PressReleaseQuerySet
from .reading import AttachedFile, NamedThing, PressPicture, ReleaseWords, canonical, read_words

REFERENCE = {"caps.cap": "cap", "cluster.institution": "institution", "partners.partner": "partner"}
"""The column of a reference for each kind of named thing."""


@transaction.atomic
def seal(
    release: PressRelease,
    words: ReleaseWords,
    kind: EditionKind,
    *,
    checked: ReleaseCheck | None = None,
    beside: str = "",
    reason: str = "",
) -> Edition:
    """Keep words of a release as its next edition in their language. The release must be locked; no pointer moves here.

    Raises ``ValidationError`` where a file of theirs is not to be had, or is not the one that was read.
    """
    files = list(_sealed_files(words))
    leaves = [(secrets.token_hex(32), canonical(card)) for card in words.as_data()["contacts"]]
    data = words.as_data() | {"contacts": [seal_of_leaf(salt, leaf) for salt, leaf in leaves]}
    payload = canonical(data)
    edition = Edition.objects.create(
        release=release,
        language=words.language,
        number=_next_number(release, words.language),
        kind=kind,
        form=words.form,
        payload=payload,
        hash=hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest(),
        digest=words.digest,
        beside=beside,
        checked=checked,
        reason=reason,
        title=words.title.words,
        subtitle=words.subtitle.words,
        subtitle_language=words.subtitle.language if words.subtitle else "",
        lead=words.lead.words,
        dated=words.dated,
        corrected_at=max((note.at for note in words.corrections), default=None),
    )
    with open_door([edition.pk], "sealed"):
        EditionReference.objects.bulk_create(_references(edition, words))
        EditionContact.objects.bulk_create(
            EditionContact(edition=edition, place=place, contact_id=card.contact, salt=salt, payload=leaf)
            for place, (card, (salt, leaf)) in enumerate(zip(words.contacts, leaves, strict=True))
        )
        EditionFile.objects.bulk_create(
            EditionFile(edition=edition, sealed=sealed, part=part, place=place, record=record)
            for part, place, record, sealed in files
        )
    return edition


def put_in_force(release: PressRelease, edition: Edition) -> None:
    """Let the public have an edition from its language's moment on. ``release`` is not saved."""
    setattr(release, languages.column("edition", edition.language), edition)


@prepared
def _for_words(*, release: int) -> PressReleaseQuerySet:
    return PressRelease.objects.for_words().filter(pk=release)


def working_words(release: PressRelease) -> dict[str, ReleaseWords]:
    """The working text in every language, read anew."""
    [stored] = _for_words(release=release.pk)
    return {code: read_words(stored, code) for code in languages.codes()}


def digest_beside(words: Mapping[str, ReleaseWords], language: str) -> str:
    """What the other languages were when a language was read beside them."""
    others = {code: said.digest for code, said in words.items() if code != language}
    return hashlib.sha256(json.dumps(others, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def seal_as_loaded(release: PressRelease, moments: Mapping[str, datetime | None]) -> bool:
    """Seal a release that a command loads and make it public from these moments, in each language that has its texts.

    For data that no person approves, such as examples. An edition that says all of it already stays. Gives whether anything
    changed.
    """
    changed = False
    for code, words in working_words(release).items():
        current, moment = release.edition_in(code), moments.get(code)
        if words.title.language != code or not words.lead.in_language(code):
            continue
        if current is None or current.digest != words.digest or current.strikes.exists():
            put_in_force(release, seal(release, words, EditionKind.LOADED))
            changed = True
        if release.public_from(code) != moment:
            setattr(release, languages.column("public_from", code), moment)
            changed = True
    if changed:
        release.save()
    return changed


def _next_number(release: PressRelease, language: str) -> int:
    latest = Edition.objects.filter(release=release, language=language).aggregate(latest=Max("number"))["latest"]
    return (latest or 0) + 1


def _references(edition: Edition, words: ReleaseWords) -> Iterator[EditionReference]:
    found = [(StruckPart.NAMED, place, thing.label.words, _target(thing)) for place, thing in enumerate(words.named)]
    found += [
        (StruckPart.QUOTE, place, quote.speaker, {"person_id": quote.person})
        for place, quote in enumerate(words.quotes)
        if quote.person is not None
    ]
    found += [
        (StruckPart.BOILERPLATE, place, about.title.words, {"boilerplate_id": about.boilerplate})
        for place, about in enumerate(words.boilerplates)
    ]
    for number, (part, place, said, target) in enumerate(found):
        yield EditionReference(edition=edition, place=number, part=part, part_place=place, words=said, **target)


def _target(thing: NamedThing) -> dict[str, int | None]:
    return {f"{REFERENCE[thing.kind]}_id": thing.key}


def _sealed_files(words: ReleaseWords) -> Iterator[tuple[StruckPart, int, int, SealedFile]]:
    for place, picture in enumerate(words.pictures):
        yield StruckPart.PICTURE, place, picture.picture, _kept(picture)
    for place, attachment in enumerate(words.attachments):
        yield StruckPart.ATTACHMENT, place, attachment.attachment, _kept(attachment)


def _kept(file: PressPicture | AttachedFile) -> SealedFile:
    """The sealed copy of a working file: written and verified before anything is committed, once for the same bytes.

    The working file is looked at whatever is sealed already, since it is what the approver saw. A copy that is not whole is
    written anew.
    """
    field = "picture" if isinstance(file, PressPicture) else "document"
    known = SealedFile.objects.filter(sha256=file.sha256).exclude(**{field: ""}).first()
    name = get_valid_filename(PurePosixPath(file.file).name)
    path = known.path if known else path_of_sealed(file.sha256, name)
    try:
        with default_storage.open(file.file) as working:
            if hashlib.file_digest(working, "sha256").hexdigest() != file.sha256:
                _refuse(_("The file “%(name)s” is not the one that was read: save the release again, then read it anew."), name)
            if not _holds(path, file.sha256):
                default_storage.delete(path)
                working.seek(0)
                default_storage.save(path, working)
        if not _holds(path, file.sha256):
            _refuse(_("The file “%(name)s” could not be kept whole. Try again."), name)
    except OSError:
        _refuse(_("The file “%(name)s” is lost: upload it again, or take it out of the release."), name)
    if known is not None:
        return known
    sealed = SealedFile(sha256=file.sha256, **{field: path})
    sealed.save()
    if field == "picture":
        renditions.copy(file.file, path)
    return sealed


def _holds(path: str, sha256: str) -> bool:
    """Whether a file lies in the storage and is the one that is meant."""
    try:
        with default_storage.open(path) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _refuse(sentence: str, name: str) -> None:
    raise ValidationError({NON_FIELD_ERRORS: [sentence % {"name": name}]})
