"""Public pages of the opportunities, and the calendars of their deadlines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views import View

from publishing import clock, languages
from publishing.public_files import PublicFileView, fingerprint, inline
from publishing.views import PublicDetailView, PublicListView

from . import deadlines
from .enums import OpportunityState
from .models import Opportunity
from .opportunity_filters import OpportunityFilter


class OpportunityList(PublicListView):
    """What is open first, what opens soon, then the archive; each page says which of these it shows."""

    model = Opportunity
    filterset_class = OpportunityFilter
    template_name = "caps/opportunity_list.html"
    paginate_by = 20

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today, states = clock.today(), context["filter"].group("state")
        shown = groupby(context["object_list"], key=lambda one: one.state_on(today))
        counts = {choice.option.value: choice for choice in states.choices} if states else {}
        return context | {
            "groups": [(state.value, list(ones)) for state, ones in shown],
            "open_count": counts[OpportunityState.OPEN].count if OpportunityState.OPEN in counts else 0,
            "archive": counts.get(OpportunityState.CLOSED),
        }


class OpportunityDetail(PublicDetailView):
    """Its page answers for as long as it is public, closed or not."""

    model = Opportunity
    object: Opportunity
    template_name = "caps/opportunity_detail.html"


class OpportunityCalendar(PublicFileView[Opportunity]):
    """The deadline of one opportunity; there is no file of one that has none."""

    model = Opportunity
    url_name = "opportunity-calendar"

    def made(self, thing: Opportunity, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        if thing.closes is None:
            raise Http404
        text = deadlines.of_opportunity(thing, language)
        return fingerprint(text), lambda: inline(text, f"{thing.slug(language)}.ics", "text/calendar")


class DeadlineCalendar(View):
    """Every public deadline, as a calendar to subscribe to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        language = languages.current()
        text = deadlines.of_all(language)
        tag = f'"{fingerprint(text)}"'
        response = get_conditional_response(request, etag=tag) or inline(text, "deadlines.ics", "text/calendar")
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = language
        return response
