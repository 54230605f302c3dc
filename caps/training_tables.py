"""What the members teach of artificial intelligence: masters, modules, summer schools, diplomas, continuing education."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cluster.models import Institution
from publishing import clock, languages
from publishing.address_fields import WebAddressField
from publishing.fields import DayField, IsoDateField, RichTextField
from publishing.models import Addressed, addressed_constraints

from .enums import CourseFormat, CourseKind, CourseLevel
from .training_querysets import CourseQuerySet


class Course(Addressed):
    """Something that members teach and that one may apply for. It stands here since a programme may teach it."""

    url_name = "course"
    slug_from = ("title",)
    required_texts = ("title", "summary")

    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("In one or two sentences: what one learns, and whom it is for.")
    )
    body = RichTextField(_("text"), blank=True)
    kind = models.CharField(_("kind of course"), max_length=20, choices=CourseKind.choices, default=CourseKind.MASTER)
    level = models.CharField(_("level"), max_length=15, choices=CourseLevel.choices, default=CourseLevel.MASTER)
    taught_in = models.JSONField(_("languages it is taught in"), default=list, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=CourseFormat.choices, default=CourseFormat.ON_SITE)
    place = models.CharField(_("city"), max_length=100, blank=True, help_text=_("Empty where it is taught online alone."))
    duration = models.CharField(_("duration"), max_length=120, blank=True, help_text=_("Such as “two years” or “five days”."))
    start = DayField(_("first day"), null=True, blank=True)
    end = DayField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("From the day after it leaves the list; its page stays. Empty for what begins anew each year."),
    )
    apply_until = DayField(_("apply until"), null=True, blank=True, help_text=_("The last day."))
    how_to_apply = models.TextField(_("how to apply"), blank=True)
    apply_url = WebAddressField(_("where to apply"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="courses", verbose_name=_("member institutions")
    )
    caps = models.ManyToManyField("caps.CAP", blank=True, related_name="courses", verbose_name=_("programmes"))
    as_of = IsoDateField(_("known as of"), blank=True, help_text=_("The day, month or year of the source that says so."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = WebAddressField(_("address of the source"), blank=True)

    objects: ClassVar = CourseQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["pk"]
        constraints = [
            *addressed_constraints("title", "summary"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(end__isnull=True) | models.Q(start__lte=models.F("end")),
                name="caps_course_dates_in_order",
                violation_error_message=_("A course ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def example_words(self) -> str | Promise:
        return _("This course is an example: it was made up, and the real institutions named here do not offer it.")

    @property
    def application_is_over(self) -> bool:
        """Whether the last day to apply has passed in Paris."""
        return self.apply_until is not None and self.apply_until < clock.today()

    def is_over(self, day: date | None = None) -> bool:
        """The instance's twin of ``CourseQuerySet.not_over``, the other way round."""
        return self.end is not None and self.end < (day or clock.today())

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.taught_in, list) or set(self.taught_in) - set(languages.codes()):
            raise ValidationError({"taught_in": _("Choose among the portal’s languages.")})
        if self.format != CourseFormat.ONLINE and not self.place and any(map(self.public_from, languages.codes())):
            raise ValidationError({"place": _("Say where it is taught, or that it is online.")})
