"""What the page of a release's life shows of its mailings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from news.models import PressRelease
from news.release_panels import ReleasePanel, register
from publishing import languages

from . import server_troubles
from .mailings import with_progress
from .models import Mailing


def mailings_of(release: PressRelease) -> dict[str, object]:
    """For each language what the press list gets or got, if anything yet."""
    known = {mailing.language: mailing for mailing in with_progress(Mailing.objects.filter(release=release))}
    return {
        "release": release,
        "trouble": server_troubles.current(),
        "mailings": [(code, known.get(code)) for code in languages.codes()],
    }


register(
    ReleasePanel(
        key="mailings",
        title=_("Press list"),
        permission="mailing.view_mailing",
        template="admin/mailing/_release_panel.html",
        context=mailings_of,
    )
)
