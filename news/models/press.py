"""A press release and its parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.models import Institution, Person
from partners.models import Partner
from publishing import clock, languages, tasks
from publishing.fields import DayField, PictureField, RichTextField, private_path
from publishing.file_hashes import hash_of
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints

from ..enums import ReleaseStage, ReleaseState, ReviewState
from ..querysets import PressReleaseQuerySet
from ..validators import validate_attachment, validate_place
from .reusable import Boilerplate, PressContact

if TYPE_CHECKING:
    from .editions import Edition
    from .life import Correction

RELEASE_TEXTS = ("title", "lead", "body", "place")


def edition_constraints() -> list[models.CheckConstraint]:
    """No road can schedule what is not approved: a moment asks for an edition."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{languages.column('public_from', code)}__isnull": True})
            | Q(**{f"{languages.column('edition', code)}__isnull": False}),
            name=f"news_pressrelease_edition_{code}",
            violation_error_message=_("Nothing is public that was not approved."),
        )
        for code in languages.codes()
    ]


class PressRelease(Addressed):
    """A communiqué, in every language of the portal."""

    url_name = "pressrelease"
    slug_from = ("title",)
    shared_as = "article"
    picture_route = "pressrelease-picture"
    required_texts = RELEASE_TEXTS
    publishing_right = "approve"
    guarded_tasks = frozenset({tasks.Task.EDIT, tasks.Task.TRANSLATE})

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    title = models.CharField(_("title"), max_length=250)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    place = models.CharField(
        _("place"),
        max_length=80,
        blank=True,
        validators=[validate_place],
        help_text=_("Where the release is dated from."),
    )
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

    before_deletion: ClassVar[list[Callable[[PressRelease], None]]] = []
    """What lets go of a release before it is deleted; registered by who knows how."""
    approval_is_kept = False
    """Whether an approval was written down that does not suffice alone; set by the service that took it."""
    has_corrections: bool
    awaits_confirmation: bool
    """Brought by the list of the back office."""
    given_back_note: str
    """Brought by ``given_back_to``."""

    objects: ClassVar = PressReleaseQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        ordering = ["-dated", "-pk"]
        constraints = [*addressed_constraints(), *edition_constraints()]
        default_permissions = tasks.TEXT_RIGHTS  # its life has steps of its own, each with its right
        permissions = [
            ("approve_pressrelease", _("Can approve and schedule press releases")),
            ("correct_pressrelease", _("Can correct public press releases")),
            ("withdraw_pressrelease", _("Can withdraw press releases")),
            ("share_pressrelease", _("Can give reading links under embargo")),
            ("override_pressrelease", _("Can approve a press release alone, with a reason")),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def example_words(self) -> str | Promise:
        return _("This release was written for demonstration, from public facts: it is not one that was issued.")

    def edition_in(self, language: str) -> Edition | None:
        """The edition in force in a language: what the public gets from its moment on."""
        return getattr(self, languages.column("edition", language))

    def is_sealed(self, language: str) -> bool:
        """Whether an edition is in force in a language, which its key alone says."""
        return getattr(self, f"{languages.column('edition', language)}_id") is not None

    def review_of(self, language: str) -> str:
        return getattr(self, languages.column("review", language))

    def state_in(self, language: str) -> ReleaseState:
        """How far a language has come. Changed text in review counts more than the edition that it is to follow."""
        if self.review_of(language) == ReviewState.IN_REVIEW:
            return ReleaseState.IN_REVIEW
        return ReleaseState.APPROVED if self.is_sealed(language) else ReleaseState.DRAFT

    def is_scheduled(self, language: str, at: datetime | None = None) -> bool:
        """Whether a language is approved and becomes public at a later moment."""
        moment = self.public_from(language)
        return self.is_sealed(language) and not self.is_withdrawn(at) and moment is not None and moment > (at or clock.now())

    def stages_in(self, language: str, at: datetime | None = None) -> frozenset[ReleaseStage]:
        """Where a language stands. Usually at one stage; changed text in review stands beside the edition that it is to follow.

        The twin of ``PressReleaseQuerySet.in_stage``.
        """
        if self.is_withdrawn(at):
            return frozenset({ReleaseStage.WITHDRAWN})
        stands = {
            ReleaseStage.DRAFT: self.state_in(language) == ReleaseState.DRAFT,
            ReleaseStage.IN_REVIEW: self.state_in(language) == ReleaseState.IN_REVIEW,
            ReleaseStage.APPROVED: self.is_sealed(language) and self.public_from(language) is None,
            ReleaseStage.SCHEDULED: self.is_scheduled(language, at),
            ReleaseStage.PUBLIC: self.is_public(language, at),
        }
        return frozenset(stage for stage, holds in stands.items() if holds)

    @property
    def state(self) -> ReleaseState:
        """How far the release has come: what waits for a reader comes first, then what is approved."""
        states = {self.state_in(code) for code in languages.codes()}
        return next(state for state in (ReleaseState.IN_REVIEW, ReleaseState.APPROVED, ReleaseState.DRAFT) if state in states)

    def is_settled(self) -> bool:
        """Once a language is approved, it is changed by whoever may approve it."""
        return any(map(self.is_sealed, languages.codes()))

    @classmethod
    def settled(cls) -> Q:
        return languages.filled_in_any("edition")

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """Only what is approved is public, from its moment on."""
        return self.is_sealed(language) and super().is_public(language, at)

    def was_public(self, language: str, at: datetime | None = None) -> bool:
        return self.is_sealed(language) and super().was_public(language, at)

    def changed_in_public(self, language: str) -> datetime:
        """A working save is nothing to the public: what counts is the seal of the edition in force, and its moment."""
        edition, moment = self.edition_in(language), self.public_from(language)
        if edition is None:
            return moment or self.modified_at
        return edition.sealed_at if moment is None else max(edition.sealed_at, moment)

    def texts_owed(self, language: str) -> list[str]:
        """The edition owes the texts: the working text of a public release may be emptied."""
        return []

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """A release goes with its editions, which nothing else deletes. Raises ``ProtectedError`` for one that was public."""
        for prepare in self.before_deletion:
            prepare(self)
        return super().delete(*args, **kwargs)

    def was_taken_back(self, language: str, at: datetime | None = None) -> bool:
        """Whether the public saw this language until the release was withdrawn: its address then says so (410)."""
        return self.is_withdrawn(at) and self.was_public(language, self.withdrawn_at)

    def corrections_in(self, language: str) -> list[Correction]:
        """The public notes that say something in a language, the latest first."""
        return [correction for correction in self.corrections.all() if getattr(correction, languages.column("says", language))]

    def contacts_in(self, language: str) -> list[PressContact]:
        """The release's valid contacts for a language, those named for it or for all."""
        return [row.contact for row in self.release_contacts.all() if row.language in ("", language) and row.contact.is_valid()]


languages.add_per_language(
    PressRelease,
    "edition",
    lambda code: models.ForeignKey(
        "news.Edition",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("edition in force"),
    ),
)
languages.add_per_language(
    PressRelease,
    "review",
    lambda code: models.CharField(
        _("review"), max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT, editable=False
    ),
)


class HashedFile(models.Model):
    """A working row with a file, known by what the file holds (SHA-256, in hexadecimal) as well as by its name."""

    file_field: ClassVar[str] = "file"
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("update_fields"):
            self.sha256 = self.hash_of_file()
        super().save(*args, **kwargs)

    def file_is_public(self) -> bool:
        """A working file never is: what is public of a release is sealed."""
        return False

    def hash_of_file(self) -> str:
        """Of what the file holds now; empty where there is none."""
        return hash_of(getattr(self, self.file_field))


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


class Picture(HashedFile):
    """A picture of a release, with what the press needs to print it. The public sees the copy that an edition sealed."""

    file_field = "image"

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="pictures", verbose_name=_("press release"))
    library = LibraryPictureField(
        verbose_name=_("from the library"),
        on_delete=models.SET_NULL,
        help_text=_("The file is copied, and what is left empty here is taken over: a release keeps what was approved."),
    )
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


class Attachment(HashedFile):
    """A document of a release, in one language or for all. The public gets the copy that an edition sealed."""

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

    def is_for_language(self, language: str) -> bool:
        """Whether readers of a language get it, and so need its title."""
        return self.language in ("", language)

    @property
    def extension(self) -> str:
        return PurePosixPath(self.file.name or "").suffix.lstrip(".").upper()
