"""Writing to the cluster, and the copy of what one wrote. Opening a page changes nothing: only a button does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from publishing import languages
from publishing.limits import HOUR

from . import contact, contact_pages
from .contact_forms import ContactForm, is_from_elsewhere, is_over_the_limit
from .contact_recipients import ContactRecipient


@method_decorator(csrf_exempt, name="dispatch")
class ContactView(View):
    """The form on a page of its own, and where it is sent to from wherever it stands.

    It needs no cookie: who writes has no session that another site could use, and a browser says where a form comes from.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        form = contact_pages.form_for(request.GET, languages.current())
        return render(request, "mailing/contact_form.html", contact_pages.context_of(form))

    def post(self, request: HttpRequest) -> HttpResponse:
        language = languages.current()
        recipient = ContactRecipient.asked(request.POST, language)
        form = ContactForm(request.POST, request.FILES, language=language, recipient=recipient)
        if is_from_elsewhere(request):
            form.add_error(None, _("This form came from a page of another site. Your text is kept: please send it from here."))
        if not form.is_valid():
            return self._again(request, form)
        written = form.written()
        if not written.is_known and is_over_the_limit(request, written.email):
            form.add_error(
                None, _("Too many messages have been sent in the last hour. Your text is kept: please send it later.")
            )
            response = self._again(request, form, status=429)
            response["Retry-After"] = str(HOUR)
            return response
        return _page(request, "mailing/contact_received.html", **contact_pages.received(contact.receive(written)))

    @staticmethod
    def _again(request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
        """The form with what was typed and what stands against it.

        It keeps the referrer policy of every page: without a referrer a browser would not say where the form comes from.
        """
        response = _page(request, "mailing/contact_form.html", status, **contact_pages.context_of(form))
        del response["Referrer-Policy"]
        return response


@method_decorator(csrf_exempt, name="dispatch")
class ContactCopyView(View):
    """The link of an acknowledgement: its button confirms the address, and has the copy sent. The token is the key."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        message = contact.to_confirm(token)
        return _page(request, "mailing/contact_copy.html", message=message) if message else _dead(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        message = contact.confirm(token)
        return _page(request, "mailing/contact_copied.html", message=message) if message else _dead(request)


def _page(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    return _private(render(request, template, context, status=status))


def _dead(request: HttpRequest) -> HttpResponse:
    """A link that is too old, and one that never was, are answered alike."""
    return _page(request, "mailing/contact_dead.html", 404, error=True)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
