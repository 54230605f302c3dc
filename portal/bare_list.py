"""The measure of all pages: what Django itself takes for a list of twenty rows, with nothing of the portal around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template import Context, Engine
from django.views.generic import ListView

from news.models import Article

ROWS = 20


class BareList(ListView):
    """So many rows of one table through a template of three lines."""

    model = Article
    ordering = "-pk"
    paginate_by = ROWS

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return HttpResponse(Engine.get_default().from_string(BARE_TEMPLATE).render(Context(context)))


BARE_TEMPLATE = """<!DOCTYPE html><html lang="fr"><title>{{ page_obj }}</title><ul>
{% for one in object_list %}<li><a href="/{{ one.pk }}/">{{ one.title_fr }}</a> {{ one.lead_fr }}</li>{% endfor %}</ul>
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">+</a>{% endif %}</html>"""
