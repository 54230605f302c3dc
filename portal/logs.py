"""What the portal writes into its log, and what it keeps out of it.

In production each record is one line of JSON. A log is read by more people than may see what the portal holds, and kept for
longer: no key, secret, address, name or text stands in it, of nobody and of nothing, whether public or not.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publishing.log_words import PlainWords

_KEY = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}(?=[/?\s\"']|$)")
_SAID = re.compile(
    r"\"[^\"]*\"|'[^']*'|“[^”]*”|«[^»]*»"  # what is quoted
    r"|\S*@\S+"  # an e-mail address
    r"|(?:https?:/)?/\S+"  # an address or a path
    r"|[A-Za-z0-9_-]{24,}"  # a key
)
HOUSE = ("portal", "mailing", "news", "caps", "partners", "cluster", "search", "publishing", "proofreading")
"""The loggers whose words were written here, with nothing in them but what their arguments put there."""
HOSTILE = "django.security"
COVER = "…"
_encode = json.JSONEncoder(ensure_ascii=False).encode
FRAMES = 12
_HERE = Path(__file__).resolve().parent.parent

request_fields: ContextVar[dict[str, Any]] = ContextVar("request_fields", default={})  # noqa: B039  never changed in place
"""What every line of a request says of it: its number."""
refusal: ContextVar[list[str] | None] = ContextVar("refusal", default=None)
"""Why the request was refused, for its one line to say."""


class WithoutKeys(logging.Filter):
    """Covers the keys that stand in addresses (reading links, the press list), in the lines of a local portal.

    A key is 32 random bytes or more, which makes 43 signs or more of base64url between two slashes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _KEY.sub(COVER, record.getMessage()), ()
        return True


class RefusalsAside(logging.Filter):
    """Leaves what Django says of a hostile request to that request’s own line: one each, however many there are."""

    def filter(self, record: logging.LogRecord) -> bool:
        noted = refusal.get()
        if noted is None or not record.name.startswith(HOSTILE):
            return True
        noted.append(record.name.rpartition(".")[2])
        return False


class CoveredLines(logging.Formatter):
    """One line of JSON a record: when, how grave, from where, in which request, and its words with all texts in them covered.

    Of an error stand its kind and where it happened. Its own words are left out: a database repeats the row that it refuses.
    A refusal of what is hostile is one line without either (``django.security``).
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **request_fields.get(),
        }
        if record.name.startswith(HOSTILE):
            entry["message"] = f"refused: {record.name.rpartition('.')[2]}"
        else:
            status = getattr(record, "status_code", None)
            entry["message"] = f"answered {status}" if record.name == "django.request" and status else covered_words(record)
            if record.exc_info and record.exc_info[1] is not None:
                entry["error"] = _told(record.exc_info[1])
        entry |= getattr(record, "fields", {})
        return _encode(entry)


def covered_words(record: logging.LogRecord) -> str:
    """The words of a record, each text that came into them while the portal ran covered."""
    template = record.msg if isinstance(record.msg, str) else COVER
    if not record.args:
        return template if _is_ours(record) else _SAID.sub(COVER, template)
    arguments = record.args
    values = (
        {name: _covered(value) for name, value in arguments.items()}
        if isinstance(arguments, dict)
        else tuple(map(_covered, arguments))
    )
    try:
        return template % values
    except (TypeError, ValueError, KeyError):
        return COVER


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in HOUSE


def _covered(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | PlainWords) else COVER


def _told(error: BaseException) -> dict[str, object]:
    """The kinds of an error and of what led to it, and where it happened, the innermost place last."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < 5:
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"kinds": kinds, "at": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]}


def _place(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(_HERE) and ".venv" not in path.parts:
        return str(path.relative_to(_HERE))
    return "/".join(path.parts[-3:])
