"""The pages of the back office that take spreadsheets in and give them out, for every kind that has declared its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import clock, sheet_worker
from .editing import signed_in
from .enums import SheetJobState
from .models import Published
from .needed_fields import is_needed
from .sheet_job_files import plain_cell
from .sheet_jobs import SheetJob
from .spreadsheet_export import FORMATS, table, with_relations
from .spreadsheet_files import Sheet, SheetRow, open_sheet
from .spreadsheet_import import SheetImport
from .spreadsheet_judged import Judged
from .spreadsheet_kinds import SheetKind

MOST_AT_ONCE = 200
"""Rows of one go: what a request judges in a few seconds, and stores without keeping other editors waiting for long."""
MOST_KEPT = 1024 * 1024
"""Signs of a sheet that goes from the preview to the confirmation: below what a form may send."""
KEPT_FOR = 12 * 60 * 60
"""Seconds in which a preview may be confirmed."""
JOBS_SHOWN = 5

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin
else:
    _Admin = object


class SheetUploadForm(forms.Form):
    """The file. Cleaned, it is its headers and its rows, of which the first few are read already."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, as Excel or LibreOffice writes it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, kind: SheetKind, *args: Any) -> None:
        super().__init__(*args)
        self.kind, box = kind, self.fields["file"]
        for other in kind.other_files:
            box.help_text = f"{box.help_text} {other.words}"
            box.widget.attrs["accept"] += f",{other.extension}"

    def clean_file(self) -> LongSheet:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > sheet_worker.MOST_BYTES:
            raise ValidationError(_("This file has more than 20 MB. Divide it into smaller ones."))
        name, content = file.name or "", file.read()
        opened = next((other.opened for other in self.kind.other_files if other.fits(name, content)), open_sheet)
        headers, rows = opened(content, sheet_worker.MOST_ROWS)
        return LongSheet(name, headers, list(islice(rows, MOST_AT_ONCE + 1)), rows)


class LongSheet:
    """A sheet of which no more is read than one request may judge."""

    def __init__(self, name: str, headers: list[str], first: list[SheetRow], others: Iterable[SheetRow]) -> None:
        self.name, self.headers, self.first, self._others = name, headers, first, others

    @property
    def is_short(self) -> bool:
        return len(self.first) <= MOST_AT_ONCE

    @property
    def rows(self) -> Iterable[SheetRow]:
        return chain(self.first, self._others)


class SheetExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=lambda: [(one.key, one.words) for one in FORMATS.values()])


class SheetAdmin(_Admin):
    """A list that gives out what it shows as a spreadsheet, and takes rows in after a preview.

    Of a short sheet the server keeps nothing between the two steps: the preview holds the rows, signed for who sent them. A
    long one is a job (``sheet_jobs``) with a page of its own.
    """

    sheet_kind: ClassVar[SheetKind]
    change_list_template = "admin/spreadsheets/change_list.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.sheet_kind.may_take_in(request.user)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        stem, guarded = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [
            path("import/", guarded(self.import_view), name=f"{stem}_import"),
            path("import/<uuid:key>/", guarded(self.job_view), name=f"{stem}_import_job"),
            path("export/", guarded(self.export_view), name=f"{stem}_export"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        filters = request.GET.urlencode()
        links = {
            "import_url": self._url("import") if self.has_import_permission(request) else "",
            "export_url": f"{self._url('export')}?{filters}" if filters else self._url("export"),
        }
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    # In

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "rows" in request.POST:
            return self._confirmed(request)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = SheetUploadForm(self.sheet_kind, *posted)
        options = self.sheet_kind.options(*posted[:1]) if self.sheet_kind.options else None
        if form.is_bound and form.is_valid() and (options is None or options.is_valid()):
            try:
                return self._uploaded(request, form, options)
            except ValidationError as error:
                form.add_error("file", error)
        return self._import_page(request, form, options)

    def _uploaded(self, request: HttpRequest, form: SheetUploadForm, options: forms.Form | None) -> HttpResponse:
        """The preview of a short sheet; of a long one, or one that holds too much text for a page, the page of its job."""
        sheet: LongSheet = form.cleaned_data["file"]
        said = options.cleaned_data if options is not None else {}
        taken_in = SheetImport(self.sheet_kind, signed_in(request), sheet.headers, said)
        if sheet.is_short:
            judged = taken_in.judge(sheet.first)
            kept = "" if judged.wrong else self._kept(request, sheet, judged, said)
            if len(kept) <= MOST_KEPT:
                return self._import_page(request, form, options, judged, kept)
        job = sheet_worker.begin(taken_in, signed_in(request), sheet.name, sheet.rows)
        return HttpResponseRedirect(self._url("import_job", job.key))

    def _import_page(
        self,
        request: HttpRequest,
        form: SheetUploadForm,
        options: forms.Form | None,
        judged: Judged | None = None,
        kept: str = "",
    ) -> HttpResponse:
        kind = self.sheet_kind
        jobs = SheetJob.objects.filter(by=signed_in(request), kind=kind.label)[:JOBS_SHOWN]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self._title(),
            "form": form,
            "options": options,
            "judged": judged,
            "kept": kept,
            "most_at_once": MOST_AT_ONCE,
            "most_rows": sheet_worker.MOST_ROWS,
            "keeps_known": kind.keeps_known,
            "as_drafts": issubclass(kind.model, Published),
            "jobs": [(job, self._url("import_job", job.key)) for job in jobs],
            "columns": [
                (kind.label_of(name), is_needed(kind.form_field(name)), kind.examples(name))
                for name in kind.to_fill(signed_in(request))
            ],
        }
        return TemplateResponse(request, "admin/spreadsheets/import.html", context)

    def _title(self) -> str:
        return _("Import a spreadsheet: %(kind)s") % {"kind": self.opts.verbose_name_plural}

    def _salt(self, request: HttpRequest) -> str:
        return f"spreadsheet {self.opts.label_lower} {signed_in(request).pk}"

    def _kept(self, request: HttpRequest, sheet: LongSheet, judged: Judged, said: Mapping[str, Any]) -> str:
        """The sheet for the confirmation."""
        rows = [(row.number, [cell if cell is None else plain_cell(cell) for cell in row.cells]) for row in sheet.first]
        kept = [sheet.headers, rows, [*judged.stamps.items()], dict(said)]
        return signing.dumps(kept, salt=self._salt(request), compress=True)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        try:
            kept = signing.loads(request.POST["rows"], salt=self._salt(request), max_age=KEPT_FOR)
        except signing.BadSignature:
            messages.error(request, _("This preview is no longer good. Please choose the file again."))
            return HttpResponseRedirect(self._url("import"))
        headers, rows, stamps, said = kept
        sheet = Sheet(headers, [SheetRow(number, cells) for number, cells in rows])
        try:
            taken_in = SheetImport(self.sheet_kind, signed_in(request), headers, said)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self._url("import"))
        judged = taken_in.store(sheet.rows, {number: (pk, stamp) for number, (pk, stamp) in stamps})
        if judged.wrong:
            sentence = _("A row is no longer right: nothing has been imported. Please look at the preview again.")
            messages.error(request, sentence)
            options = self.sheet_kind.options(initial=said) if self.sheet_kind.options else None
            return self._import_page(request, SheetUploadForm(self.sheet_kind), options, judged)
        sentence = ngettext("%(count)s row has been imported.", "%(count)s rows have been imported.", judged.written)
        messages.success(request, sentence % {"count": judged.written})
        return HttpResponseRedirect(self._url("changelist"))

    # Long sheets

    def job_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """The page of a long sheet, for its owner alone: how far it is, what would change, and the word to take it in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        jobs = SheetJob.objects.filter(by=signed_in(request), kind=self.sheet_kind.label)
        job: SheetJob = get_object_or_404(jobs, key=key)
        if request.method == "POST":
            self._decide(request, job)
            return HttpResponseRedirect(self._url("import_job", job.key))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self._title(),
            "job": job,
            "judged": Judged.from_data(job.result) if job.result else None,
            "import_url": self._url("import"),
        }
        return TemplateResponse(request, "admin/spreadsheets/job.html", context)

    @staticmethod
    def _decide(request: HttpRequest, job: SheetJob) -> None:
        if "confirm" in request.POST and job.state == SheetJobState.CHECKED:
            job.confirm()
        elif "cancel" in request.POST:
            try:
                is_in_time = job.cancel()
            except OperationalError:
                # On SQLite the worker may hold the database: it finds that it is to stop, and lets go of it.
                messages.info(request, _("It is being stopped: this takes a moment."))
                return
            if not is_in_time:
                messages.warning(request, _("It was too late to stop it."))

    # Out

    def note_export(self, request: HttpRequest) -> None:
        """Write down that somebody took records out, for kinds of which that is to be known."""

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = SheetExportForm(request.POST) if request.method == "POST" else SheetExportForm()
        columns = self.sheet_kind.to_see(signed_in(request))
        if form.is_bound and form.is_valid():
            chosen = FORMATS[form.cleaned_data["format"]]
            self.note_export(request)
            records = with_relations(self.sheet_kind, self.get_changelist_instance(request).get_queryset(request))
            response = HttpResponse(chosen.write(table(self.sheet_kind, columns, records)), content_type=chosen.content_type)
            name = f"{self.opts.model_name}-{clock.today().isoformat()}.{chosen.extension}"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Export as a spreadsheet: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "form": form,
            "columns": [capfirst(self.sheet_kind.label_of(name)) for name in columns],
        }
        return TemplateResponse(request, "admin/spreadsheets/export.html", context)
