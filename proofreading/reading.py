"""One reading of a communiqué in one language, made once; every rule looks at it and none reads the text again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from . import words
from .addresses import REFERENCE, Email, Phone, Url, read_emails, read_phones, read_urls
from .dates import DateReader, When
from .figures import Figure, FigureReader
from .knowledge import REORDERED, Knowledge, KnownPerson, Mention
from .nearness import same_person
from .source import ALT, HEADING, ITEM, LINE, PARAGRAPH, Block, TextPart, blocks_of
from .spelling import has_dictionary, knows
from .text import fold
from .tokens import Token, sentences, tokens

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'A-ZÀ-ÖØ-Þ]+(?:-[A-ZÀ-ÖØ-Þ][\w’']+)*|[A-Z]\.(?:-?[A-Z]\.)?)"
_PARTICLE = r"(?:(?:de|du|des|la|le|van|von|der|den|di|da|el|ben|d[’'])[ \u00a0]?){0,2}"
NAME = re.compile(rf"(?<!\w){_CAP}(?:[ \u00a0]{_PARTICLE}{_CAP}){{1,3}}")
_ADDRESS_LINE = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|place|avenue|av\.|boulevard|bd|quai|allée|chemin|impasse|cours|square"
    r"|passage|esplanade)"
    r" (?:(?:de|du|des|la|le|les) |d[’']|l[’']){0,2}[A-ZÀ-Þ][^,;\n]{0,40}|\b\d{5} (?=[A-ZÀ-Þ][a-zà-ÿ]{2})"
)
_ACRONYM = r"[A-Z](?:[A-Za-z0-9&]|-(?=[A-Z])){1,10}"
_BEHIND = re.compile(rf"\(({_ACRONYM})\)")
_AHEAD = re.compile(rf"(?<![\w@-])({_ACRONYM}) \(([^()]{{8,120}})\)")
_CAPITALS_RUN = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][\w’'-]+"
    r"(?:[ \u00a0](?:(?:of|for|and|the|de|du|des|la|le|les|et|pour|en|l’|d’)[ \u00a0]?){0,2}[\w’'-]*[A-ZÀ-Þ][\w’'-]*)+"
)
_ACCORDING = re.compile(r"\b(?:pour|selon|d'apres|for|according to)\s+$")
# “Claire Martin, who leads the study, adds: “…””
_SAYS = re.compile(r",[^.!?«“”»:]{0,160}:\s?[«“]")
QUOTE_WORDS = 5
TITLE_WORDS, LABEL_WORDS = 30, 6
TITLE_QUOTED = 11
# Fields whose text is what its field says, whatever it looks like.
_KINDS = {
    "title": HEADING,
    "subtitle": HEADING,
    "place": LINE,
    "quote": PARAGRAPH,
    "quote-role": LINE,
    "contact": LINE,
    "lead": PARAGRAPH,
}
# A paragraph that holds more figures, dates or names is no prose; the first ones are enough.
MOST_A_BLOCK = 60
# Headings that end a communiqué's own text: what comes after is contacts or boilerplate.
BODY, CONTACT, ABOUT = "body", "contact", "about"


@dataclass
class Sentence:
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def folded(self) -> str:
        return self.block.folded[self.start : self.end]


@dataclass
class NamedPerson:
    """Somebody named: with the record where the portal has one."""

    block: Block
    start: int
    end: int
    name: str
    human: KnownPerson | None = None
    role: str = ""
    role_class: str = ""
    role_span: tuple[int, int] = (0, 0)
    role_end: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(token.text for token in tokens(fold(self.name)))


@dataclass
class QuotationSpan:
    """What somebody says: its stretches in one paragraph, and who says it."""

    block: Block
    start: int
    end: int
    text: str
    speaker: NamedPerson | None = None
    named: str = ""
    anchor: str = ""

    @property
    def who(self) -> str:
        return self.named or (self.speaker.name if self.speaker else "")


@dataclass
class Expansion:
    """“French National Research Agency (ANR)”: an acronym with what it is said to stand for."""

    block: Block
    start: int
    end: int
    acronym: str
    words: str
    words_start: int
    words_end: int

    def bag(self, stops: frozenset[str]) -> frozenset[str]:
        return frozenset(token.text.rstrip("s") for token in tokens(fold(self.words)) if token.text not in stops)


@dataclass
class TextSection:
    kind: str
    heading: Block | None
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Reading:
    """A text in one language: its blocks and all that was found in them."""

    language: str
    parts: list[TextPart]
    known: Knowledge
    day: date | None = None
    # Whether the portal itself sets spaces and apostrophes right when the text is shown.
    typeset_later: bool = False

    @cached_property
    def words(self) -> words.Vocabulary:
        return words.of(self.language)

    @cached_property
    def blocks(self) -> list[Block]:
        found, offset = [], 0
        for part in self.parts:
            mine = [piece for block in blocks_of(part) for piece in block.pieces()]
            for block in mine:
                block.index = len(found)
                block.kind = _KINDS.get(part.role, block.kind)
                block.group += offset
                found.append(block)
            offset += (mine[-1].group + 1 - offset if mine else 0) + 1
        if found and len(self.parts) == 1 and self.parts[0].role == "text":
            self._first_heading(found)
        return found

    @staticmethod
    def _first_heading(found: list[Block]) -> None:
        """A text from elsewhere opens with its title, whatever its length, unless it closes like a sentence.

        What stands above the title is short: the kind of text, a date line.
        """
        for block in found[:4]:
            words = len(block.text.split())
            if block.kind == PARAGRAPH and words <= TITLE_WORDS and block.text[-1] not in ".,;:" and len(found) > 2:
                block.kind = HEADING
            if words > LABEL_WORDS:
                return

    @cached_property
    def sections(self) -> list[TextSection]:
        """Runs of blocks below a heading; contacts and “About …” are told from the communiqué’s own text."""
        found = [TextSection(BODY, None)]
        for block in self.blocks:
            kind = {"contact": CONTACT, "boilerplate": ABOUT}.get(block.part.role)
            opened = self._opens(block)
            if kind and (found[-1].kind != kind or block.part.field != (found[-1].blocks or [block])[-1].part.field):
                found.append(TextSection(kind, block if block.kind == HEADING else None))
            elif not kind and (block.kind == HEADING or opened):
                found.append(TextSection(opened or BODY, block))
            found[-1].blocks.append(block)
            block.section = len(found) - 1
        return found

    def _opens(self, block: Block) -> str:
        folded = block.folded.strip(" :*#")
        if block.kind == LINE or block.kind == HEADING or len(folded) < 60:
            if folded in self.words.contact_headings or folded.rstrip("s :") in self.words.contact_headings:
                return CONTACT
            if (
                len(folded) < 80
                and folded.startswith(tuple(f"{one} " if one[-1] != "'" else one for one in self.words.about_headings))
                and block.text[-1] not in ".,;"
            ):
                return ABOUT
        return ""

    def section_of(self, block: Block) -> TextSection:
        return self.sections[block.section]

    @cached_property
    def tokens(self) -> list[list[Token]]:
        return [tokens(block.folded) for block in self.blocks]

    @cached_property
    def sentences(self) -> list[list[Sentence]]:
        return [
            [Sentence(block, start, end) for start, end in sentences(block.text, block.folded, self.words)]
            for block in self.blocks
        ]

    def sentence_at(self, block: Block, place: int) -> Sentence:
        mine = self.sentences[block.index]
        if not mine:
            return Sentence(block, 0, len(block.text))
        return mine[max(bisect_right([one.start for one in mine], place) - 1, 0)]

    # What stands in each block

    @cached_property
    def emails(self) -> list[Email]:
        return [email for block in self.blocks if "@" in block.text for email in read_emails(block)]

    @cached_property
    def urls(self) -> list[Url]:
        by_block = _by_block(self.emails)
        return [url for block in self.blocks for url in read_urls(block, by_block[block.index])]

    @cached_property
    def phones(self) -> list[Phone]:
        taken = self._addresses
        found = []
        for block in self.blocks:
            if not re.search(r"\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d", block.text):
                continue
            references = [match.span() for match in REFERENCE.finditer(block.text)]
            spans = [(one.start, one.end) for one in taken.get(block.index, ())] + references
            found.extend(read_phones(block, lambda start, end, spans=spans: not any(start < b and a < end for a, b in spans)))
        return found

    @cached_property
    def _emails_by_block(self) -> dict[int, list[Email]]:
        return _by_block(self.emails)

    @cached_property
    def _urls_by_block(self) -> dict[int, list[Url]]:
        return _by_block(self.urls)

    @cached_property
    def _phones_by_block(self) -> dict[int, list[Phone]]:
        return _by_block(self.phones)

    def emails_in(self, block: Block) -> list[Email]:
        return self._emails_by_block.get(block.index, [])

    def urls_in(self, block: Block) -> list[Url]:
        return self._urls_by_block.get(block.index, [])

    @cached_property
    def _addresses(self) -> dict[int, list[Email | Url]]:
        return _by_block([*self.emails, *(url for url in self.urls if url.written)])

    def addresses_in(self, block: Block) -> list[Email | Url]:
        """The addresses of mail and of the web that stand in a block as such."""
        return self._addresses.get(block.index, [])

    def phones_in(self, block: Block) -> list[Phone]:
        return self._phones_by_block.get(block.index, [])

    @cached_property
    def mentions(self) -> list[list[Mention]]:
        """The portal’s bodies named in each block; “full name (ACRONYM)” is one mention."""
        index, taken = self.known.names, self._addresses
        found = []
        for block in self.blocks:
            mine = []
            for mention in index.find(block.text, block.folded, self.tokens[block.index]):
                if any(mention.start < one.end and one.start < mention.end for one in taken.get(block.index, ())):
                    continue
                before = mine[-1] if mine else None
                if (
                    before
                    and before.body is mention.body
                    and block.text[before.end : mention.start].strip() in ("(", "–", "-", "— ")
                ):
                    end = mention.end + block.text.startswith(")", mention.end)
                    mine[-1] = Mention(before.body, before.start, end, before.how, before.name)
                    continue
                mine.append(mention)
            found.append(mine[: 2 * MOST_A_BLOCK])
        return found

    @cached_property
    def _masks(self) -> list[str]:
        """Each block’s folded text without addresses, links, numbers and names, which hold figures that count nothing."""
        taken = _by_block([*self.emails, *(url for url in self.urls if url.written), *self.phones])
        masks = []
        for block in self.blocks:
            spans = [(one.start, one.end) for one in taken[block.index]]
            spans += [
                (one.start, one.end) for one in self.mentions[block.index] if re.search(r"\d", block.text[one.start : one.end])
            ]
            spans += [match.span() for match in REFERENCE.finditer(block.text)]
            spans += [match.span() for match in _ADDRESS_LINE.finditer(block.text)]
            masks.append(_masked(block.folded, spans))
        return masks

    @cached_property
    def _dates(self) -> list[list[When]]:
        reader = DateReader(self.words)
        return [reader.read(block, mask)[:MOST_A_BLOCK] for block, mask in zip(self.blocks, self._masks, strict=True)]

    @cached_property
    def dates(self) -> list[When]:
        return [when for mine in self._dates for when in mine]

    def dates_in(self, block: Block, start: int = 0, end: int | None = None) -> list[When]:
        return [one for one in self._dates[block.index] if start <= one.start and (end is None or one.end <= end)]

    @cached_property
    def _figures(self) -> list[list[Figure]]:
        reader = FigureReader(self.language, self.words)
        found = []
        for block, mask, dates in zip(self.blocks, self._masks, self._dates, strict=True):
            masked = _masked(mask, [(one.start, one.end) for one in dates])
            found.append(reader.read(block, masked)[:MOST_A_BLOCK])
        return found

    @cached_property
    def figures(self) -> list[Figure]:
        return [figure for mine in self._figures for figure in mine]

    def figures_in(self, block: Block) -> list[Figure]:
        return self._figures[block.index]

    @cached_property
    def expansions(self) -> list[Expansion]:
        return [one for block in self.blocks if "(" in block.text for one in self._expansions(block)]

    @cached_property
    def acronym_bags(self) -> dict[str, frozenset[str]]:
        """What each acronym explained in the text stands for, as a bag of words."""
        return {one.acronym: one.bag(self.words.stops) for one in self.expansions}

    def _expansions(self, block: Block) -> Iterable[Expansion]:
        for match in _BEHIND.finditer(block.text):
            if sum(sign.isupper() for sign in match[1]) < 2:
                continue
            start = self._expansion_start(block, match.start(), match[1])
            if start is not None:
                text = block.text[start : match.start()].rstrip()
                yield Expansion(block, start, match.end(), match[1], text, start, start + len(text))
        for match in _AHEAD.finditer(block.text):
            if sum(sign.isupper() for sign in match[1]) >= 2 and self._spells(match[2], match[1]):
                yield Expansion(block, match.start(), match.end(), match[1], match[2], match.start(2), match.end(2))

    def _spells(self, text: str, acronym: str) -> bool:
        """Whether the words of a text begin with the letters of an acronym, small words left out or in."""
        found = [token.text for token in tokens(fold(text))]
        letters = [sign for sign in fold(acronym) if sign.isalnum()]
        content = [word[0] for word in found if word not in self.words.stops]
        return content == letters or [word[0] for word in found] == letters

    def _expansion_start(self, block: Block, end: int, acronym: str) -> int | None:
        """Where the words begin that an acronym in brackets abbreviates, going back from the bracket."""
        before = [token for token in self.tokens[block.index] if token.end <= end][-16:]
        letters = [sign for sign in fold(acronym) if sign.isalnum()]
        for count in range(2, len(before) + 1):
            run = before[-count:]
            if run[0].text in self.words.stops:
                continue
            if re.search(r"[.;:!?«»“”()]", block.text[run[0].end : end].rstrip()):
                break
            content = [token.text[0] for token in run if token.text not in self.words.stops]
            if content == letters or [token.text[0] for token in run] == letters:
                return run[0].start
        for mention in self.mentions[block.index]:
            if (
                mention.start < end
                and abs(mention.end - end) <= len(acronym) + 3
                and " " in block.text[mention.start : end].strip()
            ):
                return mention.start
        return self._capitals_start(block, end) if acronym in self.known.names.acronyms else None

    @staticmethod
    def _capitals_start(block: Block, end: int) -> int | None:
        """Where the run of capitalised words begins that stands before a known acronym: it is said to be its name."""
        runs = list(_CAPITALS_RUN.finditer(block.text, max(0, end - 120), end))
        return runs[-1].start() if runs and runs[-1].end() >= end - 1 and len(runs[-1].group().split()) > 2 else None

    # People and what they say

    @cached_property
    def _people(self) -> list[list[NamedPerson]]:
        sure: set[tuple[str, ...]] = set()
        candidates: list[list[tuple[NamedPerson, bool]]] = []
        for block in self.blocks:
            mine = []
            if any(map(str.isupper, block.text)) and not block.text.isupper():
                taken = [(one.start, one.end) for one in self.mentions[block.index] if one.how != REORDERED]
                for match in islice(NAME.finditer(block.text), MOST_A_BLOCK):
                    person = self._person(block, *self._trimmed(block, *match.span()))
                    if person and not any(person.start < b and a < person.end for a, b in taken):
                        certain = person.human is not None or self._cued(block, person) or self._is_proper(block, person)
                        mine.append((person, certain))
                        if certain:
                            sure.add(person.key)
            candidates.append(mine)
        families: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for key in sure:
            families[key[:-1]].add(key[-1])
        named = [
            [
                person
                for person, certain in mine
                if certain or person.key in sure or _is_near_one(person.key[-1], families.get(person.key[:-1], ()))
            ]
            for mine in candidates
        ]
        return [_without_employers(mine) for mine in named]

    @cached_property
    def people(self) -> list[NamedPerson]:
        return [person for mine in self._people for person in mine]

    def people_in(self, block: Block) -> list[NamedPerson]:
        return self._people[block.index]

    def _trimmed(self, block: Block, start: int, end: int) -> tuple[int, int]:
        """A run of capitalised words without what is no name at its head: “Selon Claire Martin”, “Mme Claire Martin”."""
        vocabulary = self.words
        for token in [one for one in self.tokens[block.index] if start <= one.start < end]:
            word = token.text
            if (
                word in vocabulary.not_names
                or word in vocabulary.said
                or word in vocabulary.honorifics
                or word in vocabulary.roles
                or word in vocabulary.contact_headings
                or word in vocabulary.stops - {"d", "m", "le", "la", "l", "an", "do"}
            ):
                start = token.end
                while start < end and not block.text[start].isalnum():
                    start += 1
            else:
                break
        return start, end

    def _person(self, block: Block, start: int, end: int) -> NamedPerson | None:
        name = block.text[start:end]
        if not NAME.fullmatch(name) or name.isupper() and len(name.split()) > 3:
            return None
        key = [token.text for token in tokens(fold(name))]
        if key[0] in self.words.not_people or key[-1] in self.words.not_people:
            return None
        human = next(
            (
                one
                for one in self.known.people_by_family.get(key[-1], ())
                if key[: len(tokens(fold(one.given)))] == [token.text for token in tokens(fold(one.given))]
            ),
            None,
        )
        person = NamedPerson(block, start, end, name, human)
        self._read_role(person)
        return person

    def _read_role(self, person: NamedPerson) -> None:
        """The role said right behind the name, between commas or brackets, by its first word that is one."""
        block = person.block
        after = re.compile(r"\s?(?:,|\(|–|—|-|:)\s").match(block.folded, person.end)
        if not after:
            self._read_role_before(person)
            return
        stop = re.compile(r"[.;:()«»“”!?\n]|, (?=(?:et|and|a|est|is|has|qui|who)\b)").search(block.folded, after.end())
        end = min(stop.start() if stop else len(block.text), after.end() + 120)
        role = block.folded[after.end() : end]
        head = self._role_in(role[:48])
        if head:
            person.role, person.role_class = block.text[after.end() : end], head[0]
            person.role_span = (after.end() + head[1], after.end() + head[2])
            person.role_end = end
        else:
            self._read_role_before(person)

    def _read_role_before(self, person: NamedPerson) -> None:
        """The role said right before the name: “la compositrice Zoé Martin”, “the director of SCAI, Gérard Biau”."""
        block = person.block
        start = max(0, person.start - 80)
        before = block.folded[start : person.start]
        found = list(self._roles.finditer(before)) if self._roles else []
        if not found:
            return
        between = before[found[-1].end() :]
        if re.search(r"[.;:()«»“”!?]|,(?!\s*$)", between) or between.strip() and not between.rstrip().endswith(","):
            return
        person.role, person.role_class = block.text[start + found[-1].start() : person.start], self.words.roles[found[-1][1]]
        person.role_span, person.role_end = (start + found[-1].start(1), start + found[-1].end(1)), person.start

    @cached_property
    def _roles(self) -> re.Pattern[str] | None:
        roles = sorted(self.words.roles, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, roles))})(?:e|s|es)?(?![\w])") if roles else None

    def _role_in(self, folded: str) -> tuple[str, int, int] | None:
        match = self._roles.search(folded) if self._roles else None
        return (self.words.roles[match[1]], match.start(1), match.end(1)) if match else None

    def roles_in(self, folded: str) -> set[str]:
        return {self.words.roles[match[1]] for match in self._roles.finditer(folded)} if self._roles else set()

    def role_class(self, text: str) -> str:
        head = self._role_in(fold(text))
        return head[0] if head else ""

    def _is_proper(self, block: Block, person: NamedPerson) -> bool:
        """Whether a run of capitalised words in the middle of a sentence is a name by itself: its last word is in no
        dictionary.
        """
        key = person.key
        if block.kind == HEADING or len(key) < 2 or self.sentence_at(block, person.start).start == person.start:
            return False
        if any(word in self.words.months or word in self.words.weekdays for word in key):
            return False
        codes = [code for code in self.known.languages if has_dictionary(code)]
        last = person.name.split()[-1].lower()
        return len(last) > 3 and bool(codes) and not any(knows(code, last) for code in codes)

    def _cued(self, block: Block, person: NamedPerson) -> bool:
        """Whether something beside a run of capitalised words says that it is somebody’s name."""
        if person.role_class or _SAYS.match(block.text, person.end):
            return True
        before = [token for token in self.tokens[block.index] if token.end <= person.start][-1:]
        after = [token for token in self.tokens[block.index] if token.start >= person.end][:1]
        close_before = before and person.start - before[0].end <= 2
        if close_before and (before[0].text in self.words.said or before[0].text in self.words.honorifics):
            return True
        if after and after[0].start - person.end <= 2 and after[0].text in (*self.words.said, *self.words.who):
            return True
        if close_before and before[0].text in self.words.roles and len(person.name.split()) == 2:
            return True
        if self.section_of(block).kind == CONTACT and block.kind != HEADING:
            head = block.text[: person.start].strip(" :–—-*•|")
            return (
                not head
                or fold(head).rstrip("s :") in {one.rstrip("s") for one in self.words.contact_headings}
                or block.text[person.start - 2 : person.start] == ": "
            )
        return bool(re.match(r"[–—-]\s", block.text)) and person.start <= 3

    @cached_property
    def quotations(self) -> list[QuotationSpan]:
        found: list[QuotationSpan] = []
        for block in self.blocks:
            if block.part.role == "quote":
                if not found or found[-1].anchor != block.part.field:
                    quote = QuotationSpan(
                        block, 0, len(block.text), block.text, named=block.part.speaker, anchor=block.part.field
                    )
                    found.append(quote)
                continue
            found.extend(self._quotations(block))
        return found

    def _quotations(self, block: Block) -> list[QuotationSpan]:
        spans = [span for span in quoted_spans(block.text) if self._is_speech(block, *span)]
        if not spans or block.kind in (HEADING, ALT) and len(spans[0]) and spans[0][1] - spans[0][0] < 60:
            return []
        people = self.people_in(block)
        groups: list[tuple[list[tuple[int, int]], NamedPerson | None]] = []
        for number, span in enumerate(spans):
            following = spans[number + 1][0] if number + 1 < len(spans) else len(block.text)
            who = (
                self._aside(block, people, *span)
                or self._introduced(block, people, groups[-1][0][-1][1] if groups else 0, span[0])
                or next((one for one in people if span[1] <= one.start < following), None)
            )
            mine, speaker = groups[-1] if groups else ([], None)
            another = who and speaker and who.key[-1] != speaker.key[-1]
            if mine and not another and span[0] - mine[-1][1] < 160:
                mine.append(span)
                groups[-1] = mine, speaker or who
            else:
                groups.append(([span], who))
        return [
            QuotationSpan(
                block,
                mine[0][0],
                mine[-1][1],
                " ".join(block.text[a:b] for a, b in mine),
                speaker or self._speaker(block, mine),
            )
            for mine, speaker in groups
        ]

    def _aside(self, block: Block, people: list[NamedPerson], start: int, end: int) -> NamedPerson | None:
        """Who is named within the marks by a word of saying: « Nous cherchons, confie Claire Martin. »"""
        for one in people:
            before = [token.text for token in self.tokens[block.index] if start <= token.start and token.end <= one.start][-1:]
            if start <= one.start < end and self.words.said.issuperset(before) and before:
                return one
        return None

    @staticmethod
    def _introduced(block: Block, people: list[NamedPerson], start: int, end: int) -> NamedPerson | None:
        """Who is named before a quotation that a colon opens."""
        before = next((one for one in reversed(people) if start <= one.start < end), None)
        if before is None or block.text[start:end].rstrip().endswith(":"):
            return before
        between = block.text[before.end : end]
        says = _ACCORDING.search(block.folded, max(0, before.start - 16), before.start)
        return before if says and between.rstrip().endswith(",") and not re.search(r"[.!?]", between) else None

    def _is_title(self, block: Block, start: int, end: int) -> bool:
        """A few words between quotation marks that close like no sentence, with no word of saying near: a title."""
        inside = block.text[start + 1 : end - 1].strip(" \u00a0\u202f")
        if len(inside.split()) > TITLE_QUOTED or inside[-1:] in ".!?,…":
            return False
        near = {
            token.text
            for token in self.tokens[block.index]
            if start - 60 <= token.start < start or end <= token.start < end + 60
        }
        if self._introduced(block, self.people_in(block), max(0, start - 200), start):
            return False
        if self.words.said & near or any(self._follows(block, end, one) for one in self.people_in(block)):
            return False
        return block.kind == ITEM or not block.text[:start].rstrip().endswith(":")

    def _follows(self, block: Block, end: int, person: NamedPerson) -> bool:
        """Whether somebody is named right behind a quotation, by one word or two that are no “of”: “s’amuse Zoé Martin”."""
        between = [token.text for token in self.tokens[block.index] if end <= token.start < person.start]
        return end <= person.start and 0 < len(between) <= 2 and between[-1] not in self.words.stops

    def _is_speech(self, block: Block, start: int, end: int) -> bool:
        if self._is_title(block, start, end):
            return False
        inside = block.text[start:end]
        count = len(inside.split())
        return count >= QUOTE_WORDS + 2 or (count >= QUOTE_WORDS and inside.rstrip(' \u00a0\u202f»”"')[-1:] in ".!?,…")

    def _speaker(self, block: Block, spans: list[tuple[int, int]]) -> NamedPerson | None:
        outside = [one for one in self.people_in(block) if not any(a <= one.start < b for a, b in spans)]
        after = [one for one in outside if one.start >= spans[0][1]]
        if after:
            return after[0]
        if outside:
            return outside[-1]
        following = self.blocks[block.index + 1 : block.index + 2]
        if following and len(following[0].text.split()) <= 25 and following[0].kind != HEADING:
            people = self.people_in(following[0])
            if people and people[0].start <= 4:
                return people[0]
        before = self.blocks[block.index - 1] if block.index else None
        if before is not None and before.text.rstrip().endswith(":") and self.people_in(before):
            return self.people_in(before)[-1]
        return None


def _without_employers(people: list[NamedPerson]) -> list[NamedPerson]:
    """People without the names that stand within somebody’s role: “director of research at Vertige Robotique”."""
    roles = [range(one.role_span[1], one.role_end) for one in people if one.role_class]
    return [one for one in people if one.human or not any(one.start in role for role in roles)]


def _is_near_one(family: str, families: Iterable[str]) -> bool:
    """Whether a family name is a letter or two away from one of those that go with the same given name."""
    return any(same_person(one, family) for one in islice(families, MOST_A_BLOCK))


_OPENING = {"«": "»", "“": "”", '"': '"', "„": "“"}


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The outermost stretches between quotation marks, the marks included; one left open goes to the end."""
    spans, stack, start = [], [], 0
    for place, sign in enumerate(text):
        if stack and sign == stack[-1]:
            stack.pop()
            if not stack:
                spans.append((start, place + 1))
        elif sign in _OPENING and not (sign == '"' and '"' in stack):
            if not stack:
                start = place
            if len(stack) < 4:
                stack.append(_OPENING[sign])
    if stack:
        spans.append((start, len(text)))
    return spans


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` with each stretch covered, as long as before."""
    if not spans:
        return text
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\x1f" * (end - start)
    return "".join(signs)


def _by_block(things: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for thing in things:
        found[thing.block.index].append(thing)
    return found
