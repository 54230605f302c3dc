"""What the message with a reading link shows."""

from django import template

from news import embargo_links

register = template.Library()


@register.simple_tag
def given_link(link: int) -> embargo_links.MailedLink | None:
    """Its address is made as the message is written, so that no queue and no backup holds the key."""
    return embargo_links.mailed(link)
