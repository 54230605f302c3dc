"""Erasing a person everywhere, on a page of its own: first what will be touched, then the erasure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishedAdmin
from publishing.editing import signed_in
from publishing.erasing import Erasure, Remaining, Subject, erase, may_erase, require_names

from .models import Person
from .models.institutions import lines

LISTED_AT_MOST = 200
"""Rows that still name the person and are listed one by one; of more, their number is told."""


class ErasingForm(forms.Form):
    """How the person is named, which addresses are theirs, and why they are erased."""

    names = forms.CharField(
        label=_("Ways in which they are named"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, such as a former name. Capitals, accents and hyphens make no difference."),
    )
    emails = forms.CharField(
        label=_("E-mail addresses that are theirs"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. They are taken off the press list, and no import brings them back."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stays in the log: write it without their name, such as “request of 3 March, no. 12”."),
    )

    def clean_names(self) -> tuple[str, ...]:
        names = _lines(self.cleaned_data["names"])
        try:
            require_names(names)
        except ValidationError as error:
            raise ValidationError(error.message_dict["names"]) from error
        return names

    def clean_emails(self) -> tuple[str, ...]:
        emails = _lines(self.cleaned_data["emails"])
        for email in emails:
            validate_email(email)
        return emails

    def subject(self, person: Person) -> Subject:
        return Subject(person.pk, self.cleaned_data["names"], self.cleaned_data["emails"])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def seal_of(subject: Subject) -> str:
    """What identifies what somebody has been shown: other names are looked for anew before anything goes."""
    return hashlib.sha256(json.dumps([subject.person, subject.names, subject.emails]).encode()).hexdigest()


class ErasingAdmin(PublishedAdmin):
    """The page and the action that leads to it, for the admin of people."""

    change_form_template = "admin/cluster/person/change_form.html"
    actions = ("erase_everywhere",)

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return may_erase(request.user)

    @admin.action(description=_("Erase a person everywhere…"), permissions=["erase"])
    def erase_everywhere(self, request: HttpRequest, queryset: QuerySet[Person]) -> HttpResponse | None:
        keys = list(queryset.values_list("pk", flat=True)[:2])
        if len(keys) != 1:
            messages.error(request, _now("Choose one person: each is erased on a page of their own."))
            return None
        return HttpResponseRedirect(reverse("admin:cluster_person_erase", args=keys))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.erase_view)
        return [path("<int:pk>/erase/", view, name="cluster_person_erase"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "may_erase": self.has_erase_permission(request)}
        return super().change_view(request, object_id, form_url, context)

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What will be touched is what a rehearsal has touched; it is shown once before anything goes."""
        if not self.has_erase_permission(request):
            raise PermissionDenied
        person = get_object_or_404(Person, pk=pk)
        reversed_name = f"{person.family_name} {person.given_name}".strip()
        names = "\n".join(dict.fromkeys([str(person), reversed_name, *lines(person.aliases)]))
        form = ErasingForm(request.POST or None, initial={"names": names})
        context: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            subject = form.subject(person)
            is_sure = "erase" in request.POST and request.POST.get("seen") == seal_of(subject) and "sure" in request.POST
            try:
                done = erase(subject, signed_in(request), form.cleaned_data["reason"], is_rehearsal=not is_sure)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                context = {"is_done": is_sure, "seen": seal_of(subject), **_told(done)}
                context["not_sure"] = "erase" in request.POST and not is_sure
        return TemplateResponse(
            request,
            "admin/cluster/person/erase.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _now("Erase a person everywhere"),
                "person": person,
                "form": form,
                **context,
            },
        )


def _told(done: Erasure) -> dict[str, Any]:
    listed = done.remaining[:LISTED_AT_MOST]
    return {
        "counts": sorted(done.done.items()),
        "told": done.told,
        "remaining": [(row, _address(row)) for row in listed],
        "more": len(done.remaining) - len(listed),
    }


def _address(row: Remaining) -> str:
    """Where a row is changed in the back office, or else the record that it is a part of, if either is."""
    for model, pk in filter(None, ((row.model, row.pk), row.owner)):
        try:
            return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=(pk,))
        except NoReverseMatch:
            continue
    return ""
