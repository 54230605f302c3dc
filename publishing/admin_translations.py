"""The translations of a record in its form: what is missing or behind, what the source says otherwise now, and what to do.

The tools of a text stand beside its field. What they send is the names of fields: ``GOOD`` of those whose translation is said
to be good, ``COPIED`` of those that hold the source, copied to be written over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString

from proofreading.meaning import Passage, compared

from . import languages
from .admin_languages import label_of
from .editing import session_of
from .marked_differences import is_long, marked, shortened
from .prepared_queries import prepared
from .translated_texts import BEHIND, TranslatedText, TranslationState
from .translation_lists import translation_column, translation_filter, with_translations
from .translation_pages import NEXT, PLACE, page_url, url_of_next
from .translations import TranslatedKind, confirm, kinds, record_kinds

GOOD = "translation-good"
COPIED = "translation-copied"


@dataclass(frozen=True)
class TranslationPanel:
    """How the translation of one text of a form stands, and the tools for it."""

    row: TranslatedText
    name: str
    field_id: str
    label: str
    source_id: str
    """The field of the source in the same form; empty where it is only shown."""
    source: str
    passages: list[Passage]
    is_editable: bool
    is_good: bool
    is_copied: bool
    """Whether its tick was set, or its source copied, in a form that was refused."""

    @property
    def main(self) -> str:
        """The language of the source."""
        return languages.main()

    @property
    def is_behind(self) -> bool:
        return self.row.state in BEHIND

    @property
    def is_stale(self) -> bool:
        return self.row.state == TranslationState.STALE

    @property
    def since(self) -> datetime | None:
        return self.row.since

    @property
    def difference(self) -> SafeString:
        """What the source says otherwise than when it was translated, with what came and what went marked and said."""
        return marked(self.passages)

    @property
    def is_long(self) -> bool:
        return is_long(self.passages)


class TranslationsInForm(ModelAdmin):
    """For the admin of a record: its lists and its form say how its translations stand, and its form mends them."""

    class Media:
        css = {"all": ["publishing/translation.css"]}
        js = ["publishing/translation.js"]

    @property
    def is_translated(self) -> bool:
        """Whether there is anything to translate in the form of such a record."""
        return self.model._meta.label_lower in record_kinds()

    # Lists

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the columns of a list, which a form does not show."""
        queryset = super().get_queryset(request)
        return with_translations(queryset) if self.is_translated and not session_of(request).is_form else queryset

    @property
    def translation_columns(self) -> tuple[Any, ...]:
        return tuple(map(translation_column, languages.others())) if self.is_translated else ()

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        filters = tuple(map(translation_filter, languages.others())) if self.is_translated else ()
        return (*super().get_list_filter(request), *filters)

    # Form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        is_stored = change and obj and not context.get("revert") and not context.get("recover")
        if is_stored and self.is_translated:
            inline_sets = [inline.formset.forms for inline in context["inline_admin_formsets"]]
            opened = [context["adminform"].form, *(form for rows in inline_sets for form in rows)]
            panels = list(translation_panels(obj, opened, request.POST.getlist(GOOD), request.POST.getlist(COPIED)))
            context["translation_panels"] = panels
            context["main_language"] = str(languages.name(languages.main()))
            context["translations_behind"] = [panel for panel in panels if panel.is_behind]
            context["translation_next"] = NEXT if PLACE in request.GET else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        good, copied = set(request.POST.getlist(GOOD)), set(request.POST.getlist(COPIED))
        if good or copied:
            for part in (form, *(row for rows in formsets for row in rows.forms)):
                _confirm_in(part, good, copied)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """From the list of translations on to its next line, or back to it."""
        response = super().response_change(request, obj)
        if PLACE in request.GET and isinstance(response, HttpResponseRedirect):
            if NEXT in request.POST:
                return HttpResponseRedirect(url_of_next(request))
            if "_save" in request.POST:
                return HttpResponseRedirect(page_url(request))
            if response.url == request.path:
                return HttpResponseRedirect(request.get_full_path())
        return response


def _confirm_in(form: forms.ModelForm, good: set[str], copied: set[str]) -> None:
    """What was said of the translations in one form; only of fields that it holds, which are those that may be written."""
    columns = {name: form.add_prefix(name) for name in form.fields}
    said = [{column for column, name in columns.items() if name in names} for names in (good, copied)]
    if form.instance.pk is not None and any(said):
        confirm(form.instance, good=said[0], copied=said[1])


@prepared
def _texts_of(label: str, *, record: int) -> models.QuerySet:
    return TranslatedText.objects.of(label, record).defer("earlier")


def translation_panels(
    record: models.Model, opened: Iterable[forms.ModelForm], good: Iterable[str], copied: Iterable[str]
) -> Iterator[TranslationPanel]:
    """The panel of each text and language of a form that is shown, in one query."""
    rows = {
        (row.model_label, row.object_id, row.field, row.language): row
        for row in _texts_of(record._meta.label_lower, record=record.pk)
    }
    for form in opened:
        kind = kinds().get(type(form.instance))
        if kind is None or form.instance.pk is None:
            continue
        for name in kind.fields:
            for code in languages.others():
                row = rows.get((kind.label, form.instance.pk, name, code))
                if row is not None and row.state != TranslationState.NOT_NEEDED:
                    yield _panel(form, kind, row, set(good), set(copied))


def _panel(
    form: forms.ModelForm, kind: TranslatedKind, row: TranslatedText, good: set[str], copied: set[str]
) -> TranslationPanel:
    column, main = languages.column(row.field, row.language), languages.column(row.field, languages.main())
    name, is_html = form.add_prefix(column), kind.is_html(row.field)
    source = str(form.initial.get(main) or getattr(form.instance, main) or "")
    passages = shortened(compared(row.source, source, is_html=is_html)) if row.state == TranslationState.STALE else []
    return TranslationPanel(
        row=row,
        name=name,
        field_id=f"id_{name}",
        label=label_of(kind.model, column),
        source_id=f"id_{form.add_prefix(main)}" if main in form.fields else "",
        source=source,
        passages=passages,
        is_editable=column in form.fields,
        is_good=name in good,
        is_copied=name in copied,
    )
