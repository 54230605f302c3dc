"""What the portal writes into its log, and what it keeps out of it."""

import logging
import re

_KEY = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}(?=[/?\s\"']|$)")


class WithoutKeys(logging.Filter):
    """Covers the keys that stand in addresses (reading links, the press list): a log is read by more people than may use them.

    A key is 32 random bytes or more, which makes 43 signs or more of base64url between two slashes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _KEY.sub("…", record.getMessage()), ()
        return True
