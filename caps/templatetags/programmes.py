"""What the drawings of programmes need."""

from django import template

register = template.Library()

HEIGHTS = 6


@register.filter
def spine(cap) -> str:
    """The CSS class of a spine's height, from the number of partners: ``h1`` to ``h6``."""
    return f"h{max(1, min(HEIGHTS, cap.partner_count))}"


@register.filter
def phase_mark(cap) -> str:
    """The CSS class of the phase's sign: empty, half or full."""
    return {cap.Phase.RUNNING: "ph-c", cap.Phase.TRANSFER: "ph-v"}.get(cap.phase, "")
