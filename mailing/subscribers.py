"""The press list: journalists ask for it, confirm and leave by the rule of every list of the house."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from .address_lists import CONFIRM_WITHIN as CONFIRM_WITHIN
from .address_lists import LATELY as LATELY
from .address_lists import AddressList
from .address_lists import hashed as hashed
from .models import ErasedAddress, Subscriber


def digest(email: str, language: str) -> str:
    """The keyed hash under which an erased address is known again; without SECRET_KEY it tells nothing."""
    return salted_hmac("mailing.erased", f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()


class PressAddresses(AddressList[Subscriber]):
    """The press list takes addresses in from spreadsheets too: whoever was erased and joins again may be taken in anew."""

    def joined(self, entry: Subscriber) -> None:
        ErasedAddress.objects.filter(digest=digest(entry.email, entry.language)).delete()


PRESS = PressAddresses(Subscriber, "mailing.leave")

leave_token = PRESS.leave_token
ask, ask_later, asked_for, asked_too_late = PRESS.ask, PRESS.ask_later, PRESS.asked_for, PRESS.asked_too_late
begin_asking, to_be_asked, to_confirm, confirm = PRESS.begin_asking, PRESS.to_be_asked, PRESS.to_confirm, PRESS.confirm
to_leave, leave, confirmed_languages = PRESS.to_leave, PRESS.leave, PRESS.confirmed_languages
joined_lately, left_lately = PRESS.joined_lately, PRESS.left_lately
note_outcome, refused = PRESS.note_outcome, PRESS.refused
