"""What staff should know of the programmes, publications and opportunities, on the first page of the back office."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import clock
from publishing.dates_in_words import day_and_hour
from publishing.site_state import StateCheck, StateLine, StateSection, Urgency, list_url, register, register_lines

from .enums import GOOD
from .models import CAP, HalQuery, Opportunity, Publication

EDIT_OPPORTUNITY = ("caps.change_opportunity",)

BREAKING_RULES = StateCheck(
    "caps.rules_broken",
    StateSection.CONTENT,
    CAP,
    ("caps.change_cap",),
    lambda _user: CAP.objects.breaking_rules(),
    lambda n: ngettext("programme (CAP) that breaks a rule", "programmes (CAPs) that break a rule", n),
)
GIVEN_UP = StateCheck(
    "caps.publications_given_up",
    StateSection.CONTENT,
    Publication,
    ("caps.view_publication", "caps.change_publication"),
    lambda _user: Publication.objects.given_up(),
    lambda n: ngettext("publication that HAL gives no more", "publications that HAL gives no more", n),
)
TOO_LONG_AGO = timedelta(days=2)
"""Since when HAL, which is asked every day, should have been asked again."""


def _hal(user: User) -> Iterator[StateLine]:
    """When HAL was last asked and with what result: a line in any case, since silence would look like success."""
    if not user.has_perms(("caps.view_halquery", "caps.change_halquery")):
        return
    known = (
        HalQuery.objects.active()
        .real()
        .aggregate(asked=Max("asked_at"), questions=Count("pk"), bad=Count("pk", filter=~Q(outcome__in=("", *GOOD))))
    )
    url = list_url(HalQuery)
    if known["asked"] is None:
        yield StateLine(_("HAL has not been queried for publications yet"), url, urgency=Urgency.GOOD_TO_KNOW)
        return
    when = day_and_hour(known["asked"])
    if known["bad"]:
        words = ngettext(
            "HAL, asked on %(when)s, gave no good answer to %(n)s of %(all)s question: what was there stays as it was",
            "HAL, asked on %(when)s, gave no good answer to %(n)s of %(all)s questions: what was there stays as it was",
            known["questions"],
        )
        yield StateLine(words % {"when": when, "n": known["bad"], "all": known["questions"]}, url, urgency=Urgency.NOW)
    elif known["asked"] < clock.now() - TOO_LONG_AGO:
        yield StateLine(_("HAL was last asked on %(when)s: its daily run seems to stand still") % {"when": when}, url)
    else:
        words = _("HAL was asked on %(when)s and answered every question")
        yield StateLine(words % {"when": when}, url, urgency=Urgency.GOOD_TO_KNOW)


CLOSING_SOON = StateCheck(
    "caps.opportunities_closing",
    StateSection.CONTENT,
    Opportunity,
    EDIT_OPPORTUNITY,
    lambda _user: Opportunity.objects.closing_soon(),
    lambda n: ngettext("opportunity that closes within seven days", "opportunities that close within seven days", n),
    Urgency.GOOD_TO_KNOW,
)

WITHOUT_OUTCOME = StateCheck(
    "caps.opportunities_without_outcome",
    StateSection.CONTENT,
    Opportunity,
    EDIT_OPPORTUNITY,
    lambda _user: Opportunity.objects.without_outcome(),
    lambda n: ngettext(
        "closed opportunity that does not say what came of it", "closed opportunities that do not say what came of them", n
    ),
)

WITHOUT_END = StateCheck(
    "caps.opportunities_without_end",
    StateSection.CONTENT,
    Opportunity,
    EDIT_OPPORTUNITY,
    lambda _user: Opportunity.objects.open_without_end(),
    lambda n: ngettext(
        "opportunity open for over six months without a closing day",
        "opportunities open for over six months without a closing day",
        n,
    ),
)


def register_checks() -> None:
    register(BREAKING_RULES, CLOSING_SOON, WITHOUT_OUTCOME, WITHOUT_END, GIVEN_UP)
    register_lines(StateSection.CONTENT, _hal)
