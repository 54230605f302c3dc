"""The library of pictures: each is kept once, with its texts and rights, and shown wherever a record names it.

Two rules decide what the public gets, and every road asks both. ``showable``: the picture says what it shows, whose it is and
by what right, and that right has not run out; else it is left out of every page, at once and by itself. ``in_public_use``: a
published record that is public in some language names it; else its file is nobody's but staff's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import clock, languages, picture_crops, rendition_jobs, renditions, tasks
from .dates_in_words import day_in_words
from .enums import LibraryPictureKind, LibraryPictureState, PictureLicence
from .fields import DayField, PictureField
from .file_hashes import hash_of
from .picture_crops import Crop, FocalPoint
from .querysets import PublishedQuerySet, RecordQuerySet
from .records import Record
from .renditions import ShownPicture

ENDS_SOON = timedelta(days=60)
NAMES_NOBODY = (PictureLicence.OWN, PictureLicence.CC0, PictureLicence.PUBLIC_DOMAIN)
"""Licences under which a picture may be shown without a credit."""


class LibraryPictureField(models.ForeignKey):
    """A picture of the library that a record shows. While a record names it, it cannot be deleted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("to", "publishing.LibraryPicture")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        kwargs |= {"null": True, "blank": True}
        super().__init__(*args, **kwargs)


class LibraryPictureQuerySet(RecordQuerySet):
    def showable(self, day: date | None = None) -> Self:
        """What may be shown on ``day`` (today in Paris unless given). Its twin is ``LibraryPicture.may_be_shown``."""
        return self.filter(_complete(), _permitted(), ~_ended(day or clock.today()))

    def in_public_use(self) -> Self:
        """What a record names that is public in some language: one statement, whatever the number of kinds and records."""
        named = Q(pk__in=())
        for field in naming_fields():
            records = field.model._default_manager.all()
            if isinstance(records, PublishedQuerySet):
                named |= Q(Exists(records.public_anywhere().filter(**{field.attname: OuterRef("pk")})))
        return self.filter(named)

    def unused(self) -> Self:
        """What nothing names, public or not."""
        named = Q(pk__in=())
        for field in naming_fields():
            named |= Q(Exists(field.model._base_manager.filter(**{field.attname: OuterRef("pk")})))
        return self.exclude(named)

    def without_alternative_text(self, language: str) -> Self:
        return self.filter(~_filled("alt", language), is_decorative=False)

    def in_state(self, state: str, day: date | None = None) -> Self:
        """The twin of ``LibraryPicture.state``."""
        day = day or clock.today()
        ended, permitted, complete = _ended(day), _permitted(), _complete()
        ending = Q(permission_until__isnull=False, permission_until__lte=day + ENDS_SOON)
        conditions = {
            LibraryPictureState.ENDED: ended,
            LibraryPictureState.PERMISSION_MISSING: ~ended & ~permitted,
            LibraryPictureState.INCOMPLETE: ~ended & permitted & ~complete,
            LibraryPictureState.ENDING: ~ended & permitted & complete & ending,
            LibraryPictureState.READY: ~ended & permitted & complete & ~ending,
        }
        return self.filter(conditions[LibraryPictureState(state)])

    def ending(self, day: date | None = None) -> Self:
        """What has a permission that ends within 60 days, whatever else is missing."""
        day = day or clock.today()
        return self.filter(permission_until__gte=day, permission_until__lte=day + ENDS_SOON)

    def ended(self, day: date | None = None) -> Self:
        return self.filter(_ended(day or clock.today()))


def _filled(field: str, language: str) -> Q:
    column = languages.column(field, language)
    return Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})


def _complete() -> Q:
    described = Q(is_decorative=True) | _filled("alt", languages.main())
    return described & ~Q(licence="") & (Q(licence__in=NAMES_NOBODY) | _filled("credit", languages.main()))


def _permitted() -> Q:
    given = ~Q(permission_by="") & Q(permission_on__isnull=False)
    return ~Q(licence=PictureLicence.PERMISSION) | given


def _ended(day: date) -> Q:
    return Q(permission_until__isnull=False, permission_until__lt=day)


class LibraryPicture(Record):
    """A picture of the library."""

    title = models.CharField(
        _("name in the library"),
        max_length=150,
        blank=True,
        help_text=_("For whoever looks for it; the public never reads it. Empty: the name of the file."),
    )
    image = PictureField(_("picture"), width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    kind = models.CharField(
        _("kind of picture"), max_length=12, choices=LibraryPictureKind.choices, default=LibraryPictureKind.PHOTOGRAPH
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, in a sentence, for those who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It says nothing that the page does not say: it needs no alternative text.")
    )
    credit = models.CharField(
        _("credit"),
        max_length=150,
        blank=True,
        help_text=_("Who made it and who holds the rights, as it is printed, without the sign ©."),
    )
    licence = models.CharField(_("licence"), max_length=15, choices=PictureLicence.choices, blank=True)
    permission_by = models.CharField(
        _("permission given by"),
        max_length=200,
        blank=True,
        help_text=_("Who gave it, and for what. Never shown to the public."),
    )
    permission_on = DayField(_("permission given on"), null=True, blank=True)
    permission_until = DayField(
        _("permission until"),
        null=True,
        blank=True,
        help_text=_("The last day. From the next day on no page shows the picture. Empty: without end."),
    )
    focal_x = models.PositiveSmallIntegerField(
        _("point to keep in sight: from the left (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("point to keep in sight: from the top (%)"), default=50, validators=[MaxValueValidator(100)]
    )

    objects: ClassVar = LibraryPictureQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("picture of the library")
        verbose_name_plural = _("pictures of the library")
        default_permissions = tasks.TEXT_RIGHTS
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(sha256=""),
                name="publishing_librarypicture_once",
                violation_error_message=_("This picture is in the library already."),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                name="publishing_librarypicture_focal_point",
                violation_error_message=_("The point to keep in sight lies within the picture: 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(permission_on__isnull=True)
                | Q(permission_until__isnull=True)
                | Q(permission_on__lte=models.F("permission_until")),
                name="publishing_librarypicture_permission_days",
                violation_error_message=_("A permission ends after it is given."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._name_and_hash()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "title", "sha256"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._name_and_hash()
        twin = type(self)._default_manager.filter(sha256=self.sha256).exclude(pk=self.pk).first() if self.sha256 else None
        if twin is not None:
            raise ValidationError({"image": _now("This picture is in the library already: “%(name)s”.") % {"name": twin}})

    def _name_and_hash(self) -> None:
        self.sha256 = hash_of(self.image)
        self.title = self.title or PurePosixPath(self.image.name or "").stem[:150]

    # Whether it may be shown

    def faults(self, day: date | None = None) -> list[str]:
        """What keeps the picture from being shown, in one plain sentence each; empty where nothing does."""
        day, found = day or clock.today(), []
        if self.permission_until is not None and self.has_ended(day):
            found.append(_now("The permission ended on %(day)s.") % {"day": day_in_words(self.permission_until)})
        if not self._has_permission():
            found.append(_now("Say who gave the permission, and when."))
        if not self.is_decorative and not self._says("alt"):
            found.append(_now("The alternative text is missing."))
        if not self.licence:
            found.append(_now("The licence is missing."))
        if self.licence not in NAMES_NOBODY and not self._says("credit"):
            found.append(_now("The credit is missing."))
        return found

    def may_be_shown(self, day: date | None = None) -> bool:
        """The instance's twin of ``LibraryPictureQuerySet.showable``."""
        return not self.faults(day)

    def state(self, day: date | None = None) -> LibraryPictureState:
        day = day or clock.today()
        if self.has_ended(day):
            return LibraryPictureState.ENDED
        if not self._has_permission():
            return LibraryPictureState.PERMISSION_MISSING
        if self.faults(day):
            return LibraryPictureState.INCOMPLETE
        until = self.permission_until
        return LibraryPictureState.READY if until is None or until > day + ENDS_SOON else LibraryPictureState.ENDING

    def has_ended(self, day: date) -> bool:
        return self.permission_until is not None and self.permission_until < day

    def _has_permission(self) -> bool:
        return self.licence != PictureLicence.PERMISSION or bool(self.permission_by and self.permission_on)

    def _says(self, field: str) -> bool:
        return bool(getattr(self, languages.column(field, languages.main())))

    def file_is_public(self) -> bool:
        return self.may_be_shown() and type(self).objects.in_public_use().filter(pk=self.pk).exists()

    # What is shown

    @property
    def focal_point(self) -> FocalPoint:
        return FocalPoint(self.focal_x, self.focal_y)

    def shown(self, crop: Crop | None = None) -> ShownPicture | None:
        """The picture for a page, whole or cut; whole while the cut is not made yet, and nothing of a lost one."""
        return picture_crops.shown(self.image, self.focal_point, crop if self.may_be_cut else None)

    def shown_where_shared(self) -> ShownPicture | None:
        """The cut for where pages are shared, as one JPEG; none where there is none."""
        return picture_crops.shared(str(self.image.name or ""), self.focal_point) if self.may_be_cut else None

    @property
    def may_be_cut(self) -> bool:
        """A licence that forbids adaptations forbids cuts."""
        return self.licence != PictureLicence.CC_BY_ND

    @property
    def size_in_words(self) -> str:
        return f"{self.width} × {self.height}" if self.width and self.height else ""


def naming_fields() -> Iterator[LibraryPictureField]:
    """The fields of records by which they name a picture of the library."""
    for relation in LibraryPicture._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and isinstance(relation.field, LibraryPictureField):
            yield relation.field


def _saved(instance: LibraryPicture, raw: bool = False, **_signal: object) -> None:
    name, point = str(instance.image.name or ""), instance.focal_point
    if name and instance.may_be_cut and not raw:
        rendition_jobs.ask("cut", name, x=point.x, y=point.y)


def _cut(picture: str, noted: Mapping[str, Any]) -> None:
    picture_crops.make(picture, FocalPoint(noted["x"], noted["y"]))


def make_missing_cuts() -> int:
    """Make the cuts of each picture that has none around its point. Gives how many pictures got them."""
    cuttable = LibraryPicture.objects.exclude(image="").exclude(licence=PictureLicence.CC_BY_ND)
    pictures = cuttable.order_by("pk").values_list("image", "focal_x", "focal_y")
    return sum(picture_crops.make(name, FocalPoint(x, y)) for name, x, y in pictures.iterator())


def connect() -> None:
    """Have cuts made when a picture or its point is saved, and with all that is missing."""
    models.signals.post_save.connect(_saved, sender=LibraryPicture, dispatch_uid="cuts of library pictures")
    renditions.also_make(make_missing_cuts)
    rendition_jobs.TASKS["cut"] = _cut
