from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages, tasks
from publishing.address_fields import WebAddressField
from publishing.fields import DayField, IsoDateField, RichTextField
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints
from publishing.sorting import SortKeyField
from publishing.validators import validate_orcid

from ..filing import filed_under
from ..querysets import PersonQuerySet, RoleQuerySet
from .institutions import Institution


class Person(Addressed):
    """Someone with a public role in the cluster or around it. Shown only while a role or a programme makes them public."""

    url_name = "person"
    slug_from = ("given_name", "family_name")
    shared_as = "profile"
    pictured_by = "portrait"

    given_name = models.CharField(
        _("given name"), max_length=100, blank=True, help_text=_("Leave it empty for somebody who has one name.")
    )
    family_name = models.CharField(_("family name"), max_length=100, help_text=_("Or the only name."))
    filing_name = models.CharField(
        _("filed under"),
        max_length=100,
        blank=True,
        help_text=_(
            "Only where the rule does not do: “de” and “d’” do not count in the alphabet, other particles do. Such as "
            "“Berg” for “van der Berg”."
        ),
    )
    aliases = models.TextField(
        _("other names in use"), blank=True, help_text=_("One a line. Search finds the person by each of them.")
    )
    sort_name = SortKeyField("filed_as", "given_name")
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid])
    website = WebAddressField(_("website"), blank=True)
    biography = RichTextField(_("biography"), blank=True)
    portrait = LibraryPictureField(verbose_name=_("portrait"))

    current_roles: list[Role]
    """Brought by ``with_current_roles``."""

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        constraints = addressed_constraints()
        permissions = [("erase_person", _("Can erase a person everywhere"))]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def filed_as(self) -> str:
        """The name by which lists put them in order."""
        return self.filing_name or filed_under(self.family_name)

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """The instance's twin of ``PersonQuerySet.public``: why the person is shown is read with it, or asked now."""
        if not super().is_public(language, at):
            return False
        known = self.__dict__.get(languages.column("shown_in", language))
        if at is None and known is not None:
            return known
        return type(self).objects.public(language, at).filter(pk=self.pk).exists()


class Role(models.Model):
    """What somebody is, where, and from when to when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    title = models.CharField(_("role"), max_length=200, help_text=_("As the person bears it, such as “directrice de l’UTC”."))
    institution = models.ForeignKey(
        Institution, models.SET_NULL, null=True, blank=True, related_name="roles", verbose_name=_("member institution")
    )
    start = DayField(_("from"), null=True, blank=True)
    end = DayField(_("until"), null=True, blank=True, help_text=_("The last day. Empty while the role goes on."))
    as_of = IsoDateField(_("known as of"), blank=True, help_text=_("The day, month or year of the source that says so."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = RoleQuerySet.as_manager()

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(end__isnull=True) | models.Q(start__lte=models.F("end")),
                name="cluster_role_dates_in_order",
                violation_error_message=_("A role ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title or ""

    def clean(self) -> None:
        super().clean()
        if not getattr(self, languages.column("title", languages.main())):
            raise ValidationError({languages.column("title", languages.main()): _("Say what the role is.")})
