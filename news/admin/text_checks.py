"""A page that checks a text which is in no release yet: pasted or uploaded, in one language or two; nothing of it is kept.

What was read of a file comes back with the page, signed, so that “make a release of it” has it: no browser gives a page a file
twice. The release is then made through the one door in (``bringing_in``).
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from js_asset import Media

from news.incoming import SameLanguageError
from news.release_checks.completeness import name_of as rule_name
from news.release_checks.knowledge import load
from news.release_checks.quotation_pairs import pairs_of
from proofreading import engine
from proofreading.cutting.languages import languages_of
from proofreading.files import ReadFile, as_html
from proofreading.knowledge import Knowledge
from proofreading.mending import FixTrial
from proofreading.presentation import present
from proofreading.reading import Reading
from proofreading.report import Report
from proofreading.source import HTML, TextPart
from publishing import languages

from .attempts import attempted
from .bringing_in import MOST_CHARACTERS, BringInAdmin, BringInForm
from .finding_lines import FindingGroup, FindingLine, FindingPassages, QuotationLine

TRIED_UP_TO = 40_000
"""Characters of a text for which fixes are proposed: each costs a check of the whole."""
_SALT = "news.text_checks"


class TextCheckForm(BringInForm):
    """Files and pasted words, and what was read of files before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if not self.files.getlist("files"):
            self.read = _earlier(self.data.get("earlier", ""))
        cleaned = super().clean()
        if sum(len(read.source) for read in self.read) > MOST_CHARACTERS:
            self.add_error(None, _("This is longer than any communiqué: check it in pieces."))
        return cleaned

    @property
    def carried(self) -> str:
        """What was read of files, for the page that comes back."""
        files = [[read.name, read.source, read.form] for read in self.read if read.name]
        return signing.dumps(json.dumps(files), salt=_SALT, compress=True) if files else ""

    @property
    def file_names(self) -> list[str]:
        return [read.name for read in self.read if read.name]


def _earlier(carried: str) -> list[ReadFile]:
    try:
        return [ReadFile(*file) for file in json.loads(signing.loads(carried, salt=_SALT))] if carried else []
    except signing.BadSignature:
        return []


class TextCheckAdmin(BringInAdmin):
    """The page, for the release’s own admin."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.check_text_view)
        return [path("check-text/", view, name="news_pressrelease_check_text"), *super().get_urls()]

    def check_text_view(self, request: HttpRequest) -> HttpResponse:
        may_add = self.has_add_permission(request)
        if not (may_add or self.has_view_or_change_permission(request)):
            raise PermissionDenied
        form = TextCheckForm(request.POST, request.FILES) if request.method == "POST" else TextCheckForm()
        found: dict[str, object] = {}
        if request.method == "POST" and form.is_valid():
            if "bring" in request.POST:
                if not may_add:
                    raise PermissionDenied
                if url := self._bring(request, form):
                    return HttpResponseRedirect(url)
            else:
                found = attempted(lambda: _page_of(form), {"is_broken": True})
        context = {
            **self.admin_site.each_context(request),
            **found,
            "title": _("Check a text"),
            "opts": self.opts,
            "form": form,
            "may_add": may_add,
            "media": Media.from_media(self.media + form.media, nonce=str(request.csp_nonce)),  # type: ignore[attr-defined]  # django-csp’s
        }
        response = TemplateResponse(request, "admin/news/pressrelease/check_text.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _page_of(form: TextCheckForm) -> dict[str, object]:
    """What the check says of the texts; an error of the form where two of them are in one language."""
    known, reader = load(), languages.current()
    try:
        readings = _readings(form.read, known)
    except SameLanguageError as error:
        sentence = _("Two of these texts are in the same language (%(language)s): check one for each language.")
        form.add_error(None, sentence % {"language": languages.name(error.language)})
        return {}
    report = _with_fixes_worth_offering(readings, known)
    shown, pairs = present(report.findings, report.languages), engine.pairs(readings)
    lines = [
        FindingLine(finding, finding.message.render(reader), passages=FindingPassages.of(finding, readings, pairs))
        for finding in shown.findings
    ]
    return {
        "is_checked": True,
        "groups": FindingGroup.of(lines),
        "kept_back": shown.kept_back.total(),
        "failed_rules": [rule_name(rule.code, reader) for rule in report.failed],
        "quotations": [QuotationLine(quotation) for pair in pairs for quotation in pairs_of(pair)],
        "read_languages": [languages.name(code) for code, reading in readings.items() if reading.parts],
        "notices": [notice.render(reader) for read in form.read for notice in read.notices],
        "carried": form.carried,
        "file_names": form.file_names,
    }


def _readings(files: list[ReadFile], known: Knowledge) -> dict[str, Reading]:
    """The texts by their language, the main one first; a file that holds two is parted. Raises ``SameLanguageError``."""
    found: dict[str, Reading] = {}
    for file in files:
        parted = languages_of(file.pieces(languages.main()), languages.codes())
        for code, pieces in parted.items():
            if code in found:
                raise SameLanguageError(code)
            part = TextPart("text", code, as_html(pieces), HTML)
            found[code] = file.reading(code, known) if len(parted) == 1 else Reading(code, [part], known)
    return {code: found.get(code) or Reading(code, [], known) for code in languages.codes()}


def _with_fixes_worth_offering(readings: dict[str, Reading], known: Knowledge) -> Report:
    report = engine.check(readings, known)
    characters = sum(len(part.source) for reading in readings.values() for part in reading.parts)
    trial = FixTrial(readings, report, known)
    return trial.offered() if characters <= TRIED_UP_TO else trial.without_fixes()
