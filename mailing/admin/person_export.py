"""What is kept about the owner of an address, to be handed to them."""

from __future__ import annotations

import json

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing.editing import signed_in
from publishing.mail_addresses import normalised

from .. import person_export
from ..models import Subscriber
from .recorded import RecordedAdmin

FORMS = {"text": ("text/plain; charset=utf-8", "txt"), "json": ("application/json", "json")}


class PersonForm(forms.Form):
    """Whose data, and in which form. The address is posted, so that it stands in no log of addresses."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    form = forms.ChoiceField(label=_("Form"), choices=[("text", _("to be read")), ("json", "JSON")], widget=forms.RadioSelect)

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])


class PersonExportAdmin(RecordedAdmin):
    """The page, for the admin of subscribers: for whoever may see and erase them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.person_view)
        return [path("person/", view, name="mailing_subscriber_person"), *super().get_urls()]

    def person_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_view_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        form = PersonForm(request.POST or None, initial={"form": "text"})
        if request.method == "POST" and form.is_valid():
            return self._file(request, form.cleaned_data["email"], form.cleaned_data["form"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _now("What is kept about one person"),
            "form": form,
        }
        return TemplateResponse(request, "admin/mailing/subscriber/person.html", context)

    @staticmethod
    def _file(request: HttpRequest, email: str, form: str) -> HttpResponse:
        LogEntry.objects.create(
            user=signed_in(request),
            content_type=ContentType.objects.get_for_model(Subscriber),
            object_id="",
            object_repr="–",
            action_flag=CHANGE,
            change_message=gettext_noop("Exported what is kept about one address."),
        )
        person_export.write_down(email)
        data = person_export.about(email)
        kind, ending = FORMS[form]
        text = json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else person_export.as_text(data)
        disposition = f'attachment; filename="person.{ending}"'
        return HttpResponse(text, content_type=kind, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})
