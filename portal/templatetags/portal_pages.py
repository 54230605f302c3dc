"""The pages that others lead to: their names, links to them, and the main menu."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cluster.models import Page
from portal import frame, navigation, page_names
from publishing import head, languages
from publishing.alternates import Alternate
from publishing.kept_values import kept_by_language, path_in
from publishing.models import Addressed
from publishing.templatetags.portal_text import alternates, switched_query, text
from publishing.typography import typeset

register = template.Library()


@register.simple_tag
@kept_by_language
def page_name(route: str) -> str:
    """What a section page is called."""
    return typeset(page_names.page_name(route), languages.current())


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, route: str) -> SafeString:
    """A link to a section page by its name, which says where it stands on that page itself."""
    path = path_in(route, languages.current())
    return format_html('<a href="{}"{}>{}</a>', path, _here(context, path), page_name(route))


@register.simple_tag(takes_context=True)
def record_link(context: template.Context, record: Addressed, field: str) -> SafeString:
    """The same to the page of a record, by the words of one of its fields."""
    path = record.get_absolute_url()
    return format_html('<a href="{}"{}>{}</a>', path, _here(context, path), text(record, field))


def _query_there(context: template.Context, version: Alternate) -> str:
    """What the way to a page in another language takes along, where there is one."""
    leads_there = version.public and version.language != languages.current()
    return switched_query(context, version.language) if leads_there else ""


@register.simple_tag(takes_context=True)
def page_banner(context: template.Context) -> SafeString:
    """The head of the page: the portal's name, the main menu, the languages and the search, as this page shows them."""
    request, about = context["request"], context["footer_pages"].about
    versions = tuple((version, _query_there(context, version)) for version in alternates(context))
    entries = navigation.menu(
        request,
        about=about[0] if about else None,
        root=context.get("root"),
        filled=context["filled_routes"],
    )
    return frame.banner(tuple(entries), versions, request.path)


@register.simple_tag(takes_context=True)
def page_crumb(context: template.Context) -> SafeString:
    """The way to the page: its section, named by its route or as the page names it, then the page itself."""
    section = context.get("section_url") or "", context.get("section_label") or ""
    if route := context.get("route"):
        section = path_in(route, languages.current()), page_name(route)
    return frame.crumb(*section, context.get("label") or "", has_address=head.has_address(context))


@register.simple_tag(takes_context=True)
def page_foot(context: template.Context) -> SafeString:
    """The foot, as this page shows it."""
    return frame.foot(context["footer_pages"], context["filled_routes"], context["request"].path)


@register.simple_tag(takes_context=True)
def sections_within(context: template.Context, page: Page) -> tuple[str, ...]:
    """The sections that an editorial page leads to beside its own: those about the cluster, on the page about it."""
    return navigation.WITHIN_ABOUT if page in context["footer_pages"].about[:1] else ()


@register.simple_tag(takes_context=True)
def offered(context: template.Context, routes: Iterable[str]) -> list[str]:
    """Those of the section pages that have something to show."""
    return [route for route in routes if navigation.is_offered(route, context["filled_routes"])]


@register.simple_tag(takes_context=True)
def page_of_door(context: template.Context, door: navigation.Door) -> Page | None:
    """The editorial page that a door leads to, where it is public."""
    page: Page | None = getattr(context["footer_pages"], door.page) if door.page else None
    return page


def _here(context: template.Context, path: str) -> SafeString | str:
    request = context.get("request")
    return mark_safe(' aria-current="page"') if request is not None and request.path == path else ""
