"""What the pages of a list say: one set of pages serves every list that one joins by oneself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ListAnswer:
    """A page that answers: its title, a sentence below it, and the button that it asks to press, if any."""

    title: Promise
    text: Promise
    button: Promise | str = ""
    then: str = ""
    """The route that the page leads on to."""


@dataclass(frozen=True)
class ListWords:
    """The words of one list, and its routes; ``section`` is the route of the page that it stands under."""

    section: str
    subscribe: str
    standfirst: Promise
    promise: Promise
    """What becomes of an address, beside the button that hands it over."""
    asked: ListAnswer
    to_confirm: ListAnswer
    confirmed: ListAnswer
    to_leave: ListAnswer
    left: ListAnswer
    dead: ListAnswer
    limit: ListAnswer
    archive: str = ""
    """The route of what the list was sent before, if there is a page of it."""


_LOOK, _LATER = _("Please check your inbox"), _("Please try again later")
_DEAD = _("This link does not work any more")
_ON, _OFTEN = (
    _("You are on the list"),
    _("This form has been sent too often for this address or from this network. Please try again in an hour."),
)

PRESS_WORDS = ListWords(
    section="pressrelease-list",
    subscribe="press-subscribe",
    standfirst=_(
        "For journalists: each press release by e-mail, in the languages of your choice, at the minute it becomes public."
    ),
    promise=_(
        "%(name)s uses your address to send you its press releases, and for nothing else. You first confirm it by a message; "
        "every press release tells you how to leave. Once you have left, your address is erased within 30 days."
    ),
    asked=ListAnswer(
        _LOOK,
        _(
            "We have sent a message to this address, unless it is on the list already. Open the link in it within seven "
            "days: only then will you receive our press releases."
        ),
        then="pressrelease-list",
    ),
    to_confirm=ListAnswer(
        _("Receive our press releases?"),
        _("One more step: confirm that you wish to receive them at this address."),
        _("Yes, send me the press releases"),
    ),
    confirmed=ListAnswer(
        _ON,
        _("You will receive each press release at the minute it becomes public. Every message tells you how to leave."),
        then="pressrelease-list",
    ),
    to_leave=ListAnswer(
        _("Leave the press list?"),
        _("You will receive no press release at this address any more."),
        _("Yes, take me off the list"),
    ),
    left=ListAnswer(
        _("You have left the press list"),
        _("You will receive no further press release at this address, and it is erased within 30 days."),
        then="press-subscribe",
    ),
    dead=ListAnswer(
        _DEAD,
        _("It may be too old, or cut off in the message. You can ask for the press releases anew."),
        then="press-subscribe",
    ),
    limit=ListAnswer(_LATER, _OFTEN, then="pressrelease-list"),
)

NEWSLETTER_WORDS = ListWords(
    section="article-list",
    subscribe="newsletter-subscribe",
    standfirst=_(
        "News, events and opportunities of the cluster by e-mail, now and then: PhD positions, jobs, calls, and what came of "
        "them."
    ),
    promise=_(
        "%(name)s uses your address to send you its newsletter, and for nothing else. You first confirm it by a message; "
        "every newsletter tells you how to change your choices and how to leave. Nobody tracks whether you open it. Once you "
        "have left, your address is erased within 30 days."
    ),
    asked=ListAnswer(
        _LOOK,
        _(
            "We have sent a message to this address, unless it receives the newsletter already: every newsletter then has a "
            "link to change its choices. Open the link in the message within seven days: only then will you receive anything."
        ),
        then="article-list",
    ),
    to_confirm=ListAnswer(
        _("Receive our newsletter?"),
        _("One more step: confirm that you wish to receive it at this address."),
        _("Yes, send me the newsletter"),
    ),
    confirmed=ListAnswer(
        _ON,
        _("You will receive the next newsletter. It tells you how to change your choices and how to leave."),
        then="article-list",
    ),
    to_leave=ListAnswer(
        _("Leave the newsletter?"),
        _("You will receive no newsletter at this address any more."),
        _("Yes, send me no more of it"),
    ),
    left=ListAnswer(
        _("You have left the newsletter"),
        _("You will receive no further newsletter at this address, and it is erased within 30 days."),
        then="newsletter-subscribe",
    ),
    dead=ListAnswer(
        _DEAD,
        _("It may be too old, or cut off in the message. You can ask for the newsletter anew."),
        then="newsletter-subscribe",
    ),
    limit=ListAnswer(_LATER, _OFTEN, then="article-list"),
    archive="newsletter-list",
)
