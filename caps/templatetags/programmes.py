"""What the drawings of programmes need."""

from django import template

from caps import matrix
from cluster.models.themes import tone_of

from ..enums import ProgrammePhase

register = template.Library()

HEIGHTS = 6
LONGEST = 30


@register.filter
def spine(cap) -> str:
    """The CSS class of a spine's height, from the number of partners: ``h1`` to ``h6``."""
    return f"h{max(1, min(HEIGHTS, cap.partner_count))}"


@register.filter
def shelf(caps) -> str:
    """The CSS class of a shelf's length, from the number of its spines: ``n1`` to ``n30``."""
    return f"n{max(1, min(LONGEST, len(caps)))}"


@register.filter
def phase_mark(cap) -> str:
    """The CSS class of the phase's sign: empty, half or full."""
    return {ProgrammePhase.RUNNING: "ph-c", ProgrammePhase.TRANSFER: "ph-v"}.get(cap.phase, "")


@register.filter
def cell_classes(cell: matrix.MatrixCell) -> str:
    """The CSS classes of a cell of the matrix: its theme’s colour, the rule before a theme, the institution’s part."""
    part = {matrix.LEAD: "l", matrix.CO_LEAD: "d", matrix.PARTICIPANT: "p"}.get(cell.part, "")
    return " ".join(filter(None, (cell.cap.theme.tone, "first" if cell.first_of_theme else "", part)))


@register.filter
def tone(link) -> str:
    """The CSS class of the colour of the theme that a linked programme stands under."""
    return tone_of(link.rank)
