"""The life of a release. Each step locks it, asks who may, checks what must hold, and writes one line of its log.

A step that its maker has no right to raises ``PermissionDenied``; one that cannot be taken raises ``ValidationError`` with, for
each field, a plain sentence in the active language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proofreading.presentation import told_once
from proofreading.sentences import name_of as rule_name
from publishing import languages
from publishing.admin_languages import label_of
from publishing.dates_in_words import moment_in_words
from publishing.signals import edited, one_change

from . import release_recipients
from .enums import ReleaseState, StateChangeKind
from .models import Correction, PressRelease, StateChange
from .release_checks.examination import Checked, examine, keep

State, Kind = ReleaseState, StateChangeKind
CHANGE, APPROVE = "news.change_pressrelease", "news.approve_pressrelease"
CORRECT, WITHDRAW = "news.correct_pressrelease", "news.withdraw_pressrelease"
# A moment typed as “now” is over by the time it arrives.
NOW = timedelta(minutes=1)
# Sooner than this a moment cannot be taken back in time, so it is asked for once more.
HASTE = timedelta(minutes=5)
# Of more errors than these, the page of the check tells.
MOST_TOLD = 10

Moments = Mapping[str, datetime | None]
Errors = dict[str, list[str]]


def created(release: PressRelease, by: User) -> None:
    """Write the first line of the log of a release that has just been saved."""
    StateChange.objects.create(release=release, by=by, kind=Kind.CREATED, new=_life(release))


def submit(release: PressRelease, by: User) -> PressRelease:
    """Hand a draft over for review."""
    with _step(release, by, CHANGE, Kind.SUBMITTED, {State.DRAFT}) as stored:
        stored.state = State.IN_REVIEW
    return release


def send_back(release: PressRelease, by: User, note: str) -> PressRelease:
    """Hand a release back to its author, who is told why."""
    with _step(release, by, APPROVE, Kind.RETURNED, {State.IN_REVIEW}, note) as stored:
        if not note.strip():
            raise ValidationError({"note": _("Say what is to be mended.")})
        stored.state = State.DRAFT
    return release


def approve(release: PressRelease, by: User, moments: Moments, confirmed: bool = False) -> PressRelease:
    """Approve a release, with the moment from which each language is public; the main language needs one."""
    with _step(release, by, APPROVE, Kind.APPROVED, {State.IN_REVIEW}) as stored:
        _approve(stored, by)
        _schedule(stored, moments, confirmed, by)
        _require_main(stored)
    return release


def reschedule(release: PressRelease, by: User, moments: Moments, confirmed: bool = False) -> PressRelease:
    """Move the moment of languages that are not public yet; ``None`` takes it away, and the language waits."""
    with _step(release, by, APPROVE, Kind.RESCHEDULED, {State.APPROVED}) as stored:
        before = _life(stored)
        _schedule(stored, moments, confirmed, by)
        if _life(stored) == before:
            raise ValidationError({NON_FIELD_ERRORS: [_("These are its moments already.")]})
    return release


def publish_now(release: PressRelease, by: User, chosen: Collection[str], confirmed: bool = False) -> PressRelease:
    """Make languages public at once; a release in review is approved by that."""
    waiting = release.state == State.IN_REVIEW
    kind = Kind.APPROVED if waiting else Kind.RESCHEDULED
    with _step(release, by, APPROVE, kind, {State.IN_REVIEW if waiting else State.APPROVED}) as stored:
        now = timezone.now().replace(microsecond=0)
        moments = {code: now for code in chosen if not stored.is_public(code)}
        if not moments:
            raise ValidationError({NON_FIELD_ERRORS: [_("This is public already.")]})
        if waiting:
            _approve(stored, by)
        _schedule(stored, moments, confirmed or not any(map(stored.public_from, moments)), by)
        _require_main(stored)
    return release


def correct(
    release: PressRelease, by: User, said: Mapping[str, str], says: Mapping[str, str], tell: bool = False
) -> PressRelease:
    """Add a dated public note: in each public language, what was said and what is said now.

    With ``tell`` those who received the release are written to.

    The texts themselves are changed in the release's form.
    """
    with _step(release, by, CORRECT, Kind.CORRECTED, {State.APPROVED}) as stored:
        public = stored.public_languages()
        if not public:
            raise ValidationError({NON_FIELD_ERRORS: [_("Only what is public is corrected. Change the texts themselves.")]})
        texts = {languages.column("said", code): said.get(code, "").strip() for code in languages.codes()}
        texts |= {languages.column("says", code): says.get(code, "").strip() for code in languages.codes()}
        needed = [languages.column(name, code) for code in languages.codes() for name in ("said", "says")]
        needed = [name for name in needed if _half_said(name, texts) or name in _columns(("said", "says"), public)]
        _refuse({name: [_("Readers of this language need it.")] for name in needed if not texts[name]})
        correction = Correction.objects.create(release=stored, by=by, **texts)
        if tell:
            release_recipients.tell_of_correction(correction)
    return release


def withdraw(release: PressRelease, by: User, notice: Mapping[str, str], tell: bool = False) -> PressRelease:
    """Take a release back for good, in every language. Where it was public, its address answers with the notice.

    With ``tell`` those who received it are asked not to use it.
    """
    with _step(release, by, WITHDRAW, Kind.WITHDRAWN, {State.APPROVED}) as stored:
        errors: Errors = {}
        for code in languages.codes():
            name, words = languages.column("withdrawal_notice", code), notice.get(code, "").strip()
            setattr(stored, name, words)
            if stored.is_public(code) and not words:
                errors[name] = [_("Readers of this language need it.")]
        _refuse(errors)
        stored.clean_fields(exclude={field.name for field in stored._meta.fields} - set(languages.columns("withdrawal_notice")))
        stored.withdrawn_at = timezone.now()
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


def _against_approval(checked: Checked, language: str) -> list[str]:
    """What the check has against a language, a sentence each: errors that stand (not all), rules that could not be run."""
    reader = languages.current()
    errors = [
        _("The check found an error (%(code)s): %(message)s “%(excerpt)s”")
        % {"code": error.code, "message": error.message.render(reader), "excerpt": error.place.shown[:80]}
        for error in islice(told_once(checked.blocking(language)), MOST_TOLD)
    ]
    return errors + [
        _("The rule “%(name)s” (%(code)s) could not be run on this text: acknowledge it on the page of the check.")
        % {"name": rule_name(rule.code, reader), "code": rule.code}
        for rule in checked.failed(language)
    ]


# How a step is taken


@contextmanager
def _step(release: PressRelease, by: User, right: str, kind: str, states: set[str], note: str = "") -> Iterator[PressRelease]:
    """The stored release, locked; saved and logged unless the step refuses. ``release`` then stands as stored."""
    if not by.has_perm(right):
        raise PermissionDenied
    with transaction.atomic(), one_change():
        stored = PressRelease.objects.select_for_update().get(pk=release.pk)
        if stored.withdrawn_at is not None:
            raise ValidationError({NON_FIELD_ERRORS: [_("This release is withdrawn: nothing more can be done with it.")]})
        if stored.state not in states:
            sentence = _("This cannot be done with a release in this state: %(state)s.") % {"state": stored.get_state_display()}
            raise ValidationError({NON_FIELD_ERRORS: [sentence]})
        old = _life(stored)
        yield stored
        stored.save()
        StateChange.objects.create(release=stored, by=by, kind=kind, old=old, new=_life(stored), note=note)
        edited.send(sender=PressRelease, instance=stored)
    release.refresh_from_db()


def _life(release: PressRelease) -> dict[str, str | None]:
    """What the log keeps of a release: its state and its moments."""
    moments = {name: getattr(release, name) for name in (*languages.columns("public_from"), "withdrawn_at")}
    return {"state": release.state} | {name: moment and moment.isoformat() for name, moment in moments.items()}


def _approve(release: PressRelease, by: User) -> None:
    if settings.PRESS_TWO_PERSONS and release.author_id == by.pk:
        sentence = _("You wrote this release: somebody else has to approve it.")
        raise ValidationError({NON_FIELD_ERRORS: [sentence]})
    release.state, release.approved_by = State.APPROVED, by


def _require_main(release: PressRelease) -> None:
    if release.public_from(languages.main()) is None:
        sentence = _("Say from when this language is public; the others may follow.")
        _refuse({languages.column("public_from", languages.main()): [sentence]})


def _schedule(release: PressRelease, moments: Moments, confirmed: bool, by: User) -> None:
    """Set moments, each for a language that is ready for it. The check they rest on is kept with the release."""
    now, checked = timezone.now(), None
    moves = _moves(release, moments)
    errors: Errors = {}
    for code, (old, new) in moves.items():
        name = languages.column("public_from", code)
        setattr(release, name, new)
        if refused := _against_moving(old, new, now):
            errors[name] = [refused]
        elif new is not None:
            checked = checked or examine(release)
            if sentences := unready(release, code) or _against_approval(checked, code):
                errors[name] = sentences
    _refuse(_merged(errors, _faults(release)))
    if not confirmed:
        _require_time(moves, now)
    if checked is not None:
        keep(checked, by)


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


def _require_time(moves: Mapping[str, tuple[datetime | None, datetime | None]], now: datetime) -> None:
    """Refuse a moment that was brought so near that nobody could take it back; it has to be confirmed."""
    hasty = [new for old, new in moves.values() if new is not None and new < now + HASTE and (old is None or new < old)]
    if hasty:
        sentence = _("This becomes public in less than five minutes: %(moment)s. Tick the box to confirm.")
        _refuse({"confirmed": [sentence % {"moment": moment_in_words(min(hasty))}]})


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


def _half_said(name: str, texts: Mapping[str, str]) -> bool:
    """Whether the other half of a correction is there in the same language."""
    stem, _sep, rest = name.partition("_")
    return bool(texts[f"{'says' if stem == 'said' else 'said'}_{rest}"])


def _merged(first: Errors, second: Errors) -> Errors:
    return {name: [*first.get(name, []), *second.get(name, [])] for name in {**first, **second}}


def _refuse(errors: Errors) -> None:
    if errors:
        raise ValidationError(errors)
