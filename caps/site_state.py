"""Programmes that break a rule of the call, and opportunities to look after, on the first page of the back office."""

from django.utils.translation import ngettext

from publishing.site_state import StateCheck, StateSection, Urgency, register

from .models import CAP, Opportunity

EDIT_OPPORTUNITY = ("caps.change_opportunity",)

BREAKING_RULES = StateCheck(
    "caps.rules_broken",
    StateSection.CONTENT,
    CAP,
    ("caps.change_cap",),
    lambda _user: CAP.objects.breaking_rules(),
    lambda n: ngettext("programme (CAP) that breaks a rule", "programmes (CAPs) that break a rule", n),
)

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
    register(BREAKING_RULES, CLOSING_SOON, WITHOUT_OUTCOME, WITHOUT_END)
