"""The pages beside the form of a newsletter: what is new, how it looks, and that it goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import languages
from publishing.admin import PortalAdmin
from publishing.editing import signed_in
from publishing.signals import edited
from publishing.typed_preview_views import policy_of

from .. import newsletter_messages, newsletter_reading, newsletters
from ..models import NewsletterIssue, NewsletterItem
from .newsletter_forms import SendForm, ShownForm, SuggestionsForm, words_of
from .recorded import write_down
from .to_oneself import send_to_oneself

SEND = "mailing.send_newsletterissue"
NEW = "admin/mailing/newsletterissue/new.html"
LOOK = "admin/mailing/newsletterissue/look.html"
SENDING = "admin/mailing/newsletterissue/send.html"


class NewsletterPages(PortalAdmin):
    """The pages, for the admin of newsletters."""

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
            return path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"mailing_newsletterissue_{name}")

        framing = csp_update({"frame-src": [SELF]})
        return [
            page("new", self.suggestions_view),
            page("look", framing(partial(self.look_view))),
            page("message", self.message_view),
            page("send", self.send_view),
            *super().get_urls(),
        ]

    def _issue(self, request: HttpRequest, pk: int, *, to_write: bool = False) -> NewsletterIssue:
        issue = get_object_or_404(NewsletterIssue, pk=pk)
        may = self.has_change_permission if to_write else self.has_view_or_change_permission
        if not may(request, issue):
            raise PermissionDenied
        return issue

    def _page(self, request: HttpRequest, issue: NewsletterIssue, template: str, title: str, **context: Any) -> HttpResponse:
        change_url = reverse("admin:mailing_newsletterissue_change", args=(quote(issue.pk),))
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "issue": issue,
            "title": title,
            "change_url": change_url,
            **context,
        }
        response = TemplateResponse(request, template, shown)
        response["Cache-Control"] = "no-store"
        return response

    # What is new

    def suggestions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What has become public since the last newsletter: what is ticked is put below what stands there."""
        issue = self._issue(request, pk, to_write=True)
        form = SuggestionsForm(newsletters.since_last(issue), request.POST or None)
        if request.method == "POST" and form.is_valid():
            chosen = form.chosen()
            if chosen:
                self._take_in(request, issue, chosen)
                messages.success(request, _("Added. Put the items in order below, and save."))
            return HttpResponseRedirect(reverse("admin:mailing_newsletterissue_change", args=(quote(issue.pk),)))
        return self._page(request, issue, NEW, _("What is new since the last newsletter"), form=form)

    def _take_in(self, request: HttpRequest, issue: NewsletterIssue, chosen: list[tuple[str, int]]) -> None:
        with transaction.atomic(), self.create_revision(request):
            stored = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
            if stored.is_scheduled:
                raise PermissionDenied
            last = stored.items.aggregate(last=Max("rank"))["last"] or 0
            there = {(item.kind, getattr(item, f"{item.kind}_id")) for item in stored.items.all()}
            rows = [
                NewsletterItem(issue=stored, rank=min(last + 10 * number, 32000), **{f"{kind}_id": key})
                for number, (kind, key) in enumerate(chosen, start=1)
                if (kind, key) not in there
            ]
            for row in rows:
                row.save()
            stored.save()
            write_down(request, stored, gettext_noop("Items added."))
            edited.send(sender=NewsletterIssue, instance=stored)

    # How it looks

    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as text and as HTML on its real template; a button sends it to oneself."""
        issue = self._issue(request, pk)
        form = ShownForm(request.POST if request.method == "POST" else request.GET or {"language": languages.main()})
        if not form.is_valid():
            return self._page(request, issue, LOOK, _("How it looks"), form=form)
        message = self._message(issue, form)
        if request.method == "POST" and signed_in(request).email:
            message.to, message.subject = [signed_in(request).email], _("Test: %(subject)s") % {"subject": message.subject}
            send_to_oneself(request, message, issue)
            return HttpResponseRedirect(f"{request.path}?{form.query()}")
        shown = {"message": message, "language": form.cleaned_data["language"], "address": signed_in(request).email}
        url = f"{reverse('admin:mailing_newsletterissue_message', args=(issue.pk,))}?{form.query()}"
        return self._page(request, issue, LOOK, _("How it looks"), form=form, frame_url=url, **shown)

    def message_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML of the mail alone, for the frame: it runs nothing and loads nothing."""
        issue, form = self._issue(request, pk), ShownForm(request.GET)
        if not form.is_valid():
            return HttpResponse(status=404)
        content = newsletter_messages.html_of(self._message(issue, form)).encode()
        response = HttpResponse(content, content_type="text/html; charset=utf-8")
        response["X-Frame-Options"], response["Cache-Control"] = "SAMEORIGIN", "no-store"
        response["Content-Language"] = form.cleaned_data["language"]
        response["Content-Security-Policy"] = policy_of("mail", content)
        return response

    @staticmethod
    def _message(issue: NewsletterIssue, form: ShownForm) -> Any:
        reading, theme = newsletter_reading.read(issue, form.cleaned_data["language"]), form.cleaned_data["theme"]
        return newsletter_messages.of_issue(reading, reading.items_for([theme.pk] if theme else []))

    # That it goes

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How many readers each language has, and what speaks against it; then the moment from which it goes."""
        issue = self._issue(request, pk)
        if not request.user.has_perm(SEND):
            raise PermissionDenied
        found = newsletters.standings(issue)
        form = SendForm(found, request.POST or None, initial={"stamp": issue.stamp})
        if request.method == "POST" and form.is_valid() and self._schedule(request, issue, form):
            return HttpResponseRedirect(reverse("admin:mailing_newsletterissue_changelist"))
        context = {
            "form": form,
            "silent": [words_of(one) for one in found if not one.can_go],
            "is_scheduled": issue.is_scheduled,
            "can_go": any(one.can_go for one in found),
        }
        return self._page(request, issue, SENDING, _("Send this newsletter"), **context)

    def _schedule(self, request: HttpRequest, issue: NewsletterIssue, form: SendForm) -> bool:
        given = form.cleaned_data
        try:
            with transaction.atomic():
                newsletters.schedule(issue.pk, given["moment"], given["going"], given["stamp"])
                write_down(request, issue, gettext_noop("Confirmed that it goes."))
        except ValidationError as error:
            form.add_error(None, error)
            return False
        messages.success(request, _("It goes. Until its messages leave, you can take that back in this list."))
        return True
