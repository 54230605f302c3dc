"""What Python and the web server would write beside the log, in words of their own: it becomes lines of the log.

A traceback that nobody caught, in a command of a timer, a thread or a process that answers, ends with the words of its error:
a database repeats the row that it refuses. A person who watches a terminal is shown it as it is.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from pathlib import Path
from types import TracebackType
from typing import TextIO

from publishing.log_words import PlainWords, kind_of

SERVER = "gunicorn.error"
logger = logging.getLogger(__name__)


def cover_words() -> None:
    """Have uncaught errors and warnings told by the log, and records that cannot be written left out without their words."""
    sys.excepthook = _tell_uncaught
    threading.excepthook = lambda given: _tell_uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _tell_uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    warnings.showwarning = _tell_warning
    logging.raiseExceptions = False


def cover_server() -> None:
    """Have the web server's own lines written as all others are: its tracebacks name the address that was asked for."""
    server = logging.getLogger(SERVER)
    server.handlers.clear()
    server.propagate = True


def _tell_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if sys.stderr.isatty() or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
    elif not issubclass(kind, SystemExit):
        error = error or kind()
        logger.error("Nobody caught an error: %s", kind_of(error), exc_info=(kind, error, trace))


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logger.warning("A warning: %s at %s:%d", PlainWords(category.__name__), PlainWords(Path(filename).name), lineno)
