"""How many journalists a release reaches, told on the page of its life before anybody decides on its moment."""

from __future__ import annotations

from news.models import PressRelease
from news.recipients import register
from publishing import languages

from . import audiences
from .enums import MailingKind
from .models import Mailing


def journalists_of(release: PressRelease) -> dict[str, int]:
    """For each language how many confirmed addresses of its audience a mailing made now would reach.

    That is none for an example, and none in a language whose mailing was made: it is made once.
    """
    counts = {} if release.is_example else audiences.how_many(release.pk)
    made = set(Mailing.objects.filter(release=release, kind=MailingKind.RELEASE).values_list("language", flat=True))
    return {code: 0 if code in made else counts.get(code, 0) for code in languages.codes()}


register("press list", journalists_of)
