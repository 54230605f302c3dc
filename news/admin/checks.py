"""The page of a release’s check, and what of it stands beside the release’s form."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from news import services
from news.models import PressRelease
from news.querysets import WORDS_READ
from news.reading import ReleaseWords, read_words
from news.release_checks.completeness import name_of as rule_name
from news.release_checks.examination import Checked, examine
from news.release_checks.fields import FormFields
from news.release_checks.mending import can_mend, mendable
from news.release_checks.quotation_pairs import pairs_to_read, readings_by_key
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, Finding
from proofreading.report import FailedRule
from publishing import languages
from publishing.admin import PublishedAdmin
from publishing.conflicts import STAMP
from publishing.editing import session_of, signed_in
from publishing.signals import one_change

from .attempts import attempted
from .edition_panels import panels_of_editions
from .finding_decisions import DecisionForm, decide
from .finding_lines import FailureLine, FindingGroup, FindingLine, FindingPassages, QuotationLine
from .mended_findings import to_undo

RECORDS_SHOWN = 20
"""Of the checks kept with a release, as many of the latest are shown."""


class CheckAdmin(PublishedAdmin):
    """The page of the check, for the release’s own admin."""

    def get_urls(self) -> list[URLPattern]:
        check = self.admin_site.admin_view(self.check_view)
        beside = self.admin_site.admin_view(require_GET(self.beside_view))
        return [
            path("<path:object_id>/check/", check, name="news_pressrelease_check"),
            path("<path:object_id>/check/beside/", beside, name="news_pressrelease_check_beside"),
            *super().get_urls(),
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: PressRelease | None = None,
    ) -> HttpResponse:
        """What the check finds stands beside the form, each finding leading to its field: asked for once the form is there.

        A refused form is shown without, and so is an old revision: the check reads what is stored.
        """
        if obj is not None and request.method == "GET" and _is_view(request, self._route("change")):
            # With what of its words the form has not read yet.
            models.prefetch_related_objects([obj], *WORDS_READ)
            context["stands_against"] = self.stands_against(obj)
            context["edition_panels"] = attempted(lambda: panels_of_editions(obj, _words(obj)), [])
            context["check_beside_url"] = reverse(self._route("check_beside"), args=(quote(obj.pk),))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def beside_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A piece of the form’s page: what the check finds in the release as it is stored."""
        session_of(request).is_form = True
        release = self.get_object(request, unquote(object_id))
        if release is None:
            raise Http404
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        found = attempted(lambda: self._beside_the_form(request, examine(release)), {"check_is_broken": True})
        context = {"release": release, **found}
        response = TemplateResponse(request, "admin/news/pressrelease/check_beside.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        if request.method == "POST":
            onward = self._decide(request, release)
            return HttpResponseRedirect(f"{request.path}#{onward}" if onward else request.path)
        page = attempted(lambda: self._page(request, examine(release)), {"is_broken": True})
        context = {**self._frame(request, release), **page}
        response = TemplateResponse(request, "admin/news/pressrelease/check.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _decide(self, request: HttpRequest, release: PressRelease) -> str:
        """Do what was posted, on the release as it was read; tell what came of it. Gives where to go on reading."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing has been done: this cannot be asked of a finding."))
            return ""
        onward = form.cleaned_data.pop("onward")
        try:
            with transaction.atomic(), one_change(), self.create_revision(request):
                stored = PressRelease.objects.select_for_update().get(pk=release.pk)
                if str(stored.stamp) != request.POST.get(STAMP):
                    raise ValidationError(
                        _("Somebody changed this release since you opened this page. Read it again, then repeat this.")
                    )
                if not self.has_change_permission(request, stored):
                    raise PermissionDenied
                with services.closed_gate():
                    sentence = decide(stored, signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, sentence)
        return onward

    def _lines(
        self,
        request: HttpRequest,
        checked: Checked,
        findings: Iterable[Finding],
        fixable: Container[str] = frozenset(),
        pairs: Sequence[Pair] = (),
    ) -> list[FindingLine]:
        """A line each; a fix is offered with those whose keys are ``fixable``, the other language shown where it is paired."""
        reader, form_url, fields = languages.current(), self._form_url(checked.release), FormFields(checked.release)
        may_change = self.has_change_permission(request, checked.release)
        may_override = self._may_override(request, checked.release)
        return [
            FindingLine(
                finding=finding,
                message=finding.message.render(reader),
                form_url=form_url,
                anchor=fields.anchor(finding.place.origin),
                label=fields.label(finding.place.origin),
                passages=FindingPassages.of(finding, checked.readings, pairs),
                decision=checked.decisions.get(finding.key),
                may_change=may_change,
                may_mend=may_change and finding.key in fixable,
                may_override=may_override,
            )
            for finding in findings
        ]

    def _may_override(self, request: HttpRequest, release: PressRelease) -> bool:
        return self.has_change_permission(request, release) and request.user.has_perm(services.APPROVE)

    @staticmethod
    def _failures(checked: Checked, rules: Iterable[FailedRule]) -> list[FailureLine]:
        reader = languages.current()
        return [
            FailureLine(rule, key, rule_name(rule.code, reader), checked.decisions.get(key))
            for rule in rules
            for key in [checked.key_of(rule)]
        ]

    def _form_url(self, release: PressRelease) -> str:
        return reverse(self._route("change"), args=(quote(release.pk),))

    def _beside_the_form(self, request: HttpRequest, checked: Checked) -> dict[str, object]:
        """What stands beside the form: errors and warnings; notes are told on the page of the check."""
        lines = self._lines(request, checked, checked.shown().findings)
        groups = [group for group in FindingGroup.of(lines) if group.severity != NOTE]
        failures = self._failures(checked, checked.failed())
        return {
            "check_groups": groups,
            "check_failed": failures,
            "check_has_errors": bool(failures) or any(group.severity == ERROR for group in groups),
        }

    def _frame(self, request: HttpRequest, release: PressRelease) -> dict[str, object]:
        """What the page shows whatever became of the check."""
        return {
            **self.admin_site.each_context(request),
            "title": _("Check this release"),
            "opts": self.opts,
            "original": release,
            "records": release.checks.select_related("by")[:RECORDS_SHOWN],
            "may_change": self.has_change_permission(request, release),
            "change_url": self._form_url(release),
            "life_url": reverse("admin:news_pressrelease_life", args=(quote(release.pk),)),
        }

    def _page(self, request: HttpRequest, checked: Checked) -> dict[str, object]:
        release, shown = checked.release, checked.shown()
        fixable, read = mendable(checked, shown.findings), readings_by_key(release)
        quotations = [QuotationLine(pair, read.get(pair.key)) for pair in pairs_to_read(checked)]
        end = "quotations-heading" if quotations else "content-main"
        return {
            "groups": FindingGroup.of(self._lines(request, checked, shown.findings, fixable, checked.pairs), end),
            "kept_back": shown.kept_back.total(),
            "has_more_fixes": sum(map(can_mend, shown.findings)) > checked.fix_trial.most,
            "failed": self._failures(checked, checked.failed()),
            "may_override": self._may_override(request, release),
            "put_aside": self._lines(request, checked, checked.put_aside()),
            "acknowledged": self._failures(checked, checked.acknowledged()),
            "quotations": quotations,
            "unread": sum(line.reading is None for line in quotations),
            "to_undo": to_undo(release, signed_in(request)),
            "stamp_name": STAMP,
            "stamp": release.stamp,
        }


def _words(release: PressRelease) -> dict[str, ReleaseWords]:
    return {code: read_words(release, code) for code in languages.codes()}


def _is_view(request: HttpRequest, name: str) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == name
