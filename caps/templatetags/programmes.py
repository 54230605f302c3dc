"""What the drawings of programmes need."""

from collections.abc import Iterable, Sized

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caps import matrix
from caps.models import CAP
from cluster.models.themes import tone_of
from publishing.page_links import Link
from publishing.templatetags.portal_parts import example_class
from publishing.templatetags.portal_text import two_digits

from ..enums import ProgrammePhase

register = template.Library()

HEIGHTS = 6
LONGEST = 30


@register.filter
def spine(cap: CAP) -> str:
    """The CSS class of a spine's height, from the number of partners: ``h1`` to ``h6``."""
    return f"h{max(1, min(HEIGHTS, cap.partner_count))}"


@register.filter
def shelf(caps: Sized) -> str:
    """The CSS class of a shelf's length, from the number of its spines: ``n1`` to ``n30``."""
    return f"n{max(1, min(LONGEST, len(caps)))}"


@register.filter
def phase_mark(cap: CAP) -> str:
    """The CSS class of the phase's sign: empty, half or full."""
    marks: dict[str, str] = {ProgrammePhase.RUNNING: "ph-c", ProgrammePhase.TRANSFER: "ph-v"}
    return marks.get(cap.phase, "")


@register.simple_tag
def matrix_cells(*, row: matrix.MatrixRow, columns: Iterable[matrix.MatrixColumn]) -> SafeString:
    """The cells of a row of the matrix. A table holds thousands, and a template takes ten times as long for each."""
    said = {
        matrix.LEAD: escape(_("leads CAP")),
        matrix.CO_LEAD: escape(_("co-leads CAP")),
        matrix.PARTICIPANT: escape(_("takes part in CAP")),
    }
    made_up = f'<span class="vh">\n({escape(_("example"))})</span>'
    written = []
    for cell, column in zip(row.cells, columns, strict=True):
        written.append(f'<td class="{_cell_classes(cell)}">\n')
        if cell.part:
            mark = made_up if cell.is_example else ""
            number = two_digits(cell.cap.number)
            written.append(
                f'<a class="{example_class(cell)}" href="{escape(column.path)}"><span\nclass="vh">{said[cell.part]}\n</span>'
                f"{number}{mark}</a>\n"
            )
        written.append("</td>\n")
    return mark_safe("".join(written).rstrip("\n"))  # noqa: S308  what comes from records is escaped just above


def _cell_classes(cell: matrix.MatrixCell) -> str:
    """The CSS classes of a cell of the matrix: its theme’s colour, the rule before a theme, the institution’s part."""
    part = {matrix.LEAD: "l", matrix.CO_LEAD: "d", matrix.PARTICIPANT: "p"}.get(cell.part, "")
    return " ".join(filter(None, (cell.cap.theme.tone, "first" if cell.first_of_theme else "", part)))


@register.filter
def tone(link: Link) -> str:
    """The CSS class of the colour of the theme that a linked programme stands under."""
    return "" if link.rank is None else tone_of(link.rank)
