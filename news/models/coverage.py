from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Published, published_constraints

from ..querysets import CoverageQuerySet


class Coverage(Published):
    """An article of the press about the cluster: named, linked, summarised in our own words, never copied."""

    required_texts = ("summary",)

    outlet = models.CharField(_("outlet"), max_length=150)
    title = models.CharField(_("title, as published"), max_length=300)
    date = IsoDateField(_("date"))
    language = models.CharField(_("language of the article"), max_length=5)
    url = WebAddressField(_("address"), max_length=400, blank=True)
    subscribers_only = models.BooleanField(_("for subscribers"), default=False)
    summary = models.TextField(_("our summary"), blank=True)

    objects: ClassVar = CoverageQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name = _("press coverage")
        verbose_name_plural = _("press coverage")
        ordering = ["-date", "-pk"]
        constraints = [*published_constraints("summary")]

    def __str__(self) -> str:
        return f"{self.outlet}, {self.title}"
