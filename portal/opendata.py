"""The open data: a page that says what there is, and each data set as CSV, as JSON and with its schema.

The files are the same in every language, so their addresses name none.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.generic import TemplateView

from publishing import clock, languages
from publishing.conditional_answers import asked_again
from publishing.file_answers import FileForAll
from publishing.kept_entries import kept_by_rows, written
from publishing.limits import DOCUMENTS
from publishing.opendata import DataSet, find, published
from publishing.spreadsheet_files import escaped

LICENCE_NAME = "Licence Ouverte / Open Licence 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"
IN_MEMORY = 1 << 20
"""Bytes of a file that is being written; what is longer goes to the disk."""
MANY = " | "


@dataclass(frozen=True)
class ShownDataSet:
    """A data set as the page shows it."""

    dataset: DataSet
    count: int
    modified: datetime | None
    csv: str
    json: str
    schema: str


class OpenDataView(TemplateView):
    template_name = "portal/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fresh = tuple((dataset.name, *dataset.freshness()) for dataset in published())
        return super().get_context_data(
            language=languages.current(),
            fresh=fresh,
            sets=_written_sets(fresh),
            licence_url=LICENCE_URL,
            modified=max((modified for _name, _count, modified in fresh if modified), default=None),
            **kwargs,
        )


Fresh = tuple[tuple[str, int, datetime | None], ...]
"""Of each data set its name, how many rows it has and when they last changed."""


@kept_by_rows
def _written_sets(fresh: Fresh) -> SafeString:
    return written("portal/_list_of_data_sets.html", {"sets": shown(fresh)})


def shown(fresh: Fresh) -> list[ShownDataSet]:
    by_name = {dataset.name: dataset for dataset in published()}
    return [_shown(by_name[name], count, modified) for name, count, modified in fresh]


def _shown(dataset: DataSet, count: int, modified: datetime | None) -> ShownDataSet:
    files = [reverse(f"dataset-{kind}", kwargs={"name": dataset.name}) for kind in ("csv", "json", "schema")]
    return ShownDataSet(dataset, count, modified, *files)


def comma_separated(request: HttpRequest, name: str) -> HttpResponseBase:
    """RFC 4180 in UTF-8, with a line of names. A cell that a spreadsheet would run is neutralised."""
    return _file(request, name, _write_csv, "csv", "text/csv; charset=utf-8; header=present")


def json_file(request: HttpRequest, name: str) -> HttpResponseBase:
    return _file(request, name, _write_json, "json", "application/json")


def schema(request: HttpRequest, name: str) -> HttpResponse:
    dataset = find(name)
    if dataset is None:
        raise Http404
    response = JsonResponse(
        dataset.schema(_address("schema", dataset)),
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


Writer = Callable[[IO[bytes], DataSet, datetime, datetime | None], None]


def _file(request: HttpRequest, name: str, write: Writer, suffix: str, kind: str) -> HttpResponseBase:
    """A data set written out whole before its answer begins: it cannot break off half-way, and its tag tells its content.

    ``Last-Modified`` is there to be read. It is not asked: when something is withdrawn it goes back, and only the tag tells.
    """
    dataset = find(name)
    if dataset is None:
        raise Http404
    DOCUMENTS.count(request)
    now = clock.now()
    modified = dataset.freshness(now)[1]
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)
    write(out, dataset, now, modified)
    response = asked_again(request, _tag(out), lambda: FileForAll(out, filename=f"{name}.{suffix}", content_type=kind))
    if response.status_code == 304:
        out.close()
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    response["Link"] = f'<{LICENCE_URL}>; rel="license", <{_address("schema", dataset)}>; rel="describedby"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _tag(out: tempfile.SpooledTemporaryFile[bytes]) -> str:
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()
    out.seek(0)
    return digest


def _write_csv(out: IO[bytes], dataset: DataSet, now: datetime, modified: datetime | None) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, dataset.header)
    writer.writeheader()
    writer.writerows(_cells(dataset.rows(now)))
    text.detach()


def _cells(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {name: _cell(value) for name, value in row.items()}


_BEHIND_A_SEPARATOR = re.compile(r"(?<=.[;\t\r\n])(?=[=+\-@])", re.DOTALL)
"""Where a spreadsheet that takes another sign for the separator, as the French ones do, would find a cell that it runs."""


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    cell = MANY.join(value) if isinstance(value, list) else value
    return escaped(_BEHIND_A_SEPARATOR.sub(" ", cell) if isinstance(cell, str) else cell)


def _write_json(out: IO[bytes], dataset: DataSet, now: datetime, modified: datetime | None) -> None:
    """One row a line, so that nothing is held but the row that is written."""
    about = {
        "name": dataset.name,
        "title": _titles(dataset),
        "publisher": settings.PORTAL_NAME,
        "licence": {"name": LICENCE_NAME, "url": LICENCE_URL},
        "modified": timezone.localtime(modified).isoformat(timespec="seconds") if modified else None,
        "schema": _address("schema", dataset),
    }
    out.write(json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}").encode() + b',\n "rows": [')
    between = b"\n  "
    for row in dataset.rows(now):
        out.write(between + json.dumps(row, ensure_ascii=False).encode())
        between = b",\n  "
    out.write(b"\n ]\n}\n")


def _titles(dataset: DataSet) -> dict[str, str]:
    found = {}
    for code in languages.codes():
        with override(code):
            found[code] = str(dataset.title)
    return found


def _address(kind: str, dataset: DataSet) -> str:
    return settings.SITE_URL + reverse(f"dataset-{kind}", kwargs={"name": dataset.name})
