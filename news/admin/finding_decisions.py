"""What staff decide of what the check found: mended, set aside, overridden, acknowledged, or taken back.

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
from news.release_checks.mending import can_mend, mend
from proofreading.findings import ERROR, Finding
from publishing.signals import edited

ACTIONS = ("keep", "mend", "set_aside", "override", "acknowledge", "take_back")
Kind = FindingDecision.Kind


class DecisionForm(forms.Form):
    """What is posted about one finding: what to do, the finding’s key, and the reason."""

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    finding = forms.CharField(required=False, max_length=64)
    reason = forms.CharField(required=False, max_length=300)


def decide(release: PressRelease, by: User, action: str, finding: str, reason: str) -> str:
    """Do one of ``ACTIONS`` on a locked release, for somebody who may change it."""
    if action == "take_back":
        return _take_back(release, by, finding)
    checked = examine(release)
    if action == "keep":
        keep(checked, by)
        return _("This check is kept with the release.")
    if action == "acknowledge":
        return _acknowledge(checked, by, finding, reason.strip())
    standing = next((standing for standing in checked.standing() if standing.key == finding), None)
    if standing is None:
        raise ValidationError(_("This finding is gone: the text there has changed."))
    if action == "mend":
        return _mend(checked, standing)
    return _put_aside(checked, by, standing, action, reason.strip())


def _mend(checked: Checked, finding: Finding) -> str:
    if finding.fix is None or not can_mend(finding):
        raise ValidationError(_("This has to be mended by hand, in the release’s form."))
    mend(checked, finding)
    edited.send(sender=PressRelease, instance=checked.release)
    return _("Mended: “%(old)s” is now “%(new)s”.") % {"old": finding.place.shown, "new": finding.fix.text}


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
