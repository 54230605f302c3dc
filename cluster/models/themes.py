from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields import RichTextField
from publishing.models import Addressed, addressed_constraints

from ..querysets import RankedQuerySet


class Theme(Addressed):
    """One of the cluster's fields, under which its programmes stand."""

    url_name = "theme"
    required_texts = ("name", "summary")

    name = models.CharField(_("short name"), max_length=100)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    description = RichTextField(_("description"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = RankedQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["rank", "pk"]
        constraints = addressed_constraints("name", "summary")

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def tone(self) -> str:
        """The CSS class of the theme's colour. There are three; a name always stands beside it."""
        return tone_of(self.rank)


def tone_of(rank: int) -> str:
    """The CSS class of the colour of the theme of a rank."""
    return f"t{(rank - 1) % 3 + 1}"


class Pillar(Addressed):
    """One of the ways the cluster works: the programmes, and the cross-cutting programme."""

    url_name = "pillar"
    required_texts = ("name", "summary")

    name = models.CharField(_("name"), max_length=150)
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = RankedQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["rank", "pk"]
        constraints = addressed_constraints("name", "summary")

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"
