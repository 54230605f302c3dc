"""A line between the portal and what it lives on, which breaks as a test asks: it refuses, resets, swallows, delays, cuts."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: whoever is left hears of it by a reset, not by an end."""


class Line:
    """Listens on ``port``; hands on to ``target``. What a silent line swallowed is lost, and its connections with it."""

    def __init__(self, target: int) -> None:
        self.target, self.mode, self.delay, self.room = target, "whole", 0.0, 0
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self._open(0)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *exception: object) -> None:
        self.refuse()

    def mend(self) -> None:
        self.mode, self.delay = "whole", 0.0
        if self._door is None:
            self._open(self.port)

    def refuse(self) -> None:
        """Nobody listens, as where the server has ended."""
        self.mode = "refuse"
        if self._door is not None:
            with contextlib.suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        self._reset_all()

    def reset(self) -> None:
        """Whoever connects or is connected is reset."""
        self.mode = "reset"
        self._reset_all()

    def swallow(self) -> None:
        """Whoever connects or is connected hears nothing any more."""
        self.mode = "swallow"

    def swallow_what_is_open(self) -> None:
        """Whoever is connected hears nothing any more; whoever comes is served. As a firewall that forgot its connections."""
        with self._lock:
            self._lost = set(self._ends)

    def slow(self, seconds: float) -> None:
        self.delay = seconds

    def cut_after(self, number: int) -> None:
        """Reset a connection once so many bytes of answers have come over it."""
        self.mode, self.room = "cut", number

    def _open(self, port: int) -> None:
        self._lost: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", port), backlog=100)
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                near, _address = door.accept()
            except OSError:
                return
            if self.mode == "reset":
                self._end(near)
                continue
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        if self.mode == "swallow":
            with self._lock:
                self._ends.add(near)
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return self._end(near)
        with self._lock:
            self._ends |= {near, far}
        threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
        self._pump(far, near, True)

    def _pump(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        carried = 0
        try:
            while data := one.recv(1 << 16):
                if self.mode == "swallow" or one in self._lost:
                    with self._lock:
                        self._lost |= {one, other}
                    continue
                if self.delay:
                    time.sleep(self.delay)
                carried += len(data)
                if self.mode == "cut" and is_answer and carried > self.room:
                    break
                other.sendall(data)
        except OSError:
            pass
        self._end(one)
        self._end(other)

    def _reset_all(self) -> None:
        with self._lock:
            ends = list(self._ends)
        for end in ends:
            self._end(end)

    def _end(self, end: socket.socket) -> None:
        with self._lock:
            self._ends.discard(end)
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.shutdown(socket.SHUT_RDWR)
        end.close()
