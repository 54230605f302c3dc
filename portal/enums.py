from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountAction(models.TextChoices):
    """What is written down of how accounts sign in."""

    INVITED = "invited", _("invited to set up a second factor")
    REVOKED = "revoked", _("invitation taken back")
    FACTOR_ADDED = "added", _("second factor added")
    FACTOR_REMOVED = "removed", _("second factor removed")
    FREED = "freed", _("all second factors taken away")
    BOUND = "bound", _("tied to an account of the institution")
