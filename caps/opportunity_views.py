"""Public pages of the opportunities, and the calendars of their deadlines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString
from django.views import View

from publishing import clock, languages
from publishing.kept_entries import kept_by_rows, written
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
        states = context["filter"].group("state")
        written_list = _entries(context["object_list"])
        counts = {choice.option.value: choice for choice in states.choices} if states else {}
        return context | {
            "entries": written_list.entries,
            "begins_open": written_list.begins_open,
            "open_count": counts[OpportunityState.OPEN].count if OpportunityState.OPEN in counts else 0,
            "archive": counts.get(OpportunityState.CLOSED),
        }


class _WrittenList(NamedTuple):
    """The entries under the states in which they are today, and whether the first of them is open."""

    entries: SafeString
    begins_open: bool


@kept_by_rows
def _entries(opportunities: list[Opportunity]) -> _WrittenList:
    by_state = groupby(opportunities, key=lambda one: one.state_on(clock.today()))
    groups = [(state.value, list(ones)) for state, ones in by_state]
    begins_open = bool(groups) and groups[0][0] == OpportunityState.OPEN
    return _WrittenList(written("caps/_list_of_opportunities.html", {"groups": groups}), begins_open)


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
