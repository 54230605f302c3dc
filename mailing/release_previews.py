"""A release as the press list gets it, looked at before it is saved."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import pgettext_lazy

from news.models import PressRelease
from news.reading import ReleaseReading
from news.release_previews import read_typed
from publishing.preview_kinds import HTML, PreviewKind, WrittenPreview, register

from . import mail_messages


def write_mail(reading: ReleaseReading) -> WrittenPreview:
    """The message to the press list, addressed to nobody; its way out leads to the portal’s first page."""
    message = mail_messages.of_release(reading, "name@example.org", leave_url=settings.SITE_URL + "/")
    html = next(str(content) for content, kind in message.alternatives if kind == HTML)
    return WrittenPreview(html.encode(), title=str(message.subject))


register(PressRelease, PreviewKind("mail", pgettext_lazy("a form of a release", "Mail"), HTML, read_typed, write_mail))
