"""A press release and its parts."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.models import Institution, Person
from partners.models import Partner
from publishing import languages, tasks
from publishing.fields import DayField, PictureField, RichTextField, private_path
from publishing.models import Addressed, addressed_constraints

from ..enums import ReleaseState
from ..querysets import PressReleaseQuerySet
from ..validators import validate_attachment
from .reusable import Boilerplate, PressContact

if TYPE_CHECKING:
    from .life import Correction

RELEASE_TEXTS = ("title", "lead", "body", "place")


class PressRelease(Addressed):
    """A communiqué, in every language of the portal."""

    url_name = "pressrelease"
    shared_as = "article"
    picture_route = "pressrelease-picture"
    required_texts = RELEASE_TEXTS
    publishing_right = "approve"
    guarded_tasks = frozenset({tasks.Task.EDIT, tasks.Task.TRANSLATE})

    state = models.CharField(
        _("state"), max_length=10, choices=ReleaseState.choices, default=ReleaseState.DRAFT, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    title = models.CharField(_("title"), max_length=250)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True, help_text=_("Where the release is dated from."))
    dated = DayField(_("date of the release"))
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    caps = models.ManyToManyField(CAP, blank=True, related_name="releases", verbose_name=_("programmes"))
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="releases", verbose_name=_("member institutions")
    )
    partners = models.ManyToManyField(Partner, blank=True, related_name="releases", verbose_name=_("partners"))
    boilerplates = models.ManyToManyField(Boilerplate, through="ReleaseBoilerplate", verbose_name=_("boilerplates"))
    contacts = models.ManyToManyField(PressContact, through="ReleaseContact", verbose_name=_("press contacts"))

    withdrawal_notice = models.CharField(
        _("notice of withdrawal"),
        max_length=300,
        blank=True,
        help_text=_("What readers are told at the release’s old address."),
    )

    has_corrections: bool
    """Brought by the list of the back office."""

    objects: ClassVar = PressReleaseQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        ordering = ["-dated", "-pk"]
        constraints = addressed_constraints(*RELEASE_TEXTS)
        default_permissions = tasks.TEXT_RIGHTS  # its life has steps of its own, each with its right
        permissions = [
            ("approve_pressrelease", _("Can approve and schedule press releases")),
            ("correct_pressrelease", _("Can correct public press releases")),
            ("withdraw_pressrelease", _("Can withdraw press releases")),
            ("share_pressrelease", _("Can give reading links under embargo")),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def is_settled(self) -> bool:
        """Once approved, it is changed by whoever may approve it."""
        return self.state == ReleaseState.APPROVED

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """Only an approved release is public from its moment on."""
        return self.state == ReleaseState.APPROVED and super().is_public(language, at)

    def was_public(self, language: str, at: datetime | None = None) -> bool:
        return self.state == ReleaseState.APPROVED and super().was_public(language, at)

    def was_taken_back(self, language: str, at: datetime | None = None) -> bool:
        """Whether the public saw this language until the release was withdrawn: its address then says so (410)."""
        return self.is_withdrawn(at) and self.was_public(language, self.withdrawn_at)

    def corrections_in(self, language: str) -> list[Correction]:
        """The public notes that say something in a language, the latest first."""
        return [correction for correction in self.corrections.all() if getattr(correction, languages.column("says", language))]

    def contacts_in(self, language: str) -> list[PressContact]:
        """The release's valid contacts for a language, those named for it or for all."""
        return [row.contact for row in self.release_contacts.all() if row.language in ("", language) and row.contact.is_valid()]


class Quote(models.Model):
    """What somebody said, word for word, with the role they gave themselves."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="quotes", verbose_name=_("press release"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="quotes", verbose_name=_("speaker’s record")
    )
    speaker = models.CharField(_("speaker"), max_length=150)
    role = models.CharField(_("role, as said"), max_length=200, blank=True)
    text = models.TextField(_("words"))
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.speaker


class ReleaseBoilerplate(models.Model):
    release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="release_boilerplates", verbose_name=_("press release")
    )
    boilerplate = models.ForeignKey(Boilerplate, models.PROTECT, related_name="uses", verbose_name=_("boilerplate"))
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("boilerplate of a release")
        verbose_name_plural = _("boilerplates of a release")
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "boilerplate"], name="news_releaseboilerplate_once")]

    def __str__(self) -> str:
        return str(self.boilerplate)


class ReleaseContact(models.Model):
    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="release_contacts", verbose_name=_("press release"))
    contact = models.ForeignKey(PressContact, models.PROTECT, related_name="uses", verbose_name=_("press contact"))
    language = models.CharField(_("only in"), max_length=10, blank=True, help_text=_("Empty: shown in every language."))
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("contact of a release")
        verbose_name_plural = _("contacts of a release")
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "contact", "language"], name="news_releasecontact_once")]

    def __str__(self) -> str:
        return str(self.contact)


class Picture(models.Model):
    """A picture of a release, with what the press needs to print it."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="pictures", verbose_name=_("press release"))
    image = PictureField(_("picture"), width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    alt = models.CharField(_("alternative text"), max_length=250)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=150)
    licence = models.CharField(_("licence"), max_length=150)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.alt or ""

    def file_is_public(self) -> bool:
        return bool(self.release.public_languages())


class Attachment(models.Model):
    """A document of a release, in one language or for all."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="attachments", verbose_name=_("press release"))
    file = models.FileField(_("file"), upload_to=private_path, validators=[validate_attachment])
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language of the document"), max_length=10, blank=True, help_text=_("Empty: for every language.")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.title or ""

    @property
    def extension(self) -> str:
        return PurePosixPath(self.file.name or "").suffix.lstrip(".").upper()

    def file_is_public(self) -> bool:
        """A document in one language waits for that language."""
        public = self.release.public_languages()
        return self.language in public if self.language else bool(public)
