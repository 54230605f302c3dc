"""One person in place of two: who may approve alone what they wrote, what they owe for it, and who confirms it afterwards.

At night or on a holiday nobody else may be there. Whoever has the right then lets the words out alone, with a reason. The
approval is marked as such, and so is the release, until somebody else has read what is in force and stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import languages
from publishing.account_names import display_name

from . import contributions
from .models import Approval, Edition, PressRelease
from .reading import ReleaseWords
from .sealing import working_words

OVERRIDE = "news.override_pressrelease"
NOT_NEEDED = gettext_lazy("Nobody is missing: approve this without setting the rule of two people aside.")
OWN_WORDS = gettext_lazy("You changed this text: somebody else has to approve it.")
OWN_OVERRIDE = gettext_lazy("You approved this alone: somebody else has to confirm it.")


@dataclass(frozen=True)
class Stand:
    """Somebody's approval of words, and whether it lets them out together with those of others."""

    approval: Approval
    is_enough: bool


def require(by: User, reason: str | None) -> None:
    """Refuse to set the rule of two people aside without the right to, or without a reason; ``None`` asks for nothing."""
    if reason is None:
        return
    if not by.has_perm(OVERRIDE):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"override_reason": _("Say why nobody else can approve it in time.")})


def stand_for(release: PressRelease, by: User, words: ReleaseWords) -> Stand:
    """Write down who stands for these words. Each who changed them needs somebody else's approval."""
    approval = approved(release, by, words.language, words.digest)
    if not settings.PRESS_TWO_PERSONS:
        return Stand(approval, True)
    standing = contributions.standing_of(release, words)
    return Stand(approval, not standing.lacking)


def approved(release: PressRelease, by: User, language: str, digest: str) -> Approval:
    name = display_name(by)
    return Approval.objects.create(release=release, language=language, digest=digest, by=by, name=name)


def wrote_alone(release: PressRelease, by: User, words: ReleaseWords) -> bool:
    """Whether nobody but somebody changed words, who then cannot approve them, not even as one of two."""
    return contributions.authors_of(release, words.language) == {by.pk}


def is_needed(release: PressRelease, by: User) -> bool:
    """Whether somebody who may set the rule aside has to: they wrote in the working text, and nobody else has read it."""
    if not settings.PRESS_TWO_PERSONS or not by.has_perm(OVERRIDE):
        return False
    return any(by.pk in contributions.standing_of(release, words).lacking for words in working_words(release).values())


def settle(stand: Stand, edition: Edition, reason: str | None) -> bool:
    """Note on what an edition was let out. Gives whether that was one person alone, who then owes a confirmation.

    Where two people stand for the words, they stand for what was let out alone before them, too.
    """
    approval = stand.approval
    if not stand.is_enough:
        approval.override, approval.reason = edition, reason or ""
        approval.save(update_fields=["override", "reason"])
        return True
    if settings.PRESS_TWO_PERSONS:
        approvals = Approval.objects.filter(release=edition.release, language=edition.language, digest=edition.digest)
        for alone in unconfirmed(edition.release, edition.language):
            other = approvals.exclude(by=None).exclude(by=alone.by_id).last()
            if other is not None:
                _confirmed(alone, other)
    return False


def unconfirmed(release: PressRelease, *codes: str) -> list[Approval]:
    """The approvals of one person alone that wait for somebody else, in languages where something is in force."""
    standing = [code for code in codes or languages.codes() if release.is_sealed(code)]
    waiting = Approval.objects.unconfirmed().filter(release=release, language__in=standing)
    return list(waiting.select_related("override"))


def to_confirm(release: PressRelease) -> Mapping[str, Edition]:
    """For each language that waits for a confirmation, the edition in force: that is what is confirmed."""
    if release.withdrawn_at is not None:
        return {}
    codes = {approval.language for approval in unconfirmed(release)}
    return {code: edition for code in languages.codes() if code in codes and (edition := release.edition_in(code))}


def confirm(release: PressRelease, by: User, edition: Edition) -> None:
    """Stand as somebody else for an edition in force that was let out alone. The release must be locked."""
    waiting = unconfirmed(release, edition.language)
    others = [alone for alone in waiting if alone.by_id != by.pk]
    if not others:
        raise ValidationError({NON_FIELD_ERRORS: [str(OWN_OVERRIDE)]})
    if contributions.authors_of(release, edition.language, until=edition.sealed_at) == {by.pk}:
        raise ValidationError({NON_FIELD_ERRORS: [str(OWN_WORDS)]})
    confirmation = approved(release, by, edition.language, edition.digest)
    for alone in others:
        _confirmed(alone, confirmation)


def _confirmed(alone: Approval, confirmation: Approval) -> None:
    alone.confirmation = confirmation
    alone.save(update_fields=["confirmation"])
