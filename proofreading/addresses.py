"""E-mail addresses, links and telephone numbers, broken ones included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

TAILS = "fr|com|org|eu|net|edu|gouv|info|io|ai|uk|de|es|it|be|ch|lu|paris|asso|int|science|tech"
_TAILS = frozenset(TAILS.split("|"))
EMAIL = re.compile(r"(?<![\w.+@-])[A-Za-z0-9À-ÿ][\w.+%'-]{0,63}@[\w-]{1,63}(?:[.,]{1,2}[\w-]{1,63}){0,6}")
URL = re.compile(
    r"(?<![\w@])(?:(?:https?|htt?ps?|ttps?|http?s)(?::/{0,3}|//)[^\s<>«»“”\"'()\[\]{}]{2,500}|www\.[^\s<>«»“”\"'()\[\]{}]{2,500}"
    rf"|[a-z0-9-]{{2,63}}(?:\.[a-z0-9-]{{2,63}}){{0,4}}\.(?:{TAILS})(?:/[^\s<>«»“”\"'()\[\]{{}}]{{0,300}})?(?![\w@-]))",
    re.I,
)
PHONE = re.compile(r"(?<![\w/.,@#+-])\+?\(?\d(?:[ .\u00a0\u202f()/-]{0,3}\d){6,14}(?![\w@]|[.,]\d|-\w| ?[€%])")
REFERENCE = re.compile(
    r"\b[A-Z]{2,8}-\d{2}-[A-Z]{2,6}-\d{3,5}\b|\b10\.\d{4,9}/\S+|\b(?:ISBN|ISSN|SIREN|SIRET|DOI)[ :]+[\d -]{8,20}"
)
_BY_TWOS = re.compile(
    r"(?:(?:\+|00)33[ .\u00a0\u202f-]?(?:\(0\)[ \u00a0\u202f]?|0)?|0)[1-9]([ .\u00a0\u202f/-]{0,2})\d{2}(?:\1\d{2}){3}"
)
_FRENCH = re.compile(r"(?:(?:\+|00)33\(?0?\)?|0)([1-9])\d{8}")


@dataclass
class Email:
    block: object
    start: int
    end: int
    text: str
    # Where it was written in pieces: the address as it was meant.
    meant: str = ""

    @property
    def address(self) -> str:
        return (self.meant or self.text).lower()

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]


@dataclass
class Phone:
    block: object
    start: int
    end: int
    text: str
    digits: str
    kind: str


@dataclass
class Url:
    block: object
    start: int
    end: int
    text: str
    href: str = ""
    # Whether the address itself stands in the text, and not other words that lead to it.
    written: bool = True

    @property
    def site(self) -> str:
        return site_of(self.href or self.text)


def read_emails(block) -> list[Email]:
    """The addresses of a block: whole ones, and ones that a space has cut in pieces."""
    found = []
    text = block.text
    for at in re.finditer("@", text):
        if found and at.start() < found[-1].end:
            continue
        email = _whole(block, text, at.start()) or _broken(block, text, at.start())
        if email is not None:
            found.append(email)
    return found


_LOCAL = re.compile(r"[\w.+%'’-]{1,64}$")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:[.,]{1,2}[\w-]{1,63}){0,6}")
_TAIL = re.compile(rf"(?:{TAILS})(?![\w@])", re.I)


def _whole(block, text: str, at: int) -> Email | None:
    local = _LOCAL.search(text, max(0, at - 64), at)
    domain = _DOMAIN.match(text, at + 1)
    if not local or not domain:
        return None
    start = local.start() + (len(local.group()) - len(local.group().lstrip(".'’-")))
    end = domain.end()
    while text[end - 1] in ".,-":
        end -= 1
    written = text[start:end]
    name = text[start:at]
    if "." not in domain.group() and "," not in domain.group():
        return _cut_domain(block, text, start, at, domain.end()) or (
            Email(block, start, end, written) if _addressed(text, start, name) else None
        )
    pieces = _cut_local(text, start, at)
    if pieces is not None:
        return Email(block, pieces, end, text[pieces:end], re.sub(r"\s", "", text[pieces:end]))
    if not _TAIL.search(domain.group()) and (
        more := re.compile(rf"(?:\s*\.\s*|\s)((?:[\w-]+\.)?(?:{TAILS}))(?![\w@])", re.I).match(text, end)
    ):
        if (more.group()[0].isspace() or "." in more.group()) and not more[1][0].isupper():
            stop = more.end()
            meant = written.rstrip(".") + ("." if "." in more.group() or not written.endswith(".") else "") + more[1]
            if len(domain.group().rsplit(".", 1)[-1]) == 1:
                meant = written + more[1]
            return Email(block, start, stop, text[start:stop], meant)
    last = written.rsplit(".", 1)[-1]
    if (letter := re.compile(r"\s([a-z]{1,2})(?![\w'’.@])").match(text, end)) and (
        len(last) == 1 or len(letter[1]) == 1 and last not in _TAILS and last + letter[1] in _TAILS
    ):
        stop = letter.end()
        return Email(block, start, stop, text[start:stop], written + letter[1])
    if "." in domain.group()[-1:] and (more := re.compile(rf"\s({TAILS})(?![\w@])", re.I).match(text, domain.end())):
        return Email(block, start, more.end(), text[start : more.end()], written + "." + more[1])
    return Email(block, start, end, written)


def _addressed(text: str, start: int, name: str) -> bool:
    """Whether “name@host” without a dot was meant as an address: it stands where one does, and is no brand or handle."""
    before = text[max(0, start - 30) : start].lower()
    return name.islower() and ("." in name or bool(re.search(r"(mail|courriel|contact|presse|press|:|à|to|at)\W*$", before)))


def _cut_local(text: str, start: int, at: int) -> int | None:
    """Where an address begins whose local part was cut: “claire. martin@…”, “claire .martin@…”."""
    before = re.compile(r"([a-z0-9][\w-]{0,40}[._]) $|([a-z][\w-]{0,40}) (?=\.)$").search(text, max(0, start - 43), start)
    if (
        before
        and text[start : start + 1].islower()
        and text[before.start() - 1 : before.start()] in ("", " ", ":", "(", "<", "\u00a0")
    ):
        return before.start()
    if text[start - 1 : start] == "." and (
        before := re.compile(r"([a-z][a-z-]{1,40}) \.$").search(text, max(0, start - 43), start)
    ):
        return before.start()
    return None


def _cut_domain(block, text: str, start: int, at: int, end: int) -> Email | None:
    """“presse@sorbonne-universite .fr”, “presse@example org”, “presse@sorbonne- universite.fr”."""
    more = re.compile(
        rf"\s*\.\s*((?:[\w-]+\.){{0,3}}(?:{TAILS}))(?![\w@])|[ \u00a0]((?:[\w-]+\.){{0,3}}(?:{TAILS}))(?![\w@])", re.I
    ).match(text, end)
    if not more or (more[1] or more[2])[0].isupper():
        return None
    if more[1]:
        meant = f"{text[start:end]}.{more[1]}"
    elif text[end - 1] == "-" or "." in more[2]:
        meant = f"{text[start:end]}{more[2]}"
    else:
        meant = f"{text[start:end]}.{more[2]}"
    return Email(block, start, more.end(), text[start : more.end()], meant)


def _broken(block, text: str, at: int) -> Email | None:
    """“presse @example.org”, “presse@ example.org”, “claire.martin @ example.org”."""
    local = re.compile(r"([a-z0-9][\w.+-]{0,63})( ?)$").search(text, max(0, at - 66), at)
    domain = re.compile(rf"( ?)([\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{TAILS}|[a-z]{{2,4}}))(?![\w@])", re.I).match(
        text, at + 1
    )
    if not local or not domain or not (local[2] or domain[1]):
        return None
    return Email(block, local.start(), domain.end(), text[local.start() : domain.end()], f"{local[1]}@{domain[2]}")


def read_urls(block, emails: list[Email]) -> list[Url]:
    """The links of a block: those written out, and those behind other words."""
    taken = [(one.start, one.end) for one in emails]
    found = []
    for match in URL.finditer(block.text):
        start, end = match.span()
        while end > start and block.text[end - 1] in ".,;:!?…'’*_|":
            end -= 1
        if any(start < b and a < end for a, b in taken) or end - start < 5:
            continue
        found.append(Url(block, start, end, block.text[start:end]))
    for link in block.links:
        written = next((url for url in found if url.start >= link.start and url.end <= link.end), None)
        if written:
            written.href = link.href
        elif not link.href.startswith(("mailto:", "tel:", "#")):
            found.append(Url(block, link.start, link.end, block.text[link.start : link.end], link.href, written=False))
    return sorted(found, key=lambda url: url.start)


def read_phones(block, free) -> list[Phone]:
    """The telephone numbers of a block; ``free`` tells whether a stretch is not taken by something else."""
    found = []
    for match in PHONE.finditer(block.text):
        start, end = match.span()
        end = start + len(match.group().rstrip(" .()/-\u00a0\u202f"))
        written = block.text[start:end]
        if not free(start, end):
            continue
        digits = re.sub(r"[^\d+]", "", written)
        kind = phone_kind(digits, written, block.text[max(0, start - 24) : start])
        if kind:
            found.append(Phone(block, start, end, written, digits, kind))
    return found


_CUE = re.compile(r"(?:t[ée]l|phone|portable|mobile|gsm|fax|✆|☎|\bt\b|\bm\b)\W*$", re.I)


@cache
def _numbers():
    import phonenumbers

    return phonenumbers


def phone_kind(digits: str, written: str, before: str) -> str:
    """“fixed”, “mobile”, “invalid”, or nothing where the figures are no telephone number."""
    french = _FRENCH.fullmatch(digits.replace("+330", "+33") if digits.startswith("+330") else digits)
    if french:
        paired = _BY_TWOS.fullmatch(written)
        return ("mobile" if french[1] in "67" else "fixed") if paired else ""
    if digits.startswith(("+", "00")) and len(digits) >= 8:
        number = "+" + digits.removeprefix("00").removeprefix("+")
        if number.startswith("+33"):
            return "invalid"
        try:
            parsed = _numbers().parse(number, None)
        except _numbers().NumberParseException:
            return "invalid" if _CUE.search(before) else ""
        if not _numbers().is_possible_number(parsed):
            return "invalid" if digits.startswith("+") else ""
        kinds = _numbers().PhoneNumberType
        kind = _numbers().number_type(parsed)
        if number.startswith("+447") and len(number) == 13:
            return "mobile"
        return "mobile" if kind == kinds.MOBILE else "fixed"
    if _CUE.search(before) and 6 <= len(digits) <= 14:
        return "invalid" if digits.startswith("0") and len(digits) != 10 else "fixed"
    return ""


def site_of(address: str) -> str:
    """What names a site: its host without “www.” and without the language before it."""
    if "//" not in address:
        address = "//" + address.split(":", 1)[-1].lstrip("/") if address.startswith(("http:", "https:")) else "//" + address
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    while len(labels) > 2 and (labels[0] in ("www", "m") or len(labels[0]) == 2):
        labels = labels[1:]
    return ".".join(labels)


def target_of(address: str) -> str:
    """What two addresses of one page share: site and path without scheme, “www.” and the last slash."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return address
    return host + parts.path.rstrip("/").lower()


def is_valid_email(address: str) -> bool:
    """Whether an address has the form of one (RFC 5321 and 5322); nobody is asked whether it exists."""
    from email_validator import EmailNotValidError, validate_email

    host = address.rpartition("@")[2].lower()
    if host.endswith((".test", ".example", ".invalid", ".localhost", ".local")):
        address = address[: -len(host)] + "example.org"
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    tail = host.rpartition(".")[2]
    if not tail.isalpha() or tail in _WRONG_TAILS:
        return False
    return len(tail) > 2 or tail.upper() in _numbers().SUPPORTED_REGIONS or tail in ("eu", "uk")


_WRONG_TAILS = frozenset("con cmo comm ogr orgg nte frr rf gro ocm vom netr eud".split())
