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
from publishing.validators import validate_idhal, validate_orcid

from ..filing import filed_under
from ..querysets import PersonQuerySet, RoleQuerySet
from .institutions import Institution, NamesInstitution, lines


class Person(Addressed):
    """Someone of the cluster, or quoted by it. Shown only while a role at a member institution or a programme says so.

    Where they work is said by their roles and programmes, each with its institution and its days; who is at two institutions
    is at both.
    """

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
    idhal = models.CharField(
        _("idHAL"),
        max_length=80,
        blank=True,
        validators=[validate_idhal],
        help_text=_("The last words of their page at cv.hal.science, such as “ada-lovelace”."),
    )
    website = WebAddressField(_("own page"), blank=True)
    laboratory = models.CharField(
        _("laboratory"), max_length=200, blank=True, help_text=_("The laboratory or team, by its whole name.")
    )
    subjects = models.TextField(
        _("subjects"),
        blank=True,
        help_text=_(
            "One a line, in small letters, in the words of the programmes’ keywords where one fits: people are found by them. "
            "Empty: the keywords of their programmes."
        ),
    )
    spoken = models.JSONField(_("languages spoken"), default=list, blank=True, help_text=_("In which one may write to them."))
    answers_press = models.BooleanField(
        _("answers the press"), default=False, help_text=_("With their consent alone: journalists are shown who may be asked.")
    )
    press_topics = models.TextField(
        _("what they answer the press on"),
        blank=True,
        help_text=_("In one or two sentences, as journalists would say it. Needed in each language in which they answer."),
    )
    biography = RichTextField(_("biography"), blank=True)
    portrait = LibraryPictureField(verbose_name=_("portrait"))

    current_roles: list[Role]
    """Brought by ``with_current_roles``."""

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        constraints = [
            *addressed_constraints(),
            models.CheckConstraint(
                condition=models.Q(answers_press=False)
                | models.Q(**{f"{languages.column('press_topics', languages.main())}__isnull": False})
                & ~models.Q(**{languages.column("press_topics", languages.main()): ""}),
                name="cluster_person_press_topics",
                violation_error_message=_("Say what they answer the press on."),
            ),
        ]
        permissions = [("erase_person", _("Can erase a person everywhere"))]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def filed_as(self) -> str:
        """The name by which lists put them in order."""
        return self.filing_name or filed_under(self.family_name)

    @property
    def monogram(self) -> str:
        """The first letters of both names, which stand where there is no portrait."""
        return "".join(name[0] for name in (self.given_name, self.filed_as) if name).upper()

    @property
    def elsewhere(self) -> list[str]:
        """Their pages at other places, each of which says that it is theirs."""
        orcid = f"https://orcid.org/{self.orcid}" if self.orcid else ""
        hal = f"https://cv.hal.science/{self.idhal}" if self.idhal else ""
        return list(filter(None, (orcid, hal, self.website)))

    def subjects_in(self, language: str) -> list[str]:
        """What they work on in the words of ``language``, which never fall back: a filter has one language."""
        return lines(getattr(self, languages.column("subjects", language)) or "")

    def texts_owed(self, language: str) -> list[str]:
        """Whoever answers the press says on what, in each language in which they are public."""
        topics = getattr(self, languages.column("press_topics", language))
        return [*super().texts_owed(language), *(["press_topics"] if self.answers_press and not topics else [])]

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.spoken, list) or set(self.spoken) - set(languages.codes()):
            raise ValidationError({"spoken": _("Choose among the portal’s languages.")})

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """The instance's twin of ``PersonQuerySet.public``: why the person is shown is read with it, or asked now."""
        if not super().is_public(language, at):
            return False
        known = self.__dict__.get(languages.column("shown_in", language))
        if at is None and known is not None:
            return known
        return type(self).objects.public(language, at).filter(pk=self.pk).exists()


class Role(NamesInstitution, models.Model):
    """What somebody is, where, and from when to when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    title = models.CharField(_("role"), max_length=200, help_text=_("As the person bears it, such as “directrice de l’UTC”."))
    institution = models.ForeignKey(
        Institution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("member institution"),
        help_text=_("Empty for a role elsewhere: it makes no page public, and the person is named only where they are quoted."),
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
