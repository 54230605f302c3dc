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
