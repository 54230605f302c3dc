"""What staff have to know of releases: what waits for them, and what others have done with what they wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import languages
from publishing.account_names import display_name
from publishing.dates_in_words import moment_in_words
from publishing.localized_text import localized_text
from publishing.notifications import Notification, NotificationKind, WaitingKind, register, tell

from .enums import ReviewState, StateChangeKind
from .models import Contribution, PressRelease, SignOffAnswer, SignOffLink, StateChange
from .release_stages import stage_words

APPROVE, EDIT, TRANSLATE = "news.approve_pressrelease", "news.change_pressrelease", "news.translate_pressrelease"
SOON = timedelta(hours=48)
"""How long before a moment a language that is not approved is told of."""
WAITS = "waits"
"""What the list of releases calls its filter by what waits for somebody."""


def page_of(release: PressRelease) -> str:
    return reverse("admin:news_pressrelease_life", args=[release.pk])


def _told_of(release: PressRelease, language: str, detail: str = "", note: str = "") -> Notification:
    title = localized_text(release, "title", language)
    return Notification(title, page_of(release), detail, note)


def _named(codes: Iterable[str]) -> str:
    return capfirst(", ".join(str(languages.name(code)) for code in codes))


class ReleasesWaiting(WaitingKind):
    """Releases that wait for somebody, which their list shows under the same name."""

    waits: str
    """The value of the list's filter."""

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        raise NotImplementedError

    def about(self, thing: PressRelease, language: str) -> Notification:
        return _told_of(thing, language)

    def list_url(self) -> str:
        return f"{reverse('admin:news_pressrelease_changelist')}?{urlencode({WAITS: self.waits})}"


class ToReview(ReleasesWaiting):
    key = "news.to_review"
    waits = "review"
    label = gettext_lazy("Press releases sent for review")
    heading = gettext_lazy("To review")
    sentence = gettext_lazy("This press release waits for somebody to read it, and to approve it or send it back.")
    rights = (APPROVE,)

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        return PressRelease.objects.to_review(user.pk, settings.PRESS_TWO_PERSONS)

    def about(self, thing: PressRelease, language: str) -> Notification:
        codes = (code for code in languages.codes() if thing.review_of(code) == ReviewState.IN_REVIEW)
        return _told_of(thing, language, _named(codes))

    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        """The mail says whom it comes from, too: its reader may have to ask them something."""
        told = super().told(user, about, language)
        sent = StateChange.objects.filter(pk=about.get("change", 0)).exclude(by=None).select_related("by").first()
        if told is None or sent is None or sent.by is None:
            return told
        return replace(told, detail="\n".join([told.detail, _("Sent by %(who)s") % {"who": display_name(sent.by)}]))


class ToApproveToo(ReleasesWaiting):
    key = "news.second_person"
    waits = "second"
    label = gettext_lazy("Approvals that wait for a second person")
    heading = gettext_lazy("Waits for a second person")
    sentence = gettext_lazy(
        "Somebody who changed this press release too has approved it. It waits for the approval of somebody else."
    )
    rights = (APPROVE,)

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        return PressRelease.objects.to_approve_too(user.pk)


class ToConfirm(ReleasesWaiting):
    key = "news.to_confirm"
    waits = "confirm"
    label = gettext_lazy("Approvals by one person alone, to be confirmed")
    heading = gettext_lazy("Approved alone, to be confirmed")
    sentence = gettext_lazy(
        "One person alone has approved this press release. Somebody else has to read it, and to confirm it."
    )
    rights = (APPROVE,)

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        return PressRelease.objects.awaiting_confirmation(by_others_than=user.pk).order_by("modified_at", "pk")


class GivenBack(ReleasesWaiting):
    key = "news.given_back"
    waits = "returned"
    label = gettext_lazy("Press releases returned to you")
    heading = gettext_lazy("Returned to you")
    sentence = gettext_lazy("This press release was sent back to you, with these words:")
    rights = (EDIT, TRANSLATE)

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        return PressRelease.objects.given_back_to(user.pk)

    def about(self, thing: PressRelease, language: str) -> Notification:
        return _told_of(thing, language, note=thing.given_back_note or "")


class SoonInPart(ReleasesWaiting):
    """Only who may approve can do something about it: once the main language is approved, the others are theirs too."""

    key = "news.language_missing"
    waits = "language"
    label = gettext_lazy("Languages that are not approved when a moment comes near")
    heading = gettext_lazy("Soon public in part")
    sentence = gettext_lazy("This press release becomes public soon, and one of its languages is not approved.")
    rights = (APPROVE,)

    def waiting(self, user: User) -> models.QuerySet[PressRelease]:
        return PressRelease.objects.soon_in_part()

    def about(self, thing: PressRelease, language: str) -> Notification:
        moment = thing.public_from(languages.main())
        lacking = ", ".join(str(languages.name(code)) for code in languages.others() if not thing.is_sealed(code))
        words = {"moment": moment_in_words(moment) if moment else "", "languages": lacking}
        return _told_of(thing, language, _("Public on %(moment)s without: %(languages)s") % words)

    def due(self, at: datetime) -> Iterable[tuple[int, str]]:
        moment = languages.column("public_from", languages.main())
        found = PressRelease.objects.soon_in_part(at, until=at + SOON).real()
        return [(pk, when.isoformat()) for pk, when in found.values_list("pk", moment)]


class DoneByOthers(NotificationKind):
    """What others did with a release that somebody wrote, translated or handed over. It is told once, by mail alone."""

    rights = (EDIT, TRANSLATE, APPROVE)
    steps: tuple[StateChangeKind, ...]
    undone_by: tuple[StateChangeKind, ...]
    """The later steps after which it is not worth telling any more."""

    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        change = StateChange.objects.select_related("release", "by").filter(pk=about["change"], kind__in=self.steps).first()
        if change is None or user.pk not in involved_in(change.release):
            return None
        later = StateChange.objects.filter(release=change.release_id, pk__gt=change.pk, kind__in=self.undone_by)
        return None if later.exists() else _told_of(change.release, language, self.details(change))

    def details(self, change: StateChange) -> str:
        """Who did what, and what the public sees of each language as things stand."""
        by = display_name(change.by) if change.by else _("somebody")
        done = _("%(what)s by %(who)s") % {"what": capfirst(change.get_kind_display()), "who": by}
        stands = [
            _("%(language)s: %(state)s")
            % {"language": capfirst(str(languages.name(code))), "state": stage_words(change.release, code)}
            for code in languages.codes()
        ]
        return "\n".join([done, *stands])


class Approved(DoneByOthers):
    key = "news.approved"
    label = gettext_lazy("Your press releases approved, and their moments")
    heading = gettext_lazy("Approved")
    sentence = gettext_lazy("A press release on which you worked was approved, or its moment has changed:")
    steps = (StateChangeKind.APPROVED, StateChangeKind.RESCHEDULED)
    undone_by = (StateChangeKind.BACK_TO_DRAFT, StateChangeKind.WITHDRAWN)


class ChangedInPublic(DoneByOthers):
    key = "news.changed_in_public"
    label = gettext_lazy("Your press releases corrected, mended or withdrawn")
    heading = gettext_lazy("Changed by others")
    sentence = gettext_lazy("A press release on which you worked was corrected, mended or withdrawn:")
    steps = (StateChangeKind.CORRECTED, StateChangeKind.MENDED, StateChangeKind.WITHDRAWN)
    undone_by = (StateChangeKind.WITHDRAWN,)


class QuoteAnswered(NotificationKind):
    """What a person quoted says of their words, for who asked them and who works on the release. Told once, by mail alone."""

    key = "news.quote_answered"
    label = gettext_lazy("Answers of persons quoted")
    heading = gettext_lazy("A person quoted has answered")
    sentence = gettext_lazy("A person quoted in this press release was asked about their words, and has answered:")
    rights = (EDIT, APPROVE)

    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        found = SignOffAnswer.objects.select_related("link__release", "link__quote")
        answer = found.filter(pk=about["answer"], link__quote__isnull=False).first()
        if answer is None or user.pk not in concerned_by(answer.link):
            return None
        if answer.link.answers.filter(pk__gt=answer.pk).exists() or answer.link.release.is_withdrawn():
            return None
        words = {"reader": answer.link.reader, "answer": answer.get_verdict_display()}
        return _told_of(answer.link.release, language, _("%(reader)s: %(answer)s") % words, answer.note)


def concerned_by(link: SignOffLink) -> set[int]:
    """The accounts of who gave a link to a person quoted, and of all who work on the release."""
    asked = set() if link.created_by_id is None else {link.created_by_id}
    return involved_in(link.release) | asked


def tell_of_answer(answer: SignOffAnswer) -> None:
    """Have those written to who wait for what a person quoted says; in the transaction of the answer."""
    link = answer.link
    tell(QUOTE_ANSWERED, {"subject": link.pk, "answer": answer.pk}, among=concerned_by(link))


TO_REVIEW, TO_APPROVE_TOO, TO_CONFIRM = ToReview(), ToApproveToo(), ToConfirm()
GIVEN_BACK, SOON_IN_PART = GivenBack(), SoonInPart()
APPROVED, CHANGED_IN_PUBLIC, QUOTE_ANSWERED = Approved(), ChangedInPublic(), QuoteAnswered()
LISTED: tuple[ReleasesWaiting, ...] = (TO_REVIEW, TO_APPROVE_TOO, TO_CONFIRM, GIVEN_BACK, SOON_IN_PART)
"""The kinds by which the list of releases is filtered."""

TO_THE_WRITERS: dict[str, NotificationKind] = {
    **dict.fromkeys((StateChangeKind.RETURNED, StateChangeKind.BACK_TO_DRAFT), GIVEN_BACK),
    **dict.fromkeys(Approved.steps, APPROVED),
    **dict.fromkeys(ChangedInPublic.steps, CHANGED_IN_PUBLIC),
}


def involved_in(release: PressRelease) -> set[int]:
    """The accounts of the author of a release, of all who changed its words, and of who handed it over for review."""
    wrote = Contribution.objects.filter(release=release).exclude(by=None).values_list("by", flat=True)
    submitted = StateChange.objects.filter(release=release, kind=StateChangeKind.SUBMITTED).exclude(by=None)
    author = {release.author_id} - {None}
    return {key for key in (*author, *wrote, *submitted.values_list("by", flat=True)) if key is not None}


def tell_of_step(change: StateChange, by: User, approval_is_kept: bool) -> None:
    """Have those written to whom a step of a release's life concerns, but for who took it; in its transaction."""
    about = {"subject": change.release_id, "change": change.pk}
    if approval_is_kept:
        tell(TO_APPROVE_TOO, about, but=by)
    elif change.kind == StateChangeKind.SUBMITTED:
        tell(TO_REVIEW, about, but=by)
    elif change.kind == StateChangeKind.OVERRIDDEN:
        tell(TO_CONFIRM, about, but=by)
    elif (kind := TO_THE_WRITERS.get(change.kind)) is not None:
        tell(kind, about, among=involved_in(change.release), but=by)


def register_kinds() -> None:
    for kind in (*LISTED, APPROVED, CHANGED_IN_PUBLIC, QUOTE_ANSWERED):
        register(kind)
