"""What upper floors show of a release in the back office, on the page of its life.

A release is mailed, yet the press room knows nothing of mailings. So each floor above registers the panels that it adds, and
the page asks for those that its reader may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise

from .models import PressRelease


@dataclass(frozen=True)
class ReleasePanel:
    """A part of the page: under ``title``, for whoever has ``permission``, ``template`` shows what ``context`` gives.

    ``key`` names it on the page and in the registry; the template finds what it shows as ``panel``.
    """

    key: str
    title: str | Promise
    permission: str
    template: str
    context: Callable[[PressRelease], dict[str, object]]


@dataclass(frozen=True)
class FilledPanel:
    """A panel with what it shows of one release."""

    panel: ReleasePanel
    context: dict[str, object]


_panels: dict[str, ReleasePanel] = {}


def register(panel: ReleasePanel) -> None:
    """Add a panel. Raises ``ValueError`` where another one has its key."""
    if _panels.setdefault(panel.key, panel) is not panel:
        raise ValueError(f"two panels of a release are called “{panel.key}”")


def panels_of(release: PressRelease, user: AbstractUser) -> list[FilledPanel]:
    """The panels of a release that somebody may see, lower floors first; those of others are not even read."""
    return [FilledPanel(panel, panel.context(release)) for panel in _panels.values() if user.has_perm(panel.permission)]
