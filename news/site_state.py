"""Where releases stand, contacts to ring up and events that end, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.translation import ngettext

from publishing import languages
from publishing.site_state import StateCheck, StateSection, Urgency, register, register_main_work

from .enums import ReleaseStage
from .models import Event, PressContact, PressRelease
from .notifications import APPROVE, EDIT

EDIT_EVENT = "news.change_event"


def _at(stage: ReleaseStage) -> Callable[[User | AnonymousUser], QuerySet[PressRelease]]:
    return lambda _user: PressRelease.objects.in_stage_anywhere(stage)


def _mute_pictures(language: str) -> StateCheck:
    def words(number: int) -> str:
        said = ngettext(
            "press release with a picture without alternative text (%(language)s)",
            "press releases with a picture without alternative text (%(language)s)",
            number,
        )
        return said % {"language": languages.name(language)}

    return StateCheck(
        languages.column("news.mute_pictures", language),
        StateSection.PRESS,
        PressRelease,
        (EDIT,),
        lambda _user: PressRelease.objects.with_mute_pictures(language),
        words,
    )


CHECKS = (
    StateCheck(
        "news.without_contact",
        StateSection.PRESS,
        PressRelease,
        (EDIT,),
        lambda _user: PressRelease.objects.without_contact(),
        lambda n: ngettext("press release without a contact in force", "press releases without a contact in force", n),
        Urgency.NOW,
    ),
    StateCheck(
        "news.pictures_ended",
        StateSection.PRESS,
        PressRelease,
        (EDIT,),
        lambda _user: PressRelease.objects.with_ended_pictures(),
        lambda n: ngettext(
            "press release with a picture whose permission has ended",
            "press releases with a picture whose permission has ended",
            n,
        ),
        Urgency.NOW,
    ),
    *(_mute_pictures(code) for code in languages.codes()),
    StateCheck(
        "news.in_review",
        StateSection.PRESS,
        PressRelease,
        (EDIT,),
        _at(ReleaseStage.IN_REVIEW),
        lambda n: ngettext("press release in review", "press releases in review", n),
    ),
    StateCheck(
        "news.scheduled",
        StateSection.PRESS,
        PressRelease,
        (EDIT,),
        _at(ReleaseStage.SCHEDULED),
        lambda n: ngettext("press release scheduled", "press releases scheduled", n),
        Urgency.GOOD_TO_KNOW,
    ),
    StateCheck(
        "news.contacts_to_confirm",
        StateSection.PARTNERS,
        PressContact,
        ("news.change_presscontact",),
        lambda _user: PressContact.objects.to_confirm(),
        lambda n: ngettext(
            "press contact that nobody has confirmed for six months",
            "press contacts that nobody has confirmed for six months",
            n,
        ),
        query={"confirmation": "due"},
    ),
    StateCheck(
        "news.events_ending",
        StateSection.CONTENT,
        Event,
        (EDIT_EVENT,),
        lambda _user: Event.objects.ending_soon(),
        lambda n: ngettext("event that ends within seven days", "events that end within seven days", n),
        Urgency.GOOD_TO_KNOW,
    ),
    StateCheck(
        "news.events_ended",
        StateSection.CONTENT,
        Event,
        (EDIT_EVENT,),
        lambda _user: Event.objects.ended_lately(),
        lambda n: ngettext("event that ended in the last seven days", "events that ended in the last seven days", n),
        Urgency.GOOD_TO_KNOW,
    ),
)


def register_checks() -> None:
    register(*CHECKS)
    register_main_work(StateSection.PRESS, lambda user: user.has_perm(APPROVE))
