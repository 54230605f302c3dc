"""What the pages of the press list show."""

from django import template

from mailing.server_replies import told

register = template.Library()


@register.filter
def server_words(reply: str) -> str:
    """What a mail server said: its meaning in the reader's language, and its own words."""
    return told(reply)
