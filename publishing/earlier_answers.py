"""Whole answers of earlier states of the portal, each with what was read for it.

Most edits change a few pages. An answer that was made before an edit is given again after it, without being made, where the
database answers all that was asked for it as it did (``read_traces``).
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass

from .answer_state import PortalState
from .kept_answers import KeptAnswer
from .read_traces import ReadTrace


@dataclass(frozen=True)
class EarlierAnswer:
    """``read`` is the digest of all that the database answered for it."""

    answer: KeptAnswer
    trace: ReadTrace
    read: bytes

    def holds_in(self, state: PortalState) -> bool:
        """Whether it is what would be made now."""
        return self.trace.is_as_in(state.span) and self.trace.ask_again() == self.read and state.still_holds()


class EarlierAnswers:
    """Those used last, by address. The texts of questions, which many answers share, are held and counted once."""

    def __init__(self, most_bytes: int, most: int) -> None:
        self.most_bytes, self.most, self.bytes = most_bytes, most, 0
        self._kept: OrderedDict[str, EarlierAnswer] = OrderedDict()
        self._texts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def in_state(self, state: PortalState, key: str) -> KeptAnswer | None:
        """The answer to an address where it still stands; one that does not is forgotten."""
        with self._lock:
            earlier = self._kept.get(key)
        if earlier is None:
            return None
        if earlier.holds_in(state):
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
            return earlier.answer
        with self._lock:
            self._forget(key)
        return None

    def put(self, key: str, earlier: EarlierAnswer) -> None:
        with self._lock:
            self._forget(key)
            self._kept[key] = earlier
            self.bytes += self._own_bytes(earlier)
            for sql, _params in earlier.trace.questions:
                self._texts[sql] += 1
                self.bytes += len(sql) if self._texts[sql] == 1 else 0
            while self.bytes > self.most_bytes or len(self._kept) > self.most:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        gone = self._kept.pop(key, None)
        if gone is None:
            return
        self.bytes -= self._own_bytes(gone)
        for sql, _params in gone.trace.questions:
            self._texts[sql] -= 1
            if not self._texts[sql]:
                del self._texts[sql]
                self.bytes -= len(sql)

    @staticmethod
    def _own_bytes(earlier: EarlierAnswer) -> int:
        return earlier.answer.size + sum(100 + 60 * len(params or ()) for _sql, params in earlier.trace.questions)
