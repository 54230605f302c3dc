from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Published, published_constraints

from .. import counters
from ..enums import CountedFigure, FigureQualifier, FigureScope, FigureUnit
from ..querysets import KeyFigureQuerySet


class KeyFigure(Published):
    """A dated claim: a value with its qualifier, its unit, the day it held and who says so."""

    required_texts = ("label", "source")

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("How texts and checks refer to this figure."))
    label = models.CharField(_("what is counted"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=FigureQualifier.choices, blank=True)
    unit = models.CharField(_("unit"), max_length=5, choices=FigureUnit.choices, blank=True)
    scope = models.CharField(_("whom it is about"), max_length=10, choices=FigureScope.choices, default=FigureScope.CLUSTER)
    period = models.CharField(_("period"), max_length=100, blank=True, help_text=_("Such as “over five years”."))
    as_of = IsoDateField(_("as of"), help_text=_("The day, month or year for which the figure was given."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = WebAddressField(_("address of the source"), max_length=400, blank=True)
    source_language = models.CharField(
        _("language of the source"),
        max_length=10,
        choices=languages.choices,
        blank=True,
        help_text=_("Said beside the link where the page is in another language."),
    )
    note = models.CharField(
        _("how it is to be read"),
        max_length=300,
        blank=True,
        help_text=_("Such as why it differs from another figure of this site."),
    )
    counted_by = models.CharField(
        _("counted by the portal as"),
        max_length=30,
        choices=CountedFigure.choices,
        blank=True,
        help_text=_("Where the portal counts the same thing, staff see when the claim and the count disagree."),
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    count_in_list: int | Decimal | None
    """Brought by the list of the back office."""

    objects: ClassVar = KeyFigureQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["rank", "pk"]
        constraints = [*published_constraints("label", "source")]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def counted(self) -> int | Decimal | None:
        """What the portal counts for this figure now."""
        return counters.count(self.counted_by) if self.counted_by else None

    def agrees(self, count: int | Decimal) -> bool:
        """Whether a count bears the claim out: “more than 60” needs more than 60, “nearly 300” at most 300."""
        bounds: dict[str, bool] = {
            FigureQualifier.MORE_THAN: count > self.value,
            FigureQualifier.NEARLY: self.value * Decimal("0.9") <= count <= self.value,
            FigureQualifier.ABOUT: abs(count - self.value) <= self.value / 10,
        }
        return bounds.get(self.qualifier, count == self.value)
