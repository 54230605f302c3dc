"""Moments at which the news change by themselves and that no column holds."""

from __future__ import annotations

from datetime import timedelta

from publishing.content_moments import also_after

REPEATED_FOR = timedelta(days=365)
"""How long the first document of the feed tells of a correction or a withdrawal of what stands in another."""


def register() -> None:
    also_after("news_edition", "corrected_at", REPEATED_FOR)
    also_after("news_pressrelease", "withdrawn_at", REPEATED_FOR)
