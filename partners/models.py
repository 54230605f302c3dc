"""Industrial and institutional partners, and what they pledged."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from publishing import clock, languages
from publishing.address_fields import MailAddressField, WebAddressField
from publishing.fields import DayField, PictureField, RichTextField
from publishing.localized_text import LocalizedText
from publishing.models import Addressed, addressed_constraints
from publishing.sorting import SortKeyField, sort_key
from publishing.taken_values import taken_of
from publishing.validators import validate_siren

from .enums import PartnerKind, PartnerSector, PledgeKind
from .querysets import PartnerQuerySet, PledgeQuerySet


class Partner(Addressed):
    """A company or body that takes part in the cluster without being a member institution."""

    url_name = "partner"
    private_fields = ("contact_name", "contact_email", "contact_phone")

    name = models.CharField(_("name"), max_length=200, unique=True)
    sort_name = SortKeyField("name")
    aliases = models.TextField(
        _("other names in use"), blank=True, help_text=_("One a line. Search finds the partner by each of them.")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=PartnerKind.choices)
    sector = models.CharField(_("sector"), max_length=15, choices=PartnerSector.choices)
    country = CountryField(_("country"), default="FR")
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[validate_siren])
    foreign_number = models.CharField(_("company number abroad"), max_length=40, blank=True)
    description = RichTextField(_("description"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    since = DayField(_("partner since"), null=True, blank=True)
    logo = PictureField(_("logo"), blank=True, drawings=True)
    logo_alt = models.CharField(_("alternative text of the logo"), max_length=200, blank=True)
    logo_permission = models.CharField(
        _("permission to show the logo"), max_length=200, blank=True, help_text=_("Who gave it, when, and for what.")
    )
    logo_permission_until = DayField(_("permission until"), null=True, blank=True)
    contact_name = models.CharField(_("contact (never public)"), max_length=150, blank=True)
    contact_email = MailAddressField(_("contact’s e-mail (never public)"), blank=True)
    contact_phone = models.CharField(_("contact’s telephone (never public)"), max_length=30, blank=True)

    shown_pledges: list[Pledge]
    """Brought by the data set of the partners."""

    objects: ClassVar = PartnerQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        permissions = [("private_partner", _("Can see and keep the private contacts of partners"))]
        ordering = ["sort_name", "pk"]
        constraints = [
            *addressed_constraints(),
            # Its letters and digits, without case, accents and signs.
            models.UniqueConstraint(fields=["sort_name"], condition=~models.Q(sort_name=""), name="partners_partner_one_name"),
            models.UniqueConstraint(
                fields=["siren"],
                condition=~models.Q(siren=""),
                name="partners_partner_siren",
                violation_error_message=_("Another partner already has this SIREN."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_name(self) -> LocalizedText:
        """The name by which it calls itself: of France in French, on a page in any language; of others it is not known."""
        return LocalizedText(self.name, "fr" if self.country == "FR" else languages.current())

    @property
    def example_words(self) -> str | Promise:
        return _("No such body exists.")

    def may_show_logo(self, day: date | None = None) -> bool:
        """A logo is shown only with a permission that has not run out."""
        until = self.logo_permission_until
        return bool(self.logo and self.logo_permission) and (until is None or until >= (day or clock.today()))

    def file_is_public(self) -> bool:
        return bool(self.public_languages()) and self.may_show_logo()

    def _namesake(self) -> Partner | None:
        """Another partner whose name differs from this one in case, accents, ligatures, spaces or signs alone."""
        key, taken = sort_key(self.name), taken_of(type(self))
        is_its_own = self.pk is not None and key == self.sort_name
        if is_its_own or (taken is not None and taken.is_free("sort_name", key)):
            return None
        same = type(self)._default_manager.filter(sort_name=key)
        return same.exclude(pk=self.pk).exclude(name=self.name).first() if self.name else None

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str | Promise] = {}
        if namesake := self._namesake():
            errors["name"] = _("This partner is here already, written “%(name)s”.") % {"name": namesake.name}
        if self.siren and self.country and self.country.code != "FR":
            errors["siren"] = _("A SIREN is a French number: use the company number abroad, or correct the country.")
        alt = languages.column("logo_alt", languages.main())
        if self.logo and not getattr(self, alt):
            errors[alt] = _("Say in a few words what the logo shows, for those who cannot see it.")
        if self.logo and not self.logo_permission:
            errors["logo_permission"] = _("A logo needs its owner’s permission before it is shown.")
        if errors:
            raise ValidationError(errors)


class Pledge(models.Model):
    """What a partner promised, over some years. Only totals are public unless the partner agreed to more."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="pledges", verbose_name=_("partner"))
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(1)])
    kind = models.CharField(_("kind"), max_length=10, choices=PledgeKind.choices, default=PledgeKind.CASH)
    start_year = models.PositiveSmallIntegerField(_("from year"), validators=[MinValueValidator(2018), MaxValueValidator(2100)])
    end_year = models.PositiveSmallIntegerField(_("to year"), validators=[MinValueValidator(2018), MaxValueValidator(2100)])
    is_public = models.BooleanField(
        _("may be shown"), default=False, help_text=_("The partner agrees that its amount is public.")
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["start_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_year__lte=models.F("end_year")),
                name="partners_pledge_years_in_order",
                violation_error_message=_("A pledge ends after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="partners_pledge_amount_positive",
                violation_error_message=_("A pledge is worth something."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.start_year}–{self.end_year}"
