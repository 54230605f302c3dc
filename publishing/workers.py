"""What every worker beside the web process shares: a name, knowing which others are dead, and ending when it is asked to."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def worker_name() -> str:
    """A name that no other worker has or had, and that tells whether its process still runs on this machine."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{secrets.token_hex(4)}"


def is_dead(name: str, own: str) -> bool:
    """Whether a worker has certainly ended: one of this machine whose process is gone, or had this process's number before."""
    host, pid, _mark = own.split("/")
    parts = name.split("/")
    if name == own or len(parts) != 3 or parts[0] != host or not parts[1].isdecimal():
        return name == own
    return parts[1] == pid or not _is_running(int(parts[1]))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def ended_by_signals(ended: threading.Event) -> Iterator[None]:
    """Asked to stop, a worker comes to a point where nothing is half done, and lets go of the rest."""
    numbers = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda *_signal: ended.set()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
