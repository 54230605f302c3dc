"""The page of a release’s check, beside its form: findings in place, mended, set aside or overridden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import services
from news.models import FindingDecision, PressRelease
from proofreading.findings import ERROR, NOTE, WARNING, Finding
from proofreading.report import FailedRule
from proofreading.sentences import name_of as rule_name
from publishing import languages
from publishing.admin import PublishedAdmin
from publishing.conflicts import STAMP
from publishing.signals import edited, one_change

from .examination import Checked, examine, keep
from .fields import FormFields
from .mending import can_mend, mend

SEVERITY_NAMES = {ERROR: gettext_lazy("Errors"), WARNING: gettext_lazy("Warnings"), NOTE: gettext_lazy("Notes")}
Kind = FindingDecision.Kind


ACTIONS = ("keep", "mend", "set_aside", "override", "acknowledge", "take_back")


class Decision(forms.Form):
    """What is posted about one finding."""

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    finding = forms.CharField(required=False, max_length=64)
    reason = forms.CharField(required=False, max_length=300)


@dataclass(frozen=True)
class ShownFinding:
    """A finding with what its line on the page needs."""

    finding: Finding
    number: int
    message: str
    form_url: str
    anchor: str
    label: str
    decision: FindingDecision | None
    may_change: bool
    may_override: bool

    @property
    def id(self) -> str:
        return f"finding-{self.number}"

    @property
    def field_url(self) -> str:
        return f"{self.form_url}#{self.anchor}" if self.anchor else ""

    @property
    def record_url(self) -> str:
        """The form of the record that the text was held against."""
        record = self.finding.record
        if record is None:
            return ""
        try:
            return reverse(f"admin:{record.model.replace('.', '_')}_change", args=(quote(record.pk),))
        except NoReverseMatch:
            return ""

    @property
    def may_mend(self) -> bool:
        return self.may_change and can_mend(self.finding)

    @property
    def action(self) -> str:
        """Errors are overridden by whoever may approve; the rest is set aside by whoever may write."""
        if self.finding.severity == ERROR:
            return "override" if self.may_override else ""
        return "set_aside" if self.may_change and self.finding.severity == WARNING else ""


@dataclass(frozen=True)
class ShownFailure:
    """A rule that could not be run, with what its line on the page needs."""

    rule: FailedRule
    key: str
    name: str
    decision: FindingDecision | None


@dataclass(frozen=True)
class FindingGroup:
    language: str
    severity: str
    findings: list[ShownFinding]

    @classmethod
    def of(cls, shown: Iterable[ShownFinding]) -> list[FindingGroup]:
        """Findings by language and severity, the gravest first."""
        order = list(SEVERITY_NAMES)
        standing = sorted(
            shown, key=lambda one: (languages.codes().index(one.finding.language), order.index(one.finding.severity))
        )
        by_kind = groupby(standing, key=lambda one: (one.finding.language, one.finding.severity))
        return [cls(code, severity, list(ones)) for (code, severity), ones in by_kind]

    @property
    def name(self):
        return SEVERITY_NAMES[self.severity]


class CheckAdmin(PublishedAdmin):
    """The page of the check, for the release’s own admin."""

    def get_urls(self):
        check = self.admin_site.admin_view(self.check_view)
        return [path("<path:object_id>/check/", check, name="news_pressrelease_check"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """What the check finds stands beside the form, each finding leading to its field.

        A refused form is shown without, and so is an old revision: the check reads what is stored.
        """
        if obj is not None and request.method == "GET" and request.resolver_match.view_name == self._route("change"):
            checked = examine(obj)
            # It has read the release with its rows, which these sentences are about too.
            context |= {"stands_against": self.stands_against(checked.release), **self._beside(request, checked)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def check_view(self, request, object_id):
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        if request.method == "POST":
            self._decide(request, release)
            return HttpResponseRedirect(request.path)
        response = TemplateResponse(request, "admin/news/pressrelease/check.html", self._check(request, examine(release)))
        response["Cache-Control"] = "no-store"
        return response

    def _decide(self, request, release) -> None:
        """Do what was posted, on the release as it was read; tell what came of it."""
        posted = Decision(request.POST)
        if not posted.is_valid():
            messages.error(request, _("Nothing has been done: this cannot be asked of a finding."))
            return
        try:
            with transaction.atomic(), one_change(), self.create_revision(request):
                stored = PressRelease.objects.select_for_update().get(pk=release.pk)
                if str(stored.stamp) != request.POST.get(STAMP):
                    raise ValidationError(
                        _("Somebody changed this release since you opened this page. Read it again, then repeat this.")
                    )
                sentence = self._done(request, stored, **posted.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, sentence)

    def _done(self, request, release, action: str, finding: str, reason: str) -> str:
        may_change = self.has_change_permission(request, release)
        if not may_change:
            raise PermissionDenied
        if action == "take_back":
            return self._take_back(request, release, finding)
        checked = examine(release)
        if action == "keep":
            keep(checked, request.user)
            return _("This check is kept with the release.")
        if action == "acknowledge":
            return self._acknowledge(request, checked, finding, reason.strip())
        one = next((one for one in checked.standing() if one.key == finding), None)
        if one is None:
            raise ValidationError(_("This finding is gone: the text there has changed."))
        if action == "mend":
            return self._mend(checked, one)
        return self._put_aside(request, checked, one, action, reason.strip())

    @staticmethod
    def _mend(checked: Checked, one: Finding) -> str:
        if not can_mend(one):
            raise ValidationError(_("This has to be mended by hand, in the release’s form."))
        mend(checked, one)
        edited.send(sender=PressRelease, instance=checked.release)
        return _("Mended: “%(old)s” is now “%(new)s”.") % {"old": one.place.shown, "new": one.fix.text}

    @staticmethod
    def _acknowledge(request, checked: Checked, key: str, reason: str) -> str:
        """Take note of a rule that could not be run, by whoever may approve: the approval rests on their own reading."""
        rule = next((rule for rule in checked.failed() if checked.key_of(rule) == key), None)
        if rule is None:
            raise ValidationError(_("This is settled: the rule could be run, or somebody has acknowledged it."))
        if not request.user.has_perm(services.APPROVE):
            raise PermissionDenied
        if not reason:
            raise ValidationError(_("Give a reason: it is kept with the release."))
        FindingDecision.objects.create(
            release=checked.release,
            key=key,
            kind=Kind.OVERRIDDEN,
            code=rule.code,
            language=rule.languages[0],
            excerpt="",
            sentence=rule.reason,
            reason=reason,
            by=request.user,
        )
        return _("Noted, with your reason. It comes back if the text changes.")

    @staticmethod
    def _put_aside(request, checked: Checked, one: Finding, action: str, reason: str) -> str:
        if (action == "override") != (one.severity == ERROR):
            raise ValidationError(_("Errors are overridden, warnings are set aside."))
        if action == "override" and not request.user.has_perm(services.APPROVE):
            raise PermissionDenied
        if not reason:
            raise ValidationError(_("Give a reason: it is kept with the release."))
        FindingDecision.objects.update_or_create(
            release=checked.release,
            key=one.key,
            defaults={
                "kind": Kind.OVERRIDDEN if action == "override" else Kind.SET_ASIDE,
                "code": one.code,
                "language": one.language,
                "excerpt": one.place.shown,
                "sentence": one.sentence,
                "reason": reason,
                "by": request.user,
            },
        )
        return _("Noted, with your reason. It comes back if the sentence changes.")

    @staticmethod
    def _take_back(request, release, key: str) -> str:
        """A decision withdrawn: of an overridden error only by whoever may override."""
        decision = FindingDecision.objects.filter(release=release, key=key).first()
        if decision is None:
            raise ValidationError(_("This decision is gone already."))
        if decision.kind == Kind.OVERRIDDEN and not request.user.has_perm(services.APPROVE):
            raise PermissionDenied
        decision.delete()
        return _("The finding stands again.")

    def _shown(self, request, checked: Checked, findings: Iterable[Finding]) -> list[ShownFinding]:
        form_url, fields = self._form_url(checked.release), FormFields(checked.release)
        may_change = self.has_change_permission(request, checked.release)
        may_override = self._may_override(request, checked.release)
        found = []
        for number, finding in enumerate(findings, 1):
            message, decision = finding.message.render(languages.current()), checked.decisions.get(finding.key)
            anchor, label = fields.anchor(finding.place.origin), fields.label(finding.place.origin)
            found.append(ShownFinding(finding, number, message, form_url, anchor, label, decision, may_change, may_override))
        return found

    def _may_override(self, request, release: PressRelease) -> bool:
        return self.has_change_permission(request, release) and request.user.has_perm(services.APPROVE)

    @staticmethod
    def _failed(checked: Checked, rules: Iterable[FailedRule]) -> list[ShownFailure]:
        reader = languages.current()
        return [
            ShownFailure(rule, key, rule_name(rule.code, reader), checked.decisions.get(key))
            for rule in rules
            for key in [checked.key_of(rule)]
        ]

    def _form_url(self, release: PressRelease) -> str:
        return reverse(self._route("change"), args=(quote(release.pk),))

    def _beside(self, request, checked: Checked) -> dict[str, object]:
        """What stands beside the form: errors and warnings; notes are told on the page of the check."""
        groups = [
            one for one in FindingGroup.of(self._shown(request, checked, checked.shown().findings)) if one.severity != NOTE
        ]
        failed = self._failed(checked, checked.failed())
        return {
            "check_groups": groups,
            "check_failed": failed,
            "check_has_errors": bool(failed) or any(one.severity == ERROR for one in groups),
        }

    def _check(self, request, checked: Checked) -> dict[str, object]:
        release, shown = checked.release, checked.shown()
        return {
            **self.admin_site.each_context(request),
            "title": _("Check of this release"),
            "opts": self.opts,
            "original": release,
            "groups": FindingGroup.of(self._shown(request, checked, shown.findings)),
            "kept_back": shown.kept_back.total(),
            "failed": self._failed(checked, checked.failed()),
            "may_override": self._may_override(request, release),
            "put_aside": self._shown(request, checked, checked.put_aside()),
            "acknowledged": self._failed(checked, checked.acknowledged()),
            "quotations": [couple for pair in checked.pairs for couple in QuotationPair.of(pair)],
            "records": release.checks.select_related("by")[:20],
            "stamp_name": STAMP,
            "stamp": release.stamp,
            "may_change": self.has_change_permission(request, release),
            "change_url": self._form_url(release),
            "life_url": reverse("admin:news_pressrelease_life", args=(quote(release.pk),)),
        }


@dataclass(frozen=True)
class QuotationPair:
    """A quotation in two languages, to be read by a person: no rule sees a meaning turned round."""

    sides: list[tuple[str, object]]

    @classmethod
    def of(cls, pair) -> list[QuotationPair]:
        codes = pair.left.language, pair.right.language
        return [cls(list(zip(codes, couple, strict=True))) for couple in pair.quotations]

    @cached_property
    def who(self) -> str:
        return next((quotation.who for _code, quotation in self.sides if quotation and quotation.who), "")
