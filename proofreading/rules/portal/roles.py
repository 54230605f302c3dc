"""Roles at their date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ...findings import WARNING
from ...knowledge import Knowledge, KnownPerson, KnownRole
from ...reading import NamedPerson, Reading
from ...rule import PORTAL, Found, rule
from ...sentences import Said, say
from ...text import fold


@rule("role-at-its-date", WARNING, PORTAL, subject="role")
def role_at_its_date(text: Reading, known: Knowledge) -> Iterator[Found]:
    for person in text.people:
        human = person.human
        message = _message(text, person, human, text.day or known.today) if human and person.role_class else None
        if human and message:
            yield Found(person.block, *person.role_span, message, record=human.record, evidence=person.role)


def _message(text: Reading, person: NamedPerson, human: KnownPerson, day: date | None) -> Said | None:
    """What is wrong with somebody’s role, if anything: it is none of theirs, or not on a day."""
    current = [post for post in human.posts if _is_held(post, day)]
    if person.role_class not in _classes(text, human.posts):
        title = _title(text, current or human.posts)
        return say("known-as", name=human.name, title=title) if title and _classes(text, human.posts) else None
    return None if person.role_class in _classes(text, current) else say("not-on-the-day", name=human.name)


def _is_held(post: KnownRole, day: date | None) -> bool:
    return day is None or (post.start or day) <= day <= (post.end or day)


def _classes(text: Reading, posts: Iterable[KnownRole]) -> set[str]:
    """Every role that the titles of posts name."""
    return set().union(*(text.roles_in(fold(post.titles.get(text.language, ""))) for post in posts))


def _title(text: Reading, posts: Iterable[KnownRole]) -> str:
    titles = (post.titles.get(text.language, "") for post in posts)
    return next(filter(None, titles), "")
