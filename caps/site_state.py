"""Programmes that break a rule of the call, on the first page of the back office."""

from django.utils.translation import ngettext

from publishing.site_state import StateCheck, StateSection, register

from .models import CAP

BREAKING_RULES = StateCheck(
    "caps.rules_broken",
    StateSection.CONTENT,
    CAP,
    ("caps.change_cap",),
    lambda _user: CAP.objects.breaking_rules(),
    lambda n: ngettext("programme (CAP) that breaks a rule", "programmes (CAPs) that break a rule", n),
)


def register_checks() -> None:
    register(BREAKING_RULES)
