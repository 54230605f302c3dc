"""What the pages of opportunities say of their days."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.dates_in_words import day_in_words, time_tag
from publishing.languages import codes
from publishing.templatetags.portal_text import language_here

from ..enums import OpportunityState
from ..models import Opportunity

register = template.Library()


def _said(opportunity: Opportunity) -> tuple[str, date | None]:
    """A sentence with a place for its day, and the day."""
    state = opportunity.state
    if state is OpportunityState.COMING:
        return _("Opens on %s"), opportunity.opens
    if opportunity.closes is None:
        return _("No closing date"), None
    return (_("Closed on %s") if state is OpportunityState.CLOSED else _("Until %s")), opportunity.closes


@register.filter
def days_in_words(opportunity: Opportunity) -> str:
    """“Until 15 January 2027”, in plain words."""
    words, day = _said(opportunity)
    return words % day_in_words(day) if day else words


@register.filter
def days_tag(opportunity: Opportunity) -> SafeString:
    """The same with its day marked up as one."""
    words, day = _said(opportunity)
    return format_html(words.replace("%s", "{}"), time_tag(day)) if day else format_html("{}", words)


@register.filter
def work_languages(opportunity: Opportunity) -> str:
    """The languages of work in the reader's own."""
    return ", ".join(language_here(code) for code in codes() if code in opportunity.work_languages)
