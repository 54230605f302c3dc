"""Who gets a release, chosen on a page of its own that the page of its life leads to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cluster.models import Theme
from news.models import PressRelease

from .. import audiences
from ..enums import Medium
from ..models import PressList, ReleaseAudience
from .recorded import RecordedAdmin


def _lists() -> QuerySet[PressList]:
    return PressList.objects.order_by("name", "pk")


def _themes() -> QuerySet[Theme]:
    return Theme.objects.order_by("pk")


class AudienceForm(forms.ModelForm):
    """Everybody, or the journalists of any of the lists, subjects and media ticked."""

    everybody = forms.TypedChoiceField(
        label=_("Who gets this release"),
        choices=[(True, _("Everybody on the list")), (False, _("Only journalists of what is ticked below"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    media_kinds = forms.MultipleChoiceField(
        label=_("Media"), choices=Medium.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReleaseAudience
        fields = ("everybody", "lists", "themes", "media_kinds")
        widgets = {"lists": forms.CheckboxSelectMultiple, "themes": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("lists", _lists()), ("themes", _themes())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  for the type checker
            field.queryset = queryset

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = any(cleaned.get(name) for name in ("lists", "themes", "media_kinds"))
        if cleaned.get("everybody") is False and not chosen:
            self.add_error("everybody", _("Tick at least one list, subject or medium, or send it to everybody."))
        return cleaned


class AudienceAdmin(RecordedAdmin):
    """The page, for the admin of mailings."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.audience_view)
        return [path("audience/<int:release_pk>/", view, name="mailing_mailing_audience"), *super().get_urls()]

    def audience_view(self, request: HttpRequest, release_pk: int) -> HttpResponse:
        if not (self.has_decide_permission(request) and request.user.has_perm("news.view_pressrelease")):
            raise PermissionDenied
        release = get_object_or_404(PressRelease, pk=release_pk)
        form = AudienceForm(request.POST or None, instance=audiences.of(release.pk))
        settled = audiences.is_settled(release.pk)
        if request.method == "POST" and not settled and form.is_valid():
            form.save()
            self.write_down(request, release, gettext_noop("Chosen who gets it."))
            messages.success(request, _now("Saved. These messages leave at the release’s moment."))
            return HttpResponseRedirect(reverse("admin:news_pressrelease_life", args=(release.pk,)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _now("Who gets this release"),
            "release": release,
            "form": form,
            "settled": settled,
            "numbers": audiences.numbers_in_words(release.pk),
        }
        return TemplateResponse(request, "admin/mailing/mailing/audience.html", context)
