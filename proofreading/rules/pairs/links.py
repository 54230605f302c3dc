"""Links, addresses of contacts, and numbers of grants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...addresses import REFERENCE, Email, Phone, Url
from ...alignment import Pair
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import NamedPerson, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block, TextLink
from ...text import fold
from ..contacts import functional, person_beside
from .places import Place, has_partner, is_contact, place_of, whole

Address = Email | Phone
Key = tuple[str, ...]

# Links that lead to no site.
NO_SITES = ("mailto:", "tel:", "#")
# Two words of site names are one word in two languages whose first letters are the same: “universite”, “university”.
ROOT = 4
# Two numbers are meant to be one whose first letters are the same: of the funder, or of the registry of a DOI.
HEAD_OF_A_REFERENCE = 4
# “CC BY-NC 4.0”: one of the terms lost allows, or forbids, something else.
_LICENCE = re.compile(r"\bCC[ \u00a0-]BY(?:-(?:NC|ND|SA))*(?:[ \u00a0]\d\.\d)?")
# Two telephone numbers are one whose last figures are: what stands before them is the country, or a nought.
FIGURES_OF_A_NUMBER = 9


@rule("link-missing", WARNING, TWO_LANGUAGES, subject="link", yields_to=("link-disagrees", "link-invalid"))
def link_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A site is told once, where a text first leads to it; links lost from a paragraph once, at the first of them."""
    yield from _lost_links(pair)
    for reading in pair.readings:
        others = {_brand(url.site) for url in pair.beside(reading).urls}
        done = {"", *others}
        for url in reading.urls:
            brand = _brand(url.site)
            if (
                brand in done
                or is_contact(reading, url.block)
                and not url.href
                or _leads_to(url, pair.beside(reading).language)
            ):
                continue
            done.add(brand)
            if has_partner(pair, url.block) and not _is_translated(brand, others):
                yield Found(url.block, url.start, url.end, say("site-once"), evidence=brand)


def _leads_to(url: Url, language: str) -> bool:
    """Whether a link leads to the pages of the other language, which do not name themselves: “example.org/fr”."""
    path = re.split(r"[?#]", (url.href or url.text).lower().rstrip("/").partition("://")[2])[0]
    return path.rpartition("/")[2] == language


def _lost_links(pair: Pair) -> Iterator[Found]:
    """A link of a paragraph whose translation has none, in a text with fewer links: it has been left out."""
    counts = {reading.language: sum(bool(block.links) for block in reading.blocks) for reading in pair.readings}
    for a, b in pair.aligned:
        rich, poor = (a, b) if len(a.links) > len(b.links) else (b, a)
        link = next(_links_to_sites(rich), None)
        if link is None or poor.links or counts[rich.part.language] <= counts[poor.part.language]:
            continue
        if not pair.of(poor).addresses_in(poor):
            yield Found(rich, link.start, link.end, say("no-link-there"), other=whole(poor), evidence=link.href)


def _links_to_sites(block: Block) -> Iterator[TextLink]:
    return (link for link in block.links if not link.href.startswith(NO_SITES))


def _brand(site: str) -> str:
    """What a site’s languages share: “sorbonne-universite” of …fr and of …com."""
    labels = site.split(".")
    return ".".join(labels[:-1]) if len(labels) > 1 else site


def _is_translated(brand: str, others: Iterable[str]) -> bool:
    """“universite-exemple” and “example-university” are one site in two languages, as far as their words tell."""
    host, _dot, domain = brand.rpartition(".")
    for other in others:
        other_host, _dot, other_domain = other.rpartition(".")
        mine, theirs = (host, other_host) if domain == other_domain else (domain, other_domain)
        if _roots(mine) & _roots(theirs):
            return True
    return False


def _roots(name: str) -> set[str]:
    return {word[:ROOT] for word in re.split(r"[^a-z0-9]+", name) if len(word) >= ROOT}


@rule(
    "contact-leak",
    ERROR,
    TWO_LANGUAGES,
    subject="contact",
    yields_to=("email-broken", "email-invalid", "email-domain", "email-of-another", "contact-known"),
)
def contact_leak(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Contacts may well differ by language; one address with two owners is a slip of copying."""
    mails, phones = _Owners(_owned_mails(pair.left)), _Owners(_owned_phones(pair.left))
    for email, person in _owned_mails(pair.right):
        if mails.give_to_another(email, person) and not _may_be_shared(pair, mails, email, person, known):
            yield _of_two_owners(mails, email, person)
    for phone, person in _owned_phones(pair.right):
        if phones.give_to_another(phone, person) and phones.of(person):
            yield _of_two_owners(phones, phone, person)
    yield from _of_two_mailboxes(pair, mails)
    for phone, person in _owned_phones(pair.right):
        numbers = phones.of(person)
        if numbers and _identity(phone) not in numbers:
            other = place_of(next(iter(numbers.values())))
            yield Found(phone.block, phone.start, phone.end, say("two-numbers", name=person.name), other=other)


def _of_two_mailboxes(pair: Pair, mails: _Owners) -> Iterator[Found]:
    """The address of somebody who has another one in the main language; an office may have one in each."""
    for email, person in _owned_mails(pair.right):
        mine = mails.of(person)
        if mine and email.address not in mine and not functional(email, pair.right):
            other = place_of(next(iter(mine.values())))
            yield Found(
                email.block, email.start, email.end, say("two-mailboxes", name=person.name), other=other, severity=WARNING
            )


class _Owners:
    """Whose addresses of one kind are, in a text: by the address, the first of each, and by the person."""

    def __init__(self, owned: Iterable[tuple[Address, NamedPerson]]) -> None:
        self.by_address: dict[str, tuple[NamedPerson, Address]] = {}
        self._by_person: dict[Key, dict[str, Address]] = defaultdict(dict)
        for address, person in owned:
            self.by_address.setdefault(_identity(address), (person, address))
            self._by_person[person.key].setdefault(_identity(address), address)

    def of(self, person: NamedPerson) -> Mapping[str, Address]:
        return self._by_person.get(person.key, {})

    def give_to_another(self, address: Address, person: NamedPerson) -> bool:
        owner = self.by_address.get(_identity(address))
        return owner is not None and owner[0].key != person.key


def _owned_mails(text: Reading) -> Iterator[tuple[Email, NamedPerson]]:
    """The addresses of mail that stand beside somebody."""
    for email in text.emails:
        person = person_beside(text, email.block, email.start)
        if person is not None:
            yield email, person


def _owned_phones(text: Reading) -> Iterator[tuple[Phone, NamedPerson]]:
    for phone in text.phones:
        person = person_beside(text, phone.block, phone.start, text.phones_in)
        if person is not None:
            yield phone, person


def _of_two_owners(owners: _Owners, address: Address, person: NamedPerson) -> Found:
    owner, there = owners.by_address[_identity(address)]
    message = say("two-owners", owner=owner.name, person=person.name)
    return Found(address.block, address.start, address.end, message, other=place_of(there))


def _identity(address: Address) -> str:
    """An address whatever its spelling; a number with or without its country."""
    return address.address if isinstance(address, Email) else re.sub(r"\D", "", address.digits)[-FIGURES_OF_A_NUMBER:]


def _may_be_shared(pair: Pair, mails: _Owners, email: Email, person: NamedPerson, known: Knowledge) -> bool:
    """Whether this is an office’s mailbox beside somebody whom the other language does not name at all."""
    if mails.of(person) or not functional(email, pair.right) or _is_anothers(email, person, known):
        return False
    return all(other.key != person.key for other in pair.left.people)


def _is_anothers(email: Email, person: NamedPerson, known: Knowledge) -> bool:
    """Whether the portal says that this address is another contact’s than the one it stands beside here."""
    owner = next((contact for contact in known.contacts if contact.email.lower() == email.address), None)
    return owner is not None and fold(owner.name).split()[-1] != person.key[-1]


@rule("reference-differs", ERROR, TWO_LANGUAGES, subject="reference")
def reference_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A number that only one language has, where the other has one of the same funder or registry.

    It is told in the translation; in the main language only where the translation has none that is its own.
    """
    mine, theirs = _references(pair.left), _references(pair.right)
    only_mine, only_theirs = ([number for number in one if number not in two] for one, two in ((mine, theirs), (theirs, mine)))
    wrong, here, there = (only_theirs, theirs, mine) if only_theirs else (only_mine, mine, theirs)
    by_head: dict[str, str] = {}
    for number in there:
        by_head.setdefault(number[:HEAD_OF_A_REFERENCE], number)
    for number in wrong:
        other = by_head.get(number[:HEAD_OF_A_REFERENCE])
        if other is not None:
            yield Found(*here[number], say("languages-differ", one=number, two=other), other=there[other])


def _references(reading: Reading) -> dict[str, Place]:
    """The numbers and licences of a text, each by its first place; a number that only looks like a DOI is none."""
    found: dict[str, Place] = {}
    for block in reading.blocks:
        for match in REFERENCE.finditer(block.text):
            number = match.group().rstrip(".,;)")
            if not number.startswith("10.") or "/" in number:
                found.setdefault(number, (block, match.start(), match.start() + len(number)))
        for match in _LICENCE.finditer(block.text):
            found.setdefault(match.group().replace("\u00a0", " "), (block, *match.span()))
    return found
