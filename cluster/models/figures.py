from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from publishing import languages, tasks
from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Addressed, addressed_constraints

from .. import counters
from ..enums import CountedFigure, FigureQualifier, FigureScope, FigureUnit
from ..querysets import KeyFigureQuerySet
from ..validators import validate_figure_sentence


class KeyFigure(Addressed):
    """A dated claim: a value with its qualifier, its unit, the day it held and who says so.

    A claim given for another day is another claim: the one that was public before stays as a ``FigureValue``. A change for the
    same day mends the claim.
    """

    url_name = "keyfigure"
    slug_from = ("label",)
    required_texts = ("label", "source")

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("How texts and checks refer to this figure."))
    label = models.CharField(_("what is counted"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    sentence = models.CharField(
        _("sentence"),
        max_length=300,
        blank=True,
        validators=[validate_figure_sentence],
        help_text=_("The figure as somebody would quote it. {figure} stands for the value with its qualifier and its unit."),
    )
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

    class Meta(Addressed.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["rank", "pk"]
        constraints = addressed_constraints("label", "source")

    def __str__(self) -> str:
        return self.label or self.key

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self).objects.filter(pk=self.pk).exclude(as_of=self.as_of).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None and before.was_public(languages.main()):
            FigureValue.keep(before)

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


class FigureValue(models.Model):
    """What a figure was said to be for an earlier day, by whom: its history. The unit is the figure's."""

    figure = models.ForeignKey(KeyFigure, models.CASCADE, related_name="earlier_values", verbose_name=_("key figure"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=FigureQualifier.choices, blank=True)
    as_of = IsoDateField(_("as of"), help_text=_("The day, month or year for which the figure was given."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = WebAddressField(_("address of the source"), max_length=400, blank=True)
    source_language = models.CharField(_("language of the source"), max_length=10, choices=languages.choices, blank=True)

    class Meta:
        default_permissions = tasks.TEXT_RIGHTS
        verbose_name = _("earlier value")
        verbose_name_plural = _("earlier values")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "as_of"],
                name="cluster_figurevalue_once",
                violation_error_message=_("This figure has a value for that day already."),
            )
        ]

    def __str__(self) -> str:
        return self.as_of

    @property
    def unit(self) -> str:
        return self.figure.unit

    @classmethod
    def keep(cls, claim: KeyFigure) -> None:
        """Keep what a figure was, once for each day."""
        names = ["value", "qualifier", *languages.columns("source"), "source_url", "source_language"]
        kept = {name: getattr(claim, name) for name in names}
        cls.objects.get_or_create(figure_id=claim.pk, as_of=claim.as_of, defaults=kept)
