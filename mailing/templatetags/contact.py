"""The contact form, wherever a page has it."""

from typing import Any

from django import template

from mailing import contact_pages
from publishing import languages

register = template.Library()


@register.inclusion_tag("mailing/_contact_form.html", takes_context=True)
def contact_form(context: template.Context) -> dict[str, Any]:
    """The empty form, with whom or what the page's address asks for."""
    request = context.get("request")
    given = request.GET if request is not None else {}
    form = contact_pages.form_for(given, languages.current())
    return {**contact_pages.context_of(form), "footer_pages": context.get("footer_pages")}
