"""Addresses, telephone numbers and links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from ..addresses import Email, Url, is_valid_email, site_of, target_of
from ..findings import ERROR, WARNING
from ..knowledge import TERM, Knowledge
from ..nearness import distance
from ..reading import CONTACT, NamedPerson, Reading
from ..rule import ONE_TEXT, PORTAL, Found, rule
from ..sentences import say
from ..source import HEADING, Block
from ..text import fold


@rule("email-broken", ERROR, ONE_TEXT, subject="address")
def email_broken(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An address with a space in it: nobody can write to it, and its tail reads like a word of its own."""
    for email in reading.emails:
        if email.meant:
            message = say("cut", meant=email.meant)
            yield Found(email.block, email.start, email.end, message, email.meant)


@rule("email-invalid", ERROR, ONE_TEXT, subject="address", yields_to=("email-broken",))
def email_invalid(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An address that no mail server would take."""
    for email in reading.emails:
        if not email.meant and not is_valid_email(email.text):
            message = say("invalid", address=email.text)
            yield Found(email.block, email.start, email.end, message, _mended(email.text))


def _mended(address: str) -> str | None:
    local, _at, host = address.partition("@")
    better = re.sub(r"[.,]{1,2}", ".", host)
    return f"{local}@{better}" if better != host and is_valid_email(f"{local}@{better}") else None


@rule("email-domain", WARNING, ONE_TEXT, subject="address", yields_to=("email-broken", "email-invalid"))
def email_domain(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A domain one letter away from one that the portal or the same text uses: probably a slip, and the mail is lost."""
    sites = Counter(site_of(body.website) for body in known.bodies if body.website)
    sites.update(contact.email.partition("@")[2].lower() for contact in known.contacts)
    mine = Counter(email.domain for email in reading.emails) + Counter(url.site for url in reading.urls)
    for email in reading.emails:
        domain = email.domain
        if domain in sites or site_of(domain) in sites or len(domain) < 8:
            continue
        near = [
            one
            for one in (*sites, *(other for other, n in mine.items() if n > mine[domain]))
            if one != domain and 0 < distance(one, domain, 1) <= 1
        ]
        if near and len(near[0]) > 7:
            message = say("near-domain", other=near[0])
            fix = email.text[: -len(domain)] + near[0] if email.text.lower().endswith(domain) else None
            yield Found(email.block, email.start, email.end, message, fix)


def functional(email: Email, reading: Reading) -> bool:
    """A mailbox of an office, which anybody may stand beside."""
    pieces = re.split(r"[._+-]", fold(email.local))
    return any(piece in reading.words.mailboxes or piece.rstrip("s") in reading.words.mailboxes for piece in pieces) or fold(
        email.local
    ).startswith(("presse", "press", "contact", "comm", "media", "info"))


def fits(local: str, name: tuple[str, ...]) -> bool:
    """Whether a mailbox may be somebody’s: it holds a name of theirs, or their initial and the other."""
    pieces = [piece for piece in re.split(r"[^a-z]+", fold(local)) if piece]
    joined = "".join(pieces)
    for word in name:
        if len(word) > 2 and word in joined:
            return True
    initials = "".join(word[0] for word in name)
    return joined == initials or any(piece in name for piece in pieces if len(piece) > 1)


@rule("email-of-another", ERROR, ONE_TEXT, subject="address", yields_to=("email-broken", "email-invalid", "email-domain"))
def email_of_another(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An address that belongs to another person than the one it stands beside: messages reach the wrong desk."""
    everyone = {person.key for person in reading.people} | {tuple(fold(human.name).split()) for human in known.people}
    everyone |= {tuple(fold(contact.name).split()) for contact in known.contacts}
    owners = {contact.email.lower(): contact for contact in known.contacts}
    for email in reading.emails:
        beside = person_beside(reading, email.block, email.start)
        if beside is None:
            continue
        owner = owners.get(email.address)
        if owner is not None and fold(owner.name) != fold(beside.name) and _known_contact(beside, known):
            message = say("of-another", owner=owner.name, person=beside.name)
            yield Found(
                email.block,
                email.start,
                email.end,
                message,
                record=owner.record,
                other=(beside.block, beside.start, beside.end),
            )
            continue
        if functional(email, reading) or owner is not None or fits(email.local, beside.key):
            continue
        other = next(
            (key for key in everyone if fits(email.local, key) and key != beside.key and _is_theirs(email.local, key)), None
        )
        if other or re.fullmatch(r"[a-z]{2,}(?:-[a-z]+)?[._][a-z]{2,}(?:-[a-z]+)?", fold(email.local)):
            message = say("seems-of-another", person=beside.name)
            yield Found(email.block, email.start, email.end, message, other=(beside.block, beside.start, beside.end))


def _known_contact(person: NamedPerson, known: Knowledge) -> bool:
    return any(fold(contact.name) == fold(person.name) for contact in known.contacts)


def _is_theirs(local: str, key: tuple[str, ...]) -> bool:
    return key[-1] in fold(local)


def person_beside(reading: Reading, block: Block, place: int, alike=None) -> NamedPerson | None:
    """Whose address stands here: the last person named before it in its paragraph, or on the lines just before.

    ``alike`` gives the addresses of a block that would end the search (of mail, unless told).
    """
    alike = alike or reading.emails_in
    mine = [person for person in reading.people_in(block) if person.end <= place]
    if mine:
        return mine[-1]
    contact = reading.section_of(block).kind == CONTACT
    for back in range(1, 5 if contact else 4):
        before = reading.blocks[block.index - back] if block.index >= back else None
        if before is None or before.kind == HEADING or not contact and before.group != block.group:
            return None
        people = reading.people_in(before)
        if people:
            return people[-1]
        if contact and before.group != block.group and len(before.text) > 80:
            return None
        if alike(before):
            return None
    return None


@rule("link-language", WARNING, ONE_TEXT, subject="link")
def link_language(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A link to another language’s page of a site that this text links to in its own: readers cannot read what they find."""
    mine = {url.site for url in reading.urls if _language_of(url, known.languages) == reading.language}
    for url in reading.urls:
        code = _language_of(url, known.languages)
        if code and code != reading.language and url.site in mine:
            yield Found(url.block, url.start, url.end, say("other-language"), evidence=url.href or url.text)


def _language_of(url: Url, known: Iterable[str]) -> str:
    """The language that the path of an address names, if any."""
    pieces = target_of(url.href or url.text).split("/")[1:]
    return next((piece for piece in pieces if piece in known), "")


@rule("mobile-number", ERROR, ONE_TEXT, subject="telephone")
def mobile_number(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A mobile number in public: it is a person’s own, and stays in archives when they have left."""
    for phone in reading.phones:
        if phone.kind == "mobile":
            message = say("mobile")
            yield Found(phone.block, phone.start, phone.end, message)


@rule("telephone-invalid", WARNING, ONE_TEXT, subject="telephone")
def telephone_invalid(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A telephone number with figures missing or too many."""
    for phone in reading.phones:
        if phone.kind == "invalid":
            yield Found(phone.block, phone.start, phone.end, say("figures"))


@rule("link-disagrees", ERROR, ONE_TEXT, subject="link")
def link_disagrees(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A text that names one address and leads to another: readers end elsewhere than they were told."""
    sites = {site_of(body.website): body for body in known.bodies if body.website}
    emails, phones = defaultdict(list), defaultdict(list)
    for email in reading.emails:
        emails[email.block.index].append(email)
    for phone in reading.phones:
        phones[phone.block.index].append(phone)
    for block in reading.blocks:
        for link in block.links:
            href = unquote(link.href).strip()
            shown = block.text[link.start : link.end]
            if href.lower().startswith("mailto:"):
                address = href[7:].partition("?")[0].strip().lower()
                inside = [one for one in emails[block.index] if one.start >= link.start and one.end <= link.end]
                if inside and address != inside[0].address or address and not is_valid_email(address):
                    message = say("writes-to", shown=shown, address=address)
                    yield Found(block, link.start, link.end, message)
            elif href.lower().startswith("tel:"):
                digits = re.sub(r"\D", "", href)
                inside = [one for one in phones[block.index] if one.start >= link.start and one.end <= link.end]
                if inside and _last_nine(digits) != _last_nine(inside[0].digits):
                    message = say("calls", shown=shown, number=href[4:])
                    yield Found(block, link.start, link.end, message)
            elif re.match(r"(?:https?://|www\.)", href, re.I):
                yield from _disagreeing_url(reading, block, link, shown, href, sites)


def _last_nine(digits: str) -> str:
    return re.sub(r"\D", "", digits)[-9:]


def _disagreeing_url(reading, block, link, shown, href, sites) -> Iterator[Found]:
    written = next(
        (
            url
            for url in reading.urls_in(block)
            if url.start >= link.start
            and url.end <= link.end
            and (url.text != shown or re.match(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)+(?:/|$)", shown))
        ),
        None,
    )
    if written is not None and re.match(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", written.text, re.I):
        one, two = target_of(written.text), target_of(href)
        if site_of(written.text) != site_of(href) or (
            "/" in one and not two.startswith(one.split("#")[0].split("?")[0].rstrip("…."))
        ):
            message = say("leads-to", shown=shown, address=href)
            yield Found(block, link.start, link.end, message)
        return
    mention = next(
        (
            one
            for one in reading.mentions[block.index]
            if one.start >= link.start and one.end <= link.end and one.body.kind != TERM
        ),
        None,
    )
    body = sites.get(site_of(href))
    if (
        mention
        and body
        and mention.body is not body
        and mention.body.website
        and site_of(mention.body.website) != site_of(href)
    ):
        message = say("site-of-another")
        yield Found(
            block,
            link.start,
            link.end,
            message.having(shown=shown, other=body.official(reading.language)),
            record=mention.body.record,
        )


@rule("link-invalid", WARNING, ONE_TEXT, subject="link", yields_to=("link-disagrees",))
def link_invalid(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An address on the web that cannot be opened as it is written."""
    for url in reading.urls:
        if message := _fault_of(url):
            yield Found(url.block, url.start, url.end, message)
    for block in reading.blocks:
        if "http" in block.text or "www" in block.text:
            for match in re.finditer(
                r"(?:https?://|www\.)(?:[\w-]+\.)*[\w-]*\s(?:\.?[\w-]+\.)+(?:fr|com|org|eu|net|io|ai)\b|(?:https?://|www\.)[\w.-]+\s\.(?:fr|com|org|eu|net|io|ai)\b|https?:\s/?/\S+|https?://\s\S+",
                block.text,
            ):
                if re.search(r"\.\s+[A-ZÀ-Þ]", match.group()):
                    continue
                yield Found(block, *match.span(), say("cut-link"), re.sub(r"\s", "", match.group()))
        for link in block.links:
            if not link.href or link.href in ("#", "http://", "https://"):
                yield Found(block, link.start, link.end, say("nowhere"))


def _fault_of(url: Url) -> str:
    for address in filter(None, (url.href, url.text)):
        if re.match(r"h?t+ps?(?::|/)", address, re.I) and not re.match(r"https?://[^/\s]", address, re.I):
            return say("malformed", address=address)
        if re.match(r"https?://", address, re.I):
            host = address.split("//", 1)[1].split("/")[0].split("?")[0]
            if "." not in host.strip(".") and not host.startswith("localhost") or ".." in host or "," in host:
                return say("malformed", address=address)
    return ""


@rule(
    "contact-known",
    WARNING,
    PORTAL,
    subject="contact",
    yields_to=("email-broken", "email-invalid", "email-domain", "email-of-another"),
)
def contact_known(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A press contact of the portal’s, with another address or number than on the record, or out of its dates."""
    by_name = {fold(contact.name): contact for contact in known.contacts}
    day = reading.day or known.today
    for person in reading.people:
        contact = by_name.get(fold(person.name))
        if contact is None:
            continue
        place = (person.block, person.start, person.end)
        if day and ((contact.valid_until and contact.valid_until < day) or (contact.valid_from and contact.valid_from > day)):
            yield Found(
                *place,
                say("out-of-date", name=contact.name),
                record=contact.record,
            )
        for email in reading.emails:
            if (
                abs(email.block.index - person.block.index) <= 4
                and person_beside(reading, email.block, email.start) is person
                and email.address != contact.email.lower()
            ):
                if any(email.address == other.email.lower() for other in known.contacts):
                    continue
                message = say("other-address", name=contact.name, email=contact.email)
                yield Found(email.block, email.start, email.end, message, contact.email, contact.record)
        for phone in reading.phones:
            if (
                abs(phone.block.index - person.block.index) <= 4
                and contact.phone
                and phone.kind == "fixed"
                and person_beside(reading, phone.block, phone.start, reading.phones_in) is person
            ):
                if _last_nine(phone.digits) != _last_nine(contact.phone):
                    message = say("other-number", name=contact.name, phone=contact.phone)
                    yield Found(phone.block, phone.start, phone.end, message, contact.phone, contact.record)
