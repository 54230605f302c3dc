from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Addressed, addressed_constraints

from ..enums import ConsortiumList
from ..querysets import NationalClusterQuerySet
from .institutions import lines


class NationalCluster(Addressed):
    """A winner of the IA-Cluster call."""

    url_name = "nationalcluster"
    required_texts = ("objectives",)

    name = models.CharField(_("name"), max_length=100, unique=True)
    long_name = models.CharField(_("full name"), max_length=200, blank=True)
    aliases = models.TextField(_("other names in use"), blank=True, help_text=_("One a line."))
    is_ours = models.BooleanField(_("this cluster"), default=False)
    lead = models.CharField(_("lead institution"), max_length=150)
    co_lead = models.CharField(_("co-lead institution"), max_length=150, blank=True)
    consortium = models.TextField(_("consortium"), blank=True, help_text=_("One institution a line."))
    consortium_is = models.CharField(
        _("what the list holds"),
        max_length=10,
        choices=ConsortiumList.choices,
        default=ConsortiumList.PARTIAL,
        help_text=_("Its page calls the list so: a list that is not whole must not look it."),
    )
    region = models.CharField(_("region"), max_length=60)
    city = models.CharField(_("city"), max_length=100)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, validators=[MinValueValidator(41), MaxValueValidator(52)]
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, validators=[MinValueValidator(-6), MaxValueValidator(11)]
    )
    amount_meur = models.DecimalField(_("amount (M€)"), max_digits=6, decimal_places=1, validators=[MinValueValidator(0)])
    was_3ia = models.BooleanField(_("continues a 3IA institute"), default=False)
    inaugurated = IsoDateField(_("inaugurated"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = NationalClusterQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("national cluster")
        verbose_name_plural = _("national clusters")
        ordering = ["-amount_meur", "rank", "pk"]
        constraints = [
            *addressed_constraints("objectives"),
            models.UniqueConstraint(
                fields=["is_ours"],
                condition=models.Q(is_ours=True),
                name="cluster_nationalcluster_one_ours",
                violation_error_message=_("Another cluster is already marked as this one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def led_by(self) -> list[str]:
        """The lead, then the co-lead where there is one, as they call themselves."""
        return [name for name in (self.lead, self.co_lead) if name]

    @property
    def leads(self) -> str:
        return ", ".join(self.led_by)

    @property
    def members(self) -> list[str]:
        return lines(self.consortium)
