"""The pages of the back office that take spreadsheets in and give them out, for every kind that has declared its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import clock
from .editing import signed_in
from .spreadsheet_export import FORMATS, table
from .spreadsheet_files import Sheet, SheetRow, read_sheet
from .spreadsheet_import import CHANGED, MOST_ERRORS, MOST_ROWS, NEW, UNCHANGED, Judged, SheetImport
from .spreadsheet_kinds import SheetKind

MOST_BYTES = 5 * 1024 * 1024
MOST_KEPT = 1024 * 1024
"""Signs of a sheet that goes from the preview to the confirmation: below what a form may send."""
KEPT_FOR = 12 * 60 * 60
"""Seconds in which a preview may be confirmed."""

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin
else:
    _Admin = object


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, as Excel or LibreOffice writes it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Sheet:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file has more than 5 MB. Divide it into smaller ones."))
        return read_sheet(file.read(), MOST_ROWS)


class SheetExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=lambda: [(one.key, one.words) for one in FORMATS.values()])


class SheetAdmin(_Admin):
    """A list that gives out what it shows as a spreadsheet, and takes rows in after a preview.

    Between the two steps the server keeps nothing: the preview holds the rows, signed for who sent them.
    """

    sheet_kind: ClassVar[SheetKind]
    change_list_template = "admin/spreadsheets/change_list.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        views = {"import": self.import_view, "export": self.export_view}
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [path(f"{name}/", self.admin_site.admin_view(view), name=f"{stem}_{name}") for name, view in views.items()]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        filters = request.GET.urlencode()
        links = {
            "import_url": self._url("import") if self.has_import_permission(request) else "",
            "export_url": f"{self._url('export')}?{filters}" if filters else self._url("export"),
        }
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def _url(self, name: str) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}")

    # In

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "rows" in request.POST:
            return self._confirmed(request)
        form = SheetUploadForm(request.POST, request.FILES) if request.method == "POST" else SheetUploadForm()
        judged, kept = None, ""
        if form.is_bound and form.is_valid():
            sheet = form.cleaned_data["file"]
            try:
                judged = SheetImport(self.sheet_kind, signed_in(request), sheet.headers).judge(sheet)
                kept = "" if judged.wrong else self._kept(request, sheet, judged)
            except ValidationError as error:
                form.add_error("file", error)
        return self._import_page(request, form, judged, kept)

    def _import_page(self, request: HttpRequest, form: SheetUploadForm, judged: Judged | None, kept: str) -> HttpResponse:
        kind = self.sheet_kind
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take in a spreadsheet: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "form": form,
            "judged": judged,
            "kept": kept,
            "most_rows": MOST_ROWS,
            "errors": judged.wrong[:MOST_ERRORS] if judged else [],
            "columns": [
                (kind.label(name), kind.form_field(name).required, kind.examples(name))
                for name in kind.to_fill(signed_in(request))
            ],
            "counts": [(words, number) for words, number in self._counts(judged) if number] if judged else [],
        }
        return TemplateResponse(request, "admin/spreadsheets/import.html", context)

    @staticmethod
    def _counts(judged: Judged) -> list[tuple[str, int]]:
        return [
            (_("new"), judged.count(NEW)),
            (_("changed"), judged.count(CHANGED)),
            (_("unchanged"), judged.count(UNCHANGED)),
        ]

    def _salt(self, request: HttpRequest) -> str:
        return f"spreadsheet {self.opts.label_lower} {signed_in(request).pk}"

    def _kept(self, request: HttpRequest, sheet: Sheet, judged: Judged) -> str:
        """The sheet for the confirmation. Raises ``ValidationError`` where it holds too much text for one."""
        rows = [(row.number, [cell if cell is None else _plain(cell) for cell in row.cells]) for row in sheet.rows]
        kept = signing.dumps([sheet.headers, rows, judged.stamps], salt=self._salt(request), compress=True)
        if len(kept) > MOST_KEPT:
            raise ValidationError(_("This file holds too much text for one go. Divide it into smaller ones."))
        return kept

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        try:
            headers, rows, stamps = signing.loads(request.POST["rows"], salt=self._salt(request), max_age=KEPT_FOR)
        except signing.BadSignature:
            messages.error(request, _("This preview is no longer good. Please choose the file again."))
            return HttpResponseRedirect(self._url("import"))
        sheet = Sheet(headers, [SheetRow(number, cells) for number, cells in rows])
        try:
            stored = SheetImport(self.sheet_kind, signed_in(request), headers)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self._url("import"))
        judged = stored.store(sheet, stamps)
        if judged.wrong:
            sentence = _("A row is no longer right: nothing has been taken in. Please look at the preview again.")
            messages.error(request, sentence)
            return self._import_page(request, SheetUploadForm(), judged, "")
        self._log(request, judged)
        written = judged.count(NEW) + judged.count(CHANGED)
        sentence = ngettext("%(count)s row has been taken in.", "%(count)s rows have been taken in.", written)
        messages.success(request, sentence % {"count": written})
        return HttpResponseRedirect(self._url("changelist"))

    def _log(self, request: HttpRequest, judged: Judged) -> None:
        for row in judged.rows:
            if row.form is not None and row.state == NEW:
                self.log_addition(request, row.form.instance, [{"added": {}}])
            elif row.form is not None and row.state == CHANGED:
                fields = [one.label for one in row.differences]
                self.log_change(request, row.form.instance, [{"changed": {"fields": fields}}])

    # Out

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = SheetExportForm(request.POST) if request.method == "POST" else SheetExportForm()
        columns = self.sheet_kind.to_see(signed_in(request))
        if form.is_bound and form.is_valid():
            chosen = FORMATS[form.cleaned_data["format"]]
            records = self.get_changelist_instance(request).get_queryset(request)
            response = HttpResponse(chosen.write(table(self.sheet_kind, columns, records)), content_type=chosen.content_type)
            name = f"{self.opts.model_name}-{clock.today().isoformat()}.{chosen.extension}"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take out as a spreadsheet: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "form": form,
            "columns": [capfirst(self.sheet_kind.label(name)) for name in columns],
        }
        return TemplateResponse(request, "admin/spreadsheets/export.html", context)


def _plain(cell: object) -> str | int | float | bool:
    """A cell as JSON keeps it; a day or a moment as ISO text, which is read like what was typed."""
    if isinstance(cell, str | bool | int | float):
        return cell
    moment = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return moment.removesuffix("T00:00:00")
