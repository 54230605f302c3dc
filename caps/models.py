"""The Collaborative Acceleration Programmes (CAP; French PAC) and who takes part in them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cluster.models import Institution, Person, Theme
from cluster.models.institutions import NamesInstitution
from partners.models import Partner
from publishing import clock, languages, tasks
from publishing.address_fields import WebAddressField
from publishing.fields import DayField, RichTextField
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, Record, addressed_constraints

from .enums import PI_COUNT, InvolvementRole, MembershipRole, ProgrammePhase
from .opportunity_models import Opportunity as Opportunity
from .publication_tables import HalFinding as HalFinding
from .publication_tables import HalQuery as HalQuery
from .publication_tables import PersonPublication as PersonPublication
from .publication_tables import ProgrammePublication as ProgrammePublication
from .publication_tables import Publication as Publication
from .querysets import CAPQuerySet, InvolvementQuerySet, MembershipQuerySet
from .training_tables import Course as Course

STRANDS = ("research", "education", "innovation")


class Keyword(Record):
    """A word that programmes are found by."""

    name = models.CharField(_("keyword"), max_length=80)

    class Meta(Record.Meta):
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=[languages.column("name", code)], name=f"caps_keyword_name_{code}")
            for code in languages.codes()
        ]

    def __str__(self) -> str:
        return self.name or ""


class CAP(Addressed):
    """A programme in which research, education and innovation are run together, led by two principal investigators."""

    url_name = "cap"
    slug_from = ("title",)
    pictured_by = "picture"
    required_texts = ("title", "summary", *STRANDS)

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    acronym = models.CharField(_("acronym"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="caps", verbose_name=_("theme"))
    keywords = models.ManyToManyField(Keyword, blank=True, related_name="caps", verbose_name=_("keywords"))
    research = RichTextField(_("research"), blank=True)
    education = RichTextField(_("education"), blank=True)
    innovation = RichTextField(_("innovation"), blank=True)
    picture = LibraryPictureField(verbose_name=_("picture"))
    phase = models.CharField(_("phase"), max_length=15, choices=ProgrammePhase.choices, default=ProgrammePhase.PREPARATION)
    start = DayField(_("from"), null=True, blank=True)
    end = DayField(_("until"), null=True, blank=True)
    website = WebAddressField(_("website"), blank=True)
    example_note = models.CharField(
        _("what is an example here"),
        max_length=300,
        blank=True,
        help_text=_("For a real programme of which some details are made up: says which, at the top of its page."),
    )

    partner_count: int
    """Brought by ``with_partner_count``."""

    objects: ClassVar = CAPQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("programme (CAP)")
        verbose_name_plural = _("programmes (CAPs)")
        ordering = ["number", "pk"]
        constraints = [
            *addressed_constraints("title", "summary", *STRANDS),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(end__isnull=True) | models.Q(start__lte=models.F("end")),
                name="caps_cap_dates_in_order",
                violation_error_message=_("A programme ends after it begins."),
            ),
        ]

    @property
    def shared_number(self) -> str:
        return f"{self.number:02d}"

    @property
    def shared_tone(self) -> str:
        return self.theme.tone

    def shared_kind(self) -> str:
        """By its theme as well: the card's colour never speaks alone."""
        return _now("Programme, %(theme)s") % {"theme": self.theme}

    def __str__(self) -> str:
        return f"{self.number:02d} {self.acronym}"

    @property
    def example_words(self) -> str | Promise:
        return _(
            "This programme is an example: its title, people and content are made up, and the real institutions named here "
            "take no part in it."
        )

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        at = at or clock.now()
        return super().is_public(language, at) and self.theme.is_public(language, at)

    @property
    def principal_investigators(self) -> list[Membership]:
        return [row for row in self.memberships.all() if row.role == MembershipRole.PI]

    @property
    def team(self) -> list[Membership]:
        return [row for row in self.memberships.all() if row.role != MembershipRole.PI]

    @property
    def lead(self) -> Involvement | None:
        """The institution that leads."""
        return next((row for row in self.involvements.all() if row.role == InvolvementRole.LEAD), None)

    @property
    def participants(self) -> list[Involvement]:
        return [row for row in self.involvements.all() if row.role != InvolvementRole.LEAD]

    def rule_breaks(self) -> list[str]:
        """What stands against making the programme public, each in one plain sentence of the active language.

        The rules are the call's (see docs/developers/decisions): exactly one lead institution; two principal investigators
        from two different institutions; each one's institution takes part. The three strands are required texts. Its twin for
        lists is ``CAPQuerySet.breaking_rules``.
        """
        people = sorted(self.principal_investigators, key=lambda row: (row.rank, row.pk))
        rows = list(self.involvements.all())
        leads = sum(row.role == InvolvementRole.LEAD for row in rows)
        taking_part = {row.institution_id for row in rows}
        breaks = []
        if leads != 1:
            breaks.append(_now("A programme has exactly one lead institution; this one has %(n)s.") % {"n": leads})
        if len(people) != PI_COUNT:
            breaks.append(_now("A programme has two principal investigators; this one has %(n)s.") % {"n": len(people)})
        elif people[0].institution_id == people[1].institution_id:
            breaks.append(
                _now(
                    "%(one)s and %(other)s are both from %(institution)s: the two principal investigators must come "
                    "from two different institutions."
                )
                % {"one": people[0].person, "other": people[1].person, "institution": people[0].institution}
            )
        breaks.extend(
            _now("%(person)s’s institution, %(institution)s, does not take part in the programme: add it below.")
            % {"person": row.person, "institution": row.institution}
            for row in people
            if row.institution_id not in taking_part
        )
        return breaks


class Membership(NamesInstitution, models.Model):
    """Somebody in a programme, on behalf of an institution."""

    cap = models.ForeignKey(CAP, models.CASCADE, related_name="memberships", verbose_name=_("programme"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="memberships", verbose_name=_("member institution")
    )
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole.choices, default=MembershipRole.PI)
    title = models.CharField(_("function"), max_length=150, blank=True, help_text=_("Such as “professor”."))
    start = DayField(_("from"), null=True, blank=True)
    end = DayField(_("until"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("person in a programme")
        verbose_name_plural = _("people in a programme")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "person"],
                name="caps_membership_once",
                violation_error_message=_("This person is already in the programme."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Involvement(models.Model):
    """An institution in a programme: one leads, others take part."""

    cap = models.ForeignKey(CAP, models.CASCADE, related_name="involvements", verbose_name=_("programme"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="involvements", verbose_name=_("member institution")
    )
    role = models.CharField(_("role"), max_length=12, choices=InvolvementRole.choices, default=InvolvementRole.PARTICIPANT)
    is_example = models.BooleanField(_("example"), default=False)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution in a programme")
        verbose_name_plural = _("institutions in a programme")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "institution"],
                name="caps_involvement_once",
                violation_error_message=_("This institution is already in the programme."),
            ),
            models.UniqueConstraint(
                fields=["cap"],
                condition=models.Q(role="lead"),
                name="caps_involvement_one_lead",
                violation_error_message=_("Another institution already leads this programme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}"


class PartnerInvolvement(models.Model):
    """A partner in a programme, and what it brings."""

    cap = models.ForeignKey(CAP, models.CASCADE, related_name="partner_involvements", verbose_name=_("programme"))
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="involvements", verbose_name=_("partner"))
    contribution = models.CharField(_("contribution"), max_length=200, blank=True)

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("partner in a programme")
        verbose_name_plural = _("partners in a programme")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "partner"],
                name="caps_partnerinvolvement_once",
                violation_error_message=_("This partner is already in the programme."),
            )
        ]

    def __str__(self) -> str:
        return str(self.partner)
