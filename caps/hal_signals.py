"""A question to HAL that is deleted, by whatever road, lets go of what it alone had found."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from .hal.taking import let_go_of
from .models import HalQuery


def _let_go(sender: type[HalQuery], instance: HalQuery, **kwargs: Any) -> None:
    let_go_of(instance)


def connect() -> None:
    pre_delete.connect(_let_go, sender=HalQuery, dispatch_uid="caps.hal.let_go")
