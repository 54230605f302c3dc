from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.address_fields import WebAddressField
from publishing.fields import PictureField, RichTextField
from publishing.models import Addressed, addressed_constraints
from publishing.sorting import SortKeyField
from publishing.validators import validate_ror

from ..enums import InstitutionCircle, InstitutionKind
from ..querysets import InstitutionQuerySet


def lines(text: str) -> list[str]:
    """The non-empty lines of a text that lists one thing a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Institution(Addressed):
    """A member institution of the consortium."""

    url_name = "institution"
    required_texts = ("name",)

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = models.TextField(
        _("other names in use"), blank=True, help_text=_("One a line. Search finds the institution by each of them.")
    )
    lookalikes = models.TextField(
        _("names never to use"),
        blank=True,
        help_text=_("One a line: wrong forms, and other bodies’ names that are easily mistaken for this one."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=InstitutionKind.choices)
    circle = models.CharField(_("circle"), max_length=10, choices=InstitutionCircle.choices)
    is_lead = models.BooleanField(_("leads the cluster"), default=False)
    city = models.CharField(_("city"), max_length=100)
    website = WebAddressField(_("website"), blank=True)
    ror = WebAddressField(
        _("ROR identifier"), blank=True, validators=[validate_ror], help_text=_("Such as https://ror.org/02en5vm52.")
    )
    description = RichTextField(_("description"), blank=True)
    logo = PictureField(_("logo"), blank=True, drawings=True)
    logo_alt = models.CharField(_("alternative text of the logo"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = InstitutionQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("member institution")
        verbose_name_plural = _("member institutions")
        ordering = ["rank", "pk"]
        constraints = [
            *addressed_constraints("name"),
            models.UniqueConstraint(
                fields=["is_lead"],
                condition=models.Q(is_lead=True),
                name="cluster_institution_one_lead",
                violation_error_message=_("Another institution already leads the cluster."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.acronym or f"#{self.pk}"

    @property
    def short(self) -> str:
        """The acronym, or where there is none the name without what it adds in brackets."""
        return self.acronym or self.name.partition(" (")[0]

    def file_is_public(self) -> bool:
        return bool(self.public_languages())

    def clean(self) -> None:
        super().clean()
        require_alternative_text(self, "logo")


class NamesInstitution:
    """A row that names an institution, which a page tells of while it is public."""

    institution: models.ForeignKey

    @property
    def shown_institution(self) -> Institution | None:
        """The institution, if it is public in the active language: as was read with the row, or as it is now."""
        house: Institution | None = self.institution  # type: ignore[assignment]  # the field gives the record
        known = self.__dict__.get("institution_is_public")
        public = house is not None and (house.is_public(languages.current()) if known is None else known)
        return house if public else None


def require_alternative_text(thing: models.Model, field: str) -> None:
    """Raise ``ValidationError`` where a picture has no alternative text in the main language."""
    alt = languages.column(f"{field}_alt", languages.main())
    if getattr(thing, field) and not getattr(thing, alt):
        raise ValidationError({alt: _("Say in a few words what the picture shows, for those who cannot see it.")})


languages.add_per_language(Institution, "sort_name", lambda code: SortKeyField(languages.column("name", code)))
