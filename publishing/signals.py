"""Signals that let upper floors follow what happens on the ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from django.dispatch import Signal

edited = Signal()
"""Sent with ``instance`` when a record and what hangs on it (inlines, many-to-many) have been saved together.

Whatever relations of ``instance`` are read already are those that were saved: receivers may rely on them. With ``created``
where the record has just been made: nothing else leads to it yet.
"""

_around_changes: dict[str, Callable[[], AbstractContextManager[None]]] = {}


def around_changes(name: str, context: Callable[[], AbstractContextManager[None]]) -> None:
    """Have ``context()`` entered before every change that is made of several saves, and left after the last of them.

    For what follows records and would else do its work once a save. Registered again under its name, it stands once.
    """
    _around_changes[name] = context


@contextmanager
def one_change() -> Iterator[None]:
    """All that is saved within is one change of the portal. Belongs into the transaction that saves it.

    Where it ends with an exception, what follows records does nothing: the transaction takes everything back.
    """
    with ExitStack() as around:
        for context in _around_changes.values():
            around.enter_context(context())
        yield
