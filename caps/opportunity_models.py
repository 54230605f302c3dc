"""What somebody may apply or answer to: calls, theses, post-docs, internships, jobs and fellowships."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from cluster.models import Institution, Theme
from publishing import clock, languages
from publishing.address_fields import MailAddressField, WebAddressField
from publishing.fields import DayField, IsoDateField, RichTextField
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints
from publishing.phone_fields import PhoneField

from .enums import POSTS, OpportunityKind, OpportunityLevel, OpportunityState
from .opportunity_querysets import OpportunityQuerySet
from .validators import validate_contact_phone

CONTACT = ("contact_name", "contact_email", "contact_phone")


def ways_to_apply(*, by_mail: bool = True) -> Q:
    """That who reads of an opportunity is told how to answer: in words, at an address, or by e-mail to its contact."""
    words = languages.column("apply", languages.main())
    told = ~Q(apply_url="") | (Q(**{f"{words}__isnull": False}) & ~Q(**{words: ""}))
    return told | ~Q(contact_email="") if by_mail else told


class Opportunity(Addressed):
    """A call or a post, of a programme, of an institution, or of the cluster where it names neither.

    It opens and closes by its days alone. Closed, it stays in the archive and its page still answers, without its contact.
    """

    url_name = "opportunity"
    slug_from = ("title",)
    files_beside = ("opportunity-calendar",)
    pictured_by = "picture"
    required_texts = ("title", "summary")

    kind = models.CharField(_("kind"), max_length=15, choices=OpportunityKind.choices)
    level = models.CharField(
        pgettext_lazy("of studies", "level"),
        max_length=12,
        choices=OpportunityLevel.choices,
        blank=True,
        help_text=_("The studies that are asked for. Empty where it does not matter."),
    )
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), blank=True)
    picture = LibraryPictureField(verbose_name=_("picture"))
    cap = models.ForeignKey(
        "caps.CAP",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("programme"),
        help_text=_("Its page shows the opportunity while it is open. Empty, like the institution: the cluster’s own."),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("member institution"),
        help_text=_("Where one works, or who calls. Its page shows the opportunity while it is open."),
    )
    themes = models.ManyToManyField(
        Theme,
        blank=True,
        related_name="opportunities",
        verbose_name=_("themes"),
        help_text=_("Beside the theme of its programme, under which it is found in any case."),
    )
    keywords = models.ManyToManyField("caps.Keyword", blank=True, related_name="opportunities", verbose_name=_("subjects"))
    opens = DayField(_("opens on"), null=True, blank=True, help_text=_("Empty: open as soon as it is public."))
    closes = DayField(
        _("closes on"),
        null=True,
        blank=True,
        help_text=_("The last day, until its end in Paris; the opportunity then closes by itself and stays in the archive."),
    )
    begins = IsoDateField(_("begins"), blank=True, help_text=_("When the work begins: a year, a month or a day."))
    duration = models.CharField(_("duration"), max_length=100, blank=True, help_text=_("Such as “36 months”."))
    place = models.CharField(_("place"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True, help_text=_("For job search engines, beside the place."))
    country = CountryField(_("country"), default="FR")
    employer = models.CharField(
        _("employer"), max_length=200, blank=True, help_text=_("Where it is not the member institution above.")
    )
    work_languages = models.JSONField(_("languages of work"), default=list, blank=True)
    apply = RichTextField(_("how to apply"), blank=True)
    apply_url = WebAddressField(_("address to apply at"), blank=True)
    contact_name = models.CharField(
        _("contact"), max_length=150, blank=True, help_text=_("Public while the opportunity is open, then no longer.")
    )
    contact_email = MailAddressField(_("contact’s e-mail"), blank=True)
    contact_phone = PhoneField(
        _("contact’s telephone"),
        max_length=40,
        blank=True,
        validators=[validate_contact_phone],
        help_text=_("Such as +33 1 99 00 12 34."),
    )
    outcome = models.TextField(
        _("what came of it"), blank=True, help_text=_("For the archive, once it is closed: who or what was chosen, and when.")
    )

    objects: ClassVar = OpportunityQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["-pk"]
        constraints = [
            *addressed_constraints("title", "summary"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lte=models.F("closes")),
                name="caps_opportunity_days_in_order",
                violation_error_message=_("An opportunity closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{languages.column('public_from', languages.main())}__isnull": True})
                | Q(withdrawn_at__isnull=False)
                | ways_to_apply(),
                name="caps_opportunity_can_be_answered",
                violation_error_message=_("Say how to apply: in words, by an address or by an e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def example_words(self) -> str | Promise:
        return _("This opportunity is an example: nobody offers it, and nobody answers at its addresses.")

    def state_on(self, day: date) -> OpportunityState:
        """The instance’s twin of ``OpportunityQuerySet.in_state``."""
        if self.closes is not None and self.closes < day:
            return OpportunityState.CLOSED
        return OpportunityState.COMING if self.opens is not None and self.opens > day else OpportunityState.OPEN

    @property
    def state(self) -> OpportunityState:
        """Where it stands today in Paris."""
        return self.state_on(clock.today())

    @property
    def is_closed(self) -> bool:
        return self.state is OpportunityState.CLOSED

    @property
    def is_post(self) -> bool:
        """Whether somebody is taken on, rather than a project, a partner or a grant."""
        return self.kind in POSTS

    @property
    def closing_moment(self) -> datetime | None:
        """The last second in which one may apply."""
        if self.closes is None:
            return None
        midnight = datetime.combine(self.closes + timedelta(days=1), time(), timezone.get_default_timezone())
        return midnight - timedelta(seconds=1)

    @property
    def has_contact(self) -> bool:
        return any(getattr(self, name) for name in CONTACT)

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.work_languages, list) or set(map(str, self.work_languages)) - set(languages.codes()):
            raise ValidationError({"work_languages": _("Choose among the portal’s languages.")})
