"""What the newsletter's mails say: text and HTML, in the reader's language, with no picture and no trace of being read."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import languages

from .address_lists import CONFIRM_WITHIN, hashed
from .letters import READER_TOKEN, Letter
from .mail_messages import message_id, of_text, one_click
from .models import NewsletterReader
from .newsletter_readers import READERS
from .newsletter_reading import IssueReading, ItemReading

ISSUE, CONFIRMATION = "mailing/mail/newsletter", "mailing/mail/newsletter_confirmation"
"""Messages by the name of their templates, of which one writes the text and one the HTML."""

NOBODY = "name@example.org"
"""Whom a preview is addressed to."""


def own_url(route: str, token: str, language: str) -> str:
    """A reader’s own page, in the language of what they receive."""
    with override(language):
        return settings.SITE_URL + reverse(route, kwargs={"token": token})


def letter_of(reading: IssueReading, items: Sequence[ItemReading]) -> Letter:
    """An issue as all readers of the same language and themes get it."""
    return Letter.of(of_issue(reading, items, token=READER_TOKEN), one_click(_leave(READER_TOKEN, reading.language)))


def of_issue(reading: IssueReading, items: Sequence[ItemReading], to: str = NOBODY, token: str = "") -> EmailMultiAlternatives:
    """An issue with some of its items; without ``token`` its links to a reader's own pages lead to the subscription."""
    language = reading.language
    with override(language):
        subscribe = settings.SITE_URL + reverse("newsletter-subscribe")
        context = {
            **_common(language),
            "title": reading.title,
            "preheader": " · ".join(item.title for item in items)[:150],
            "paragraphs": reading.paragraphs,
            "items": items,
            "online_url": reading.url,
            "choices_url": own_url("newsletter-own", token, language) if token else subscribe,
            "leave_url": _leave(token, language) if token else subscribe,
        }
        return of_text(ISSUE, reading.title, context, language, to)


def html_of(message: EmailMultiAlternatives) -> str:
    return next(str(content) for content, kind in message.alternatives if kind == "text/html")


def of_confirmation(reader: NewsletterReader, token: str, codes: Sequence[str] = ()) -> EmailMultiAlternatives:
    """The question to the owner of an address, whether they wish to read the newsletter, in the languages of ``codes``."""
    language = reader.language
    with override(language):
        context = {
            **_common(language),
            "url": settings.SITE_URL + reverse("newsletter-confirm", kwargs={"token": token}),
            "days": CONFIRM_WITHIN.days,
            "languages": ", ".join(str(languages.name(code)) for code in codes) if len(codes) > 1 else "",
        }
        subject = _("Please confirm: newsletter of %(name)s") % {"name": settings.PORTAL_NAME}
        message = of_text(CONFIRMATION, subject, context, language, reader.email)
    message.extra_headers["Message-ID"] = _confirmation_id(reader.pk, hashed(token))
    return message


def confirmation_id(reader: NewsletterReader) -> str:
    """The Message-ID of the question that the owner of an address was asked last."""
    return _confirmation_id(reader.pk, reader.confirm_hash)


def _confirmation_id(pk: int, confirm_hash: str) -> str:
    return message_id("join", pk, confirm_hash)


def leave_url(reader: NewsletterReader) -> str:
    return _leave(READERS.token_of(reader), reader.language)


def _leave(token: str, language: str) -> str:
    return own_url("newsletter-leave", token, language)


def _common(language: str) -> dict[str, object]:
    return {"language": language, "name": settings.PORTAL_NAME, "site_url": settings.SITE_URL}
