"""The state of the site, on the first page of the back office: numbers that somebody should know of, each with its list.

Each room registers what it looks after. A ``StateCheck`` is a rule on records: the same rows are counted for the line and
shown by the list that the line leads to, so that the two agree. Whatever else a room has to say (numbers of translations, a
mail server that takes nothing) it registers as a function that gives lines. Only who has the rights has anything counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import asked_often
from .localized_text import LocalizedText

ATTENTION = "attention"
"""What the lists of the back office call their filter by what asks for attention."""
SEVERAL = 2
"""A number that every language takes for more than one."""


class StateSection(Enum):
    """The parts of the page, in the order in which they stand for who works on all of them."""

    TRANSLATIONS = "translations", _("Translations")
    PRESS = "press", _("Press")
    CONTENT = "content", _("Content to refresh")
    PARTNERS = "partners", _("Partners and contacts")
    MAIL = "mail", _("Mail")
    PRESS_LIST = "press-list", _("The press list in figures")

    def __init__(self, key: str, heading: str | Promise) -> None:
        self.key, self.heading = key, heading


class Urgency(IntEnum):
    """Which lines of a section come first: what is wrong now, what is to be done, what is good to know."""

    NOW = 0
    TO_DO = 1
    GOOD_TO_KNOW = 2


@dataclass(frozen=True)
class StateLine:
    """A line: a number of things with the words that follow it, and the list of exactly these.

    Without a number it says something of the whole site. ``title`` names what it is about, in its own language.
    """

    words: str
    url: str
    count: int | None = None
    urgency: Urgency = Urgency.TO_DO
    title: LocalizedText | None = None
    detail: str = ""

    @property
    def number(self) -> str:
        """As the reader's language writes it: “1,200”."""
        return "" if self.count is None else number_format(self.count, force_grouping=True)

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.NOW

    @property
    def asks_for_something(self) -> bool:
        return self.urgency is not Urgency.GOOD_TO_KNOW


@dataclass(frozen=True)
class StateGroup:
    """A section with its lines, the most urgent first."""

    key: str
    heading: str | Promise
    lines: list[StateLine]


@dataclass(frozen=True)
class StateCheck:
    """A rule on records of a kind, for who has all of its ``rights``, those to open the list among them.

    ``rows`` gives the records that it concerns, as somebody may know of them, in a number of queries that does not grow with
    theirs. ``words`` gives what follows the number, for one or several. ``query`` is what the address of the
    list says where the list shows the same rows by a filter of its own; elsewhere the filter by attention does.
    """

    key: str
    section: StateSection
    model: type[models.Model]
    rights: tuple[str, ...]
    rows: Callable[[User | AnonymousUser], models.QuerySet[Any]]
    words: Callable[[int], str]
    urgency: Urgency = Urgency.TO_DO
    query: Mapping[str, str] | None = None

    def concerns(self, user: User | AnonymousUser) -> bool:
        return user.has_perms(self.rights)

    @property
    def choice(self) -> str:
        """What the filter of the list calls it."""
        return capfirst(self.words(SEVERAL))

    @property
    def url(self) -> str:
        asked = {ATTENTION: self.key} if self.query is None else self.query
        return list_url(self.model, **asked)

    def lines(self, user: User) -> Iterable[StateLine]:
        """The line, in one query more than ``rows`` takes; none where there is nothing to say."""
        if self.concerns(user) and (count := asked_often.count(self.rows, user)):
            yield StateLine(self.words(count), self.url, count, self.urgency)


def list_url(model: type[models.Model], **query: str) -> str:
    """The list of a model in the back office, narrowed."""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(query)}" if query else path


Lines = Callable[[User], Iterable[StateLine]]
_checks: dict[str, StateCheck] = {}
_lines: list[tuple[StateSection, Lines]] = []
_main_work: dict[StateSection, Callable[[User], bool]] = {}


def register(*checks: StateCheck) -> None:
    """Add checks. Raises ``ValueError`` where another one has the key."""
    for check in checks:
        if _checks.setdefault(check.key, check) is not check:
            raise ValueError(f"two checks are called “{check.key}”")
        _lines.append((check.section, check.lines))


def register_lines(section: StateSection, lines: Lines) -> None:
    """Add what a function has to say to somebody, itself nothing to who may not know of it."""
    _lines.append((section, lines))


def register_main_work(section: StateSection, is_theirs: Callable[[User], bool]) -> None:
    """Whose main work a section is: they find it before the others."""
    _main_work[section] = is_theirs


def checks_of(model: type[models.Model], user: User | AnonymousUser) -> list[StateCheck]:
    """The checks by which the list of a model is filtered for somebody."""
    return [check for check in _checks.values() if check.model is model and check.query is None and check.concerns(user)]


def state_for(user: User) -> list[StateGroup]:
    """All that somebody should know of, what concerns them first. A section that has nothing to say is left out."""
    found: dict[StateSection, list[StateLine]] = {section: [] for section in _in_order(user)}
    for section, lines in _lines:
        found[section].extend(lines(user))
    return [
        StateGroup(section.key, section.heading, sorted(lines, key=lambda line: line.urgency))
        for section, lines in found.items()
        if lines
    ]


def _in_order(user: User) -> list[StateSection]:
    theirs = {section for section, is_theirs in _main_work.items() if is_theirs(user)}
    return sorted(StateSection, key=lambda section: section not in theirs)


def asks_for_something(groups: Iterable[StateGroup]) -> bool:
    """Whether anything is to be done, beside what is good to know."""
    return any(line.asks_for_something for group in groups for line in group.lines)


class AttentionFilter(admin.SimpleListFilter):
    """Shows in a list the things that a line of the first page counts. It is not there where nothing is checked."""

    title = _("what asks for attention")
    parameter_name = ATTENTION

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(check.key, check.choice) for check in checks_of(model_admin.model, request.user)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        for check in checks_of(queryset.model, request.user):
            if check.key == self.value():
                return queryset.filter(pk__in=check.rows(request.user).order_by().values("pk"))
        return queryset
