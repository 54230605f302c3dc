"""What a merge notes of itself: in revisions by names, read in the reader's language, and in the log by a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _


def merge_note(kept: str, gone: str, moved: Mapping[str, int]) -> str:
    return json.dumps({"merged": {"kept": kept, "gone": gone, "moved": dict(moved)}})


def merge_words(noted: Any) -> str:
    """A note in words: what was merged into what, and how many rows of each kind came along."""
    if not isinstance(noted, dict):
        return ""
    words = log_words(str(noted.get("kept", "")), str(noted.get("gone", "")))
    counts = [f"{_kind(label)}{_(':')} {number}" for label, number in (noted.get("moved") or {}).items()]
    return _("%(merge)s What came along: %(counts)s.") % {"merge": words, "counts": ", ".join(counts)} if counts else words


def log_words(kept: str, gone: str) -> str:
    return _("“%(gone)s” was merged into “%(kept)s”.") % {"gone": gone, "kept": kept}


def _kind(label: str) -> str:
    """A kind's name now; its label where it is no longer there. A tie between two things is told by what it ties."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return label
    if model._meta.auto_created:
        return str(model._meta.auto_created._meta.verbose_name_plural)
    return str(model._meta.verbose_name_plural)
