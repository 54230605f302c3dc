"""What may not be passed, each with its reason; and what of a run passes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from . import rows

MADE, KEPT, HELD, GROWTH, DATABASE = "made", "kept", "304", "growth", "of it in the database"
"""Figures of a row: multiples of the bare list (rendered, from the cache of answers, 304), then how many times the CPU it takes
with the larger content, and which part of it PostgreSQL works."""
FAILED = "wrong answers"
FRONT, BEFORE, MEMORY, START = "through nginx", "nginx before the portal", "memory", "start"
ADMIN_LIST, ADMIN_FORM, SAVE, PROCESSES = "admin list", "admin form", "save", "processes"
SMALL, LARGE = "1×", "N×"


@dataclass(frozen=True)
class Bound:
    """``most`` of a figure, or at ``least`` so much."""

    reason: str
    most: float | None = None
    least: float | None = None

    def is_broken(self, value: float) -> bool:
        return (self.most is not None and value > self.most) or (self.least is not None and value < self.least)

    def __str__(self) -> str:
        return f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"


_RENDERED = "a tuned list of Wagtail costs 19 bare lists; a fifth of it leaves one small machine room for a busy day"
_GROWS = "what a page shows is bounded, so what it costs is: the rest is the database's longer way through its indexes"
_FORM = "an editor opens a form many times an hour, whatever the portal holds"
BOUNDS: dict[tuple[str, str], Bound] = {
    (rows.PAGE, MADE): Bound(_RENDERED, most=4),
    (rows.FORM, MADE): Bound(_RENDERED, most=4),
    (rows.SEARCH, MADE): Bound(_RENDERED, most=4),
    (rows.MAIN, MADE): Bound("the home page and a release show something of everything", most=5),
    **{
        (kind, KEPT): Bound("one question to the database and no more", most=0.35) for kind in (rows.PAGE, rows.MAIN, rows.FILE)
    },
    **{(kind, HELD): Bound("the same, without a body", most=0.3) for kind in (rows.PAGE, rows.MAIN, rows.FILE)},
    **{
        (kind, GROWTH): Bound(_GROWS, most=1.3)
        for kind in (rows.PAGE, rows.MAIN, rows.FORM, rows.SEARCH, ADMIN_LIST, ADMIN_FORM)
    },
    (rows.FILE, GROWTH): Bound("a file is as long as its content; once kept it is only handed out", most=1.3),
    (rows.DOCUMENT, GROWTH): Bound("it is made once, and handed out after a question to the database", most=1.3),
    (SAVE, GROWTH): Bound(_GROWS, most=1.3),
    (ADMIN_FORM, MADE): Bound(_FORM, most=30),
    (PROCESSES, FRONT): Bound("the rate of the same bytes as a file, by the CPU of all that takes part", least=0.7),
    (PROCESSES, BEFORE): Bound("the rate of the portal asked without nginx: what nginx adds is small beside it", least=0.7),
    (PROCESSES, MEMORY): Bound("megabytes (PSS) of the web server with two processes and of the mail worker", most=250),
    (PROCESSES, START): Bound("CPU of a web process until it answers that it is there, beside a Django of one file", most=4),
}
RIGHT = Bound("what is measured is the answer that visitors get", most=0)
COMMON = Bound("a third of the content holds the word, and all of it is weighed", most=3)


@dataclass
class Result:
    """A row of a run: its figures for the content once and many times (``SMALL``, ``LARGE``), or as such (``""``)."""

    name: str
    kind: str
    figures: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Breach:
    name: str
    figure: str
    content: str
    value: float
    bound: Bound

    def __str__(self) -> str:
        where = f" ({self.content})" if self.content else ""
        return f"{self.name}, {self.figure}{where}: {self.value:.2f}, {self.bound}: {self.bound.reason}."


def bound_of(result: Result, figure: str) -> Bound | None:
    if figure == FAILED:
        return RIGHT
    if figure == GROWTH and result.name in rows.MANY:
        return COMMON
    return BOUNDS.get((result.kind, figure))


def breaches(results: list[Result]) -> Iterator[Breach]:
    """Every figure that passes its bound."""
    for result in results:
        for figure, values in result.figures.items():
            bound = bound_of(result, figure)
            for content, value in values.items():
                if bound is not None and bound.is_broken(value):
                    yield Breach(result.name, figure, content, value, bound)
