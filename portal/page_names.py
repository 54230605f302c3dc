"""What each section page is called: one name in its title, heading, crumb, menu, foot and wherever else it is named.

A page that is a record (“About”, “Help”) is called by its own title.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.kept_values import kept_by_language

NAMES: dict[str, Promise] = {
    "institution-list": _("Consortium"),
    "person-list": _("People"),
    "theme-list": _("Themes"),
    "pillar-list": _("Pillars"),
    "keyfigure-list": _("Key figures"),
    "milestone-list": _("Timeline"),
    "cite": _("Cite and acknowledge"),
    "nationalcluster-list": _("National network"),
    "cap-list": _("Programmes"),
    "matrix": _("Who takes part in what"),
    "opportunity-list": _("Opportunities"),
    "course-list": _("Training"),
    "publication-list": _("Publications, data and code"),
    "partner-list": _("Partners"),
    "article-list": _("News & events"),
    "event-list": _("Events"),
    "newsletter-list": _("Newsletter archive"),
    "newsletter-subscribe": _("Receive the newsletter"),
    "pressrelease-list": _("Press"),
    "press-subscribe": _("Receive our press releases"),
    "coverage-list": _("Press coverage"),
    "press-feed": _("Atom feed"),
    "search": pgettext_lazy("page", "Search"),
    "site-map": _("Site map"),
    "open-data": _("Open data"),
    "style-guide": _("Style guide"),
}


@kept_by_language
def page_name(route: str) -> str:
    """The name of a section page in the active language. Raises ``KeyError`` for a route that is no section."""
    return str(NAMES[route])
