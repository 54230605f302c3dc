"""The lists, tables and pages of the programmes as they are written, kept under the rows that they show (``kept_entries``)."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString

from cluster.models import Institution
from publishing.kept_entries import kept_by_rows, written
from publishing.page_sections import Sections, as_shown
from publishing.portal_links import SettledLinks

from . import matrix, programme_citation
from .enums import MatrixOrder
from .models import CAP, Course
from .neighbours import Row, neighbours_of_rows


@kept_by_rows
def programmes_by_theme(caps: list[CAP], is_whole: bool) -> SafeString:
    """The entries under their themes; ``is_whole`` where no other page has more of them, so that each theme has its number."""
    groups = [(theme, list(some)) for theme, some in groupby(caps, key=lambda cap: cap.theme)]
    return written("caps/_list_of_programmes.html", {"groups": groups, "is_whole": is_whole})


@kept_by_rows
def courses_by_level(courses: list[Course]) -> SafeString:
    groups = [(level, list(some)) for level, some in groupby(courses, key=lambda one: one.get_level_display())]
    return written("caps/_list_of_courses.html", {"groups": groups})


class WrittenMatrix(NamedTuple):
    """The table with what it leaves out, the same in words, and whether it shows an example."""

    table: SafeString
    lists: SafeString
    has_examples: bool


class MatrixSorts(NamedTuple):
    """Where the heads of the table that sort it lead."""

    by_name: str
    by_count: str
    by_leads: str


@kept_by_rows
def written_matrix(
    caps: list[CAP],
    institutions: list[Institution],
    language: str,
    order: MatrixOrder,
    sorts: MatrixSorts,
    only_in: bool,
    unread: int,
) -> WrittenMatrix:
    """The matrix as ``matrix.draw`` draws it."""
    drawn = matrix.draw(caps, institutions, language, order, only_in=only_in, unread=unread)
    groups = [(theme, list(some)) for theme, some in groupby(caps, key=lambda cap: cap.theme)]
    return WrittenMatrix(
        written("caps/_matrix_table.html", {"matrix": drawn, "groups": groups, "sorts": sorts}),
        written("caps/_matrix_list.html", {"lists": drawn.lists}),
        drawn.has_examples,
    )


@kept_by_rows
def page_of_programme(
    caps: list[CAP],
    language: str,
    sections: Sections,
    links: SettledLinks,
    beside: list[Row],
    near: list[Row],
) -> SafeString:
    """The page of a programme below the head: where the links of its strands lead, and the rows of its neighbours."""
    (cap,) = caps
    content = {
        "object": cap,
        "language": language,
        "sections": as_shown(sections),
        "links": links,
        "texts": programme_citation.of_programme(cap, language),
        "neighbours": neighbours_of_rows(cap, language, beside, near),
        "GRANT_REFERENCE": settings.GRANT_REFERENCE,
    }
    return written("caps/_page_of_programme.html", content)
