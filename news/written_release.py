"""The page of a public release as it is written, kept under what was read of it.

An edition never changes, and what stands around it seldom does: who is reached, where its links lead, what it names.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.safestring import SafeString

from publishing.kept_entries import kept_by_rows, written
from publishing.portal_links import SettledLinks

from .reading import ReleaseReading, settled


def written_release(release: ReleaseReading) -> SafeString:
    return _written(*settled(release))


@kept_by_rows
def _written(release: ReleaseReading, links: SettledLinks) -> SafeString:
    return written("news/_release.html", {"release": replace(release, looked_up=links), "preview": False})
