"""Addresses of mail and telephone numbers, and whom they belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date

from ..addresses import Email, is_valid_email, site_of
from ..findings import ERROR, WARNING
from ..knowledge import Knowledge, KnownContact
from ..nearness import distance
from ..reading import CONTACT, NamedPerson, Reading
from ..rule import ONE_TEXT, PORTAL, Found, rule
from ..sentences import say
from ..source import HEADING, Block
from ..text import fold

# Of a shorter domain too many others are one letter away: “cnrs.fr”, “cnes.fr”.
SHORTEST_DOMAIN = 8
# An address or a number stands within so many blocks of the name it belongs to.
FARTHEST_BLOCK = 4
# Its owner is looked for on so many lines before it, among contacts one more.
LINES_BACK, LINES_BACK_OF_CONTACTS = 3, 4
# A line of contacts is shorter than this; a longer paragraph begins somebody else’s.
LONGEST_CONTACT_LINE = 80
# Two numbers are one whose last so many figures are: what stands before them is the country, or a nought.
FIGURES_OF_A_NUMBER = 9
# A name of fewer letters stands in too many mailboxes by chance.
SHORTEST_NAME = 3
# A surname of fewer letters has too many neighbours.
SHORTEST_SURNAME = 5
# Mailboxes of an office begin with one of these.
OFFICES = ("presse", "press", "contact", "comm", "media", "info")
_NAMES_SOMEBODY = re.compile(r"[a-z]{2,}(?:-[a-z]+)?[._][a-z]{2,}(?:-[a-z]+)?")


@rule("email-broken", ERROR, ONE_TEXT, subject="address")
def email_broken(text: Reading, known: Knowledge) -> Iterator[Found]:
    for email in text.emails:
        if email.meant:
            yield Found(email.block, email.start, email.end, say("cut", meant=email.meant), email.meant)


@rule("email-invalid", ERROR, ONE_TEXT, subject="address", yields_to=("email-broken",))
def email_invalid(text: Reading, known: Knowledge) -> Iterator[Found]:
    for email in text.emails:
        if not email.meant and not is_valid_email(email.text):
            yield Found(email.block, email.start, email.end, say("invalid", address=email.text), _mended(email.text))


def _mended(address: str) -> str | None:
    """The address with single full stops in its domain, where it is valid then."""
    local, _at, host = address.partition("@")
    mended = f"{local}@{re.sub(r'[.,]{1,2}', '.', host)}"
    return mended if mended != address and is_valid_email(mended) else None


@rule("email-domain", WARNING, ONE_TEXT, subject="address", yields_to=("email-broken", "email-invalid"))
def email_domain(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Held against the domains of the records, and those that the text itself has more often."""
    of_records = _domains_of(known)
    sites = Counter(url.site for url in text.urls)
    times = Counter(email.domain for email in text.emails) + sites
    for email in text.emails:
        domain = email.domain
        if domain in of_records or site_of(domain) in of_records or len(domain) < SHORTEST_DOMAIN:
            continue
        more_frequent = (
            other for other, number in times.items() if number > times[domain] or other in sites and domain not in sites
        )
        near = next((other for other in (*of_records, *more_frequent) if _is_one_letter_away(other, domain)), "")
        if len(near) >= SHORTEST_DOMAIN:
            right = _with_domain(email, near)
            yield Found(email.block, email.start, email.end, say("near-domain", other=near), right)


def _domains_of(known: Knowledge) -> list[str]:
    sites = [site_of(body.website) for body in known.bodies if body.website]
    return list(dict.fromkeys([*sites, *(contact.email.partition("@")[2].lower() for contact in known.contacts)]))


def _is_one_letter_away(other: str, domain: str) -> bool:
    return other != domain and distance(other, domain, 1) == 1


def _with_domain(email: Email, domain: str) -> str | None:
    local, _at, host = email.text.rpartition("@")
    return f"{local}@{domain}" if host.lower() == email.domain else None


@rule("email-of-another", ERROR, ONE_TEXT, subject="address", yields_to=("email-broken", "email-invalid", "email-domain"))
def email_of_another(text: Reading, known: Knowledge) -> Iterator[Found]:
    everybody = _everybody(text, known)
    owners = {contact.email.lower(): contact for contact in known.contacts}
    for email in text.emails:
        person = person_beside(text, email.block, email.start)
        if person is None:
            continue
        owner = owners.get(email.address)
        other = (person.block, person.start, person.end)
        if owner is not None:
            if fold(owner.name) != fold(person.name) and _is_contact(person, known):
                message = say("of-another", owner=owner.name, person=person.name)
                yield Found(email.block, email.start, email.end, message, record=owner.record, other=other)
        elif not functional(email, text) and _seems_of_another(email, person, everybody):
            yield Found(email.block, email.start, email.end, say("seems-of-another", person=person.name), other=other)
        elif _is_nearly(email, person):
            message = say("nearly", person=person.name)
            yield Found(email.block, email.start, email.end, message, other=other, severity=WARNING)


def _is_nearly(email: Email, person: NamedPerson) -> bool:
    """Whether a mailbox holds somebody’s surname with a letter wrong: “h.granier@” of Hélène Garnier."""
    pieces = [piece for piece in re.split(r"[^a-z]+", fold(email.local)) if len(piece) >= SHORTEST_SURNAME]
    surname, whole = person.key[-1], _with_initials(person.key)
    if len(surname) < SHORTEST_SURNAME or not whole.isdisjoint(pieces):
        return False
    return any(distance(one, piece, 1) == 1 for one in whole for piece in pieces)


def _with_initials(name: tuple[str, ...]) -> set[str]:
    """A surname by itself, and with the initials of the given names before or behind it: “zkervel”, “kervelz”, “jpkervel”."""
    *given, surname = name
    initials = "".join(word[0] for word in given)
    letters = {initials[:length] for length in range(len(initials) + 1)} | set(initials)
    return {one for some in letters for one in (some + surname, surname + some)}


def _everybody(text: Reading, known: Knowledge) -> set[tuple[str, ...]]:
    """The names, word by word, of all that the text or the records name."""
    of_records = [*(human.name for human in known.people), *(contact.name for contact in known.contacts)]
    return {person.key for person in text.people} | {tuple(fold(name).split()) for name in of_records if name.strip()}


def _is_contact(person: NamedPerson, known: Knowledge) -> bool:
    return any(fold(contact.name) == fold(person.name) for contact in known.contacts)


def _seems_of_another(email: Email, person: NamedPerson, everybody: Collection[tuple[str, ...]]) -> bool:
    """Whether a mailbox is made of names that are not somebody’s: another’s, or two words that are like names."""
    if fits(email.local, person.key):
        return False
    folded = fold(email.local)
    others = (key for key in everybody if key != person.key and key[-1] in folded)
    return bool(_NAMES_SOMEBODY.fullmatch(folded)) or any(fits(email.local, key) for key in others)


def functional(email: Email, text: Reading) -> bool:
    """A mailbox of an office, which anybody may stand beside."""
    folded, offices = fold(email.local), text.words.mailboxes
    pieces = re.split(r"[._+-]", folded)
    return folded.startswith(OFFICES) or any(piece in offices or piece.rstrip("s") in offices for piece in pieces)


def fits(local: str, name: tuple[str, ...]) -> bool:
    """Whether a mailbox may be somebody’s: it holds a name of theirs, or is made of their initials."""
    pieces = [piece for piece in re.split(r"[^a-z]+", fold(local)) if piece]
    joined = "".join(pieces)
    if any(len(word) >= SHORTEST_NAME and word in joined for word in name):
        return True
    is_of_initials = joined == "".join(word[0] for word in name) or joined in _with_initials(name)
    return is_of_initials or any(piece in name for piece in pieces if len(piece) > 1)


def person_beside(
    text: Reading, block: Block, place: int, alike: Callable[[Block], Collection[object]] | None = None
) -> NamedPerson | None:
    """Whose address stands here: the last person named before it in its paragraph, or on the lines just before.

    ``alike`` gives the addresses of a block that would end the search (of mail, unless told).
    """
    before = [person for person in text.people_in(block) if person.end <= place]
    if before:
        return before[-1]
    is_contact = text.section_of(block).kind == CONTACT
    lines_back = LINES_BACK_OF_CONTACTS if is_contact else LINES_BACK
    for index in range(block.index - 1, max(block.index - lines_back, 0) - 1, -1):
        line = text.blocks[index]
        people = text.people_in(line)
        if _ends_the_search(line, block, is_contact):
            return None
        if people:
            return people[-1]
        if (alike or text.emails_in)(line) or _is_another_paragraph(line, block):
            return None
    return None


def _ends_the_search(line: Block, block: Block, is_contact: bool) -> bool:
    return line.kind == HEADING or (not is_contact and line.group != block.group)


def _is_another_paragraph(line: Block, block: Block) -> bool:
    return line.group != block.group and len(line.text) > LONGEST_CONTACT_LINE


@rule("mobile-number", ERROR, ONE_TEXT, subject="telephone")
def mobile_number(text: Reading, known: Knowledge) -> Iterator[Found]:
    for phone in text.phones:
        if phone.kind == "mobile":
            yield Found(phone.block, phone.start, phone.end, say("mobile"))


@rule("telephone-invalid", WARNING, ONE_TEXT, subject="telephone")
def telephone_invalid(text: Reading, known: Knowledge) -> Iterator[Found]:
    for phone in text.phones:
        if phone.kind == "invalid":
            yield Found(phone.block, phone.start, phone.end, say("figures"))


@rule(
    "contact-known",
    WARNING,
    PORTAL,
    subject="contact",
    yields_to=("email-broken", "email-invalid", "email-domain", "email-of-another"),
)
def contact_known(text: Reading, known: Knowledge) -> Iterator[Found]:
    by_name = {fold(contact.name): contact for contact in known.contacts}
    for person in text.people:
        contact = by_name.get(fold(person.name))
        if contact is not None:
            yield from _out_of_date(person, contact, text.day or known.today)
            yield from _other_addresses(text, known, person, contact)
            yield from _other_numbers(text, person, contact)


def _out_of_date(person: NamedPerson, contact: KnownContact, day: date | None) -> Iterator[Found]:
    if not contact.is_valid(day):
        message = say("out-of-date", name=contact.name)
        yield Found(person.block, person.start, person.end, message, record=contact.record)


def _other_addresses(text: Reading, known: Knowledge, person: NamedPerson, contact: KnownContact) -> Iterator[Found]:
    """Addresses beside a contact that no contact has."""
    addresses = {other.email.lower() for other in known.contacts}
    for block in _blocks_around(text, person):
        for email in text.emails_in(block):
            if email.address not in addresses and person_beside(text, block, email.start) is person:
                message = say("other-address", name=contact.name, email=contact.email)
                yield Found(block, email.start, email.end, message, contact.email, contact.record)


def _other_numbers(text: Reading, person: NamedPerson, contact: KnownContact) -> Iterator[Found]:
    own = [number for number in (contact.phone, contact.out_of_hours) if number]
    for block in _blocks_around(text, person) if contact.phone else ():
        for phone in text.phones_in(block):
            if phone.kind != "fixed" or any(same_number(phone.digits, number) for number in own):
                continue
            if person_beside(text, block, phone.start, text.phones_in) is person:
                message = say("other-number", name=contact.name, phone=contact.phone)
                yield Found(block, phone.start, phone.end, message, contact.phone, contact.record)


def _blocks_around(text: Reading, person: NamedPerson) -> list[Block]:
    place = person.block.index
    return text.blocks[max(place - FARTHEST_BLOCK, 0) : place + FARTHEST_BLOCK + 1]


def same_number(number: str, other: str) -> bool:
    """Whether two telephone numbers are one, whatever their spelling, with or without the country."""
    last, other_last = (re.sub(r"\D", "", digits)[-FIGURES_OF_A_NUMBER:] for digits in (number, other))
    return last == other_last
