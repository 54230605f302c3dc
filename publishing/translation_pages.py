"""The page of the back office that lists what waits to be translated, and the way from one line of it to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import languages
from .admin_languages import label_of
from .editing import signed_in
from .translated_texts import BEHIND, TranslatedText, TranslatedTextQuerySet, TranslationState
from .translation_lists import open_kinds, texts_for, waiting_for
from .translations import kinds

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

PLACE = "_translations"
"""In the address of a form: from which list of translations it was opened, and at which of its lines."""
NEXT = "_next_translation"
"""The button that saves and goes on."""
LINES_PER_PAGE = 50


@dataclass(frozen=True)
class NarrowingLink:
    """A link that narrows the list, with what it is called."""

    title: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """A group of links of which one is chosen."""

    title: str
    choices: list[NarrowingLink]


@dataclass(frozen=True)
class TranslationList:
    """What waits for somebody, narrowed to a language, a kind of record and a state; empty where all are meant."""

    language: str = ""
    kind: str = ""
    state: str = ""

    @classmethod
    def read(cls, by: User | AnonymousUser, asked: QueryDict) -> TranslationList:
        """What an address asks for. What is not offered counts as not asked for."""
        offered = cls.offered(by)
        return cls(**{name: str(asked[name]) for name, choices in offered.items() if asked.get(name) in choices})

    @staticmethod
    def offered(by: User | AnonymousUser) -> dict[str, dict[str, str]]:
        return {
            "language": {code: capfirst(str(languages.name(code))) for code in languages.others()},
            "kind": {
                label: capfirst(str(kinds[0].record_model._meta.verbose_name_plural)) for label, kinds in open_kinds(by).items()
            },
            "state": {state.value: capfirst(str(state.label)) for state in BEHIND},
        }

    def asked(self, **changed: str) -> dict[str, str]:
        """What an address says to ask for this list, or for one that is narrowed otherwise."""
        names = {"language": self.language, "kind": self.kind, "state": self.state} | changed
        return {name: value for name, value in names.items() if value}

    def rows(self, by: User | AnonymousUser) -> TranslatedTextQuerySet:
        narrowed = {"language": self.language, "record_label": self.kind, "state": self.state}
        return texts_for(by).behind().filter(**{name: value for name, value in narrowed.items() if value}).in_line()

    def narrowings(self, by: User | AnonymousUser) -> list[Narrowing]:
        """What the list may be narrowed to: of the kinds, those of which something waits; nothing where there is no choice."""
        titles = {"language": _("Language"), "kind": _("Type"), "state": _("State")}
        waiting = set(texts_for(by).behind().order_by().values_list("record_label", flat=True).distinct())
        found = []
        for name, choices in self.offered(by).items():
            chosen = getattr(self, name)
            kept = {key: title for key, title in choices.items() if name != "kind" or key in waiting or key == chosen}
            if len(kept) < 2 and not chosen:
                continue
            every = {"": _("all"), **kept}
            links = [NarrowingLink(title, urlencode(self.asked(**{name: key})), key == chosen) for key, title in every.items()]
            found.append(Narrowing(titles[name], links))
        return found


@dataclass(frozen=True)
class WaitingText:
    """A text that waits: where it stands, what there is to do, and where it is written."""

    row: TranslatedText
    record: models.Model
    kind: str
    text: str
    state: str
    language: str
    url: str


def lines_of(rows: Iterable[TranslatedText], asked: TranslationList) -> list[WaitingText]:
    """The lines for rows, with their records read in one query a kind."""
    every = list(rows)
    keys: dict[str, set[int]] = {}
    for row in every:
        keys.setdefault(row.record_label, set()).add(row.record_id)
    models_by_label = {kind.label: kind.model for kind in kinds().values()}
    records_models = {kind.record_label: kind.record_model for kind in kinds().values()}
    records = {label: records_models[label]._base_manager.in_bulk(pks) for label, pks in keys.items()}
    lines = []
    for row in every:
        record = records[row.record_label].get(row.record_id)
        if record is None:
            continue
        model = models_by_label[row.model_label]
        label = label_of(model, languages.column(row.field, row.language))
        if row.model_label != row.record_label:
            label = _("%(row)s: %(text)s") % {"row": capfirst(str(model._meta.verbose_name)), "text": label}
        words = TranslationState(row.state).label
        kind = capfirst(str(record._meta.verbose_name))
        name = str(languages.name(row.language))
        lines.append(WaitingText(row, record, kind, label, capfirst(str(words)), name, url_of(row, asked)))
    return lines


def url_of(row: TranslatedText, asked: TranslationList) -> str:
    """The form at one text, which knows where in the list it stands."""
    form = reverse(f"admin:{row.record_label.replace('.', '_')}_change", args=(row.record_id,))
    place = urlencode({**asked.asked(), "after": f"{row.since.isoformat()}~{row.pk}" if row.since else ""})
    return f"{form}?{urlencode({PLACE: place})}#translation-{row.pk}"


def page_url(request: HttpRequest) -> str:
    """The list from which a form was opened."""
    asked = TranslationList.read(request.user, QueryDict(request.GET.get(PLACE, "")))
    return _page(asked)


def _page(asked: TranslationList) -> str:
    query = urlencode(asked.asked())
    return reverse("admin:translations") + (f"?{query}" if query else "")


def url_of_next(request: HttpRequest) -> str:
    """The form of the line behind the one that a form was opened at; the list, where that was the last one."""
    place = QueryDict(request.GET.get(PLACE, ""))
    asked = TranslationList.read(request.user, place)
    row = asked.rows(request.user).filter(_behind(place.get("after", ""))).first()
    return url_of(row, asked) if row else _page(asked)


def _behind(place: str) -> Q:
    """The lines behind a place; all of them where it cannot be read."""
    moment, _sep, pk = place.partition("~")
    try:
        since, number = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return Q()
    if since.tzinfo is None or not 0 <= number < 2**63:
        return Q()
    return Q(since__gt=since) | Q(since=since, pk__gt=number)


def translations_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What waits to be translated, of what its reader may translate; refused to who translates nothing."""
    user = signed_in(request)
    if not open_kinds(user):
        raise PermissionDenied
    asked = TranslationList.read(user, request.GET)
    rows = asked.rows(user).defer("source", "earlier")
    page = Paginator(rows, LINES_PER_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Translations"),
        "standings": waiting_for(user),
        "narrowings": asked.narrowings(user),
        "lines": lines_of(page.object_list, asked),
        "page": page,
        "query": urlencode(asked.asked()),
    }
    response = TemplateResponse(request, "admin/translations.html", context)
    response["Cache-Control"] = "no-store"
    return response
