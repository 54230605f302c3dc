"""Roles at their date."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import Knowledge, KnownRole
from ...reading import Reading
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...text import fold


@rule("role-at-its-date", WARNING, PORTAL, subject="role")
def role_at_its_date(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Somebody with a role that the portal does not know them in, or not on the day of the release."""
    day = reading.day or known.today
    for person in reading.people:
        if person.human is None or not person.role_class or not person.human.posts:
            continue
        posts = person.human.posts
        every = set().union(*(_classes(reading, post) for post in posts))
        current = [
            post
            for post in posts
            if day is None or (post.start is None or post.start <= day) and (post.end is None or post.end >= day)
        ]
        if person.role_class not in every:
            title = next(
                (post.titles.get(reading.language) for post in current or posts if post.titles.get(reading.language)), ""
            )
            if not title or not every:
                continue
            message = say("known-as", name=person.human.name, title=title)
            yield Found(person.block, *person.role_span, message, record=person.human.record, evidence=person.role)
        elif not any(person.role_class in _classes(reading, post) for post in current):
            message = say("not-on-the-day", name=person.human.name)
            yield Found(person.block, *person.role_span, message, record=person.human.record, evidence=person.role)


def _classes(reading: Reading, post: KnownRole) -> set[str]:
    """Every role that the title of a post names."""
    return reading.roles_in(fold(post.titles.get(reading.language, "")))
