"""The form by which visitors write to the cluster: what it takes, what it refuses, and how often.

It asks for no account and sets no cookie. Robots are told apart by a field that nobody sees and by a sealed mark that says when
the page was made; posts from other sites by the origin that browsers tell. Nothing that a visitor typed is lost by a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing.limits import DAY, HOUR, is_over
from publishing.localized_text import localized_text
from publishing.mail_addresses import fault_of_header, normalised
from publishing.network import network_of

from . import address_slips
from .contact import WrittenMessage
from .contact_recipients import KINDS, ContactRecipient
from .contact_tables import ContactSubject
from .subscribers import digest

PER_ADDRESS, PER_ADDRESS_AND_DAY, PER_NETWORK, FROM_EVERYBODY = 3, 6, 20, 300
"""How many messages may be sent in an hour, or a day, before the form asks to wait: a mailbox must not be flooded."""

LONGEST_TEXT = 5000
MOST_LINKS = 5
FASTEST, SLOWEST = timedelta(seconds=3), timedelta(days=2)
"""How long a form may have been open: nobody writes faster, and a mark older than that may have been kept by a robot."""

_MARK = signing.TimestampSigner(salt="mailing.contact-form")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|\[/?(?:url|link|img)\b", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|\bwww\.)", re.IGNORECASE)
_STEERING = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: a name may look like another one by them."""

FIELD_TRAP = "homepage"


def fresh_mark() -> str:
    """The sealed mark of a form that is shown now."""
    return _MARK.sign("open")


def fault_of_mark(mark: str) -> str:
    """What a mark has against a form that comes back, in a sentence; empty where nothing."""
    try:
        _MARK.unsign(mark, max_age=SLOWEST)
    except signing.BadSignature:
        return _now("This form was opened too long ago, or not on this site. Your text is kept: please send it again.")
    try:
        _MARK.unsign(mark, max_age=FASTEST)
    except signing.SignatureExpired:
        return ""
    return _now("That was quicker than anybody writes. Your text is kept: please wait a moment and send it again.")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page posts this form: by Fetch Metadata, or else by the origin (RFC 6454)."""
    if site := request.headers.get("Sec-Fetch-Site", ""):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc not in (request.get_host(), urlsplit(settings.SITE_URL).netloc)


def one_line(text: str) -> str:
    """A line as it may stand in a header. Raises ``ValidationError`` for line breaks and signs that cannot be printed, and for
    what mail programs would read as other signs than those that stand there (RFC 2047)."""
    if "=?" in text or _TURNING.search(text) or any(unicodedata.category(sign) in _STEERING for sign in text):
        raise ValidationError(_("Write this on one line, with letters and ordinary signs alone."))
    return " ".join(text.split())


class OneLineField(forms.CharField):
    """A line of text. Django would take line breaks at its ends away: here they are refused like any other."""

    def to_python(self, value: Any) -> str:
        return one_line(str(value or ""))


def subjects_in(language: str) -> list[tuple[str, str]]:
    """The subjects that are offered, in the words of a language."""
    offered = ContactSubject.objects.filter(is_offered=True)
    return [(str(one.pk), localized_text(one, "label", language).words) for one in offered]


class ContactForm(forms.Form):
    """What is asked: a subject, unless it is for somebody by name; who writes, and what."""

    address_names = ("subject", *(kind.name for kind in KINDS))
    """What an address may ask of it."""

    subject = forms.ChoiceField(
        label=_("Subject"),
        error_messages={
            "required": _("Choose a subject: it decides who reads your message."),
            "invalid_choice": _("Choose one of the subjects shown."),
        },
    )
    name = OneLineField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    organisation = OneLineField(
        label=_("Your organisation (optional)"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. Write it like name@example.org."),
        },
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Write your message.")},
    )
    homepage = forms.CharField(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    mark = forms.CharField(required=False, widget=forms.HiddenInput)
    as_typed = forms.CharField(required=False, widget=forms.HiddenInput)
    """The address of which somebody was asked whether they meant another one: sent again as it is, it is taken."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict | None = None,
        *,
        language: str,
        recipient: ContactRecipient | None = None,
        **kwargs: Any,
    ) -> None:
        self.language, self.recipient = language, recipient
        super().__init__(data, files, auto_id="contact_%s", **kwargs)
        choices = [] if recipient else subjects_in(language)
        if choices:
            self.fields["subject"].choices = [("", _now("Choose")), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["subject"]
        for name, field in self.fields.items():
            self._describe(name, field)

    def _describe(self, name: str, field: forms.Field) -> None:
        """What is said of a field beside its label, for those who hear the page."""
        told = [f"contact_{name}_help"] if field.help_text else []
        if self.is_bound and self.errors.get(name):
            told.append(f"contact_{name}_error")
        if told and not field.widget.is_hidden:
            field.widget.attrs["aria-describedby"] = " ".join(told)

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        """The fields that people fill."""
        return [field for field in self if not field.is_hidden and field.name != FIELD_TRAP]

    @property
    def trap(self) -> forms.BoundField:
        return self[FIELD_TRAP]

    @property
    def shown_mark(self) -> str:
        """The mark that came, where it still holds; else a new one."""
        mark = self["mark"].value() or "" if self.is_bound else ""
        return fresh_mark() if not mark or fault_of_mark(mark) else mark

    @property
    def to(self) -> tuple[str, str] | None:
        """Name and value of the field that says whom the message is for."""
        return (self.recipient.kind.name, self.recipient.slug(self.language)) if self.recipient else None

    @property
    def to_words(self) -> str:
        """Whom the message is for, as the page names it."""
        return self.recipient.words(self.language) if self.recipient else ""

    def clean_email(self) -> str:
        email = normalised(self.cleaned_data["email"])
        domain = email.rpartition("@")[2]
        if fault_of_header(email) or "." not in domain or domain.startswith("[") or _is_ours(email):
            raise ValidationError(_("Nobody can be answered at this address. Write the one that you read."))
        if (likely := address_slips.likely(email)) and self.data.get("as_typed") != email:
            self.asked_about = email
            sentence = _("Did you mean %(likely)s? Correct the address, or send the form again if it is right as it is.")
            raise ValidationError(sentence, params={"likely": likely})
        return email

    asked_about = ""

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text) or _TURNING.search(text):
            raise ValidationError(_("The message holds signs that nobody can read: write it as plain text."))
        if _MARKUP.search(text):
            raise ValidationError(_("The message is sent as plain text: take out the formatting codes between < > or [ ]."))
        if len(_LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(_("There are too many links: leave five at most."))
        return text

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("This field catches robots. Empty it, then send the form again."))
        return ""

    def clean(self) -> dict[str, Any]:
        if self.files:
            self.add_error(None, _("Files cannot be sent by this form: say in your message what you would like to send."))
        elif fault := fault_of_mark(self.cleaned_data.get("mark", "")):
            self.add_error(None, fault)
        return self.cleaned_data

    def written(self) -> WrittenMessage:
        """The message, once the form is valid."""
        given = self.cleaned_data
        subject = ContactSubject.objects.filter(pk=given["subject"]).first() if given.get("subject") else None
        about = localized_text(subject, "label", self.language).words if subject else ""
        if self.recipient:
            about = self.to_words
        return WrittenMessage(
            language=self.language,
            about=about or _now("A question about the cluster"),
            recipient=self.recipient,
            subject=subject,
            **{name: given[name] for name in ("name", "organisation", "email", "text")},
        )


def _is_ours(email: str) -> bool:
    """Whether an address is the portal's own: a mail to it would come back for ever."""
    senders = (fault_free.casefold() for fault_free in (settings.BOUNCE_ADDRESS, settings.DEFAULT_FROM_EMAIL) if fault_free)
    return any(email.casefold() == sender or f"<{email.casefold()}>" in sender for sender in senders)


def is_over_the_limit(request: HttpRequest, email: str) -> bool:
    """Count a message; beyond the measure for its address, its network or everybody together, it has to wait."""
    address = digest(email, "contact")
    counts = [
        is_over(f"contact:network:{network_of(request)}", PER_NETWORK, HOUR),
        is_over(f"contact:address:{address}", PER_ADDRESS, HOUR),
        is_over(f"contact:address-day:{address}", PER_ADDRESS_AND_DAY, DAY),
        is_over("contact:everybody", FROM_EVERYBODY, HOUR),
    ]
    return any(counts)
