"""The search page, and what its box proposes as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from caps.subjects import subjects
from publishing import languages
from publishing.limits import SEARCHES, SUGGESTIONS
from publishing.views import page_of
from search import find, index, spelling

from .forms import SearchForm, SuggestForm

PER_PAGE = 20
SUBJECTS = 24
WAYS_ON = ("cap-list", "institution-list", "partner-list", "keyfigure-list", "pressrelease-list", "site-map")


class SearchView(TemplateView):
    """What answers, some of each kind; or all of one kind, page by page."""

    template_name = "portal/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET:
            SEARCHES.count(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET or None)
        asked: dict[str, Any] = (
            form.cleaned_data if form.is_bound and form.is_valid() else {"q": "", "kind": "", "exact": False}
        )
        typed, kind, language = asked["q"], asked["kind"], languages.current()
        limit = find.MOST if kind else find.PER_KIND
        answer = spelling.answer(typed, language, kind=kind, limit=limit, exact=asked["exact"])
        query, results = answer.query, answer.results
        context = {"language": language, "form": form, "query": query, "kind": kind, "results": results, "answer": answer}
        if kind and results.groups:
            context["page_obj"] = page_of(results.groups[0].hits, PER_PAGE, self.request.GET.get("page"))
        if query and (not results.groups or results.without_one):
            context |= _ways_on(query, kind, language)
        if answer.typed:
            context["elsewhere"] = _elsewhere(answer.typed, language)
        if not results.groups:
            context["subjects"] = subjects(language, SUBJECTS)
        return super().get_context_data(**context, **kwargs)


def _ways_on(query: str, kind: str, language: str) -> dict[str, object]:
    """What helps somebody who found nothing: the other languages, the other kinds, the great lists."""
    sections = {one.route: one for one in index.sections}
    return {
        "elsewhere": _elsewhere(query, language),
        "ways_on": [sections[route] for route in WAYS_ON],
        "anywhere": kind and bool(find.search(query, language, limit=1).groups),
    }


def _elsewhere(query: str, language: str) -> list[tuple[str, int, str]]:
    """The other languages in which the words answer as they are, with how many and where."""
    return [(code, number, _address(query, code)) for code, number in find.elsewhere(query, language)]


def _address(query: str, language: str) -> str:
    with override(language):
        return f"{reverse('search')}?{urlencode({'q': query})}"


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The pages that the words typed so far may lead to. Never kept: what is withdrawn is gone from it at once."""
    SUGGESTIONS.count(request)
    form = SuggestForm(request.GET)
    hits = find.suggest(form.cleaned_data["q"], languages.current()) if form.is_valid() else []
    titles = {kind.label: str(kind.model._meta.verbose_name) for kind in index.pages()} | {find.SECTIONS: _("page")}
    said = ngettext("%(n)s suggestion", "%(n)s suggestions", len(hits)) % {"n": len(hits)} if hits else _("No suggestion")
    pages = [
        {"title": hit.title, "kind": _kind_of(hit, titles), "path": hit.path, "is_example": hit.is_example} for hit in hits
    ]
    return JsonResponse({"suggestions": pages, "said": said})


def _kind_of(hit: find.Hit, titles: dict[str, str]) -> str:
    """What a page is, in a word; with that it was made up."""
    kind = capfirst(titles[hit.label])
    return _("%(kind)s, example") % {"kind": kind} if hit.is_example else kind
