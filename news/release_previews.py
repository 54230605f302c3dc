"""A release as the press gets it on paper, looked at before it is saved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from publishing.preview_kinds import PDF, PreviewKind, WrittenPreview, register

from .documents import pdf
from .models import PressRelease
from .reading import ReleaseReading, read


def read_typed(release: PressRelease, language: str) -> ReleaseReading:
    """The working text in a language, as the page’s own preview reads it."""
    return read(PressRelease.objects.in_language(language).for_reading().get(pk=release.pk), language)


register(
    PressRelease,
    PreviewKind("pdf", _("PDF"), PDF, read_typed, lambda reading: WrittenPreview(pdf.make(reading))),
)
