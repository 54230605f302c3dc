"""What staff decide of what the check found: mended, set aside, overridden, acknowledged, read, or taken back.

Each decision gives the sentence that tells what was done. One that its maker has no right to raises ``PermissionDenied``; one
that cannot be taken raises ``ValidationError`` with a plain sentence in the active language.
"""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from news import services
from news.models import FindingDecision, PressRelease
from news.release_checks.examination import Checked, examine, keep
from news.release_checks.quotation_pairs import mark_read, mark_unread
from proofreading.findings import ERROR, Finding

from .mended_findings import mend_all, undo

ACTIONS = ("keep", "mend", "undo", "set_aside", "override", "acknowledge", "take_back", "read", "unread")
MOST_FINDINGS = 100
"""Findings that one button mends; no page shows more of one kind."""
_ANCHOR = r"^[a-z0-9-]{0,60}$"
Kind = FindingDecision.Kind


class KeysField(forms.Field):
    """The keys of findings, each in a field of its own of one name."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[str]:
        return list(dict.fromkeys(value or []))

    def validate(self, value: list[str]) -> None:
        if len(value) > MOST_FINDINGS or any(len(key) > 64 for key in value):
            raise ValidationError("too many")


class DecisionForm(forms.Form):
    """What is posted about findings: what to do, their keys (one, but for a fix), the reason, where to go on reading."""

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    finding = KeysField(required=False)
    reason = forms.CharField(required=False, max_length=300)
    onward = forms.RegexField(_ANCHOR, required=False)


def decide(release: PressRelease, by: User, action: str, finding: list[str], reason: str) -> str:
    """Do one of ``ACTIONS`` on a locked release, for somebody who may change it."""
    key = finding[0] if finding else ""
    match action:
        case "take_back":
            return _take_back(release, by, key)
        case "undo":
            return undo(release, by)
        case "unread":
            mark_unread(release, by, key)
            return _("This quotation is to be read again.")
    return _decide_on(examine(release), by, action, finding, reason.strip())


def _decide_on(checked: Checked, by: User, action: str, keys: list[str], reason: str) -> str:
    key = keys[0] if keys else ""
    match action:
        case "keep":
            keep(checked, by)
            return _("This check is kept with the release.")
        case "mend":
            return mend_all(checked, by, keys)
        case "read":
            mark_read(checked, by, key)
            return _("Noted: you have read this quotation in both languages.")
        case "acknowledge":
            return _acknowledge(checked, by, key, reason)
    standing = next((standing for standing in checked.standing() if standing.key == key), None)
    if standing is None:
        raise ValidationError(_("This finding is gone: the text there has changed."))
    return _put_aside(checked, by, standing, action, reason)


def _acknowledge(checked: Checked, by: User, key: str, reason: str) -> str:
    """Take note of a rule that could not be run, by whoever may approve: the approval rests on their own reading."""
    rule = next((rule for rule in checked.failed() if checked.key_of(rule) == key), None)
    if rule is None:
        raise ValidationError(_("This is settled: the rule could be run, or somebody has acknowledged it."))
    _require_approver(by)
    _require_reason(reason)
    FindingDecision.objects.create(
        release=checked.release,
        key=key,
        kind=Kind.OVERRIDDEN,
        code=rule.code,
        language=rule.languages[0],
        excerpt="",
        sentence=rule.reason,
        reason=reason,
        by=by,
    )
    return _("Noted, with your reason. It comes back if the text changes.")


def _put_aside(checked: Checked, by: User, finding: Finding, action: str, reason: str) -> str:
    """Override an error or set a warning aside, with a reason that is kept."""
    if (action == "override") != (finding.severity == ERROR):
        raise ValidationError(_("Errors are overridden, warnings are set aside."))
    if action == "override":
        _require_approver(by)
    _require_reason(reason)
    FindingDecision.objects.update_or_create(
        release=checked.release,
        key=finding.key,
        defaults={
            "kind": Kind.OVERRIDDEN if action == "override" else Kind.SET_ASIDE,
            "code": finding.code,
            "language": finding.language,
            "excerpt": finding.place.shown,
            "sentence": finding.sentence,
            "reason": reason,
            "by": by,
        },
    )
    return _("Noted, with your reason. It comes back if the sentence changes.")


def _take_back(release: PressRelease, by: User, key: str) -> str:
    """Withdraw a decision: that on an error, only by whoever may override it."""
    decision = FindingDecision.objects.filter(release=release, key=key).first()
    if decision is None:
        raise ValidationError(_("This decision is gone already."))
    if decision.kind == Kind.OVERRIDDEN:
        _require_approver(by)
    decision.delete()
    return _("The finding stands again.")


def _require_approver(by: User) -> None:
    if not by.has_perm(services.APPROVE):
        raise PermissionDenied


def _require_reason(reason: str) -> None:
    if not reason:
        raise ValidationError(_("Give a reason: it is kept with the release."))
