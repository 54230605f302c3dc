"""What releases reuse: boilerplates, contacts and logos."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock, languages
from publishing.address_fields import MailAddressField
from publishing.fields import DayField, PictureField, RichTextField
from publishing.models import Published, Record, published_constraints
from publishing.phone_fields import PhoneField

from ..querysets import CONFIRMED_FOR, BoilerplateQuerySet, LogoQuerySet, PressContactQuerySet
from ..validators import validate_public_phone


class Boilerplate(Record):
    """An “About …” text, written once, dated, and reused."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    body = RichTextField(_("text"))
    as_of = DayField(_("as of"), help_text=_("The day on which this text was last checked."))
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = BoilerplateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplates")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.title or self.key


class PressContact(Record):
    """Whom journalists write to. The functional mailbox comes first; a mobile number is never public.

    A contact is public in the press room only where it says so, otherwise with the public releases that name it: whoever is
    asked about an embargoed release would give away that there is one.
    """

    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=150, blank=True)
    spoken = models.JSONField(
        _("languages spoken"), default=list, help_text=_("The codes of the languages in which journalists may call.")
    )
    phone = PhoneField(
        _("telephone"), max_length=40, blank=True, validators=[validate_public_phone], help_text=_("Such as +33 1 99 00 12 34.")
    )
    out_of_hours = PhoneField(
        _("telephone outside office hours"),
        max_length=40,
        blank=True,
        validators=[validate_public_phone],
        help_text=_("Where journalists call in the evening and at weekends."),
    )
    email = MailAddressField(_("functional mailbox"))
    in_press_room = models.BooleanField(
        _("shown in the press room"),
        default=False,
        help_text=_(
            "Everybody sees the contact on the page of the press, at once. Without it, the contact shows with the public "
            "releases that name it and nowhere else: leave it empty for a contact of a release under embargo."
        ),
    )
    valid_from = DayField(_("valid from"), null=True, blank=True)
    valid_until = DayField(_("valid until"), null=True, blank=True)
    last_confirmed = DayField(_("last confirmed"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = PressContactQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.name

    def is_valid(self, day: date | None = None) -> bool:
        """The instance's twin of ``PressContactQuerySet.valid``."""
        day = day or clock.today()
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or self.valid_until >= day)

    def is_confirmed(self, day: date | None = None) -> bool:
        """Whether somebody confirmed the contact within the last six months."""
        day = day or clock.today()
        return self.last_confirmed is not None and self.last_confirmed >= day - CONFIRMED_FOR

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.spoken, list) or not self.spoken or set(self.spoken) - set(languages.codes()):
            raise ValidationError({"spoken": _("Choose at least one of the portal’s languages.")})


class Logo(Published):
    """A logo that the press may download, with the rules for its use."""

    required_texts = ("title", "rules", "alt")

    title = models.CharField(_("title"), max_length=150)
    rules = models.TextField(_("rules of use"), blank=True)
    image = PictureField(_("picture"), width_field="width", height_field="height", drawings=True)
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = LogoQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        ordering = ["rank", "pk"]
        constraints = [*published_constraints("title", "rules", "alt")]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def format(self) -> str:
        return PurePosixPath(self.image.name or "").suffix.lstrip(".").upper()

    def file_is_public(self) -> bool:
        return bool(self.public_languages())
