"""Newsletters on the pages of the archive: the texts of an issue in the page's language, in which it has gone."""

from django import template

from mailing import newsletter_reading
from mailing.models import NewsletterIssue
from publishing import languages

register = template.Library()


@register.simple_tag
def issue_title(issue: NewsletterIssue) -> str:
    return newsletter_reading.title_of(issue, languages.current())


@register.simple_tag
def issue_opening(issue: NewsletterIssue) -> str:
    """The first paragraph of what stands above the items; nothing where there is none."""
    return next(iter(newsletter_reading.paragraphs_of(issue, languages.current())), "")
