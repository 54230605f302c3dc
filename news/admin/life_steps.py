"""The steps of a release’s life as forms: who may take each, when it is open, and what it asks for."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from news import overrides, release_recipients, services
from news.models import Correction, PressRelease
from news.services import State
from publishing import clock, languages
from publishing.admin_languages import column_labels, label_of, told_of
from publishing.fields import MomentFormField
from publishing.needed_fields import needed
from publishing.no_choice import name_no_choice


def seen_name(language: str) -> str:
    """What the page calls the digest of the words that its reader has before them."""
    return f"_seen_{language}"


class Step(forms.Form):
    """One step of a release's life: who may take it, when it is open, what it asks for, and the service that takes it."""

    key: str = ""
    right: str = services.APPROVE
    heading: str | Promise = ""
    button: str | Promise = ""
    hint: str | Promise = ""
    done: str | Promise
    """What is said once the step is taken: what has happened, and what comes next."""
    stems: tuple[str, ...] = ()
    """The texts and moments that the step asks for in every language."""
    sets_moments: bool = False
    """Whether the step says from when languages are public: its page tells how many people are then written to."""
    is_always_confirmed: bool = False
    seals: bool = False
    """Whether the step approves words: somebody may then have to stand for them alone."""

    def __init__(self, release: PressRelease, data: QueryDict | None = None, *, by: User) -> None:
        self.release = release
        self.is_out_of_date = False
        super().__init__(data, auto_id=f"id_{self.key}_%s")
        self.build()
        for field in self.fields.values():
            name_no_choice(field)
        if self.seals and overrides.is_needed(release, by):
            self._offer_override()

    def _offer_override(self) -> None:
        self.fields["override"] = forms.BooleanField(
            label=gettext_lazy("Approve alone what you wrote: nobody else can approve it in time"), required=False
        )
        self.fields["override_reason"] = forms.CharField(
            label=gettext_lazy("Why nobody else can"),
            required=False,
            widget=forms.Textarea({"rows": 2}),
            help_text=gettext_lazy("Kept in the log. The release stays marked until somebody else confirms it."),
        )

    def build(self) -> None:
        """Add the fields that depend on the release or on the portal's languages."""

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        raise NotImplementedError

    def take(self, by: User) -> None:
        raise NotImplementedError

    def refuse(self, error: ValidationError) -> None:
        """Show what a service refused: beside its field, or at the top under the field's name.

        From then on whoever took the step knows whether the text has changed: their next attempt is on what they read now.
        """
        self.is_out_of_date = any(one.code == services.CHANGED for one in error.error_dict.get(NON_FIELD_ERRORS, []))
        for name, sentences in error.message_dict.items():
            if name in self.fields:
                self.add_error(name, sentences)
            elif name == NON_FIELD_ERRORS:
                self.add_error(None, sentences)
            else:
                self.add_error(None, [told_of(label_of(PressRelease, name), sentence) for sentence in sentences])

    @property
    def seen(self) -> dict[str, str]:
        """The digest of the words in each language, as the page that was posted carries them."""
        return {code: self.data.get(seen_name(code), "") for code in languages.codes()}

    @property
    def override(self) -> str | None:
        """The reason for approving alone, where that is asked for."""
        return self.cleaned_data["override_reason"] if self.cleaned_data.get("override") else None

    @property
    def is_confirmed(self) -> bool:
        """Whether its maker has ticked that they mean what they were asked about."""
        return self.is_bound and bool(self.cleaned_data.get("confirmed"))

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields to show: each text's languages side by side."""
        rows: dict[str, list[forms.BoundField]] = {}
        for field in self:
            if field.name != "confirmed" or self.is_always_confirmed or field.errors or self.is_confirmed:
                stem = next((stem for stem in self.stems if field.name in languages.columns(stem)), field.name)
                rows.setdefault(stem, []).append(field)
        return list(rows.values())

    def in_languages(self, stem: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(languages.column(stem, code)) or "" for code in languages.codes()}


class Confirmed(Step):
    """A step that says from when languages are public. A moment that may be a slip is asked for once more."""

    sets_moments = True
    confirmed = forms.BooleanField(label=gettext_lazy("Yes, make it public at this moment"), required=False)


class Submit(Step):
    key = "submit"
    right = services.CHANGE
    heading = gettext_lazy("Send for review")
    button = gettext_lazy("Send for review")
    done = gettext_lazy(
        "Sent for review. It now waits for somebody who may approve it: they approve it, or send it back with a word on "
        "what to change."
    )
    hint = gettext_lazy("The press office reads it, and approves it or sends it back. It can still be changed meanwhile.")

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        """While a language is a draft, or its words are no longer those that were approved and it is not public yet."""
        return any(
            release.state_in(code) == State.DRAFT or (release.state_in(code) == State.APPROVED and not release.is_public(code))
            for code in languages.codes()
        ) and services.has_something_new(release)

    def take(self, by: User) -> None:
        services.submit(self.release, by)


class Approve(Confirmed):
    key = "approve"
    heading = gettext_lazy("Approve and schedule")
    button = gettext_lazy("Approve")
    done = gettext_lazy(
        "Approved. Each language becomes public by itself at its moment; until then you can move the moment or take the "
        "approval back."
    )
    hint = gettext_lazy("Each language is public from its moment on. Leave a language empty to publish it later.")
    stems = ("public_from",)
    seals = True

    def build(self) -> None:
        labels = column_labels(PressRelease)
        for name in languages.columns("public_from"):
            self.fields[name] = MomentFormField(label=labels[name], required=False, initial=getattr(self.release, name))
        if self.seals:
            needed(self.fields[languages.column("public_from", languages.main())])
        self.order_fields([*languages.columns("public_from"), "confirmed"])

    def full_clean(self) -> None:
        """The box names the moments that it stands beside: ticked for some, it says nothing of others typed afterwards."""
        super().full_clean()
        if self.is_bound:
            named = self._named_moments()
            self.fields["confirmed"].widget = forms.CheckboxInput({"value": named}, check_test=self._stays_ticked)
            self.cleaned_data["confirmed"] = bool(named) and self.data.get("confirmed") == named

    def _stays_ticked(self, _value: object) -> bool:
        return self.is_confirmed and not self.is_out_of_date

    def _named_moments(self) -> str:
        moments = {name: self.cleaned_data.get(name) for name in languages.columns("public_from")}
        return " ".join(f"{name}={moment.isoformat()}" for name, moment in moments.items() if moment is not None)

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        """While a language is in review, or says otherwise than what was approved and is not public yet."""
        return release.state == State.IN_REVIEW or any(not release.is_public(code) for code in services.differing(release))

    @property
    def moments(self) -> dict[str, datetime | None]:
        return {code: self.cleaned_data[languages.column("public_from", code)] for code in languages.codes()}

    def take(self, by: User) -> None:
        services.approve(self.release, by, self.moments, self.is_confirmed, seen=self.seen, override=self.override)


class Reschedule(Approve):
    key = "reschedule"
    seals = False
    heading = gettext_lazy("Move to another moment")
    button = gettext_lazy("Move")
    done = gettext_lazy(
        "Moved. Each language becomes public by itself at its new moment; one without a moment waits until you give it one."
    )
    hint = gettext_lazy("Only languages that are not public yet. An emptied moment puts the language on hold.")

    def build(self) -> None:
        super().build()
        for code in languages.codes():
            if self.release.is_public(code) or not self.release.is_sealed(code):
                self.fields[languages.column("public_from", code)].disabled = True

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return any(release.is_sealed(code) and not release.is_public(code) for code in languages.codes())

    def take(self, by: User) -> None:
        services.reschedule(self.release, by, self.moments, self.is_confirmed)


class PublishNow(Confirmed):
    key = "publish"
    heading = gettext_lazy("Publish now")
    button = gettext_lazy("Make public now")
    done = gettext_lazy("Made public: everybody can read it now. From now on its text changes by corrections and small mends.")
    hint = gettext_lazy("Everyone sees it at once, whatever moment was planned.")
    is_always_confirmed = True
    seals = True
    confirmed = forms.BooleanField(label=gettext_lazy("Yes, make it public now"), required=False)

    def build(self) -> None:
        waiting = [code for code in languages.codes() if _may_go_out(self.release, code)]
        choices = [(code, format_lazy(gettext_lazy("{language} only"), language=languages.name(code))) for code in waiting]
        if len(waiting) > 1:
            choices = [("all", gettext_lazy("Every language together")), *choices[:1]]
        self.fields["languages"] = forms.ChoiceField(
            label=gettext_lazy("Languages"), choices=choices, widget=forms.RadioSelect, initial=choices[0][0] if choices else ""
        )
        # The box is there before anybody asks, so what it confirms beside stands below it.
        moments = dict.fromkeys(waiting, clock.now())
        self.fields["confirmed"].help_text = " ".join(services.against_its_own_words(self.release, moments))
        self.order_fields(["languages", "confirmed"])

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return any(_may_go_out(release, code) for code in languages.codes())

    def take(self, by: User) -> None:
        chosen = self.cleaned_data["languages"]
        codes = [code for code in languages.codes() if chosen in ("all", code) and _may_go_out(self.release, code)]
        services.publish_now(self.release, by, codes, self.is_confirmed, seen=self.seen, override=self.override)


def _may_go_out(release: PressRelease, code: str) -> bool:
    """Whether a language is read or being read, and not public yet."""
    return release.state_in(code) != State.DRAFT and not release.is_public(code)


class SendBack(Step):
    key = "back"
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send back to its author")
    done = gettext_lazy(
        "Sent back to its author, who is told what is to be mended. It comes back here when it is sent for review again."
    )
    note = needed(
        forms.CharField(label=gettext_lazy("What is to be mended"), required=False, widget=forms.Textarea({"rows": 3}))
    )

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return release.state == State.IN_REVIEW

    def take(self, by: User) -> None:
        services.send_back(self.release, by, self.cleaned_data["note"])


class Texts(Step):
    """A step that asks for texts in each language, side by side."""

    model: type[PressRelease | Correction] = PressRelease

    def build(self) -> None:
        labels = column_labels(self.model)
        for stem in self.stems:
            for code in languages.codes():
                name = languages.column(stem, code)
                widget = forms.Textarea({"rows": 3, "lang": code})
                self.fields[name] = forms.CharField(label=labels[name], required=False, widget=widget)


class Told(Texts):
    """A step that whoever received the release may be told of: one tick, which says how many they are."""

    def build(self) -> None:
        super().build()
        numbers = release_recipients.how_many(self.release)
        if numbers:
            listed = ", ".join(f"{languages.name(code)} {number}" for code, number in numbers.items())
            label = gettext("Write to those who received the release (%(numbers)s)") % {"numbers": listed}
            self.fields["tell"] = forms.BooleanField(label=label, required=False, initial=True)

    @property
    def tells(self) -> bool:
        return bool(self.cleaned_data.get("tell"))


class Correct(Told):
    key = "correct"
    right = services.CORRECT
    model = Correction
    stems = ("said", "says")
    seals = True
    heading = gettext_lazy("Correct")
    button = gettext_lazy("Publish the correction")
    done = gettext_lazy("The correction is public: the mended text, with its dated note. There is nothing more to do.")
    hint = gettext_lazy(
        "First change the texts themselves in the release’s form. This publishes the mended text with a dated note for "
        "readers. Leave a language empty that it does not concern."
    )

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(release.public_languages())

    def take(self, by: User) -> None:
        said, says = self.in_languages("said"), self.in_languages("says")
        services.correct(self.release, by, said, says, seen=self.seen, tell=self.tells, override=self.override)


class Withdraw(Told):
    key = "withdraw"
    right = services.WITHDRAW
    stems = ("withdrawal_notice",)
    heading = gettext_lazy("Withdraw")
    button = gettext_lazy("Withdraw for good")
    done = gettext_lazy("Withdrawn for good: nobody can read it any more. To write about it anew, duplicate it as a draft.")
    hint = gettext_lazy(
        "Nobody sees the release any more, in any language; this cannot be undone. Its address shows the notice instead."
    )

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return any(map(release.is_sealed, languages.codes()))

    def take(self, by: User) -> None:
        services.withdraw(self.release, by, self.in_languages("withdrawal_notice"), self.tells)


STEPS: tuple[type[Step], ...] = (Submit, Approve, PublishNow, SendBack, Reschedule, Correct, Withdraw)
