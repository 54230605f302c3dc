"""The pages that the library has not: what is lacking, the invitation to a second factor, and the provider that is away."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from requests import RequestException

from publishing.staff import is_let_in

from . import invitations
from .signin import has_main_factor


class SecondFactorView(LoginRequiredMixin, TemplateView):
    """Where whoever signed in with a password alone is sent: what is lacking, and whom to ask."""

    template_name = "account/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and is_let_in(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated and invitations.is_invited(request):
            return HttpResponseRedirect(reverse("invitation"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(has_factor=has_main_factor(self.request.user.pk), **kwargs)


@method_decorator(never_cache, name="dispatch")
class InvitationLinkView(View):
    """An administrator's link. Opening it changes nothing, as a mail scanner may; its button begins.

    The key leaves the address at once: it is kept with the session until the account has signed in.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitations.find(token)
        return render(request, "account/invitation_link.html", {"invitation": invitation}, status=200 if invitation else 410)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitations.find(token)
        if invitation is None:
            return self.get(request, token)
        invitations.accept(request, invitation)
        return HttpResponseRedirect(reverse("invitation"))


@method_decorator(never_cache, name="dispatch")
class InvitationView(LoginRequiredMixin, TemplateView):
    """The choice of a second factor, for whom the invitation is for."""

    template_name = "account/invitation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = invitations.held(self.request)
        is_own = invitation is not None and invitation.account_id == self.request.user.pk
        return super().get_context_data(invitation=invitation, is_own=is_own, **kwargs)


class RemovePasskeyView(RemoveWebAuthnView):
    """The library's page, which would take the last factor away."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.object):
            messages.error(self.request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


def provider_login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the institution's own identity provider; where that does not answer, a sentence that says so."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/provider_away.html", {"provider": settings.OIDC_NAME}, status=503)
