"""The forms of one's account, in the words of the portal, and what a failed try counts."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from publishing import languages, outbox
from publishing.limits import DAY, MINUTE, is_over, take_back
from publishing.network import network_of

CODES_FROM_A_NETWORK, CODES_IN_A_DAY = 5, 100
RESET_MAIL = "portal/mail/password_reset"
RESET_MAIL_EVERY = timedelta(minutes=10)
NOBODY = 0
WRONG_EMAIL = _("This is not a whole e-mail address. Write it like name@example.org.")


def _in_our_words(form: forms.Form, labels: dict[str, Any]) -> None:
    """Labels instead of placeholders, which vanish as one types."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"login": _("User name"), "password": _("Password")})
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].help_text = ""


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password": _("Password")})
        self.fields["password"].help_text = ""


class _NewPassword:
    """Two fields for a new password, and what it must be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password1": _("New password"), "password2": _("The same once more")})  # type: ignore[arg-type]  # a form
        rules = lazy(password_validators_help_text_html, str)
        self.fields["password1"].help_text = rules()  # type: ignore[attr-defined]  # a form


class ChangeForm(_NewPassword, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"oldpassword": _("Present password")})
        self.fields["oldpassword"].help_text = ""


class FirstPasswordForm(_NewPassword, account.SetPasswordForm):
    """For an account that was given without a password."""


class NewPasswordForm(_NewPassword, account.ResetPasswordKeyForm):
    """After a link from a message."""


class ForgottenForm(account.ResetPasswordForm):
    """Asks for a message to set a new password.

    The message is queued and sent by the worker: no mail server is spoken to while a page waits, and none that is down shows
    whether an address is known. For an unknown address the same work is done and taken back. An account is written to once
    in ten minutes at most, whoever asks and from wherever; who asks again has that message already.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"email": _("E-mail address of your account")})
        self.fields["email"].error_messages |= {"invalid": WRONG_EMAIL, "required": _("Write your e-mail address.")}
        self.fields["email"].validators[0].message = WRONG_EMAIL

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=email, is_active=True)
        accounts = [user.pk for user in found if user.has_usable_password()]
        since = timezone.now() - RESET_MAIL_EVERY
        with transaction.atomic():
            written_to = outbox.OutboxMessage.objects.filter(template=RESET_MAIL, created_at__gt=since)
            recent = {row["account"] for row in written_to.filter(recipient=email).values_list("context", flat=True)}
            for key in [key for key in accounts if key not in recent] or [NOBODY]:
                with transaction.atomic():
                    outbox.post(email, languages.current(), RESET_MAIL, {"account": key})
                    transaction.set_rollback(key == NOBODY)
        return str(email)


def _count_try(user: User) -> list[str]:
    """Count one more code tried for an account; the counts, to be taken back where it was right.

    Five failures lock out the network that they come from. Who already knows the password could try codes from many
    networks, so there is a day's measure for the account too; passkeys, which cannot be guessed, are never counted.
    """
    network = network_of(context.request)
    measures = [
        (f"second-factor:{user.pk}:{network}", CODES_FROM_A_NETWORK, 5 * MINUTE),
        (f"second-factor:{user.pk}", CODES_IN_A_DAY, DAY),
    ]
    if any([is_over(*measure) for measure in measures]):
        raise get_adapter().validation_error("too_many_codes")
    return [key for key, _most, _seconds in measures]


class _CountedCode(BaseAuthenticateForm):
    """A code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"code": _("Code of the app, or a recovery code")})
        self.fields["code"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_code(self) -> str:
        counted = _count_try(self.user)
        code = str(self.cleaned_data["code"])
        for factor in Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN):
            if factor.wrap().validate_code(code):
                factor.user = self.user
                self.authenticator = factor
                for key in counted:
                    take_back(key)
                return code
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(_CountedCode, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """Before something delicate is done."""


class CredentialField(forms.JSONField):
    """What a browser says of a passkey: an object, and a short one."""

    LONGEST = 50_000

    def to_python(self, value: Any) -> Any:
        if len(value or "") > self.LONGEST:
            raise _refused()
        try:
            found = super().to_python(value)
        except RecursionError:
            raise _refused() from None
        if not isinstance(found, dict):
            raise _refused()
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def prepare_value(self, value: Any) -> str:
        """What was refused is not handed back."""
        return ""


def _refused() -> ValidationError:
    return ValidationError(get_adapter().error_messages["incorrect_code"], code="incorrect_code")


@contextmanager
def _nonsense_refused() -> Iterator[None]:
    """The library reads what a stranger sends as if a browser had made it, and stumbles in as many ways as there are."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error, InvalidSignature) as error:
        raise _refused() from error


class _PasskeyCredential(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput, error_messages={"required": _refused().message})


class PasskeyForm(_PasskeyCredential, AuthenticateWebAuthnForm):
    """A passkey as the second step: a signature, which no number of tries brings nearer."""

    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        with _nonsense_refused():
            webauthn.parse_authentication_response(credential)
            return webauthn.complete_authentication(self.user, credential)


class PasskeyAgainForm(PasskeyForm):
    reauthenticated = True


class PasskeyAloneForm(_PasskeyCredential, LoginWebAuthnForm):
    """A passkey in place of name and password."""

    def clean_credential(self) -> Authenticator:
        with _nonsense_refused():
            return super().clean_credential()


class NewAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"code": _("Code that the app shows")})
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class WithoutAppForm(DeactivateTOTPForm):
    """Asks nothing: its button is what counts."""


class _PasskeyName(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        field.label = _("Name of the passkey")
        field.help_text = _("So that you tell your passkeys apart, such as “telephone” or “office computer”.")
        field.max_length = 60  # type: ignore[attr-defined]  # a text field
        field.widget.attrs["maxlength"] = "60"


class NewPasskeyForm(_PasskeyName, _PasskeyCredential, AddWebAuthnForm):
    """A passkey is always one that also signs in alone: it asks for a finger, a face or a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"] = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any] | None:
        with _nonsense_refused():
            return super().clean()


class PasskeyNameForm(_PasskeyName, EditWebAuthnForm):
    """Another name for one."""
