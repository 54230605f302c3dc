"""What visitors write, on the first page of the back office: what nobody has got, what waits for an answer."""

from __future__ import annotations

from django.utils.translation import ngettext

from publishing import clock
from publishing.enums import MailState
from publishing.site_state import StateCheck, StateSection, Urgency, register

from .contact_querysets import LATE_AFTER
from .contact_queue import CONTACT
from .contact_tables import REFUSED_FOR, ContactDelivery, ContactMessage, Mailbox

SEE_MESSAGES, SEE_MAILS, SEE_MAILBOXES = (f"mailing.view_{name}" for name in ("contactmessage", "contactdelivery", "mailbox"))
KEEP_MAILBOXES = "mailing.change_mailbox"

CONTACT_CHECKS = (
    StateCheck(
        "mailing.contact_nobody",
        StateSection.MAIL,
        ContactMessage,
        (SEE_MESSAGES,),
        lambda _user: ContactMessage.objects.reached_nobody(),
        lambda n: ngettext("visitor’s message that no mailbox has got", "visitors’ messages that no mailbox has got", n),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.mailbox_refused",
        StateSection.MAIL,
        Mailbox,
        (SEE_MAILBOXES, KEEP_MAILBOXES),
        lambda _user: Mailbox.objects.refused(clock.now() - REFUSED_FOR),
        lambda n: ngettext("contact mailbox that its server refuses", "contact mailboxes that their servers refuse", n),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.contact_overdue",
        StateSection.MAIL,
        ContactDelivery,
        (SEE_MAILS,),
        lambda _user: CONTACT.overdue(clock.now()),
        lambda n: ngettext(
            "mail about a visitor’s message that should have left", "mails about visitors’ messages that should have left", n
        ),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.contact_unknown",
        StateSection.MAIL,
        ContactDelivery,
        (SEE_MAILS,),
        lambda _user: ContactDelivery.objects.filter(state=MailState.UNKNOWN),
        lambda n: ngettext(
            "mail about a visitor’s message that may not have arrived",
            "mails about visitors’ messages that may not have arrived",
            n,
        ),
        query={"state__exact": MailState.UNKNOWN.value},
    ),
    StateCheck(
        "mailing.contact_unanswered",
        StateSection.MAIL,
        ContactMessage,
        (SEE_MESSAGES,),
        lambda _user: ContactMessage.objects.unanswered_since(clock.now() - LATE_AFTER),
        lambda n: ngettext(
            "visitor’s message without an answer for a week", "visitors’ messages without an answer for a week", n
        ),
    ),
)


def register_checks() -> None:
    register(*CONTACT_CHECKS)
