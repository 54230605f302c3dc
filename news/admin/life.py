"""The page from which staff lead a release through its life, step by step, and give keys to readers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import services, sign_offs
from news.models import PressRelease, StateChange
from news.recipients import recipients_of
from news.release_panels import panels_of
from news.services import CHANGED, State, digests_of
from publishing import admin_states, languages
from publishing.account_names import display_name
from publishing.admin import PublishedAdmin
from publishing.admin_languages import label_of
from publishing.conflicts import STAMP, Meanwhile
from publishing.dates_in_words import day_and_hour
from publishing.editing import signed_in

from .attempts import attempted
from .edition_panels import editions_of, missing_in, panels_of_editions
from .edition_steps import EDITION_STEPS, WAITING_STEPS
from .life_steps import STEPS, Step, seen_name
from .reading_panels import readings_of

LOG = "_log"
"""What the page calls the last line of the log that it shows."""
LONGEST_KEY = 19
"""A key of a record has fewer digits."""

ALL_STEPS: tuple[type[Step], ...] = (*WAITING_STEPS, *STEPS, *EDITION_STEPS)


@dataclass(frozen=True)
class LogLine:
    """A line of the log in words."""

    change: StateChange

    @cached_property
    def who(self) -> str:
        by = self.change.by
        return display_name(by) if by else _("somebody")

    @property
    def signature(self) -> str:
        return _("%(who)s, %(moment)s") % {"who": self.who, "moment": day_and_hour(self.change.at)}

    @cached_property
    def changes(self) -> list[str]:
        """“State: in review → approved”, for whatever the step changed."""
        old, new = self.change.old, self.change.new
        return [
            _("%(field)s: %(old)s → %(new)s")
            % {"field": _label(name), "old": _said(name, old.get(name)), "new": _said(name, value)}
            for name, value in new.items()
            if value != old.get(name)
        ]


def _label(name: str) -> str:
    """“State – French”: the state of a language is computed, so no field is called so."""
    if name == services.EMBARGO_ASKED:
        return _("Embargo asked for by the file")
    for code in languages.codes():
        if name == languages.column("state", code):
            return _("State – %(language)s") % {"language": capfirst(str(languages.name(code)))}
    return label_of(PressRelease, name)


def _said(name: str, value: str | int | None) -> str:
    if not value:
        return "–"
    if name.startswith("state"):
        return str(dict(State.choices).get(str(value), value))
    if name.startswith("edition"):
        return str(value)
    if name == services.EMBARGO_ASKED:
        return services.EmbargoAsked(str(value)).words
    moment = parse_datetime(str(value))
    return day_and_hour(moment) if moment else str(value)


def life_words(release: PressRelease, corrected: bool) -> str:
    """Where a release stands, in one word or two; ``corrected`` says whether it has public notes."""
    if release.is_withdrawn():
        return _("withdrawn")
    if release.public_languages():
        return _("corrected") if corrected else _("public")
    if release.state != State.APPROVED:
        return str(release.state.label)
    return _("scheduled") if any(map(release.public_from, languages.codes())) else _("approved, without a moment")


@dataclass(frozen=True)
class Recipients:
    """How many people are written to once a language is public, which is called by its name."""

    name: str
    number: int


def _recipients(release: PressRelease) -> list[Recipients]:
    """For each language that the public does not see yet, where somebody counts."""
    public, numbers = release.public_languages(), recipients_of(release)
    told = (code for code in languages.codes() if code in numbers and code not in public)
    return [Recipients(capfirst(str(languages.name(code))), numbers[code]) for code in told]


def _carried(release: PressRelease, posted: Step | None) -> dict[str, str]:
    """What the forms of the page carry: which release, texts and log its reader has before them.

    Where a step was refused for another reason than that they had changed, its maker has been told of no change: what they had
    before them stays what they have read.
    """
    names = [STAMP, LOG, *map(seen_name, languages.codes())]
    if posted is not None and not posted.is_out_of_date:
        return {name: posted.data.get(name, "") for name in names}
    digests: dict[str, str] = attempted(lambda: digests_of(release), {})
    last = release.state_changes.order_by("pk").values_list("pk", flat=True).last()
    values = [str(release.stamp), str(last or 0), *(digests.get(code, "") for code in languages.codes())]
    return dict(zip(names, values, strict=True))


def _out_of_date(release: PressRelease, last: str) -> list[ValidationError]:
    """That the release was changed, and what happened since the line of the log that the page showed last."""
    sentence = _("Somebody changed this release since you opened this page. Read it again, then repeat this.")
    is_known = last.isascii() and last.isdecimal() and len(last) < LONGEST_KEY
    changes = release.state_changes.filter(pk__gt=int(last)).select_related("by").order_by("pk") if is_known else []
    happened = [(change.get_kind_display(), LogLine(change).signature) for change in changes]
    told = [
        _("Meanwhile: %(what)s (%(by)s).") % {"what": what, "by": by}
        for what, by in happened or [(_("saved"), Meanwhile(release).signature)]
    ]
    return [ValidationError(one, code=CHANGED) for one in (sentence, *told)]


class LifeAdmin(PublishedAdmin):
    """The page of a release's life, for the release's own admin."""

    def get_urls(self) -> list[URLPattern]:
        life = self.admin_site.admin_view(self.life_view)
        duplicate = self.admin_site.admin_view(require_POST(self.duplicate_view))
        return [
            path("<path:object_id>/life/", life, name="news_pressrelease_life"),
            path("<path:object_id>/duplicate/", duplicate, name="news_pressrelease_duplicate"),
            *super().get_urls(),
        ]

    def duplicate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new draft with the texts of a release, a withdrawn one too; its form is opened."""
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        with transaction.atomic(), self.create_revision(request):
            copy = services.duplicate(release, signed_in(request))
        messages.success(request, _("This is a new draft with the same texts. Its address and its day are to be looked at."))
        return HttpResponseRedirect(reverse(self._route("change"), args=(quote(copy.pk),)))

    def life_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        posted = self._posted_step(request, release) if request.method == "POST" else None
        if posted is not None and self._take(request, release, posted):
            if release.approval_is_kept:
                words = _("Your approval of these words is kept. You changed them too, so they wait for somebody else’s.")
                messages.warning(request, words)
            else:
                messages.success(request, str(posted.done))
            return HttpResponseRedirect(request.path)
        release = self.get_object(request, unquote(object_id)) or release
        if posted is not None and not self._is_shown(request, release, type(posted)):
            for sentence in chain.from_iterable(posted.errors.values()):
                messages.error(request, str(sentence))
        response = TemplateResponse(request, "admin/news/pressrelease/life.html", self._life(request, release, posted))
        response["Cache-Control"] = "no-store"
        return response

    def _posted_step(self, request: HttpRequest, release: PressRelease) -> Step:
        kinds = {kind.key: kind for kind in ALL_STEPS}
        kind = kinds.get(request.POST.get("step", ""))
        if kind is None or not request.user.has_perm(kind.right):
            raise PermissionDenied
        return kind(release, request.POST, by=signed_in(request))

    def _take(self, request: HttpRequest, release: PressRelease, step: Step) -> bool:
        """Take a step on the release as it was read: where somebody saved it meanwhile, it must be read again first."""
        if not step.is_valid():
            return False
        try:
            with transaction.atomic(), self.create_revision(request):
                stored = PressRelease.objects.select_for_update().get(pk=release.pk)
                if str(stored.stamp) != request.POST.get(STAMP):
                    raise ValidationError({NON_FIELD_ERRORS: _out_of_date(stored, request.POST.get(LOG, ""))})
                step.take(signed_in(request))
        except ValidationError as error:
            step.refuse(error)
            return False
        return True

    @staticmethod
    def _is_shown(request: HttpRequest, release: PressRelease, kind: type[Step]) -> bool:
        return not release.withdrawn_at and request.user.has_perm(kind.right) and kind.is_open(release)

    def _life(self, request: HttpRequest, release: PressRelease, posted: Step | None) -> dict[str, object]:
        steps = [
            posted if posted is not None and type(posted) is kind else kind(release, by=signed_in(request))
            for kind in ALL_STEPS
            if self._is_shown(request, release, kind)
        ]
        log = release.state_changes.select_related("by").order_by("-at", "-pk")
        may_share = request.user.has_perm("news.share_pressrelease")
        return {
            **self.admin_site.each_context(request),
            "title": _("Review and publication"),
            "opts": self.opts,
            "original": release,
            "steps": steps,
            "media": self.media + sum((step.media for step in steps), forms.Media()),
            "carried": _carried(release, posted),
            "recipients": _recipients(release) if any(step.sets_moments for step in steps) else [],
            "words": life_words(release, release.corrections.exists()),
            "sights": admin_states.sights(release, may_preview=self.has_change_permission(request)),
            "stands_against": attempted(lambda: self.stands_against(release), None),
            "may_duplicate": self.has_add_permission(request),
            "duplicate_url": reverse(self._route("duplicate"), args=(quote(release.pk),)),
            "change_url": reverse(self._route("change"), args=(quote(release.pk),)),
            "log": [LogLine(change) for change in log],
            "edition_panels": panels_of_editions(release),
            "vacancies": missing_in(release),
            "editions": editions_of(release),
            "may_share": may_share,
            "readings": readings_of(release) if may_share else None,
            "sign_offs": sign_offs.of_release(release),
            "may_ask": request.user.has_perm("news.add_signofflink"),
            "panels": panels_of(release, signed_in(request)),
        }
