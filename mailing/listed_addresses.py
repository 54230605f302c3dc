"""What every list that one joins by oneself keeps of an address: the press list and the newsletter share it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages

from .enums import SubscriberState


class ListedAddress(models.Model):
    """An address in one language: asked for, then confirmed by its owner, then perhaps left."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=SubscriberState, default=SubscriberState.PENDING)
    origin = models.CharField(_("origin"), max_length=200, help_text=_("Where the address comes from, and when."))
    outcome = models.CharField(_("what the server said"), max_length=400, blank=True, editable=False)
    """When the owner was asked to confirm, or when the address was suspended."""
    soft_bounces = models.PositiveSmallIntegerField(_("messages that came back"), default=0, editable=False)
    """Of those that came back for a reason other than the address, since it was confirmed."""

    confirm_hash = models.CharField(max_length=64, blank=True, editable=False)
    leave_token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        abstract = True
        ordering = ["email", "pk"]

    def __str__(self) -> str:
        return self.email


def list_constraints(name: str) -> list[models.BaseConstraint]:
    """An address is on a list once a language, and in languages of the portal alone; ``name`` begins the constraints’ own."""
    return [
        models.UniqueConstraint(
            fields=["email", "language"],
            name=f"{name}_once",
            violation_error_message=_("This address is already on the list in this language."),
        ),
        models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name=f"{name}_language_known"),
    ]
