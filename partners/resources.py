"""Partners as a spreadsheet: what a row may hold, and formats that French and English Excel open without asking."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import tablib
from diff_match_patch import diff_match_patch
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX, TablibFormat

from publishing import tasks
from publishing.languages import columns
from publishing.spreadsheet_cells import DayWidget
from publishing.spreadsheet_files import decoded

from .models import Partner

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHARED = (
    "name",
    "kind",
    "sector",
    "country",
    "siren",
    "foreign_number",
    "website",
    "since",
    *columns("description"),
    *columns("slug"),
)


def escaped(cell: object) -> object:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def unescaped(cell: object) -> object:
    """What ``escaped`` made of a cell, undone, so that an exported file comes back as it went."""
    if isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS):
        return cell[1:]
    return cell


class _SafeCells(TablibFormat):
    """Formats whose cells are neutralised on the way out and given back on the way in."""

    words: str | Promise = ""

    def get_title(self) -> str | Promise:
        return self.words

    def _escape_formulae(self, dataset: tablib.Dataset) -> None:
        """Left to ``export_data``, which knows every sign that begins a formula and loses none."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> Any:
        safe = tablib.Dataset(*[[escaped(cell) for cell in row] for row in dataset], headers=dataset.headers)
        return safe.export(self.get_format().title, **kwargs)

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        dataset = self.read(in_stream, **kwargs)
        return tablib.Dataset(*[[unescaped(cell) for cell in row] for row in dataset], headers=dataset.headers)


class Workbook(_SafeCells, XLSX):
    """Cells of text, which run nothing whatever they begin with: they say what the portal has, to the letter."""

    words = _("Excel workbook (.xlsx)")

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(dataset.export(self.get_format().title, **kwargs)))
        for row in book.active:
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type, cell.quotePrefix = "s", cell.value.startswith(FORMULA_SIGNS)
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    def read(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        return XLSX.create_dataset(self, in_stream)


class PlainCSV(_SafeCells, CSV):
    """Commas and UTF-8: what programs and English spreadsheets write."""

    words = _("CSV with commas")
    delimiter = ","

    def is_binary(self) -> bool:
        """Read as bytes, so that the encoding can be told from them."""
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def read(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        return tablib.import_set(decoded(in_stream), format="csv", delimiter=self.delimiter)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> Any:
        return super().export_data(dataset, delimiter=self.delimiter)


class FrenchCSV(PlainCSV):
    """Semicolons, and a mark of UTF-8 at the start: what French Excel opens with its accents right, and writes."""

    words = _("CSV with semicolons (French Excel)")
    delimiter = ";"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> Any:
        return "\ufeff" + super().export_data(dataset)


FORMATS = [FrenchCSV, PlainCSV, Workbook]


class PlainDiff(resources.Diff):
    """Old and new marked by elements alone: the policy of the portal's pages refuses styles inside them."""

    def as_html(self) -> list[SafeString]:
        compare = diff_match_patch()
        cells = []
        for left, right in zip(self.left, self.right, strict=True):
            parts = compare.diff_main("" if self.new else force_str(left), force_str(right))
            compare.diff_cleanupSemantic(parts)
            tags = {compare.DIFF_INSERT: "ins", compare.DIFF_DELETE: "del", compare.DIFF_EQUAL: "span"}
            cells.append(format_html_join("", "<{0}>{1}</{0}>", ((tags[kind], text) for kind, text in parts)))
        return cells


class PartnerResource(resources.ModelResource):
    """One partner a row, found again by its name. Publication is not for spreadsheets: new rows come in as drafts.

    A spreadsheet holds, in and out, what the forms show and take of the same person (``publishing/tasks.py``).
    """

    WIDGETS_MAP = resources.ModelResource.WIDGETS_MAP | {"DateField": DayWidget}

    class Meta:
        model = Partner
        fields = export_order = (*SHARED, *Partner.private_fields)
        import_id_fields = ("name",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, *, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)

    def get_import_fields(self) -> list[Field]:
        opened = tasks.in_making(self.by, Partner)
        return [field for field in super().get_import_fields() if tasks.task_of(Partner, field.attribute) in opened]

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        fields = super().get_export_fields(selected_fields)
        return [field for field in fields if not tasks.hides(self.by, Partner, field.attribute)]

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """A column that is not for them to fill is said, rather than left out unseen."""
        mine = {field.column_name for field in self.get_import_fields()}
        refused = [name for name in dataset.headers or () if name in self.fields and name not in mine]
        if refused:
            raise PermissionDenied(
                _now("These columns are not yours to fill, take them out of the file: %(columns)s.")
                % {"columns": ", ".join(refused)}
            )

    def before_save_instance(self, instance: Partner, row: Any, **kwargs: Any) -> None:
        """A row changes what is public, or will be, for whoever may publish."""
        if instance.pk is not None and tasks.Task.EDIT not in tasks.open_to(self.by, instance):
            sentence = _now("This partner is public, or will be: changing it takes the right to publish.")
            raise ValidationError({"name": sentence})

    def get_diff_class(self) -> type[PlainDiff]:
        return PlainDiff

    @classmethod
    def get_display_name(cls) -> str:
        return str(Partner._meta.verbose_name_plural)
