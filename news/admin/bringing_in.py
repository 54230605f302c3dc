"""The one door in for communiqués from elsewhere: a file or a pasted text fills the form of a new release, its check beside.

The page takes files, in any form that ``proofreading.files`` reads, and pasted words; it saves nothing. What was read waits
beside the uploads (``publishing.kept_uploads``), and the ordinary form of a new release opens with it: its rules, its drafts
and its rights hold as for any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from js_asset import Media

from cluster.models import Person
from news.incoming import ABOUTS, CONTACTS, QUOTES, Brought, SameLanguageError, bring, day_of
from news.models import Boilerplate, PressContact, PressRelease
from news.release_checks.knowledge import load
from proofreading import engine
from proofreading.files import MOST_BYTES, SUFFIXES, NotATextError, ReadFile, read_data, read_words
from proofreading.findings import NOTE
from proofreading.knowledge import Knowledge
from proofreading.presentation import present
from proofreading.reading import Reading
from proofreading.sentences import command
from proofreading.source import HTML, PLAIN, TextPart
from publishing import kept_uploads, languages
from publishing.admin import PublishedAdmin, StackedInline
from publishing.admin_languages import label_of
from publishing.fields import RichTextField, sanitize
from publishing.known_choices import KnownChoiceField, KnownChoicesField

from .attempts import attempted
from .brought_notes import notes_in_words
from .finding_lines import FindingGroup, FindingLine

BROUGHT = "brought"
"""In the address of the form of a new release: under which name what was read of the files is kept."""
MOST_FILES = 4
MOST_CHARACTERS = 200_000
"""Of a text with its marks: thirty times the longest release."""
_BLOCKS = re.compile(r"<(?:p|h[1-6]|ul|ol|table|blockquote|div)\b", re.I)
_CHOSEN: dict[str, tuple[str, type[models.Model]]] = {
    QUOTES: ("person", Person),
    ABOUTS: ("boilerplate", Boilerplate),
    CONTACTS: ("contact", PressContact),
}


_brought: WeakKeyDictionary[HttpRequest, Brought | None] = WeakKeyDictionary()
"""What was read for a request, which several hooks of its form ask for."""


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose %(number)s files at most.") % {"number": MOST_FILES})
        return [super(FilesField, self).clean(file, initial) for file in files]


class BringInForm(forms.Form):
    """Files and pasted words. What they hold is in ``read`` once the form is valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read: list[ReadFile] = []
        self.fields["files"] = FilesField(
            label=_("Files"),
            required=False,
            help_text=_(
                "One file that holds all languages, or one a language: Word (.docx), LibreOffice (.odt), PDF, HTML, Markdown "
                "or plain text."
            ),
        )
        self.fields["files"].widget.attrs["accept"] = ",".join(SUFFIXES)
        other = _("Only where it does not stand in the text above.")
        for name, label, help_text in (("pasted", _("Pasted text"), ""), ("pasted_too", _("Other language"), other)):
            field = RichTextField(label, blank=True, help_text=help_text).formfield(required=False)
            self.fields[name] = cast("forms.Field", field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for upload in cleaned.get("files") or ():
            try:
                self.read.append(_short(read_data(upload.read(MOST_BYTES + 1), str(upload.name), languages.current())))
            except NotATextError as error:
                self.add_error("files", str(error))
        self.read += [read for name in ("pasted", "pasted_too") if (read := self._pasted(name)) is not None]
        if not self.read and not self.errors:
            raise ValidationError(_("Choose a file, or paste a text."))
        return cleaned

    def _pasted(self, name: str) -> ReadFile | None:
        """The words of a field: formatted, or typed as they are where the editor did not run."""
        typed = str(self.data.get(name, ""))
        is_formatted = _BLOCKS.search(typed) is not None
        words = sanitize(typed) if is_formatted else typed.replace("\r\n", "\n")
        if not re.sub(r"<[^<>]*>", "", words).strip():
            return None
        return read_words(words, HTML if is_formatted else PLAIN)


def _short(read: ReadFile) -> ReadFile:
    """A file that a release may be; raises ``NotATextError`` for what is longer than any."""
    if len(read.source) > MOST_CHARACTERS:
        raise NotATextError(command("too-large", languages.current(), name=read.name))
    return read


class BroughtRows(StackedInline):
    """Rows of a new release that what was brought in fills."""

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        brought = brought_of(request) if obj is None and request.method == "GET" else None
        name = _relation_of(self.model)
        return len(brought.rows.get(name, [])) if brought else super().get_extra(request, obj, **kwargs)


def _relation_of(model: type[models.Model]) -> str:
    return next(
        str(relation.get_accessor_name()) for relation in PressRelease._meta.related_objects if relation.related_model is model
    )


def brought_of(request: HttpRequest) -> Brought | None:
    """What was brought in for the form that is asked for; ``None`` where nothing was, or it is no longer kept."""
    kept = request.GET.get(BROUGHT, "")
    if not kept:
        return None
    if request not in _brought:
        words = kept_uploads.kept_words(request, kept)
        _brought[request] = Brought.from_json(words) if words is not None else None
    return _brought[request]


def embargo_asked_of(request: HttpRequest) -> str:
    """Until when the file that filled the form asks to be kept back, as an ISO day or moment: the latest that it says."""
    brought = brought_of(request)
    notes = [note for note in brought.notes if note["kind"] == "embargo" and note["day"]] if brought else []
    return max((f"{note['day']}T{note['hour']}" if note["hour"] else note["day"] for note in notes), default="")


class BringInAdmin(PublishedAdmin):
    """The page to bring a communiqué in, and the form of a new release that opens with it; for the release’s own admin."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bring_in_view)
        return [path("bring-in/", view, name="news_pressrelease_bring_in"), *super().get_urls()]

    def bring_in_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
        if request.method == "POST" and form.is_valid() and (url := self._bring(request, form)):
            return HttpResponseRedirect(url)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a release"),
            "opts": self.opts,
            "form": form,
            "media": Media.from_media(self.media + form.media, nonce=str(request.csp_nonce)),  # type: ignore[attr-defined]  # django-csp’s
        }
        response = TemplateResponse(request, "admin/news/pressrelease/bring_in.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _bring(self, request: HttpRequest, form: BringInForm) -> str:
        """Where the form opens that is filled with what was read; empty where that cannot be, and the page says why."""
        try:
            brought = bring(form.read, load())
        except SameLanguageError as error:
            sentence = _("Two of these texts are in the same language (%(language)s): bring in one for each language.")
            form.add_error(None, sentence % {"language": languages.name(error.language)})
            return ""
        kept = kept_uploads.keep_words(request, brought.as_json())
        if kept is None:
            form.add_error(None, _("What was read cannot be kept at the moment: too many files wait. Try again later."))
            return ""
        return f"{reverse(self._route('add'))}?{BROUGHT}={kept}"

    # The form of a new release

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        initial.pop(BROUGHT, None)
        brought = brought_of(request)
        return initial | brought.fields | {"dated": day_of(brought) or ""} if brought else initial

    def get_formset_kwargs(self, request: HttpRequest, obj: models.Model, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        brought = brought_of(request) if request.method == "GET" and obj.pk is None else None
        if brought and (rows := brought.rows.get(_relation_of(inline.model))):
            kwargs["initial"] = rows
        return kwargs

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and request.GET.get(BROUGHT) and brought_of(request) is None:
            messages.warning(request, _("What was read of the file is no longer kept: bring it in once more."))
        return super().add_view(request, form_url, extra_context)

    def response_add(self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None) -> HttpResponse:
        kept_uploads.forget_words(request, request.GET.get(BROUGHT, ""))
        return super().response_add(request, obj, post_url_continue)

    def _get_preserved_qsl(self, request: HttpRequest, preserved_filters: str) -> list[tuple[str, str]]:
        """What filled the form leads nowhere once the form is saved, and does not stay in the address."""
        preserved = super()._get_preserved_qsl(request, preserved_filters)
        return [(name, value) for name, value in preserved if name != BROUGHT]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        brought = brought_of(request) if add else None
        if brought is not None:
            context["brought_notes"] = notes_in_words(brought.notes, request.user)
            if request.method == "GET":
                _know_choices(context)
                context |= attempted(lambda: _check_of(brought), {"check_is_broken": True})
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _keeping(self, request: HttpRequest, context: dict[str, Any], obj: models.Model | None) -> dict[str, Any]:
        """What was brought in is unsaved like what was typed: the browser keeps it, and leaving asks first."""
        is_brought = obj is None and request.method == "GET" and brought_of(request) is not None
        keeping = super()._keeping(request, context, obj)
        return keeping | {"is_unsaved": True} if is_brought else keeping


def _know_choices(context: dict[str, Any]) -> None:
    """Read what the proposed rows lead to at once, one query a kind, whatever their number."""
    form = context["adminform"].form
    for name, field in form.fields.items():
        keys = form.initial.get(name)
        if isinstance(field, KnownChoicesField) and isinstance(keys, list) and field.queryset is not None:
            field.known = list(field.queryset.filter(pk__in=keys))
    for shown in context["inline_admin_formsets"]:
        chosen = _CHOSEN.get(_relation_of(shown.formset.model))
        rows = [row for row in shown.formset.extra_forms if chosen and row.initial.get(chosen[0])]
        if not chosen or not rows:
            continue
        records = chosen[1]._default_manager.in_bulk([row.initial[chosen[0]] for row in rows])
        for row in rows:
            field, record = row.fields.get(chosen[0]), records.get(row.initial[chosen[0]])
            if isinstance(field, KnownChoiceField) and record is not None:
                field.known = [record]


# The check of what is in the form


def _check_of(brought: Brought) -> dict[str, object]:
    """What the check finds in the texts that fill the form, each finding with its field. Notes are left to its own page."""
    known, reader = load(), languages.current()
    readings = {code: _reading(brought, code, known) for code in languages.codes()}
    report = engine.check(readings, known)
    shown = present(report.findings, report.languages).findings
    lines = [
        FindingLine(
            finding=finding,
            message=finding.message.render(reader),
            anchor=f"id_{finding.place.field}",
            label=_label(finding.place.field),
        )
        for finding in shown
    ]
    return {
        "brought_groups": [group for group in FindingGroup.of(lines) if group.severity != NOTE],
        "check_is_broken": bool(report.failed),
    }


def _label(name: str) -> str:
    return label_of(PressRelease, name) if "-" not in name else ""


def _reading(brought: Brought, code: str, known: Knowledge) -> Reading:
    """The texts of a language as they stand in the form; none where it has neither a title nor a text."""
    written = {
        name: str(brought.fields.get(languages.column(name, code)) or "")
        for name in ("title", "subtitle", "place", "lead", "body")
    }
    parts = [
        TextPart(languages.column(name, code), code, words, HTML if name == "body" else PLAIN, name)
        for name, words in written.items()
    ]
    if not written["title"] and not written["body"]:
        parts = []
    else:
        parts += _quotes(brought.rows.get(QUOTES, []), code)
    return Reading(code, parts, known, day_of(brought), typeset_later=True)


def _quotes(rows: Sequence[dict[str, Any]], code: str) -> list[TextPart]:
    found = []
    for number, row in enumerate(rows):
        text, role = languages.column("text", code), languages.column("role", code)
        quote = TextPart(f"quotes-{number}-{text}", code, row.get(text, ""), PLAIN, "quote")
        quote.speaker = row["speaker"]
        found += [quote, TextPart(f"quotes-{number}-{role}", code, row.get(role, ""), PLAIN, "quote-role")]
    return found
