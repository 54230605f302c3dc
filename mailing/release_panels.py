"""What the page of a release's life shows of its mailings."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from news.models import PressRelease
from news.querysets import RELATIONS_READ
from news.reading import read
from news.release_panels import ReleasePanel, register
from publishing import languages

from . import audiences, recalls, server_troubles
from .enums import MailingKind
from .mail_messages import CUT_AT, size_of_html
from .mailings import with_progress
from .models import Mailing


def mailings_of(release: PressRelease) -> dict[str, object]:
    """For each language what the press list gets or got, if anything yet, what it is told since, and what stands against it."""
    made = list(with_progress(Mailing.objects.filter(release=release).order_by("pk")))
    received = recalls.editions_received(release)
    for mailing in made:
        mailing.by_edition = received.get(mailing.pk, [])
    known = {mailing.language: mailing for mailing in made if mailing.kind == MailingKind.RELEASE}
    return {
        "release": release,
        "trouble": server_troubles.current(),
        "mailings": [(code, known.get(code)) for code in languages.codes()],
        "recalls": [mailing for mailing in made if mailing.kind != MailingKind.RELEASE],
        "too_long": too_long(release),
        "numbers": "" if release.withdrawn_at else audiences.numbers_in_words(release.pk),
        "settled": audiences.is_settled(release.pk),
    }


def too_long(release: PressRelease) -> list[tuple[str, int]]:
    """The languages in which mailboxes would cut the message, each with its size in kB."""
    if release.withdrawn_at is not None:
        return []
    prefetch_related_objects([release], *RELATIONS_READ)
    sizes = [(code, size_of_html(read(release, code))) for code in languages.codes() if not release.missing_texts(code)]
    return [(code, -(-size // 1000)) for code, size in sizes if size > CUT_AT]


register(
    ReleasePanel(
        key="mailings",
        title=_("Press list"),
        permission="mailing.view_mailing",
        template="admin/mailing/_release_panel.html",
        context=mailings_of,
    )
)
