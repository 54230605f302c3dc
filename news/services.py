"""The life of a release. Each step locks it, asks who may, checks what must hold, and writes one line of its log.

A step that its maker has no right to raises ``PermissionDenied``; one that cannot be taken raises ``ValidationError`` with, for
each field, a plain sentence in the active language.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import NoReturn

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from proofreading.presentation import told_once
from publishing import clock, languages
from publishing.admin_languages import label_of
from publishing.dates_in_words import appointed_in_words, day_and_hour, day_in_words
from publishing.excerpts import excerpt
from publishing.signals import edited, one_change

from . import notifications, overrides, release_recipients
from .copying import copy_of
from .differences import against_small_mend
from .enums import EditionKind, ReleaseState, ReviewState, StateChangeKind
from .models import Correction, Edition, PressRelease, StateChange
from .overrides import OWN_WORDS, Stand
from .reading import ReleaseWords, words_of_edition
from .release_checks import quotation_pairs
from .release_checks.completeness import name_of as rule_name
from .release_checks.examination import Checked, examine, keep
from .sealing import digest_beside, put_in_force, seal, working_words

State, Kind = ReleaseState, StateChangeKind
CHANGE, APPROVE = "news.change_pressrelease", "news.approve_pressrelease"
CORRECT, WITHDRAW = "news.correct_pressrelease", "news.withdraw_pressrelease"
# A moment typed as “now” is over by the time it arrives.
NOW = timedelta(minutes=1)
# Sooner than this a moment cannot be taken back in time, so it is asked for once more.
HASTE = timedelta(minutes=5)
# A release that bears another day than that of its moment is usual; a day so far away is a mistake in either.
FAR = timedelta(days=30)
# Of more errors than these, the page of the check tells.
MOST_TOLD = 10

CHANGED = "changed"
"""The code of the refusal of a step whose maker has not read the text as it stands."""

Moments = Mapping[str, datetime | None]
Seen = Mapping[str, str]
"""By language, the digest of the words that somebody has read (``digests_of``)."""
Errors = dict[str, list[str]]


EMBARGO_ASKED = "embargo_asked"
"""What the first line of a log calls the embargo that the file asked for from which a release was made."""

log = logging.getLogger(__name__)


class ApprovalKept(Exception):
    """Somebody who changed the words too has approved them: that is kept, and the words wait for somebody else."""


def created(release: PressRelease, by: User, embargo_asked: str = "") -> None:
    """Write the first line of the log of a release that has just been saved.

    ``embargo_asked`` is the ISO day or moment until which the file that it was made from asks to be kept back.
    """
    asked = {EMBARGO_ASKED: embargo_asked} if embargo_asked else {}
    StateChange.objects.create(release=release, by=by, kind=Kind.CREATED, new=_life(release) | asked)


def submit(release: PressRelease, by: User, chosen: Collection[str] | None = None) -> PressRelease:
    """Hand languages over for review: those chosen, or each that is written and has something new to read."""
    with _step(release, by, CHANGE, Kind.SUBMITTED) as stored:
        words = working_words(stored)
        waiting = [code for code in chosen or languages.codes() if _has_something_new(stored, words[code])]
        if not waiting:
            _refuse_all(_("Nothing here waits for a review: it is there already, or its words are those that were approved."))
        for code in waiting:
            setattr(stored, languages.column("review", code), ReviewState.IN_REVIEW)
    return release


def send_back(release: PressRelease, by: User, note: str) -> PressRelease:
    """Hand the languages in review back to their author, who is told why."""
    with _step(release, by, APPROVE, Kind.RETURNED, note) as stored:
        _require_state(stored, State.IN_REVIEW)
        if not note.strip():
            raise ValidationError({"note": _("Say what is to be mended.")})
        for code in _in_review(stored):
            setattr(stored, languages.column("review", code), ReviewState.DRAFT)
    return release


def approve(
    release: PressRelease,
    by: User,
    moments: Moments,
    confirmed: bool = False,
    *,
    seen: Seen,
    override: str | None = None,
) -> PressRelease:
    """Approve each language that is given a moment from which it is public; the main language needs one.

    What is approved is sealed as the language's next edition. ``seen`` holds for each language the digest of the words that
    the approver read: where the text has changed since, nothing is approved. A language that is approved already and whose
    words have changed is approved anew, before its moment; after it there are corrections and small mends.

    Here and in every step that seals, ``override`` is the reason for which somebody with the right to approves alone what they
    wrote themselves (``news.overrides``).
    """
    with _step(release, by, APPROVE, Kind.APPROVED) as stored:
        chosen = [code for code, moment in moments.items() if moment is not None and not stored.is_public(code)]
        errors: Errors = {}
        for code in chosen:
            if stored.state_in(code) == State.DRAFT:
                errors[languages.column("public_from", code)] = [_("This language has not been sent for review.")]
        _refuse(errors)
        if not _in_review(stored) and not any(map(stored.is_sealed, chosen)):
            _require_state(stored, State.IN_REVIEW)
        news = _seal(stored, by, chosen, EditionKind.APPROVED, seen, override=override)
        if chosen and not news:
            _refuse_all(_("This is approved already, in these words. Its moment is moved by a step of its own."))
        _schedule(stored, moments, confirmed)
        _require_main(stored)
    return release


def reschedule(release: PressRelease, by: User, moments: Moments, confirmed: bool = False) -> PressRelease:
    """Move the moment of approved languages that are not public yet; ``None`` takes it away, and the language waits."""
    with _step(release, by, APPROVE, Kind.RESCHEDULED) as stored:
        _require_approved(stored)
        before = _life(stored)
        _schedule(stored, moments, confirmed)
        if _life(stored) == before:
            _refuse_all(_("These are its moments already."))
    return release


def publish_now(
    release: PressRelease,
    by: User,
    chosen: Collection[str],
    confirmed: bool = False,
    *,
    seen: Seen,
    override: str | None = None,
) -> PressRelease:
    """Make languages public at once: those in review are approved by that, the others go out as they were approved."""
    waiting = [code for code in chosen if release.state_in(code) == State.IN_REVIEW]
    with _step(release, by, APPROVE, Kind.APPROVED if waiting else Kind.RESCHEDULED) as stored:
        now = clock.now().replace(microsecond=0)
        moments = {code: now for code in chosen if not stored.is_public(code)}
        if not moments:
            _refuse_all(_("This is public already."))
        unread = [code for code in moments if stored.state_in(code) == State.DRAFT]
        _refuse({languages.column("public_from", code): [_("This language has not been sent for review.")] for code in unread})
        waiting = [code for code in moments if stored.state_in(code) == State.IN_REVIEW]
        _seal(stored, by, waiting, EditionKind.APPROVED, seen, override=override)
        _schedule(stored, moments, confirmed)
        _require_main(stored)
    return release


def back_to_draft(release: PressRelease, by: User, chosen: Collection[str], note: str) -> PressRelease:
    """Take an approval back before its moment: the edition is kept, nothing points at it, and the language has no moment.

    With the main language go the others, which never come before it.
    """
    with _step(release, by, APPROVE, Kind.BACK_TO_DRAFT, note) as stored:
        _require_approved(stored)
        taken = languages.codes() if languages.main() in chosen else list(chosen)
        taken = [code for code in taken if stored.is_sealed(code)]
        public = [code for code in taken if stored.is_public(code)]
        if public or not taken:
            _refuse_all(_("Only what is approved and not public yet goes back to draft. Correct or withdraw what is public."))
        if not note.strip():
            raise ValidationError({"note": _("Say why, for those who read the log.")})
        for code in taken:
            setattr(stored, languages.column("edition", code), None)
            setattr(stored, languages.column("public_from", code), None)
            setattr(stored, languages.column("review", code), ReviewState.DRAFT)
    return release


def correct(
    release: PressRelease,
    by: User,
    said: Mapping[str, str],
    says: Mapping[str, str],
    *,
    seen: Seen,
    tell: bool = False,
    override: str | None = None,
) -> PressRelease:
    """Publish a correction, in the languages that it is written in: a dated note, and the mended text with it.

    What was said and what is said now stand beside the text as it reads now; both are sealed together as the language's next
    edition, and public at once. A language that is left empty stays as it is. With ``tell`` those who received the release
    are written to.
    """
    with _step(release, by, CORRECT, Kind.CORRECTED) as stored:
        public = stored.public_languages()
        if not public:
            _refuse_all(_("Only what is public is corrected. Change the texts themselves."))
        texts = {languages.column("said", code): said.get(code, "").strip() for code in languages.codes()}
        texts |= {languages.column("says", code): says.get(code, "").strip() for code in languages.codes()}
        chosen = [code for code in languages.codes() if any(texts[name] for name in _columns(("said", "says"), [code]))]
        needed = _columns(("said", "says"), chosen or public[:1])
        _refuse({name: [_("Readers of this language need it.")] for name in needed if not texts[name]})
        hidden = _columns(("says",), (code for code in chosen if code not in public))
        _refuse({name: [_("This language is not public: change its text itself.")] for name in hidden})
        read = working_words(stored)
        _require_seen(read, chosen, seen)
        correction = Correction.objects.create(release=stored, by=by, **texts)
        noted = working_words(stored)
        _require_seen(_without_notes(noted), chosen, {code: said.digest for code, said in _without_notes(read).items()})
        sealed = {code: noted[code].digest for code in chosen}
        _seal(stored, by, chosen, EditionKind.CORRECTION, sealed, override=override)
        if tell:
            release_recipients.tell_of_correction(correction)
    return release


def mend(
    release: PressRelease,
    by: User,
    chosen: Collection[str],
    reason: str,
    *,
    seen: Seen,
    override: str | None = None,
) -> PressRelease:
    """Publish a small mend of public languages, silently: a letter, a sign, a small word; with its reason in the log.

    It passes the same gate as an approval, and is refused where it changes a figure, date, name, amount, link, contact or
    quotation: that is a correction.
    """
    with _step(release, by, CORRECT, Kind.MENDED, reason) as stored:
        if not reason.strip():
            raise ValidationError({"reason": _("Say why, for those who read the log.")})
        words = working_words(stored)
        chosen = [code for code in chosen if stored.is_public(code) and _is_new(stored, words[code])]
        if not chosen:
            _refuse_all(_("The working text says what the public reads: there is nothing to mend."))
        _require_seen(words, chosen, seen)
        for code in chosen:
            if sentences := against_small_mend(_in_force(stored, code), words[code]):
                raise ValidationError({NON_FIELD_ERRORS: sentences})
        _seal(stored, by, chosen, EditionKind.MEND, seen, reason, override=override)
    return release


def confirm(release: PressRelease, by: User, editions: Collection[int]) -> PressRelease:
    """Stand, as somebody else, for what was approved by one person alone: for the editions in force that were read (keys)."""
    with _step(release, by, APPROVE, Kind.CONFIRMED) as stored:
        waiting = overrides.to_confirm(stored)
        if not waiting:
            _refuse_all(_("Nothing here waits for a confirmation."))
        chosen = [edition for edition in waiting.values() if edition.pk in editions]
        if not chosen:
            raise ValidationError({"editions": _("Tick what you have read and stand for.")})
        for edition in chosen:
            overrides.confirm(stored, by, edition)
    return release


def _without_notes(words: Mapping[str, ReleaseWords]) -> dict[str, ReleaseWords]:
    """The words but for the notes of corrections, which a correction adds to under the reader's eyes."""
    return {code: replace(said, corrections=()) for code, said in words.items()}


def _in_force(release: PressRelease, language: str) -> ReleaseWords:
    edition = release.edition_in(language)
    if edition is None:
        raise LookupError(f"No edition is in force in {language}.")
    return words_of_edition(edition)


def duplicate(release: PressRelease, by: User) -> PressRelease:
    """A new draft with the texts and rows of a release, a withdrawn one too; without its life, its address and its files' fate.

    Pictures and documents are copied, so that neither release touches the other's.
    """
    if not by.has_perm("news.add_pressrelease"):
        raise PermissionDenied
    with transaction.atomic(), one_change():
        copy = copy_of(PressRelease.objects.get(pk=release.pk), by)
        created(copy, by)
        edited.send(sender=PressRelease, instance=copy)
    return copy


def withdraw(release: PressRelease, by: User, notice: Mapping[str, str], tell: bool = False) -> PressRelease:
    """Take a release back for good, in every language. Where it was public, its address answers with the notice.

    With ``tell`` those who received it are asked not to use it.
    """
    with _step(release, by, WITHDRAW, Kind.WITHDRAWN) as stored:
        _require_approved(stored)
        errors: Errors = {}
        for code in languages.codes():
            name, words = languages.column("withdrawal_notice", code), notice.get(code, "").strip()
            setattr(stored, name, words)
            if stored.is_public(code) and not words:
                errors[name] = [_("Readers of this language need it.")]
        _refuse(errors)
        stored.clean_fields(exclude={field.name for field in stored._meta.fields} - set(languages.columns("withdrawal_notice")))
        stored.withdrawn_at = clock.now()
        if tell:
            release_recipients.tell_of_withdrawal(stored)
    return release


def unready(release: PressRelease, language: str) -> list[str]:
    """What stands against making a language public, in one sentence each: texts, contacts, pictures."""
    names = [*release.missing_texts(language), *([] if release.slug(language) else ["slug"])]
    sentences = []
    if names:
        missing = ", ".join(label_of(PressRelease, languages.column(name, language)) for name in names)
        sentences.append(_("Still to be written: %(fields)s.") % {"fields": missing})
    if not release.contacts_in(language):
        sentences.append(
            _("No press contact is valid in this language (%(language)s): add one to the release.")
            % {"language": languages.name(language)}
        )
    for number, picture in enumerate(release.pictures.all(), 1):
        alt = any(getattr(picture, languages.column("alt", code)) for code in (language, languages.main()))
        lacking = [
            label
            for label, value in (
                (_("alternative text"), alt),
                (_("credit"), picture.credit.strip()),
                (_("licence"), picture.licence.strip()),
            )
            if not value
        ]
        if lacking:
            words = {"number": number, "missing": ", ".join(lacking)}
            sentences.append(_("Picture %(number)s lacks: %(missing)s.") % words)
    return sentences


def _against_approval(checked: Checked, language: str, beside: Iterable[str]) -> list[str]:
    """What the check has against a language, a sentence each: errors that stand (not all), rules that could not be run."""
    reader = languages.current()
    errors = [
        _("The check found an error (%(name)s): %(message)s “%(excerpt)s”")
        % {
            "name": rule_name(error.code, reader),
            "message": error.message.render(reader),
            "excerpt": excerpt(error.place.shown, 80),
        }
        for error in islice(told_once(checked.blocking(language, beside)), MOST_TOLD)
    ]
    return errors + [
        _("The rule “%(name)s” could not be run on this text: acknowledge it on the page of the check.")
        % {"name": rule_name(rule.code, reader)}
        for rule in checked.failed(language)
    ]


def _unread_quotations(checked: Checked, chosen: Collection[str]) -> Errors:
    """What nobody has read beside its other language, a sentence each (not all): of two languages, it is told of neither."""
    told = []
    for quotation in islice(quotation_pairs.unread(checked, chosen), MOST_TOLD):
        sentence = _("Nobody has read this quotation beside its other language: “%(words)s” (%(who)s). Tick it on the check.")
        told.append(sentence % {"words": excerpt(quotation.words, 80), "who": quotation.who or "–"})
    return {NON_FIELD_ERRORS: told} if told else {}


# How a step is taken


@contextmanager
def _step(release: PressRelease, by: User, right: str, kind: str, note: str = "") -> Iterator[PressRelease]:
    """The stored release, locked; saved and logged unless the step refuses. ``release`` then stands as stored."""
    if not by.has_perm(right):
        raise PermissionDenied
    with transaction.atomic(), one_change():
        stored = PressRelease.objects.select_for_update().get(pk=release.pk)
        if stored.withdrawn_at is not None:
            raise ValidationError({NON_FIELD_ERRORS: [_("This release is withdrawn: nothing more can be done with it.")]})
        old, kept = _life(stored), False
        try:
            yield stored
        except ApprovalKept:
            # Nothing else of the step counts: what was set on the instance is not saved.
            release.approval_is_kept = kept = True
            stored = PressRelease.objects.get(pk=release.pk)
            note = _("One of those who changed the text approves it; it waits for somebody else’s approval.")
        else:
            stored.save()
        change = StateChange.objects.create(release=stored, by=by, kind=kind, old=old, new=_life(stored), note=note)
        edited.send(sender=PressRelease, instance=stored)
        notifications.tell_of_step(change, by, kept)
    release.refresh_from_db()


def _life(release: PressRelease) -> dict[str, str | int | None]:
    """What the log keeps of a release: for each language its state, its edition in force and its moment."""
    moments = {name: getattr(release, name) for name in (*languages.columns("public_from"), "withdrawn_at")}
    states = {languages.column("state", code): str(release.state_in(code)) for code in languages.codes()}
    editions = {languages.column("edition", code): _number(release.edition_in(code)) for code in languages.codes()}
    return states | editions | {name: moment and moment.isoformat() for name, moment in moments.items()}


def _number(edition: Edition | None) -> int | None:
    return edition.number if edition else None


def _in_review(release: PressRelease) -> list[str]:
    return [code for code in languages.codes() if release.review_of(code) == ReviewState.IN_REVIEW]


def has_something_new(release: PressRelease) -> bool:
    """Whether a language is written, waits for nobody yet, and does not say what was approved."""
    return any(_has_something_new(release, words) for words in working_words(release).values())


def differing(release: PressRelease, public: bool = False) -> list[str]:
    """The languages whose working text is not what was approved: of those that are public, or of all."""
    words = working_words(release)
    sealed = [code for code in languages.codes() if release.is_sealed(code)]
    return [code for code in sealed if (not public or release.is_public(code)) and _is_new(release, words[code])]


def _has_something_new(release: PressRelease, words: ReleaseWords) -> bool:
    """Whether a language is written, waits for nobody yet, and does not say what was approved."""
    code = words.language
    edition = release.edition_in(code)
    return (
        release.state_in(code) != State.IN_REVIEW
        and (edition is None or edition.digest != words.digest)
        and (code == languages.main() or words.title.language == code)
    )


def _require_state(release: PressRelease, state: ReleaseState) -> None:
    if release.state != state:
        sentence = _("This cannot be done with a release in this state: %(state)s.") % {"state": release.state.label}
        _refuse_all(sentence)


def _require_approved(release: PressRelease) -> None:
    """At least one language must be approved."""
    if not any(map(release.is_sealed, languages.codes())):
        sentence = _("This cannot be done with a release in this state: %(state)s.") % {"state": release.state.label}
        _refuse_all(sentence)


@contextmanager
def closed_gate() -> Iterator[None]:
    """Whatever goes wrong in the gate refuses the step: nothing passes because it could not be looked at.

    A database that is away is no fault of the gate; the step is taken back with it.
    """
    try:
        yield
    except (ValidationError, PermissionDenied, OperationalError, InterfaceError, ApprovalKept):
        raise
    except Exception as error:
        log.exception("The gate of a release failed.")
        sentence = _("The check could not be made (%(error)s), so nothing has been done. Tell whoever runs the portal.")
        raise ValidationError({NON_FIELD_ERRORS: [sentence % {"error": type(error).__name__}]}) from error


def digests_of(release: PressRelease) -> dict[str, str]:
    """What identifies the words of a release in each language, as they stand: an approval hands in those that were read."""
    return {code: words.digest for code, words in working_words(release).items()}


@closed_gate()
def _seal(
    release: PressRelease,
    by: User,
    chosen: Collection[str],
    kind: EditionKind,
    seen: Seen,
    reason: str = "",
    override: str | None = None,
) -> bool:
    """Approve the working text of languages, as it stands now, and put it in force. Gives whether anything was new.

    It is the text that is locked, checked and sealed here, whatever the page showed. Where the check or the rules have
    something against it, or its words are not those that were seen, nothing is sealed.
    """
    overrides.require(by, override)
    words = working_words(release)
    chosen = [code for code in chosen if kind != EditionKind.APPROVED or _is_new(release, words[code])]
    if not chosen:
        return False
    _require_seen(words, chosen, seen)
    stands = _stands(release, by, [words[code] for code in chosen], kind, override)
    checked = examine(release)
    _require_seen(checked.words, chosen, {code: words[code].digest for code in chosen})
    out = {*chosen, *(code for code in languages.codes() if release.public_from(code) is not None)}
    errors = {}
    for code in chosen:
        if sentences := unready(release, code) or _against_approval(checked, code, out):
            errors[languages.column("public_from", code)] = sentences
    _refuse(_merged(errors or _unread_quotations(checked, chosen), _faults(release)))
    kept = keep(checked, by)
    alone = []
    for code in chosen:
        edition = seal(
            release, checked.words[code], kind, checked=kept, beside=digest_beside(checked.words, code), reason=reason
        )
        put_in_force(release, edition)
        setattr(release, languages.column("review", code), ReviewState.DRAFT)
        if overrides.settle(stands[code], edition, override):
            alone.append(edition)
    if alone:
        let_out = {languages.column("edition", edition.language): edition.number for edition in alone}
        line = StateChange.objects.create(release=release, by=by, kind=Kind.OVERRIDDEN, new=let_out, note=override or "")
        notifications.tell_of_step(line, by, approval_is_kept=False)
    return True


def _is_new(release: PressRelease, words: ReleaseWords) -> bool:
    edition = release.edition_in(words.language)
    return edition is None or edition.digest != words.digest


def _require_seen(words: Mapping[str, ReleaseWords], chosen: Collection[str], seen: Seen) -> None:
    """Refuse words that whoever takes the step has not read: those read here, under the lock, are those that they saw."""
    changed = [str(languages.name(code)) for code in chosen if words[code].digest != seen.get(code)]
    if changed:
        sentence = _("The text has changed since you opened this page (%(languages)s). Read it again, then repeat this.")
        told = ValidationError(sentence % {"languages": ", ".join(changed)}, code=CHANGED)
        raise ValidationError({NON_FIELD_ERRORS: [told]})


def _stands(
    release: PressRelease,
    by: User,
    words: Iterable[ReleaseWords],
    kind: EditionKind,
    override: str | None,
) -> dict[str, Stand]:
    """Write down, for each language, who stands for its words. Refuses where that is not enough, and nobody sets that aside.

    Each who changed words needs somebody else's approval; who alone changed them cannot give one.
    """
    words = list(words)
    stands = {said.language: overrides.stand_for(release, by, said) for said in words}
    lacking = [said for said in words if not stands[said.language].is_enough]
    if override is not None:
        if not lacking:
            _refuse_all(overrides.NOT_NEEDED)
    elif lacking:
        if kind != EditionKind.APPROVED or any(overrides.wrote_alone(release, by, said) for said in lacking):
            _refuse_all(OWN_WORDS)
        raise ApprovalKept
    return stands


def _require_main(release: PressRelease) -> None:
    if release.public_from(languages.main()) is None:
        sentence = _("Say from when this language is public; the others may follow.")
        _refuse({languages.column("public_from", languages.main()): [sentence]})


def _schedule(release: PressRelease, moments: Moments, confirmed: bool) -> None:
    """Set moments, each for a language in which an edition is in force."""
    now = clock.now()
    moves = _moves(release, moments)
    errors: Errors = {}
    for code, (old, new) in moves.items():
        name = languages.column("public_from", code)
        setattr(release, name, new)
        if refused := _against_moving(old, new, now):
            errors[name] = [refused]
        elif new is not None and not release.is_sealed(code):
            errors[name] = [_("This language has not been approved.")]
    _refuse(_merged(errors, _faults(release)))
    if not confirmed:
        _require_meant(release, moves, now)


def _moves(release: PressRelease, moments: Moments) -> dict[str, tuple[datetime | None, datetime | None]]:
    """For each language whose moment changes, the old one and the new one."""
    pairs = {code: (release.public_from(code), moments.get(code, release.public_from(code))) for code in languages.codes()}
    return {code: (old, new) for code, (old, new) in pairs.items() if old != new}


def _against_moving(old: datetime | None, new: datetime | None, now: datetime) -> str:
    """What stands against a move whatever the language says; empty where nothing does."""
    if old is not None and old <= now:
        return _("This language is public already: its moment cannot be moved.")
    if new is not None and new < now - NOW:
        return _("This moment is over: choose a later one.")
    return ""


def _require_meant(release: PressRelease, moves: Mapping[str, tuple[datetime | None, datetime | None]], now: datetime) -> None:
    """Ask once more where moments may be a slip. One tick confirms them all, so they are told together."""
    moments = {code: new for code, (_old, new) in moves.items() if new is not None}
    told = [*against_its_own_words(release, moments), *_too_soon(moves, now)]
    _refuse({"confirmed": told} if told else {})


def against_its_own_words(release: PressRelease, moments: Mapping[str, datetime]) -> list[str]:
    """That a release goes out before what it says itself, or long after it: a sentence each.

    It says a day, and the file that it was made from may have asked for an embargo.
    """
    return [*_far_from_day(release, moments), *_far_from_embargo(release, moments.values())]


def _far_from_day(release: PressRelease, moments: Mapping[str, datetime]) -> list[str]:
    """That a moment is not near the day that a release bears: once, for the first language of which it is so."""
    sentence = _("The release is dated %(day)s and becomes public on %(moment)s. Tick the box to confirm.")
    return [
        sentence % {"day": day_in_words(said.dated), "moment": appointed_in_words(moment)}
        for code, moment in moments.items()
        if not timedelta() <= timezone.localdate(moment) - (said := release.edition_in(code) or release).dated <= FAR
    ][:1]


def _far_from_embargo(release: PressRelease, moments: Iterable[datetime]) -> list[str]:
    """That a moment is not near the end of the embargo that the file asked for: once, for the first of which it is so."""
    asked = embargo_asked(release)
    if asked is None:
        return []
    sentence = _(
        "The file that was imported asks for an embargo until %(asked)s, and this becomes public on %(moment)s. Tick the box "
        "to confirm."
    )
    until = asked.begins
    return [
        sentence % {"asked": asked.words, "moment": appointed_in_words(moment)}
        for moment in moments
        if not timedelta() <= moment - until <= FAR
    ][:1]


@dataclass(frozen=True)
class EmbargoAsked:
    """Until when a file asks to be kept back: a day, or an hour of it."""

    iso: str

    @property
    def begins(self) -> datetime:
        """The first moment at which it may be public."""
        moment = datetime.fromisoformat(self.iso)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

    @property
    def words(self) -> str:
        is_day = len(self.iso) == len("2026-12-05")
        return day_in_words(self.begins.date()) if is_day else day_and_hour(self.begins)


def embargo_asked(release: PressRelease) -> EmbargoAsked | None:
    """The embargo that the file asked for from which a release was made, as its log has kept it."""
    first = release.state_changes.filter(kind=Kind.CREATED).order_by("pk").first()
    iso = (first.new or {}).get(EMBARGO_ASKED) if first is not None else None
    return EmbargoAsked(str(iso)) if iso else None


def _too_soon(moves: Mapping[str, tuple[datetime | None, datetime | None]], now: datetime) -> list[str]:
    """That a moment was brought so near that nobody could take it back."""
    hasty = [new for old, new in moves.values() if new is not None and new < now + HASTE and (old is None or new < old)]
    sentence = _("This becomes public in less than five minutes: %(moment)s. Tick the box to confirm.")
    return [sentence % {"moment": appointed_in_words(min(hasty))}] if hasty else []


def _faults(release: PressRelease) -> Errors:
    """What the release's own rules say against it, but for the missing texts, which ``unready`` names."""
    try:
        release.full_clean()
    except ValidationError as error:
        texts = set(_columns((*PressRelease.required_texts, "slug"), languages.codes()))
        return {
            name: sentences for name, sentences in error.message_dict.items() if name not in texts or getattr(release, name)
        }
    return {}


def _columns(names: Iterable[str], codes: Iterable[str]) -> list[str]:
    codes = list(codes)
    return [languages.column(name, code) for name in names for code in codes]


def _merged(first: Errors, second: Errors) -> Errors:
    return {name: [*first.get(name, []), *second.get(name, [])] for name in {**first, **second}}


def _refuse_all(sentence: str | Promise) -> NoReturn:
    raise ValidationError({NON_FIELD_ERRORS: [str(sentence)]})


def _refuse(errors: Errors) -> None:
    if errors:
        raise ValidationError(errors)
