"""The messages of the press list: text and HTML, in the reader's language, with no picture and no trace of being read."""

from __future__ import annotations

import re
from email.utils import make_msgid
from html.parser import HTMLParser
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

from publishing import languages
from publishing.fields import sanitize
from publishing.templatetags.portal_text import quoted
from publishing.typography import typeset, typeset_html

from . import presslist
from .models import Delivery, PressRelease, Subscriber

RELEASE = ("news/mail/release.txt", "news/mail/release.html")
CONFIRMATION = ("news/mail/confirmation.txt", "news/mail/confirmation.html")
BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "table", "tr"}


def message_id(delivery: Delivery) -> str:
    """The Message-ID of a delivery: always the same, so that a message sent again by a person is known to be one message."""
    parts = f"{delivery.pk}:{delivery.mailing_id}:{delivery.subscriber_id}"
    seal = salted_hmac("news.message-id", parts, algorithm="sha256").hexdigest()[:24]
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
    with override(language):
        context = {
            "language": language,
            "name": settings.PORTAL_NAME,
            "url": settings.SITE_URL + release.get_absolute_url(language),
            "leave_url": leave_url,
            "dated": release.dated,
            "contacts": release.contacts_in(language),
            "body": _absolute(typeset_html(sanitize(_of(release, "body", language)), language)),
            "quotes": [
                {"speaker": quote.speaker, "role": _of(quote, "role", language), "words": quoted(quote, "text")[0]}
                for quote in release.quotes.all()
            ],
            **{name: typeset(_of(release, name, language), language) for name in ("title", "subtitle", "place", "lead")},
        }
        context["body_text"] = as_text(context["body"])
        context["body"] = mark_safe(context["body"])  # noqa: S308  sanitised just here
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
            "days": presslist.CONFIRM_WITHIN.days,
        }
        subject = _("Please confirm: press releases of %(name)s") % {"name": settings.PORTAL_NAME}
        return _message(CONFIRMATION, subject, context, language, subscriber.email)


def leave_url(subscriber: Subscriber) -> str:
    """A subscriber's own way out. The database keeps its hash, renewed here should SECRET_KEY have changed."""
    token = presslist.leave_token(subscriber.email, subscriber.language)
    if subscriber.leave_token != presslist.hashed(token):
        subscriber.leave_token = presslist.hashed(token)
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


class _Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.href = ""
        self.lists: list[int | None] = []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.out.append("\n\n" if tag != "tr" else "\n")
        if tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "br":
            self.out.append("\n")
        elif tag == "li":
            self.out.append(f"\n{self._mark()} ")
        elif tag in {"td", "th"}:
            self.out.append(" | " if self.out and not self.out[-1].endswith("\n") else "")
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
            self.start = len(self.out)

    def _mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "–"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def handle_endtag(self, tag):
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "a" and self.href:
            words = "".join(self.out[self.start :])
            if words not in self.href:
                self.out.append(f" <{self.href}>")
            self.href = ""
        elif tag in BLOCKS - {"tr"}:
            self.out.append("\n\n")

    def handle_data(self, data):
        self.out.append(re.sub(r"[ \t\r\n]+", " ", data))


def as_text(html: str) -> str:
    """Formatted text as plain text: paragraphs, lists, and each link's address behind its words."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = [line.strip(" ") for line in "".join(parser.out).split("\n")]
    # A paragraph inside a list's item stands on the item's own line.
    text = re.sub(r"(^|\n)(–|\d+\.)\n+", r"\1\2 ", "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
