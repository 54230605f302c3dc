"""The page from which staff lead a release through its life, step by step, and the keys they give to readers."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import admin_states, languages
from publishing.admin import PublishedAdmin
from publishing.admin_languages import column_labels, label_of
from publishing.conflicts import STAMP
from publishing.fields import MomentFormField

from . import services
from .models import Correction, PressRelease, ReadingLink, StateChange
from .release_panels import panels_of
from .services import State


class Step(forms.Form):
    """One step of a release's life: who may take it, when it is open, what it asks for, and the service that takes it."""

    key = ""
    right = services.APPROVE
    heading = button = hint = ""

    def __init__(self, release: PressRelease, data=None):
        self.release = release
        super().__init__(data, auto_id=f"id_{self.key}_%s")
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the release or on the portal's languages."""

    @classmethod
    def is_open(cls, release: PressRelease) -> bool:
        raise NotImplementedError

    def take(self, by) -> None:
        raise NotImplementedError

    def refuse(self, error: ValidationError) -> None:
        """Show what a service refused: beside its field, or at the top under the field's name."""
        for name, sentences in error.message_dict.items():
            if name in self.fields:
                self.add_error(name, sentences)
            elif name == NON_FIELD_ERRORS:
                self.add_error(None, sentences)
            else:
                self.add_error(None, [f"{label_of(PressRelease, name)}: {sentence}" for sentence in sentences])

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields to show: each text's languages side by side."""
        rows: dict[str, list[forms.BoundField]] = {}
        for field in self:
            if field.name != "confirmed" or field.errors or field.data:
                stem = next((stem for stem in self.stems if field.name in languages.columns(stem)), field.name)
                rows.setdefault(stem, []).append(field)
        return list(rows.values())

    stems: tuple[str, ...] = ()

    def in_languages(self, stem: str) -> dict[str, object]:
        return {code: self.cleaned_data.get(languages.column(stem, code)) or "" for code in languages.codes()}


class Confirmed(Step):
    """A step that may bring the public minute so near that it is asked for once more."""

    confirmed = forms.BooleanField(label=gettext_lazy("Yes, make it public so soon"), required=False)


class Submit(Step):
    key = "submit"
    right = services.CHANGE
    heading = button = gettext_lazy("Send for review")
    hint = gettext_lazy("The press office reads it, and approves it or sends it back. It can still be changed meanwhile.")

    @classmethod
    def is_open(cls, release):
        return release.state == State.DRAFT

    def take(self, by):
        services.submit(self.release, by)


class Approve(Confirmed):
    key = "approve"
    heading = gettext_lazy("Approve and schedule")
    button = gettext_lazy("Approve")
    hint = gettext_lazy("Each language is public from its moment on. Leave a language empty to publish it later.")
    stems = ("public_from",)

    def build(self):
        labels = column_labels(PressRelease)
        for name in languages.columns("public_from"):
            self.fields[name] = MomentFormField(label=labels[name], required=False, initial=getattr(self.release, name))
        self.order_fields([*languages.columns("public_from"), "confirmed"])

    @classmethod
    def is_open(cls, release):
        return release.state == State.IN_REVIEW

    @property
    def moments(self):
        return {code: self.cleaned_data[languages.column("public_from", code)] for code in languages.codes()}

    def take(self, by):
        services.approve(self.release, by, self.moments, self.cleaned_data["confirmed"])


class Reschedule(Approve):
    key = "reschedule"
    heading = gettext_lazy("Move to another moment")
    button = gettext_lazy("Move")
    hint = gettext_lazy("Only languages that are not public yet. An emptied moment puts the language on hold.")

    def build(self):
        super().build()
        for code in self.release.public_languages():
            self.fields[languages.column("public_from", code)].disabled = True

    @classmethod
    def is_open(cls, release):
        return release.state == State.APPROVED and len(release.public_languages()) < len(languages.codes())

    def take(self, by):
        services.reschedule(self.release, by, self.moments, self.cleaned_data["confirmed"])


class PublishNow(Confirmed):
    key = "publish"
    heading = gettext_lazy("Publish now")
    button = gettext_lazy("Make public now")
    hint = gettext_lazy("Everyone sees it at once, whatever moment was planned.")

    def build(self):
        waiting = [code for code in languages.codes() if not self.release.is_public(code)]
        choices = [(code, format_lazy(gettext_lazy("{language} only"), language=languages.name(code))) for code in waiting]
        if len(waiting) > 1:
            choices = [("all", gettext_lazy("Every language together")), *choices[:1]]
        self.fields["languages"] = forms.ChoiceField(
            label=gettext_lazy("Languages"), choices=choices, widget=forms.RadioSelect, initial=choices[0][0] if choices else ""
        )
        self.order_fields(["languages", "confirmed"])

    @classmethod
    def is_open(cls, release):
        return release.state != State.DRAFT and len(release.public_languages()) < len(languages.codes())

    def take(self, by):
        chosen = self.cleaned_data["languages"]
        codes = languages.codes() if chosen == "all" else [chosen]
        services.publish_now(self.release, by, codes, self.cleaned_data["confirmed"])


class SendBack(Step):
    key = "back"
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send back to its author")
    note = forms.CharField(label=gettext_lazy("What is to be mended"), required=False, widget=forms.Textarea({"rows": 3}))

    @classmethod
    def is_open(cls, release):
        return release.state == State.IN_REVIEW

    def take(self, by):
        services.send_back(self.release, by, self.cleaned_data["note"])


class Texts(Step):
    """A step that asks for texts in each language, side by side."""

    model = PressRelease

    def build(self):
        labels = column_labels(self.model)
        for stem in self.stems:
            for code in languages.codes():
                name = languages.column(stem, code)
                widget = forms.Textarea({"rows": 3, "lang": code})
                self.fields[name] = forms.CharField(label=labels[name], required=False, widget=widget)


class Correct(Texts):
    key = "correct"
    right = services.CORRECT
    model = Correction
    stems = ("said", "says")
    heading = gettext_lazy("Correct")
    button = gettext_lazy("Publish the correction")
    hint = gettext_lazy(
        "Change the texts themselves in the release’s form; this adds a dated note for readers, on the page and in the feed."
    )

    @classmethod
    def is_open(cls, release):
        return bool(release.public_languages())

    def take(self, by):
        services.correct(self.release, by, self.in_languages("said"), self.in_languages("says"))


class Withdraw(Texts):
    key = "withdraw"
    right = services.WITHDRAW
    stems = ("withdrawal_notice",)
    heading = gettext_lazy("Withdraw")
    button = gettext_lazy("Withdraw for good")
    hint = gettext_lazy(
        "Nobody sees the release any more, in any language; this cannot be undone. Its address shows the notice instead."
    )

    @classmethod
    def is_open(cls, release):
        return release.state == State.APPROVED

    def take(self, by):
        services.withdraw(self.release, by, self.in_languages("withdrawal_notice"))


STEPS: tuple[type[Step], ...] = (Submit, Approve, PublishNow, SendBack, Reschedule, Correct, Withdraw)


@dataclass(frozen=True)
class LogLine:
    """A line of the log in words."""

    change: StateChange

    @cached_property
    def who(self) -> str:
        by = self.change.by
        return (by.get_full_name() or by.get_username()) if by else _("somebody")

    @cached_property
    def changes(self) -> list[str]:
        """“State: in review → approved”, for whatever the step changed."""
        old, new = self.change.old, self.change.new
        return [
            _("%(field)s: %(old)s → %(new)s")
            % {"field": label_of(PressRelease, name), "old": _said(name, old.get(name)), "new": _said(name, value)}
            for name, value in new.items()
            if value != old.get(name)
        ]


def _said(name: str, value: str | None) -> str:
    if not value:
        return "–"
    if name == "state":
        return str(dict(State.choices).get(value, value))
    moment = parse_datetime(value)
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else value


def life_words(release: PressRelease, corrected: bool) -> str:
    """Where a release stands, in one word or two; ``corrected`` says whether it has public notes."""
    if release.is_withdrawn():
        return _("withdrawn")
    if release.state != State.APPROVED:
        return release.get_state_display()
    if release.public_languages():
        return _("corrected") if corrected else _("public")
    return _("scheduled") if any(map(release.public_from, languages.codes())) else _("approved, without a moment")


class LifeAdmin(PublishedAdmin):
    """The page of a release's life, for the release's own admin."""

    def get_urls(self):
        life = self.admin_site.admin_view(self.life_view)
        return [path("<path:object_id>/life/", life, name="news_pressrelease_life"), *super().get_urls()]

    def life_view(self, request, object_id):
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        posted = self._posted_step(request, release) if request.method == "POST" else None
        if posted is not None and self._take(request, release, posted):
            messages.success(request, _("Done. The public sees now what is said here."))
            return HttpResponseRedirect(request.path)
        release = self.get_object(request, unquote(object_id))
        response = TemplateResponse(request, "admin/news/pressrelease/life.html", self._life(request, release, posted))
        response["Cache-Control"] = "no-store"
        return response

    def _posted_step(self, request, release) -> Step:
        kinds = {kind.key: kind for kind in STEPS}
        kind = kinds.get(request.POST.get("step", ""))
        if kind is None or not request.user.has_perm(kind.right):
            raise PermissionDenied
        return kind(release, request.POST)

    def _take(self, request, release, step: Step) -> bool:
        """Take a step on the release as it was read: where somebody saved it meanwhile, it must be read again first."""
        if not step.is_valid():
            return False
        try:
            with transaction.atomic(), self.create_revision(request):
                stored = PressRelease.objects.select_for_update().get(pk=release.pk)
                if str(stored.stamp) != request.POST.get(STAMP):
                    sentence = _("Somebody changed this release since you opened this page. Read it again, then repeat this.")
                    raise ValidationError({NON_FIELD_ERRORS: [sentence]})
                step.take(request.user)
        except ValidationError as error:
            step.refuse(error)
            return False
        return True

    def _life(self, request, release, posted: Step | None) -> dict[str, object]:
        steps = []
        for kind in STEPS:
            if isinstance(posted, kind) and type(posted) is kind:
                steps.append(posted)
            elif not release.withdrawn_at and request.user.has_perm(kind.right) and kind.is_open(release):
                steps.append(kind(release))
        log = release.state_changes.select_related("by").order_by("-at", "-pk")
        may_share = request.user.has_perm("news.share_pressrelease")
        return {
            **self.admin_site.each_context(request),
            "title": _("Life of this release"),
            "opts": self.opts,
            "original": release,
            "steps": steps,
            "media": self.media + sum((step.media for step in steps), forms.Media()),
            "stamp_name": STAMP,
            "stamp": release.stamp,
            "words": life_words(release, release.corrections.exists()),
            "sights": admin_states.sights(release, may_preview=self.has_change_permission(request)),
            "stands_against": self.stands_against(release),
            "change_url": reverse(self._route("change"), args=(quote(release.pk),)),
            "log": [LogLine(change) for change in log],
            "may_share": may_share,
            "links": ReadingLink.objects.filter(release=release).prefetch_related("openings") if may_share else [],
            "panels": panels_of(release, request.user),
        }
