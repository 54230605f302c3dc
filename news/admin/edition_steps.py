"""The steps that an edition in force makes possible: back to draft, a small mend, striking something out."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import overrides, services, striking, vacancies
from news.models import Edition, PressContact, PressRelease, ReleaseContact
from news.sealing import working_words
from news.vacancies import Vacancy
from publishing import languages
from publishing.dates_in_words import day_in_words
from publishing.needed_fields import needed
from publishing.no_choice import DASHES

from .life_steps import Step


def _language_choices(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, str(languages.name(code)).capitalize()) for code in codes]


def _edition_words(edition: Edition) -> str:
    language = str(languages.name(edition.language)).capitalize()
    return _("%(language)s, edition %(number)s: %(title)s") % {
        "language": language,
        "number": edition.number,
        "title": edition.title,
    }


class BackToDraft(Step):
    """An approval taken back, before the moment."""

    key = "draft"
    heading = gettext_lazy("Back to draft")
    button = gettext_lazy("Take the approval back")
    done = gettext_lazy(
        "The approval is taken back: nothing becomes public any more. Change the text, then send it for review again."
    )
    hint = gettext_lazy("Nothing becomes public any more. The text stays as it is, and has to be read and approved again.")
    note = needed(forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 2})))

    def build(self) -> None:
        choices = _language_choices(self.waiting(self.release))
        self.fields["languages"] = forms.MultipleChoiceField(
            label=gettext_lazy("Languages"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[code for code, _name in choices],
        )
        self.order_fields(["languages", "note"])

    @staticmethod
    def waiting(release: PressRelease) -> list[str]:
        """Languages that are approved and not public yet."""
        return [code for code in languages.codes() if release.is_sealed(code) and not release.is_public(code)]

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(cls.waiting(release))

    def take(self, by: User) -> None:
        services.back_to_draft(self.release, by, self.cleaned_data["languages"], self.cleaned_data["note"])


class Mend(Step):
    """A letter, a sign, a small word: put right in what is public without a note."""

    key = "mend"
    right = services.CORRECT
    heading = gettext_lazy("Small mend")
    button = gettext_lazy("Publish the small mend")
    done = gettext_lazy("The small mend is public, without a note. There is nothing more to do.")
    hint = gettext_lazy(
        "Silent, for a letter, a sign, a small word. Whatever changes a figure, a date, a name, an amount, a link, a contact "
        "or a quotation is a correction."
    )
    seals = True
    reason = needed(forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 2})))

    def build(self) -> None:
        choices = _language_choices(services.differing(self.release, public=True))
        self.fields["languages"] = forms.MultipleChoiceField(
            label=gettext_lazy("Languages"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[code for code, _name in choices],
        )
        self.order_fields(["languages", "reason"])

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(release.public_languages()) and bool(services.differing(release, public=True))

    def take(self, by: User) -> None:
        given = self.cleaned_data
        services.mend(self.release, by, given["languages"], given["reason"], seen=self.seen, override=self.override)


class Confirm(Step):
    """Somebody else stands for what one person approved alone."""

    key = "confirm"
    heading = gettext_lazy("Confirm what was approved alone")
    button = gettext_lazy("I have read it and stand for it")
    done = gettext_lazy("Confirmed: somebody else now stands for these words too. There is nothing more to do.")
    hint = gettext_lazy("One person approved their own words, because nobody else could in time. Read what is in force first.")

    def build(self) -> None:
        editions = overrides.to_confirm(self.release).values()
        choices = [(edition.pk, _edition_words(edition)) for edition in editions]
        self.fields["editions"] = forms.TypedMultipleChoiceField(
            label=gettext_lazy("Editions"),
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(overrides.to_confirm(release))

    def take(self, by: User) -> None:
        services.confirm(self.release, by, self.cleaned_data["editions"])


class Replace(Step):
    """Somebody in the place of a contact who had to go or has left, in the working text of each release that is chosen."""

    key = "replace"
    heading = gettext_lazy("Put a contact in the place of another")
    button = gettext_lazy("Put them in the working text")
    done = gettext_lazy(
        "The new contact stands in the working text; the public sees no change yet. Approve it anew, or publish a correction."
    )
    hint = gettext_lazy(
        "This changes the working text alone. Then approve it anew before its moment; once it is public, publish a correction, "
        "which tells those who kept the former contact."
    )

    def build(self) -> None:
        self.missing = {one.key: one for one in _missing_contacts(self.release)}
        gone = [(key, one.words) for key, one in self.missing.items()]
        self.fields["place"] = forms.ChoiceField(
            label=gettext_lazy("In the place of"), choices=gone, widget=forms.RadioSelect, initial=gone[0][0] if gone else ""
        )
        self.fields["contact"] = forms.ModelChoiceField(
            PressContact.objects.valid(),
            label=gettext_lazy("The new contact"),
            error_messages={"invalid_choice": gettext_lazy("Choose somebody who is a press contact today.")},
            widget=AutocompleteSelect(ReleaseContact._meta.get_field("contact"), admin.site),
        )
        others = _concerned(self.missing.values(), self.release)
        if others:
            self.fields["releases"] = forms.TypedMultipleChoiceField(
                label=gettext_lazy("In these releases too"),
                choices=[(one.pk, f"{one} ({day_in_words(one.dated)})") for one in others],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[one.pk for one in others if not one.public_languages()],
            )

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(_missing_contacts(release))

    def take(self, by: User) -> None:
        given = self.cleaned_data
        vacancy = self.missing[given["place"]]
        vacancies.replace_contact(self.release, by, vacancy, given["contact"], given.get("releases", ()))


def _missing_contacts(release: PressRelease) -> list[Vacancy]:
    return [one for one in vacancies.vacancies_of(release, working_words(release)) if one.is_contact]


def _concerned(missing: Iterable[Vacancy], release: PressRelease) -> list[PressRelease]:
    """The other releases that lack one of these contacts."""
    found = {one.pk: one for gone in missing if gone.contact is not None for one in vacancies.concerned(gone.contact)}
    found.pop(release.pk, None)
    return list(found.values())


class StrikeOut(Step):
    """Something that had to go, out of what is public, at once."""

    key = "strike"
    right = striking.STRIKE
    heading = gettext_lazy("Strike something out")
    button = gettext_lazy("Strike it out at once")
    done = gettext_lazy(
        "Struck out: it is left out of what is public and scheduled. To put something in its place, change the text."
    )
    hint = gettext_lazy(
        "For what had to go: somebody’s words or name, a picture whose licence has ended. It is left out of what is public and "
        "scheduled, and nothing stands in its place. To put something in its place, change the text, then approve it anew or "
        "publish a correction: this page leads there."
    )
    reason = needed(forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 2})))
    everywhere = forms.BooleanField(label=gettext_lazy("In every release that carries it"), required=False, initial=True)

    def build(self) -> None:
        choices = list(striking.strikable_of(self.release).items())
        self.fields["part"] = forms.ChoiceField(label=gettext_lazy("What"), choices=[("", DASHES), *choices])
        self.order_fields(["part", "everywhere", "reason"])

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        return bool(striking.strikable_of(release))

    def take(self, by: User) -> None:
        given = self.cleaned_data
        striking.strike(self.release, by, given["part"], given["reason"], given["everywhere"])


WAITING_STEPS: tuple[type[Step], ...] = (Confirm, Replace)
"""What waits for somebody, before anything else."""
EDITION_STEPS: tuple[type[Step], ...] = (BackToDraft, Mend, StrikeOut)
