"""What mails say: text and HTML, in the reader's language, with no picture and no trace of being read."""

from __future__ import annotations

import re
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.documents import plaintext, written
from news.documents.standalone import standalone_html
from news.reading import ReleaseReading
from publishing.outbox import HTML, SUBJECT, TEXT, OutboxMessage

from . import subscribers
from .models import Delivery, Subscriber

RELEASE, CONFIRMATION = "mailing/mail/release", "mailing/mail/confirmation"
"""Messages by the name of their templates, of which one writes the text and one the HTML."""


def message_id(kind: str, pk: int, *identity: object) -> str:
    """The Message-ID of a row of a queue: the same for the same ``kind``, key and ``identity``, and not to be guessed."""
    parts = ":".join(str(part) for part in (pk, *identity))
    seal = salted_hmac(f"mailing.message-id.{kind}", parts, algorithm="sha256").hexdigest()[:24]
    return f"<{kind}-{pk}.{seal}@{_host()}>"


def _host() -> str:
    """The portal’s own name: that of the machine is nobody’s business."""
    return urlsplit(settings.SITE_URL).hostname or ""


def of_delivery(delivery: Delivery, release: ReleaseReading) -> EmailMultiAlternatives:
    """The message of a delivery, with the release as it was read at this moment in the language of the mailing."""
    url = leave_url(delivery.subscriber)
    message = of_release(release, delivery.subscriber.email, url)
    message.extra_headers |= {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def of_release(release: ReleaseReading, to: str, leave_url: str = "") -> EmailMultiAlternatives:
    """All that the release's page says, as text and as HTML without a picture, with every address whole."""
    title = written.line(release.words.title).words
    with override(release.language):
        context = {
            "language": release.language,
            "name": settings.PORTAL_NAME,
            "leave_url": leave_url,
            "title": title,
            "is_example": release.life.is_example,
            "text": plaintext.make(release),
            "html": standalone_html(release),
        }
        return _message(RELEASE, title, context, release.language, to)


def of_test(release: ReleaseReading, to: str) -> EmailMultiAlternatives:
    """The message as it will be, for the eyes of whoever prepares it."""
    message = of_release(release, to)
    with override(release.language):
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


def of_outbox(row: OutboxMessage) -> EmailMultiAlternatives:
    """The message that a row of the outbox stands for."""
    with override(row.language):
        context = {**row.context, "language": row.language, "name": settings.PORTAL_NAME, "site_url": settings.SITE_URL}
        return _message(row.template, _text(row.template + SUBJECT, context), context, row.language, row.recipient)


def leave_url(subscriber: Subscriber) -> str:
    """A subscriber's own way out. The database keeps its hash, renewed here should SECRET_KEY have changed."""
    token = subscribers.leave_token(subscriber.email, subscriber.language)
    if subscriber.leave_token != subscribers.hashed(token):
        subscriber.leave_token = subscribers.hashed(token)
        subscriber.save(update_fields=["leave_token"])
    with override(subscriber.language):
        return settings.SITE_URL + reverse("press-leave", kwargs={"token": token})


def _message(template: str, subject: str, context: dict[str, object], language: str, to: str) -> EmailMultiAlternatives:
    text = _text(template + TEXT, context)
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
    html = _html(template + HTML, context)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _text(template: str, context: dict[str, object]) -> str:
    """A template of plain text: what would be markup elsewhere stays the sign that it is."""
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def _html(template: str, context: dict[str, object]) -> str:
    """A template of HTML, or nothing where there is none."""
    try:
        return render_to_string(template, context)
    except TemplateDoesNotExist as error:
        if error.args[0] == template:
            return ""
        raise
