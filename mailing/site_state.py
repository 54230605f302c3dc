"""How mail leaves, and the press list in figures, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.models import PressRelease
from publishing import asked_often, clock, languages
from publishing.dates_in_words import day_and_hour
from publishing.enums import MailState
from publishing.localized_text import localized_text
from publishing.outbox import OutboxMessage
from publishing.site_state import StateCheck, StateLine, StateSection, Urgency, list_url, register, register_lines

from . import mailings, newsletters, server_troubles, subscribers
from .enums import SubscriberState
from .mailings import DELIVERIES
from .models import Delivery, Mailing, NewsletterDelivery, NewsletterIssue, Subscriber
from .outbox_queue import OUTBOX

SEE_LIST, SEE_MAILINGS, SEE_DELIVERIES = "mailing.view_subscriber", "mailing.view_mailing", "mailing.view_delivery"
SEND_NEWSLETTERS = "mailing.send_newsletterissue"
SEE_OUTBOX = "publishing.view_outboxmessage"
OUTCOMES: dict[MailState, Callable[[int], str]] = {
    MailState.SENT: lambda n: ngettext("%(n)s sent", "%(n)s sent", n),
    MailState.WAITING: lambda n: ngettext("%(n)s waiting", "%(n)s waiting", n),
    MailState.CLAIMED: lambda n: ngettext("%(n)s being sent", "%(n)s being sent", n),
    MailState.REFUSED: lambda n: ngettext("%(n)s refused", "%(n)s refused", n),
    MailState.UNKNOWN: lambda n: ngettext("%(n)s to be decided", "%(n)s to be decided", n),
    MailState.DROPPED: lambda n: ngettext("%(n)s not sent any more", "%(n)s not sent any more", n),
}

MAIL_CHECKS = (
    StateCheck(
        "mailing.prepared_too_late",
        StateSection.MAIL,
        PressRelease,
        (SEE_MAILINGS, "news.view_pressrelease"),
        lambda _user: mailings.prepared_too_late(clock.now()),
        lambda n: ngettext(
            "public press release that nobody has been sent", "public press releases that nobody has been sent", n
        ),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.asked_too_late",
        StateSection.MAIL,
        Subscriber,
        (SEE_LIST,),
        lambda _user: subscribers.asked_too_late(clock.now()),
        lambda n: ngettext(
            "subscriber who should have been asked to confirm", "subscribers who should have been asked to confirm", n
        ),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.deliveries_overdue",
        StateSection.MAIL,
        Delivery,
        (SEE_DELIVERIES,),
        lambda _user: DELIVERIES.overdue(clock.now()),
        lambda n: ngettext("message to journalists that should have left", "messages to journalists that should have left", n),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.outbox_overdue",
        StateSection.MAIL,
        OutboxMessage,
        (SEE_OUTBOX,),
        lambda _user: OUTBOX.overdue(clock.now()),
        lambda n: ngettext("message of the portal that should have left", "messages of the portal that should have left", n),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.unknown_outcome",
        StateSection.MAIL,
        Mailing,
        (SEE_MAILINGS,),
        lambda _user: mailings.of_unknown_outcome(),
        lambda n: ngettext(
            "mailing with messages that may not have arrived", "mailings with messages that may not have arrived", n
        ),
    ),
    StateCheck(
        "mailing.outbox_unknown",
        StateSection.MAIL,
        OutboxMessage,
        (SEE_OUTBOX,),
        lambda _user: OutboxMessage.objects.filter(state=MailState.UNKNOWN),
        lambda n: ngettext(
            "message of the portal that may not have arrived", "messages of the portal that may not have arrived", n
        ),
        query={"state__exact": MailState.UNKNOWN.value},
    ),
    StateCheck(
        "mailing.newsletters_not_gone",
        StateSection.MAIL,
        NewsletterIssue,
        (SEND_NEWSLETTERS,),
        lambda _user: newsletters.not_gone(clock.now()),
        lambda n: ngettext("newsletter that should have gone", "newsletters that should have gone", n),
        Urgency.NOW,
    ),
    StateCheck(
        "mailing.newsletters_unknown",
        StateSection.MAIL,
        NewsletterDelivery,
        ("mailing.view_newsletterdelivery",),
        lambda _user: NewsletterDelivery.objects.filter(state=MailState.UNKNOWN),
        lambda n: ngettext(
            "message of a newsletter that may not have arrived", "messages of newsletters that may not have arrived", n
        ),
        query={"state__exact": MailState.UNKNOWN.value},
    ),
    StateCheck(
        "mailing.stopped",
        StateSection.MAIL,
        Mailing,
        (SEE_MAILINGS,),
        lambda _user: mailings.stopped_with_messages_left(),
        lambda n: ngettext("mailing stopped before its end", "mailings stopped before their end", n),
    ),
)


def _confirmed_in(code: str) -> StateCheck:
    query = {"state__exact": SubscriberState.CONFIRMED.value, "language__exact": code}
    return StateCheck(
        f"mailing.confirmed_{code}",
        StateSection.PRESS_LIST,
        Subscriber,
        (SEE_LIST,),
        lambda _user: Subscriber.objects.filter(state=SubscriberState.CONFIRMED, language=code),
        lambda n: (
            ngettext("confirmed subscriber in %(language)s", "confirmed subscribers in %(language)s", n)
            % {"language": languages.name(code)}
        ),
        Urgency.GOOD_TO_KNOW,
        query,
    )


LIST_CHECKS = (
    *map(_confirmed_in, languages.codes()),
    StateCheck(
        "mailing.joined",
        StateSection.PRESS_LIST,
        Subscriber,
        (SEE_LIST,),
        lambda _user: subscribers.joined_lately(),
        lambda n: ngettext("new in the last 30 days", "new in the last 30 days", n),
        Urgency.GOOD_TO_KNOW,
    ),
    StateCheck(
        "mailing.left",
        StateSection.PRESS_LIST,
        Subscriber,
        (SEE_LIST,),
        lambda _user: subscribers.left_lately(),
        lambda n: ngettext("gone in the last 30 days", "gone in the last 30 days", n),
        Urgency.GOOD_TO_KNOW,
    ),
    StateCheck(
        "mailing.pending",
        StateSection.PRESS_LIST,
        Subscriber,
        (SEE_LIST,),
        lambda _user: Subscriber.objects.filter(state=SubscriberState.PENDING),
        lambda n: ngettext("still to confirm by the button in their mail", "still to confirm by the button in their mail", n),
        Urgency.GOOD_TO_KNOW,
        {"state__exact": SubscriberState.PENDING.value},
    ),
)


def server_line(user: User) -> Iterator[StateLine]:
    """That the mail server takes nothing: nothing else of the mail is of any use before that is mended."""
    if user.has_perm(SEE_MAILINGS) and (trouble := server_troubles.current()) is not None:
        words = _("The mail server has taken no messages since %(moment)s.") % {"moment": day_and_hour(trouble.since)}
        yield StateLine(words, list_url(Mailing), urgency=Urgency.NOW)


def _last_mailing(_user: User) -> QuerySet:
    return mailings.with_progress(Mailing.objects.exclude(filled_at=None).select_related("release")).order_by("-pk")[:1]


def last_mailing_line(user: User) -> Iterator[StateLine]:
    """What became of the messages of the last mailing, in one query."""
    if not user.has_perms((SEE_MAILINGS, SEE_DELIVERIES, SEE_LIST)):
        return
    mailing = next(iter(asked_often.first(_last_mailing, user, "last mailing")), None)
    if mailing is None or not mailing.messages_total:
        return
    total = mailing.messages_total
    counts = {state: getattr(mailing, f"in_{state}") for state in OUTCOMES}
    told = ", ".join(OUTCOMES[state](n) % {"n": n} for state, n in counts.items() if n)
    yield StateLine(
        ngettext("message of the last mailing", "messages of the last mailing", total),
        list_url(Delivery, mailing__id__exact=str(mailing.pk)),
        total,
        Urgency.GOOD_TO_KNOW,
        localized_text(mailing.release, "title", mailing.language),
        told,
    )


def register_checks() -> None:
    register_lines(StateSection.MAIL, server_line)
    register(*MAIL_CHECKS, *LIST_CHECKS)
    register_lines(StateSection.PRESS_LIST, last_mailing_line)
