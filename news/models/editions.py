"""Editions: what was approved of a release in a language, kept as it was read, and never changed.

The database itself refuses a change (``news.edition_guards``). An edition holds words, no address, no moment and no rendering;
which edition is in force is the release's to say.
"""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.models import Institution, Person
from partners.models import Partner
from publishing import languages
from publishing.dates_in_words import day_and_hour
from publishing.fields import PictureField

from ..enums import EditionKind, StruckPart
from ..querysets import ApprovalQuerySet, EditionReferenceQuerySet
from .checks import ReleaseCheck
from .press import PressRelease
from .reusable import Boilerplate, PressContact

SEALED_FOLDER = "news.sealedfile"


class Edition(models.Model):
    """The words of a release in a language, sealed.

    ``payload`` is canonical JSON; ``form`` is the version of its form, read through upcasters and never rewritten. ``digest``
    is that of the words as they were read and approved, ``hash`` that of the payload, in which a contact stands by the seal of
    a leaf alone. ``beside`` is the digest of the other languages that the check read beside it. What lists sort, filter and
    name is copied into columns.
    """

    release = models.ForeignKey(PressRelease, models.PROTECT, related_name="editions", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=EditionKind.choices)
    form = models.PositiveSmallIntegerField()
    payload = models.TextField()
    hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    beside = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)
    checked = models.ForeignKey(ReleaseCheck, models.PROTECT, null=True, related_name="editions", verbose_name=_("check"))
    reason = models.TextField(_("reason"), blank=True)
    title = models.TextField(_("title"))
    subtitle = models.TextField(_("subtitle"), blank=True)
    subtitle_language = models.CharField(max_length=10, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    dated = models.DateField(_("date of the release"))
    corrected_at = models.DateTimeField(_("corrected on"), null=True)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["release", "language", "number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "language", "number"], name="news_edition_number"),
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="news_edition_language"),
            models.CheckConstraint(
                condition=models.Q(kind=EditionKind.PROOF) | (~models.Q(title="") & ~models.Q(lead="")),
                name="news_edition_texts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.number})"

    def sealed_contacts(self) -> list[str]:
        """The seals of the contacts that it was sealed with, those who are forgotten too."""
        return json.loads(self.payload)["contacts"]

    def is_whole(self) -> bool:
        """Whether the payload is the one that was sealed."""
        return hashlib.sha256(self.payload.encode("utf-8", "surrogatepass")).hexdigest() == self.hash


class EditionReference(models.Model):
    """What an edition names, quotes or carries.

    The record may go: the words stay, and its page is looked for at each reading.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="references", verbose_name=_("edition"))
    place = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, choices=StruckPart.choices)
    part_place = models.PositiveSmallIntegerField()
    """Where it stands in its part of the words: what is struck out there refers to nothing any more."""
    words = models.TextField(blank=True)
    cap = models.ForeignKey(CAP, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    institution = models.ForeignKey(Institution, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    partner = models.ForeignKey(Partner, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    boilerplate = models.ForeignKey(Boilerplate, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)

    objects: ClassVar = EditionReferenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("reference of an edition")
        verbose_name_plural = _("references of editions")
        ordering = ["edition", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "place"], name="news_editionreference_place")]

    def __str__(self) -> str:
        return self.words


class EditionContact(models.Model):
    """A contact of an edition: the only leaf that can be deleted, so that somebody who leaves is forgotten.

    The payload holds SHA-256 of salt and leaf, so the seal still verifies without it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="contacts", verbose_name=_("edition"))
    place = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(
        PressContact,
        models.DO_NOTHING,
        null=True,
        related_name="edition_leaves",
        db_constraint=False,
        verbose_name=_("contact"),
    )
    salt = models.CharField(max_length=64)
    payload = models.TextField()

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("contact of an edition")
        verbose_name_plural = _("contacts of editions")
        ordering = ["edition", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "place"], name="news_editioncontact_place")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.place}"

    @property
    def seal(self) -> str:
        return seal_of_leaf(self.salt, self.payload)


def seal_of_leaf(salt: str, payload: str) -> str:
    return hashlib.sha256(f"{salt}\x1f{payload}".encode("utf-8", "surrogatepass")).hexdigest()


def sealed_path(file: SealedFile, name: str) -> str:
    return path_of_sealed(file.sha256, name)


def path_of_sealed(sha256: str, name: str) -> str:
    """Where a sealed file lies. Half of the hash tells it: the whole one is as long as a key, which servers do not log."""
    return f"{SEALED_FOLDER}/{sha256[:32]}/{name}"


class SealedFile(models.Model):
    """A file of editions, kept by what it holds: a working picture that changes or goes never touches it.

    It is a ``picture``, with its renditions beside it, or a ``document``.
    """

    sha256 = models.CharField(max_length=64)
    picture = PictureField(upload_to=sealed_path, blank=True)
    document = models.FileField(upload_to=sealed_path, blank=True)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("sha256", condition=models.Q(document=""), name="news_sealedfile_picture"),
            models.UniqueConstraint("sha256", condition=models.Q(picture=""), name="news_sealedfile_document"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Its name in the storage."""
        return str(self.picture or self.document)

    def file_is_public(self) -> bool:
        """Only through an edition in force of a release that is public in its language, where it is not struck out."""
        struck = Strike.objects.filter(edition=OuterRef("edition"), part=OuterRef("part"), place=OuterRef("place"))
        editions = EditionFile.objects.filter(~Exists(struck), sealed=self).values("edition")
        return any(
            PressRelease.objects.public(code).filter(**{f"{languages.column('edition', code)}__in": editions}).exists()
            for code in languages.codes()
        )


class EditionFile(models.Model):
    """A picture or a document of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files", verbose_name=_("edition"))
    sealed = models.ForeignKey(SealedFile, models.PROTECT, related_name="uses", verbose_name=_("file"))
    part = models.CharField(max_length=12, choices=StruckPart.choices)
    place = models.PositiveSmallIntegerField()
    record = models.BigIntegerField(null=True)
    """The key of the working row that it was sealed from."""

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        ordering = ["edition", "part", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "part", "place"], name="news_editionfile_place")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.part}/{self.place}"


class EditionDoor(models.Model):
    """While an edition's door stands open its leaves may be written, and it may be deleted: within one logged transaction.

    ``edition`` is the number alone, since the row outlives what it lets go by a moment.
    """

    edition = models.BigIntegerField(primary_key=True)
    why = models.CharField(max_length=200)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("open door of an edition")
        verbose_name_plural = _("open doors of editions")

    def __str__(self) -> str:
        return f"{self.edition}: {self.why}"


class Strike(models.Model):
    """A part of an edition that had to go: a picture whose licence ended, somebody's words or name.

    It is left out, never replaced.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="strikes", verbose_name=_("edition"))
    part = models.CharField(_("part"), max_length=12, choices=StruckPart.choices)
    place = models.PositiveSmallIntegerField(_("place"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("part struck out")
        verbose_name_plural = _("parts struck out")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "part", "place"], name="news_strike_once")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.place + 1}"


class Approval(models.Model):
    """Somebody read these very words and stood for them. By words, not by edition: it may come before the seal.

    With ``override`` it let an edition out alone, where two people were asked for: it says why, and waits for the approval of
    somebody else, its ``confirmation``. Should that one go, it waits again.
    """

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="approvals", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    name = models.CharField(_("name"), max_length=150)
    at = models.DateTimeField(_("when"), default=timezone.now)
    override = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="overrides", verbose_name=_("approved alone"))
    reason = models.TextField(_("reason"), blank=True)
    confirmation = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="confirms", verbose_name=_("confirmed by somebody else")
    )

    objects: ClassVar = ApprovalQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(override=None, reason="", confirmation=None)
                | models.Q(override__isnull=False) & ~models.Q(reason=""),
                name="news_approval_override",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {day_and_hour(self.at)}"


class Contribution(models.Model):
    """A save that changed the words of a language: who made it, from which words to which."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="contributions", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.language}, {day_and_hour(self.at)}"
