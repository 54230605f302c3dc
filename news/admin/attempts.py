"""What a page of the back office does without where it cannot be made: its reader has to mend the text that it fails on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)
T = TypeVar("T")
U = TypeVar("U")


def attempted(make: Callable[[], T], otherwise: U) -> T | U:
    """What ``make`` gives, or ``otherwise`` where it fails, which the server’s log tells. A database that is away is told."""
    try:
        return make()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("A part of a page of a release could not be made.")
        return otherwise
