"""The messages of the press list: text and HTML, in the reader's language, with no picture and no trace of being read."""

from __future__ import annotations

import re
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.documents import plaintext
from news.models import PressRelease
from publishing import languages
from publishing.fields import sanitize
from publishing.templatetags.portal_text import quoted
from publishing.typography import typeset, typeset_html

from . import subscribers
from .models import Delivery, Subscriber

RELEASE = ("mailing/mail/release.txt", "mailing/mail/release.html")
CONFIRMATION = ("mailing/mail/confirmation.txt", "mailing/mail/confirmation.html")


def message_id(delivery: Delivery) -> str:
    """The Message-ID of a delivery: always the same, so that a message sent again by a person is known to be one message."""
    parts = f"{delivery.pk}:{delivery.mailing_id}:{delivery.subscriber_id}"
    seal = salted_hmac("mailing.message-id", parts, algorithm="sha256").hexdigest()[:24]
    return f"<press-{delivery.pk}.{seal}@{_host()}>"


def _host() -> str:
    """The portal’s own name: that of the machine is nobody’s business."""
    return urlsplit(settings.SITE_URL).hostname


def of_delivery(delivery: Delivery, release: PressRelease) -> EmailMultiAlternatives:
    """The message of a delivery, with the release's text as it is at this moment."""
    language, subscriber = delivery.mailing.language, delivery.subscriber
    url = leave_url(subscriber)
    message = of_release(release, language, subscriber.email, url)
    message.extra_headers |= {
        "Message-ID": message_id(delivery),
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def of_release(release: PressRelease, language: str, to: str, leave_url: str = "") -> EmailMultiAlternatives:
    prefetch_related_objects([release], "quotes", "release_contacts__contact")
    body = _of(release, "body", language)
    with override(language):
        context = {
            "language": language,
            "name": settings.PORTAL_NAME,
            "url": settings.SITE_URL + release.get_absolute_url(language),
            "leave_url": leave_url,
            "dated": release.dated,
            "contacts": release.contacts_in(language),
            "body": mark_safe(_absolute(typeset_html(sanitize(body), language))),  # noqa: S308  sanitised just here
            "body_text": plaintext.of_html(body, language),
            "quotes": [
                {"speaker": quote.speaker, "role": _of(quote, "role", language), "words": quoted(quote, "text")[0]}
                for quote in release.quotes.all()
            ],
            **{name: typeset(_of(release, name, language), language) for name in ("title", "subtitle", "place", "lead")},
        }
        return _message(RELEASE, context["title"], context, language, to)


def of_test(release: PressRelease, language: str, to: str) -> EmailMultiAlternatives:
    """The message as it will be, for the eyes of whoever prepares it."""
    message = of_release(release, language, to)
    with override(language):
        message.subject = _("Test: %(subject)s") % {"subject": message.subject}
    return message


def of_confirmation(subscriber: Subscriber, token: str) -> EmailMultiAlternatives:
    """The question to the owner of an address, whether it shall be on the list."""
    language = subscriber.language
    with override(language):
        context = {
            "language": language,
            "name": settings.PORTAL_NAME,
            "url": settings.SITE_URL + reverse("press-confirm", kwargs={"token": token}),
            "days": subscribers.CONFIRM_WITHIN.days,
        }
        subject = _("Please confirm: press releases of %(name)s") % {"name": settings.PORTAL_NAME}
        return _message(CONFIRMATION, subject, context, language, subscriber.email)


def leave_url(subscriber: Subscriber) -> str:
    """A subscriber's own way out. The database keeps its hash, renewed here should SECRET_KEY have changed."""
    token = subscribers.leave_token(subscriber.email, subscriber.language)
    if subscriber.leave_token != subscribers.hashed(token):
        subscriber.leave_token = subscribers.hashed(token)
        subscriber.save(update_fields=["leave_token"])
    with override(subscriber.language):
        return settings.SITE_URL + reverse("press-leave", kwargs={"token": token})


def _message(templates: tuple[str, str], subject: str, context: dict, language: str, to: str) -> EmailMultiAlternatives:
    text, html = (render_to_string(template, context) for template in templates)
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        to=[to],
        headers={
            "Message-ID": make_msgid(domain=_host()),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _of(thing, field: str, language: str) -> str:
    """A translated text in one language, or where prose is missing there in the main one."""
    return getattr(thing, languages.column(field, language)) or getattr(thing, languages.column(field, languages.main())) or ""


def _absolute(html: str) -> str:
    """A message has no page that its links could start from."""
    return re.sub(r'(<a [^>]*?href=")/(?!/)', rf"\g<1>{settings.SITE_URL}/", html)
