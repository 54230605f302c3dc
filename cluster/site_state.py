"""What of the consortium is to be refreshed, on the first page of the back office."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.translation import ngettext

from publishing.library_state import mute_logos
from publishing.site_state import StateCheck, StateSection, register, register_main_work

from . import counters
from .models import Institution, KeyFigure, Milestone


def _disagreeing(user: User | AnonymousUser) -> QuerySet[KeyFigure]:
    return KeyFigure.objects.disagreeing(counters.all_seen_by(user))


CHECKS = (
    StateCheck(
        "cluster.figures_disagree",
        StateSection.CONTENT,
        KeyFigure,
        ("cluster.change_keyfigure",),
        _disagreeing,
        lambda n: ngettext(
            "key figure that the portal’s own count contradicts", "key figures that the portal’s own count contradicts", n
        ),
    ),
    StateCheck(
        "cluster.figures_old",
        StateSection.CONTENT,
        KeyFigure,
        ("cluster.change_keyfigure",),
        lambda _user: KeyFigure.objects.over_a_year_old(),
        lambda n: ngettext("key figure over a year old", "key figures over a year old", n),
    ),
    StateCheck(
        "cluster.milestones_past",
        StateSection.CONTENT,
        Milestone,
        ("cluster.change_milestone",),
        lambda _user: Milestone.objects.planned_and_past(),
        lambda n: ngettext("“planned” milestone whose day has passed", "“planned” milestones whose day has passed", n),
    ),
)


def register_checks() -> None:
    register(*CHECKS)
    register(mute_logos("cluster.mute_logos", StateSection.CONTENT, Institution))
    register_main_work(StateSection.CONTENT, lambda user: user.has_perm("cluster.change_page"))
