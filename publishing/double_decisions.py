"""Pairs of records that somebody looked at and found to be two: kept until one of the names changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DoubleDecisionQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], pk: int) -> models.QuerySet:
        """The decisions that a record is a side of."""
        label = model._meta.label_lower
        return self.filter(Q(first_label=label, first_id=pk) | Q(second_label=label, second_id=pk))


class DoubleDecision(models.Model):
    """Somebody said that two records are not the same. ``digest`` is that of the names that they read.

    The sides are in order, by label and number, so that a pair has one row.
    """

    first_label = models.CharField(max_length=100)
    first_id = models.BigIntegerField()
    second_label = models.CharField(max_length=100)
    second_id = models.BigIntegerField()
    digest = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DoubleDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair found to be two")
        verbose_name_plural = _("pairs found to be two")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["first_label", "first_id", "second_label", "second_id"], name="publishing_doubledecision_once"
            ),
        ]
        indexes = [models.Index(fields=["second_label", "second_id"], name="publishing_doubles_second")]

    def __str__(self) -> str:
        return f"{self.first_label} {self.first_id}, {self.second_label} {self.second_id}"
