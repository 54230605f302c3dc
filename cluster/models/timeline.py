from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Published, published_constraints

from ..enums import MilestoneLane
from ..querysets import MilestoneQuerySet


class Milestone(Published):
    """A dated step in the cluster's story or in the national one."""

    required_texts = ("title",)

    date = IsoDateField(_("date"), help_text=_("A year, a month or a day: 2024, 2024-05 or 2024-05-21."))
    date_end = IsoDateField(_("until"), blank=True)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    lane = models.CharField(_("whose story"), max_length=10, choices=MilestoneLane.choices, default=MilestoneLane.CLUSTER)
    is_planned = models.BooleanField(_("planned"), default=False, help_text=_("Announced, not yet known to have happened."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = WebAddressField(_("address of the source"), max_length=400, blank=True)

    objects: ClassVar = MilestoneQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["date", "pk"]
        constraints = [
            *published_constraints("title"),
            models.CheckConstraint(
                condition=models.Q(date_end="") | models.Q(date_end__gte=models.F("date")),
                name="cluster_milestone_dates_in_order",
                violation_error_message=_("A milestone ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.date
