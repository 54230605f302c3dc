"""The press list and its mailings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import PressRelease
from publishing import languages
from publishing.outbox import QueuedMail

from .enums import SubscriberState


class Subscriber(models.Model):
    """A journalist's address in one language: asked for, then confirmed by its owner, then perhaps left."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=SubscriberState, default=SubscriberState.PENDING)
    origin = models.CharField(_("origin"), max_length=200, help_text=_("Where the address comes from, and when."))
    outcome = models.CharField(_("what the server said"), max_length=400, blank=True, editable=False)
    """When the owner was asked to confirm, or when the address was suspended."""
    confirm_hash = models.CharField(max_length=64, blank=True, editable=False)
    leave_token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "language"],
                name="mailing_subscriber_once",
                violation_error_message=_("This address is already on the list in this language."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=languages.codes()), name="mailing_subscriber_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class ErasedAddress(models.Model):
    """The keyed hash of an address whose owner asked to be forgotten, so that no import brings it back."""

    digest = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("erased address")
        verbose_name_plural = _("erased addresses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Mailing(models.Model):
    """A release in one language, to be sent to the press list from its moment on."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="mailings", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    filled_at = models.DateTimeField(_("addressed"), null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True, editable=False)

    messages_total: int
    in_waiting: int
    in_claimed: int
    in_sent: int
    in_refused: int
    in_dropped: int
    in_unknown: int
    """Brought by ``mailings.with_progress``."""

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["release", "language"], name="mailing_mailing_once")]

    def __str__(self) -> str:
        return f"{self.release} ({self.language})"


class Delivery(QueuedMail):
    """One message of a mailing, to one subscriber."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries", verbose_name=_("mailing"))
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries", verbose_name=_("subscriber"))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "subscriber"], name="mailing_delivery_once")]

    def __str__(self) -> str:
        return f"{self.subscriber}, {self.get_state_display()}"


class MailServerTrouble(models.Model):
    """That the mail server takes nothing from the portal, since when, and what it said last: one row, or none if all is well."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last tried"))
    reply = models.CharField(_("what the server said"), max_length=400)

    class Meta:
        verbose_name = _("trouble with the mail server")
        verbose_name_plural = _("troubles with the mail server")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="mailing_trouble_only_one")]

    def __str__(self) -> str:
        return self.reply
