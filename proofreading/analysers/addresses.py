"""Finds addresses of mail and of the web, broken ones included."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..addresses import TAILS, Email, Url
from ..source import Block
from ..spans import overlaps, spans_of
from ..text import fold

_TAIL = "|".join(sorted(TAILS, key=len, reverse=True))
_NO_LINK = r"[^\s<>«»“”\"'()\[\]{}]"
_URL = re.compile(
    r"(?<![\w@])"
    rf"(?:(?:https?|htt?ps?|ttps?|http?s)(?::/{{0,3}}|//){_NO_LINK}{{2,500}}|www\.{_NO_LINK}{{2,500}}"
    rf"|[a-z0-9-]{{2,63}}(?:\.[a-z0-9-]{{2,63}}){{0,4}}\.(?:{_TAIL})(?:/{_NO_LINK}{{0,300}})?(?![\w@-]))",
    re.I,
)
# Signs that end the sentence about an address rather than the address; and an address is no shorter than “a.org”.
_ENDS_OF_SENTENCES, _SHORTEST_URL = ".,;:!?…'’*_|", 5
_NO_PAGES = ("mailto:", "tel:", "#")

_LOCAL = re.compile(r"[\w.+%'’-]{1,64}$")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:[.,]{1,2}[\w-]{1,63}){0,6}")
_ENDS_IN_A_TAIL = re.compile(rf"(?:{_TAIL})(?![\w@])", re.I)
_TAIL_BEHIND = re.compile(rf"(?:\s*\.\s*|\s)((?:[\w-]+\.)?(?:{_TAIL}))(?![\w@])", re.I)
_LETTERS_BEHIND = re.compile(r"\s([a-z]{1,2})(?![\w'’.@])")
_DOMAIN_BEHIND = re.compile(
    rf"\s*\.\s*((?:[\w-]+\.){{0,3}}(?:{_TAIL}))(?![\w@])|[ \u00a0]((?:[\w-]+\.){{0,3}}(?:{_TAIL}))(?![\w@])", re.I
)
_PIECE_BEFORE = re.compile(r"([a-z0-9][\w-]{0,40}[._]) $|([a-z][\w-]{0,40}) (?=\.)$")
_PIECE_BEFORE_A_DOT = re.compile(r"([a-z][a-z-]{1,40}) \.$")
_WORD_BEFORE = re.compile(r"(?<![\w.@-])([a-z][a-z-]*(?:\.[a-z-]+)?)[ \u00a0]$")
_BEFORE_AN_ADDRESS = ("", " ", ":", "(", "<", "\u00a0")
_LOCAL_APART = re.compile(r"([a-z0-9][\w.+-]{0,63})( ?)$")
_DOMAIN_APART = re.compile(rf"( ?)([\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{_TAIL}|[a-z]{{2,4}}))(?![\w@])", re.I)
_CUE = re.compile(r"(mail|courriel|contact|presse|press|:|à|to|at)\W*$")
# So far before an address its local part, a cut piece of that, or a word that announces it begins.
_LONGEST_LOCAL, _LONGEST_PIECE, _LONGEST_CUE = 64, 43, 30


def emails_of(block: Block, mailboxes: Collection[str] = (), names: Collection[str] = ()) -> list[Email]:
    """The addresses of mail of a block: whole ones, and ones that a space has cut in pieces.

    ``mailboxes`` are those of offices, and ``names`` the capitalised words of the text, folded: what a piece may be of.
    """
    found: list[Email] = []
    for at in re.finditer("@", block.text):
        if found and at.start() < found[-1].end:
            continue
        email = _whole(block, at.start()) or _broken(block, at.start())
        if email is not None and not email.meant:
            email = _with_piece_before(email, mailboxes, names) or email
        if email is not None:
            found.append(email)
    return found


def _with_piece_before(email: Email, mailboxes: Collection[str], names: Collection[str]) -> Email | None:
    """“pre sse@…”, “maud.de ker-vella@…”: a word that makes an office’s mailbox, or that begins with somebody’s name."""
    text, local = email.block.text, email.local
    piece = _WORD_BEFORE.search(text, max(0, email.start - _LONGEST_PIECE), email.start)
    if piece is None or not text[email.start].islower():
        return None
    makes_a_mailbox = local not in mailboxes and piece[1] + local in mailboxes
    begins_a_name = "." in piece[1] and fold(piece[1]).partition(".")[0] in names and "." not in local
    if not (makes_a_mailbox or begins_a_name):
        return None
    start = piece.start(1)
    return Email(email.block, start, email.end, text[start : email.end], piece[1] + email.text)


class _Written(NamedTuple):
    """What stands around an “@” without a space between."""

    block: Block
    start: int
    at: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def local(self) -> str:
        return self.block.text[self.start : self.at]

    @property
    def domain(self) -> str:
        return self.block.text[self.at + 1 : self.end]

    @property
    def last_label(self) -> str:
        return self.text.rsplit(".", 1)[-1]

    def as_it_stands(self) -> Email:
        return Email(self.block, self.start, self.end, self.text)

    def with_more(self, end: int, meant: str) -> Email:
        """The address with a piece behind it, to ``end``, that belongs to it."""
        return Email(self.block, self.start, end, self.block.text[self.start : end], meant)


def _whole(block: Block, at: int) -> Email | None:
    """The address at an “@”, with the pieces of it that a space has cut off before or behind."""
    written = _around(block, at)
    if written is None:
        return None
    if "." in written.domain or "," in written.domain:
        return _cut_local(written) or _cut_tail(written) or _cut_letters(written) or written.as_it_stands()
    return _cut_domain(written) or (written.as_it_stands() if _is_addressed(written) else None)


def _around(block: Block, at: int) -> _Written | None:
    text = block.text
    local = _LOCAL.search(text, max(0, at - _LONGEST_LOCAL), at)
    domain = _DOMAIN.match(text, at + 1)
    if not local or not domain:
        return None
    start = at - len(local.group().lstrip(".'’-"))
    return _Written(block, start, at, len(text[: domain.end()].rstrip(".,-")))


def _is_addressed(written: _Written) -> bool:
    """Whether “name@host” without a dot was meant as an address: it stands where one does, and is no brand or handle."""
    before = written.block.text[max(0, written.start - _LONGEST_CUE) : written.start].lower()
    return written.local.islower() and ("." in written.local or _CUE.search(before) is not None)


def _cut_local(written: _Written) -> Email | None:
    """“claire. martin@…”, “claire .martin@…”."""
    start = _start_of_cut_local(written.block.text, written.start)
    if start is None:
        return None
    text = written.block.text[start : written.end]
    return Email(written.block, start, written.end, text, re.sub(r"\s", "", text))


def _start_of_cut_local(text: str, start: int) -> int | None:
    piece = _PIECE_BEFORE.search(text, max(0, start - _LONGEST_PIECE), start)
    if piece and text[start : start + 1].islower() and text[piece.start() - 1 : piece.start()] in _BEFORE_AN_ADDRESS:
        return piece.start()
    if text[start - 1 : start] == "." and (piece := _PIECE_BEFORE_A_DOT.search(text, max(0, start - _LONGEST_PIECE), start)):
        return piece.start()
    return None


def _cut_tail(written: _Written) -> Email | None:
    """“presse@sorbonne.universite .fr”, “presse@lip6.example org”."""
    if _ENDS_IN_A_TAIL.search(written.domain):
        return None
    more = _TAIL_BEHIND.match(written.block.text, written.end)
    if not more or more[1][0].isupper():
        return None
    dot = "" if len(written.last_label) == 1 else "."
    return written.with_more(more.end(), f"{written.text}{dot}{more[1]}")


def _cut_letters(written: _Written) -> Email | None:
    """“presse@example.f r”, “presse@example.o rg”: the last letters of the tail stand apart."""
    letters, last = _LETTERS_BEHIND.match(written.block.text, written.end), written.last_label
    if not letters:
        return None
    completes = len(letters[1]) == 1 and last not in TAILS and last + letters[1] in TAILS
    return written.with_more(letters.end(), written.text + letters[1]) if len(last) == 1 or completes else None


def _cut_domain(written: _Written) -> Email | None:
    """“presse@sorbonne-universite .fr”, “presse@example org”, “presse@sorbonne- universite.fr”."""
    text, start, end = written.block.text, written.start, written.end
    while text.startswith("-", end):
        end += 1
    more = _DOMAIN_BEHIND.match(text, end)
    if not more or (more[1] or more[2])[0].isupper():
        return None
    joined = not more[1] and (text[end - 1] == "-" or "." in more[2])
    return written.with_more(more.end(), f"{text[start:end]}{'' if joined else '.'}{more[1] or more[2]}")


def _broken(block: Block, at: int) -> Email | None:
    """“presse @example.org”, “presse@ example.org”, “claire.martin @ example.org”."""
    local = _LOCAL_APART.search(block.text, max(0, at - _LONGEST_LOCAL - 2), at)
    domain = _DOMAIN_APART.match(block.text, at + 1)
    if not local or not domain or not (local[2] or domain[1]):
        return None
    start, end = local.start(), domain.end()
    return Email(block, start, end, block.text[start:end], f"{local[1]}@{domain[2]}")


def urls_of(block: Block, emails: list[Email]) -> list[Url]:
    """The links of a block: those written out, and those behind other words."""
    found = list(_written_urls(block, emails))
    for link in block.links:
        written = next((url for url in found if url.start >= link.start and url.end <= link.end), None)
        if written:
            written.href = link.href
        elif not link.href.startswith(_NO_PAGES):
            found.append(Url(block, link.start, link.end, block.text[link.start : link.end], link.href, written=False))
    return sorted(found, key=lambda url: url.start)


def _written_urls(block: Block, emails: list[Email]) -> Iterator[Url]:
    taken = spans_of(emails)
    for match in _URL.finditer(block.text):
        text = match.group().rstrip(_ENDS_OF_SENTENCES)
        start, end = match.start(), match.start() + len(text)
        if len(text) >= _SHORTEST_URL and not overlaps(taken, start, end):
            yield Url(block, start, end, text)
