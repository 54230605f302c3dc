"""Links, addresses of contacts, and numbers of grants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...addresses import REFERENCE
from ...alignment import Pair
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import CONTACT, NamedPerson, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ..contacts import functional, person_beside
from .places import has_partner, span


@rule("link-missing", WARNING, TWO_LANGUAGES, subject="link", yields_to=("link-disagrees", "link-invalid"))
def link_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A site that only one language leads to. Addresses of one site in two languages count as equal."""
    yield from _lost_links(pair)
    sites = {reading.language: {_brand(url.site) for url in reading.urls} for reading in (pair.left, pair.right)}
    for reading in (pair.left, pair.right):
        other, done = pair.beside(reading), set()
        for url in reading.urls:
            brand = _brand(url.site)
            if (
                not brand
                or brand in done
                or brand in sites[other.language]
                or reading.section_of(url.block).kind == CONTACT
                and not url.href
            ):
                continue
            done.add(brand)
            if has_partner(pair, url.block) and not _translated_site(brand, sites[other.language], known):
                yield Found(url.block, url.start, url.end, say("site-once"), evidence=brand)


def _lost_links(pair: Pair) -> Iterator[Found]:
    """A link of a paragraph whose translation has none, in a text with fewer links: it has been left out."""
    counts = {reading.language: sum(bool(block.links) for block in reading.blocks) for reading in (pair.left, pair.right)}
    for a, b in pair.aligned:
        rich, poor = (a, b) if len(a.links) > len(b.links) else (b, a)
        if poor.links or not rich.links or counts[rich.part.language] <= counts[poor.part.language]:
            continue
        link = rich.links[0]
        if not link.href.startswith(("mailto:", "tel:", "#")) and not pair.of(poor).addresses_in(poor):
            message = say("no-link-there")
            yield Found(rich, link.start, link.end, message, other=(poor, 0, len(poor.text)), evidence=link.href)


def _brand(site: str) -> str:
    """What a site’s languages share: “sorbonne-universite” of …fr and of …com."""
    labels = site.split(".")
    return ".".join(labels[:-1]) if len(labels) > 1 else site


def _translated_site(brand: str, others: set[str], known: Knowledge) -> bool:
    """“universite-exemple” and “example-university” are one site in two languages, as far as their words tell."""
    host, _dot, domain = brand.rpartition(".")
    for other in others:
        other_host, _dot, other_domain = other.rpartition(".")
        mine, theirs = (host, other_host) if domain == other_domain else (domain, other_domain)
        if any(
            one[:4] == two[:4] and len(one) > 3
            for one in re.split(r"[^a-z0-9]+", mine)
            for two in re.split(r"[^a-z0-9]+", theirs)
        ):
            return True
    return False


@rule(
    "contact-leak",
    ERROR,
    TWO_LANGUAGES,
    subject="contact",
    yields_to=("email-broken", "email-invalid", "email-domain", "email-of-another", "contact-known"),
)
def contact_leak(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An address that stands beside one person in one language and beside another in the other.

    Contacts may well differ by language; one address with two owners is a slip of copying.
    """
    for kind in ("emails", "phones"):
        same = {reading.language: getattr(reading, f"{kind}_in") for reading in (pair.left, pair.right)}
        owners: dict[str, tuple[NamedPerson, object]] = {}
        for one in getattr(pair.left, kind):
            person = person_beside(pair.left, one.block, one.start, same[pair.left.language])
            if person is not None:
                owners.setdefault(_identity(one), (person, one))
        for one in getattr(pair.right, kind):
            owner, person = (
                owners.get(_identity(one)),
                person_beside(pair.right, one.block, one.start, same[pair.right.language]),
            )
            if owner is None or person is None or owner[0].key == person.key:
                continue
            others = {
                _identity(other)
                for other in getattr(pair.left, kind)
                if (beside := person_beside(pair.left, other.block, other.start, same[pair.left.language]))
                and beside.key == person.key
            }
            if (
                kind == "phones"
                and not others
                or kind == "emails"
                and functional(one, pair.right)
                and not others
                and not _owned(known, one, person)
            ):
                if not (kind == "emails" and _person_elsewhere(pair.left, person)):
                    continue
            message = say("two-owners")
            yield Found(
                one.block, one.start, one.end, message.having(owner=owner[0].name, person=person.name), other=span(owner[1])
            )
    yield from _language_of_mailbox(pair, known)


def _person_elsewhere(reading: Reading, person: NamedPerson) -> bool:
    return any(one.key == person.key for one in reading.people)


def _owned(known: Knowledge, one, person: NamedPerson) -> bool:
    """Whether the portal says that this address is another contact’s than the one it stands beside here."""
    owner = next((contact for contact in known.contacts if contact.email.lower() == getattr(one, "address", "")), None)
    return owner is not None and fold(owner.name).split()[-1] != person.key[-1]


def _identity(one) -> str:
    return one.address if hasattr(one, "address") else re.sub(r"\D", "", one.digits)[-9:]


def _language_of_mailbox(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The same person with one telephone number in one language and another in the other."""
    numbers: dict[tuple[str, ...], tuple[set[str], object]] = {}
    for phone in pair.left.phones:
        person = person_beside(pair.left, phone.block, phone.start, pair.left.phones_in)
        if person is not None:
            numbers.setdefault(person.key, (set(), phone))[0].add(_identity(phone))
    for phone in pair.right.phones:
        person = person_beside(pair.right, phone.block, phone.start, pair.right.phones_in)
        known_numbers = numbers.get(person.key) if person else None
        if known_numbers and _identity(phone) not in known_numbers[0]:
            message = say("two-numbers", name=person.name)
            yield Found(phone.block, phone.start, phone.end, message, other=span(known_numbers[1]))


@rule("reference-differs", ERROR, TWO_LANGUAGES, subject="reference")
def reference_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The number of a grant, a DOI or a company that the other language writes otherwise."""
    found = {reading.language: _references(reading) for reading in (pair.left, pair.right)}
    left, right = found[pair.left.language], found[pair.right.language]
    only_left, only_right = [key for key in left if key not in right], [key for key in right if key not in left]
    for wrong, mine, theirs in ((only_right, right, left), (only_left, left, right)):
        for one in wrong:
            two = next((key for key in theirs if key[:4] == one[:4]), None)
            if two is None or mine is left and only_right:
                continue
            message = say("languages-differ")
            yield Found(*mine[one], message.having(one=one, two=two), other=theirs[two])


def _references(reading: Reading) -> dict[str, tuple[Block, int, int]]:
    found = {}
    for block in reading.blocks:
        for match in REFERENCE.finditer(block.text):
            if not match.group().startswith("10.") or "/" in match.group():
                found.setdefault(
                    match.group().rstrip(".,;)"), (block, match.start(), match.start() + len(match.group().rstrip(".,;)")))
                )
    return found
