"""Choices, imported by models and queries alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriberState(models.TextChoices):
    """Where an address stands: asked for, confirmed by its owner, or off the list."""

    PENDING = "pending", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    LEFT = "left", _("has left")
    BOUNCED = "bounced", _("refused by its server")


OFF_THE_LIST = (SubscriberState.LEFT, SubscriberState.BOUNCED)


class DeliveryState(models.TextChoices):
    """Where a message stands; ``UNKNOWN`` is decided by a person, never by a program."""

    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused for good")
    UNKNOWN = "unknown", _("outcome unknown: to be decided by a person")
    DROPPED = "dropped", _("not sent any more")
