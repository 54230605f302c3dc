"""Who reads a release before the public, and what the persons quoted say, for the page of its life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from news.embargo_links import edition_of
from news.models import PressRelease, ReadingLink


@dataclass(frozen=True)
class ReadingLine:
    """A reading link, how often it was opened, and whether its reader has read another edition than it opens now."""

    link: ReadingLink
    times_opened: int
    read_older: bool


@dataclass(frozen=True)
class ReadingListLine:
    """The links that were given through one named list."""

    name: str
    given: int
    open: int
    opened: int
    read_older: int


@dataclass(frozen=True)
class Readings:
    """The links to single readers, and those of lists taken together."""

    links: list[ReadingLine]
    lists: list[ReadingListLine]


def readings_of(release: PressRelease) -> Readings:
    """All links of a release. Two queries, however many there are."""
    found = ReadingLink.objects.filter(release=release).select_related("proof").defer("proof__payload")
    lines = [_line(release, link) for link in found.prefetch_related("openings")]
    names = dict.fromkeys(line.link.list_name for line in lines if line.link.list_name)
    return Readings(
        [line for line in lines if not line.link.list_name],
        [_together(name, [line for line in lines if line.link.list_name == name]) for name in names],
    )


def _line(release: PressRelease, link: ReadingLink) -> ReadingLine:
    link.release = release
    openings, now = list(link.openings.all()), edition_of(link)
    older = bool(openings) and now is not None and openings[-1].edition_id != now.pk
    return ReadingLine(link, len(openings), older)


def _together(name: str, lines: Iterable[ReadingLine]) -> ReadingListLine:
    lines = list(lines)
    return ReadingListLine(
        name,
        given=len(lines),
        open=sum(line.link.is_alive() for line in lines),
        opened=sum(line.times_opened > 0 for line in lines),
        read_older=sum(line.read_older for line in lines),
    )
