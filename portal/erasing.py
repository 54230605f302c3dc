"""Accounts are no part of an erasure: they are deleted where accounts are kept, and only said to be there."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from news.models import Approval
from publishing.erasing import advise

from .models import AccountEvent

ACCOUNT = _("An account is separate: delete it among the users once its owner signs in no more.")


def connect() -> None:
    for model in (User, EmailAddress, SocialAccount):
        advise(model, ACCOUNT)
    advise(AccountEvent, _("The log of accounts is kept as evidence of who could do what; it is read by administrators alone."))
    advise(Approval, _("Who stood for a text as a member of staff is kept with it, as evidence; the public never sees it."))
