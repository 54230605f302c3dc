"""What mail servers say, in words that one need not be a postmaster to understand (RFC 3463; RFC 5321, 4.2.3)."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

_TAKEN = gettext_noop("The server took the message.")
_LATER = gettext_noop("The server takes nothing for now; it is tried again.")
_REFUSED = gettext_noop("The server refuses the message.")
_UNKNOWN_ADDRESS = gettext_noop("The recipient’s server knows no such address.")
_CLOSED = gettext_noop("The recipient’s mailbox is closed.")
_FULL = gettext_noop("The recipient’s mailbox is full.")
_TOO_LARGE = gettext_noop("The message is larger than the server takes.")
_NO_SERVER = gettext_noop("There is no mail server for this address.")
_SENDER = gettext_noop("The mail server refuses the sender’s address.")
_GIVEN_UP = gettext_noop("The message was tried for days and given up.")
_FORM = gettext_noop("The server does not take the form of the message.")
_RULE = gettext_noop("The server refuses by a rule of its own, not because of the address.")
_DOMAIN = gettext_noop("The server finds that the sender does not prove its domain (SPF, DKIM, DMARC).")
_SIGN_IN = gettext_noop("The mail server wants a name and a password.")
_WRONG_PASSWORD = gettext_noop("The mail server does not know this name and password.")
_ENCRYPT = gettext_noop("The mail server wants an encrypted connection.")
_GREETING = gettext_noop("The mail server was not greeted as it wants to be.")

_BY_WORDS = (
    (r"\bh(?:elo|ello)\b|\behlo\b.*first", _GREETING),
    (r"must issue a starttls|starttls (?:is )?required|requires? (?:tls|encryption)", _ENCRYPT),
    (r"relay(?:ing)? (?:access )?denied|not permitted to relay", _SIGN_IN),
    (r"sender address rejected|sender rejected", _SENDER),
    (r"over ?quota|mailbox (?:is )?full", _FULL),
)
"""What a reply says, where its codes leave open what is meant."""

_BY_ENHANCED_CODE = {
    "1.1": _UNKNOWN_ADDRESS,
    "1.2": _NO_SERVER,
    "1.3": _UNKNOWN_ADDRESS,
    "1.6": _UNKNOWN_ADDRESS,
    "1.7": _SENDER,
    "1.8": _SENDER,
    "1.10": _NO_SERVER,
    "2.1": _CLOSED,
    "2.2": _FULL,
    "2.3": _TOO_LARGE,
    "3.4": _TOO_LARGE,
    "4.4": _NO_SERVER,
    "4.7": _GIVEN_UP,
    "6": _FORM,
    "7.0": _RULE,
    "7.8": _WRONG_PASSWORD,
    "7.9": _WRONG_PASSWORD,
    "7.11": _ENCRYPT,
    **dict.fromkeys(("7.20", "7.21", "7.22", "7.23", "7.24", "7.25", "7.26", "7.27"), _DOMAIN),
    "7": _RULE,
}
"""Subject and detail of an enhanced code, or its subject alone."""

_BY_CODE = {
    "421": _LATER,
    "501": _SENDER,
    "503": _GREETING,
    "530": _SIGN_IN,
    "534": _ENCRYPT,
    "535": _WRONG_PASSWORD,
    "538": _ENCRYPT,
    "550": _UNKNOWN_ADDRESS,
    "551": _UNKNOWN_ADDRESS,
    "552": _TOO_LARGE,
    "553": _UNKNOWN_ADDRESS,
    "555": _FORM,
    "556": _NO_SERVER,
    "2": _TAKEN,
    "4": _LATER,
    "5": _REFUSED,
}
"""A reply's own code, or its first digit."""

_BY_FAILURE = (
    ("certificate verify failed", gettext_noop("The mail server’s certificate is not to be trusted.")),
    (r"wrong version number|\bssl\b|\btls\b|starttls", gettext_noop("The mail server does not encrypt as EMAIL_URL says.")),
    ("refused", gettext_noop("No mail server listens at the address of EMAIL_URL.")),
    ("timed out|timeout", gettext_noop("The mail server did not answer in time.")),
    (r"name or service|name resolution|nodename", gettext_noop("The name of the mail server in EMAIL_URL is not known.")),
    ("closed|reset|broken pipe|no connection|unreachable", gettext_noop("The mail server hung up or cannot be reached.")),
)
"""What the machine says where no server spoke."""

_REPLY = re.compile(r"\(?(?P<code>[2-5]\d\d)\b[ ,-]*(?:b?['\"])?(?P<enhanced>[245]\.\d{1,3}\.\d{1,3}\b)?")


def in_words(reply: str) -> str:
    """What a server's reply, or the machine's word for none, means; in the active language, empty for what is neither."""
    spoken = _REPLY.match(reply)
    if spoken is None:
        return "" if reply.endswith(".") else _first(_BY_FAILURE, reply)  # The portal's own sentences end in a full stop.
    if spoken["code"].startswith("2"):
        return gettext(_TAKEN)
    if words := _first(_BY_WORDS, reply):
        return words
    subject = (spoken["enhanced"] or "").partition(".")[2]
    code = spoken["code"]
    keys = [(subject, _BY_ENHANCED_CODE), (subject.partition(".")[0], _BY_ENHANCED_CODE), (code, _BY_CODE), (code[0], _BY_CODE)]
    if code == "530" or (code[0] == "4" and subject != "2.2"):
        keys = keys[2:]  # What is said for now is no verdict on the address.
    return gettext(next(table[key] for key, table in keys if key in table))


def told(reply: str) -> str:
    """The meaning, then the server's own words: “The recipient’s mailbox is full. (552 5.2.2 over quota)”."""
    meaning = in_words(reply)
    return f"{meaning} ({reply})" if meaning else reply


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((gettext(words) for pattern, words in table if re.search(pattern, text, re.IGNORECASE)), "")
