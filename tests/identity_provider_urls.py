"""The addresses of the identity provider of the tests, and what it says of people. Imported in its own process alone."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.urls import include, path

from tests.identity_provider import OTHER_IN_USERINFO, PEOPLE


class Claims(DefaultOIDCAdapter):
    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **kwargs: Any) -> dict[str, Any]:
        if user.username == OTHER_IN_USERINFO:
            return PEOPLE["claire" if purpose == "userinfo" else "stranger"]
        return PEOPLE[user.username]


urlpatterns = [
    path("", include("allauth.idp.urls")),
    path("accounts/", include("allauth.account.urls")),
]
