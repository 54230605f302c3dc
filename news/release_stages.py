"""Where a language of a release stands, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from publishing import admin_states, clock

from .enums import ReleaseStage
from .models import PressRelease

DATED = {ReleaseStage.SCHEDULED, ReleaseStage.PUBLIC, ReleaseStage.WITHDRAWN}
"""Stages that go with a moment."""


def stage_words(release: PressRelease, language: str, at: datetime | None = None) -> str:
    """“scheduled: from Saturday 5 December 2026, 2 pm”, “public since 22 May 2024, in review”, “draft”."""
    at = at or clock.now()
    stages = release.stages_in(language, at)
    return ", ".join(_words(release, language, stage, at) for stage in reversed(ReleaseStage) if stage in stages)


def _words(release: PressRelease, language: str, stage: ReleaseStage, at: datetime) -> str:
    if stage not in DATED or release.public_from(language) is None:
        return str(stage.label)
    words = admin_states.state_words(release, language, at)
    return _("scheduled: %(moment)s") % {"moment": words} if stage == ReleaseStage.SCHEDULED else words
