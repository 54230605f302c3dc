"""What mails say: text and HTML, in the reader's language, with no picture and no trace of being read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import make_msgid
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.documents import plaintext, written
from news.documents.standalone import with_whole_addresses
from news.reading import PressPicture, ReleaseReading
from publishing import languages
from publishing.excerpts import excerpt
from publishing.localized_text import LocalizedText
from publishing.outbox import HTML, SUBJECT, TEXT, OutboxMessage

from . import subscribers
from .enums import MailingKind
from .letters import READER_TOKEN, Letter
from .models import Delivery, Subscriber

RELEASE, WITHDRAWAL, CONFIRMATION = "mailing/mail/release", "mailing/mail/withdrawal", "mailing/mail/confirmation"
"""Messages by the name of their templates, of which one writes the text and one the HTML."""

PREHEADER = 150
"""How many signs a mail program shows beside a subject."""

CUT_AT = 100_000
"""How many bytes of HTML the mailbox with the least patience shows: Gmail cuts what is longer than 102 kB."""


def message_id(kind: str, pk: int, *identity: object) -> str:
    """The Message-ID of a row of a queue: the same for the same ``kind``, key and ``identity``, and not to be guessed."""
    parts = ":".join(str(part) for part in (pk, *identity))
    seal = salted_hmac(f"mailing.message-id.{kind}", parts, algorithm="sha256").hexdigest()[:24]
    return f"<{kind}-{pk}.{seal}@{_host()}>"


def _host() -> str:
    """The portal’s own name: that of the machine is nobody’s business."""
    return urlsplit(settings.SITE_URL).hostname or ""


def letter_of(kind: str, release: ReleaseReading, notice: LocalizedText | None = None) -> Letter:
    """What a mailing says to all its readers, with the release as it was read at this moment in the mailing’s language.

    ``notice`` is what a withdrawal tells the public.
    """
    url = _leave_url(READER_TOKEN, release.language)
    if kind == MailingKind.WITHDRAWAL:
        message = of_withdrawal(release, notice or LocalizedText("", release.language), "", url)
    elif kind == MailingKind.CORRECTION:
        message = of_correction(release, "", url)
    else:
        message = of_release(release, "", url)
    return Letter.of(message, one_click(url))


def of_delivery(delivery: Delivery, letter: Letter) -> EmailMultiAlternatives:
    """The message of a delivery: the letter, addressed, with its reader’s own way out."""
    return letter.to(delivery.subscriber.email, subscribers.PRESS.token_of(delivery.subscriber))


def one_click(url: str) -> dict[str, str]:
    """The headers by which mail programs offer to leave in one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def of_release(release: ReleaseReading, to: str, leave_url: str = "") -> EmailMultiAlternatives:
    """All that the release's page says, as text and as HTML without a picture, with every address whole."""
    with override(release.language):
        return _whole_release(release, to, leave_url, kind=_("Press release"), subject=_title(release))


def of_correction(release: ReleaseReading, to: str, leave_url: str = "") -> EmailMultiAlternatives:
    """The release as it stands corrected, what was said and what is said now at its head, for who received it before."""
    with override(release.language):
        intro = _(
            "We sent you this press release. It has been corrected: please use the text below, and the earlier one no more."
        )
        subject = _("Correction: %(title)s") % {"title": _title(release)}
        return _whole_release(release, to, leave_url, kind=_("Correction"), subject=subject, intro=intro)


def of_withdrawal(release: ReleaseReading, notice: LocalizedText, to: str, leave_url: str = "") -> EmailMultiAlternatives:
    """That the release is withdrawn, why, and that it is not to be used; of its text its title alone."""
    with override(release.language):
        title = _title(release)
        context = {
            **_common(release.language),
            "leave_url": leave_url,
            "title": title,
            "title_words": release.words.title,
            "notice": notice,
            "notice_line": written.line(notice).words,
            "dated": release.words.dated,
            "contacts": release.contacts,
            "contact_lines": "\n\n".join(plaintext.contact_lines(release)),
        }
        subject = _("Withdrawn, please do not use: %(title)s") % {"title": title}
        return _message(WITHDRAWAL, subject, context, release.language, to)


def size_of_html(release: ReleaseReading) -> int:
    """How many bytes the HTML of a release's message has, its way out included."""
    message = of_release(release, "name@example.org", leave_url=settings.SITE_URL + "/" * 120)
    return sum(len(str(content).encode()) for content, _kind in message.alternatives)


def _whole_release(
    release: ReleaseReading, to: str, leave_url: str, *, kind: str, subject: str, intro: str = ""
) -> EmailMultiAlternatives:
    context = {
        **_common(release.language),
        "leave_url": leave_url,
        "title": _title(release),
        "preheader": excerpt(intro or written.line(release.words.lead).words, PREHEADER),
        "kind": kind,
        "intro": intro,
        "is_example": release.life.is_example,
        "release": release,
        "text": plaintext.make(release),
        "slug": release.life.slug,
        "pictures": [_picture(picture) for picture in release.words.pictures],
    }
    return _message(RELEASE, subject, context, release.language, to)


def _title(release: ReleaseReading) -> str:
    return written.line(release.words.title).words


def _picture(picture: PressPicture) -> dict[str, str]:
    shown = written.picture(picture)
    return {
        "words": shown.caption.words or shown.alt.words,
        "credit": shown.credit,
        "licence": shown.licence,
        "url": urljoin(settings.SITE_URL, default_storage.url(picture.file)),
    }


def _common(language: str) -> dict[str, object]:
    return {"language": language, "name": settings.PORTAL_NAME, "site_url": settings.SITE_URL}


def of_test(release: ReleaseReading, to: str) -> EmailMultiAlternatives:
    """The message as it will be, for the eyes of whoever prepares it."""
    message = of_release(release, to)
    with override(release.language):
        message.subject = _("Test: %(subject)s") % {"subject": message.subject}
    return message


def of_confirmation(subscriber: Subscriber, token: str, codes: Sequence[str] = ()) -> EmailMultiAlternatives:
    """The question to the owner of an address, whether it shall be on the list, in the languages of ``codes``."""
    language = subscriber.language
    with override(language):
        context = {
            **_common(language),
            "url": settings.SITE_URL + reverse("press-confirm", kwargs={"token": token}),
            "days": subscribers.CONFIRM_WITHIN.days,
            "languages": ", ".join(str(languages.name(code)) for code in codes) if len(codes) > 1 else "",
        }
        subject = _("Please confirm: press releases of %(name)s") % {"name": settings.PORTAL_NAME}
        message = _message(CONFIRMATION, subject, context, language, subscriber.email)
    message.extra_headers["Message-ID"] = _confirmation_id(subscriber.pk, subscribers.hashed(token))
    return message


def confirmation_id(subscriber: Subscriber) -> str:
    """The Message-ID of the question that the owner of an address was asked last."""
    return _confirmation_id(subscriber.pk, subscriber.confirm_hash)


def _confirmation_id(pk: int, confirm_hash: str) -> str:
    return message_id("confirm", pk, confirm_hash)


def of_outbox(row: OutboxMessage, shown: Mapping[str, object]) -> EmailMultiAlternatives:
    """The message that a row of the outbox stands for, with what it shows at this moment."""
    with override(row.language):
        context = {**shown, **_common(row.language)}
        message = _message(row.template, _text(row.template + SUBJECT, context), context, row.language, row.recipient)
    if calendar := shown.get("calendar"):
        message.attach("event.ics", str(calendar), "text/calendar")
    return message


def of_text(template: str, subject: str, context: dict[str, object], language: str, to: str) -> EmailMultiAlternatives:
    """A message by the name of its templates, in the active language; with HTML where there is a template of it."""
    return _message(template, subject, context, language, to)


def leave_url(subscriber: Subscriber) -> str:
    """A subscriber’s own way out."""
    return _leave_url(subscribers.PRESS.token_of(subscriber), subscriber.language)


def _leave_url(token: str, language: str) -> str:
    with override(language):
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
        return with_whole_addresses(render_to_string(template, context))
    except TemplateDoesNotExist as error:
        if error.args[0] == template:
            return ""
        raise
