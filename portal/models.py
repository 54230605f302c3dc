"""How staff come by their second factor, and what is written down of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import clock

from .enums import AccountAction


class InvitationQuerySet(models.QuerySet):
    def open(self) -> InvitationQuerySet:
        """Those that still open something."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=clock.now())


class Invitation(models.Model):
    """One link, handed over by an administrator, by which one account sets up a second factor, once.

    The link is kept as its hash. A password alone enrols nothing: whoever guessed it would be the first to come.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("account")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("holds until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        permissions = [("manage_sign_in", "Can invite an account to a second factor, and take one away")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="portal_invitation_holds_a_while"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="portal_invitation_one_end"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(used_at=None, revoked_at=None), name="portal_invitation_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccountEvent(models.Model):
    """A line of the log of accounts: written once, never changed. It names accounts in words, and so outlives them."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what was done"), max_length=10, choices=AccountAction)
    account_key = models.BigIntegerField(_("number of the account"), db_index=True)
    account_name = models.CharField(_("account"), max_length=150)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line in the log of accounts")
        verbose_name_plural = _("log of accounts")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.account_name}: {self.get_action_display()}"
