"""Links: where they lead, and whether they can be opened."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ..addresses import Url, is_valid_email, site_of, target_of
from ..findings import ERROR, WARNING
from ..knowledge import TERM, Knowledge, KnownOrganisation
from ..nearness import distance
from ..reading import Mention, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Said, say
from ..source import Block, TextLink
from .contacts import same_number

_WEB = re.compile(r"(?:https?://|www\.)", re.I)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
_WHOLE_ADDRESS = re.compile(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)+(?:/|$)")
# An address with a space in its host or behind its scheme.
_CUT_LINK = re.compile(
    r"(?:https?://|www\.)(?:[\w-]+\.)*[\w-]*\s(?:\.?[\w-]+\.)+(?:fr|com|org|eu|net|io|ai)\b"
    r"|(?:https?://|www\.)[\w.-]+\s\.(?:fr|com|org|eu|net|io|ai)\b"
    r"|https?:\s/?/\S+|https?://\s\S+"
)
_NEXT_SENTENCE = re.compile(r"\.\s+[A-ZÀ-Þ]")
# Of a shorter site too many others are a letter away.
SHORTEST_SITE = 9
_NOWHERE = ("", "#", "http://", "https://")


@rule("link-language", WARNING, ONE_TEXT, subject="link")
def link_language(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only of a site that this text also links to in its own language: of another the reader’s may have none."""
    in_own_language = {url.site for url in text.urls if _language_of(url, known.languages) == text.language}
    for url in text.urls:
        if _language_of(url, known.languages) not in ("", text.language) and url.site in in_own_language:
            yield Found(url.block, url.start, url.end, say("other-language"), evidence=url.href or url.text)


def _language_of(url: Url, languages: Collection[str]) -> str:
    """The language that the path of an address names, if any."""
    pieces = target_of(url.href or url.text).split("/")[1:]
    return next((piece for piece in pieces if piece in languages), "")


@dataclass(frozen=True)
class _ShownLink:
    """A link with the text that readers see of it, and the address that it leads to."""

    block: Block
    link: TextLink
    href: str

    @property
    def shown(self) -> str:
        return self.block.text[self.link.start : self.link.end]

    def holds(self, start: int, end: int) -> bool:
        return self.link.start <= start and end <= self.link.end


@rule("link-disagrees", ERROR, ONE_TEXT, subject="link")
def link_disagrees(text: Reading, known: Knowledge) -> Iterator[Found]:
    sites = {site_of(body.website): body for body in known.bodies if body.website}
    for block in text.blocks:
        for link in block.links:
            shown = _ShownLink(block, link, unquote(link.href).strip())
            named = next((mention for mention in text.mentions[block.index] if _names_a_body(shown, mention)), None)
            if (message := _disagreement(text, shown)) is not None:
                yield Found(block, link.start, link.end, message)
            elif named is not None and (other := _site_of_another(text, shown, named, sites)) is not None:
                message = say("site-of-another", shown=shown.shown, other=other.official(text.language))
                yield Found(block, link.start, link.end, message, record=named.body.record)


def _disagreement(text: Reading, link: _ShownLink) -> Said | None:
    """What an address that is written as the text of a link says against where the link leads."""
    if link.href.lower().startswith("mailto:"):
        return _of_mailbox(text, link)
    if link.href.lower().startswith("tel:"):
        return _of_number(text, link)
    return _of_page(text, link) if _WEB.match(link.href) else None


def _of_mailbox(text: Reading, link: _ShownLink) -> Said | None:
    address = link.href[len("mailto:") :].partition("?")[0].strip().lower()
    written = next((email for email in text.emails_in(link.block) if link.holds(email.start, email.end)), None)
    if (written is not None and address != written.address) or (address and not is_valid_email(address)):
        return say("writes-to", shown=link.shown, address=address)
    return None


def _of_number(text: Reading, link: _ShownLink) -> Said | None:
    written = next((phone for phone in text.phones_in(link.block) if link.holds(phone.start, phone.end)), None)
    if written is not None and not same_number(link.href, written.digits):
        return say("calls", shown=link.shown, number=link.href[len("tel:") :])
    return None


def _of_page(text: Reading, link: _ShownLink) -> Said | None:
    written = _written_address(text, link)
    return say("leads-to", shown=link.shown, address=link.href) if written and _is_elsewhere(written, link.href) else None


def _written_address(text: Reading, link: _ShownLink) -> str:
    """The address on the web that the text of a link shows."""
    is_whole = bool(_WHOLE_ADDRESS.match(link.shown))
    inside = (url.text for url in text.urls_in(link.block) if link.holds(url.start, url.end))
    written = next((address for address in inside if is_whole or address != link.shown), "")
    return written if _WEB_ADDRESS.match(written) else ""


def _is_elsewhere(written: str, href: str) -> bool:
    """Whether an address is another site’s, or another page’s than one whose path is written."""
    if site_of(written) != site_of(href):
        return True
    shown, target = target_of(written), target_of(href)
    return "/" in shown and not target.startswith(shown.split("#")[0].split("?")[0].rstrip("…."))


def _names_a_body(link: _ShownLink, mention: Mention) -> bool:
    return mention.body.kind != TERM and link.holds(mention.start, mention.end)


def _site_of_another(
    text: Reading, link: _ShownLink, mention: Mention, sites: dict[str, KnownOrganisation]
) -> KnownOrganisation | None:
    """The body to whose site a link leads, where its text names another that has a site of its own."""
    if not _WEB.match(link.href) or _written_address(text, link):
        return None
    site, named = site_of(link.href), mention.body
    other = sites.get(site)
    return other if other is not named and named.website and site_of(named.website) != site else None


@rule("link-invalid", WARNING, ONE_TEXT, subject="link", yields_to=("link-disagrees",))
def link_invalid(text: Reading, known: Knowledge) -> Iterator[Found]:
    for url in text.urls:
        malformed = next((address for address in (url.href, url.text) if _is_malformed(address)), "")
        if malformed:
            yield Found(url.block, url.start, url.end, say("malformed", address=malformed))
    yield from _broken_in_blocks(text)
    for url, other in _sites_a_letter_away(text):
        yield Found(
            url.block, url.start, url.end, say("near-site", other=other.site), other=(other.block, other.start, other.end)
        )


def _broken_in_blocks(text: Reading) -> Iterator[Found]:
    """Addresses cut by a space, and links to nowhere."""
    for block in text.blocks:
        for match in _CUT_LINK.finditer(block.text):
            if not _NEXT_SENTENCE.search(match.group()):
                yield Found(block, *match.span(), say("cut-link"), re.sub(r"\s", "", match.group()))
        for link in block.links:
            if link.href in _NOWHERE:
                yield Found(block, link.start, link.end, say("nowhere"))


def _sites_a_letter_away(text: Reading) -> Iterator[tuple[Url, Url]]:
    """A site that a text has once, and a letter away from one that it, or an address of mail in it, has more often."""
    times = Counter(url.site for url in text.urls) + Counter(site_of(email.domain) for email in text.emails)
    first = {url.site: url for url in reversed(text.urls)}
    for site, url in first.items():
        other = next((other for other in first if times[other] > times[site] == 1 and _is_slip_of(site, other)), None)
        if other is not None:
            yield url, first[other]


def _is_slip_of(site: str, other: str) -> bool:
    return min(len(site), len(other)) >= SHORTEST_SITE and distance(site, other, 1) == 1


def _is_malformed(address: str) -> bool:
    """Whether an address has a scheme that is not written as one, or a host that is none."""
    if not re.match(r"https?://[^/\s]", address, re.I):
        return bool(re.match(r"h?t+ps?(?::|/)", address, re.I))
    host = address.split("//", 1)[1].split("/")[0].split("?")[0]
    has_dot = "." in host.strip(".") or host.startswith("localhost")
    return not has_dot or ".." in host or "," in host
