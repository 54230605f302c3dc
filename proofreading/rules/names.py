"""Names: the portal’s own, those of bodies and people, acronyms, and lists that name a body twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from ..findings import ERROR, NOTE, WARNING
from ..knowledge import EXACT, REORDERED, TERM, Knowledge
from ..nearness import NearIndex, distance, is_near, same_person, skeleton
from ..reading import CONTACT, Expansion, NamedPerson, Reading
from ..rule import ONE_TEXT, PORTAL, Found, rule
from ..sentences import say
from ..source import ITEM, Block
from ..spelling import knows
from ..text import fold
from ..tokens import tokens

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_AT = re.compile(r"(?<![\w.@-])[\w-]{2,30}[ \u00a0\u202f]?@[ \u00a0\u202f]?[A-Za-z][\w-]{2,30}(?![\w@]|\.\w)")


@rule("own-name", ERROR, ONE_TEXT, subject="name")
def own_name(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The cluster’s name is written one way only, with a capital I and “@Paris” attached: a wrong form spreads from the
    first text.
    """
    if known.ours is None:
        return
    name = known.ours.official(reading.language)
    stem, at, tail = name.partition("@")
    pattern = _own_pattern(stem, tail)
    for block in reading.blocks:
        taken = [(one.start, one.end) for one in reading.addresses_in(block)] if re.search(r"@|www|http", block.text) else []
        spans = []
        for match in pattern.finditer(block.text):
            start, end = match.span()
            shown = match.group()
            if any(a <= start < b for a, b in taken) or block.text[start - 1 : start] in ("#", "@", "/", "_", ".", "-"):
                continue
            spans.append((start, end))
            if shown == name or shown == name.upper() and block.text.upper() == block.text:
                continue
            if at and shown == stem:
                if block.text[end : end + 1] in ("-", "_", "/", ".") and block.text[end + 1 : end + 2].isalnum():
                    continue
                yield Found(
                    block,
                    start,
                    end,
                    say("in-full", name=name),
                    name,
                    known.ours.record,
                    severity=WARNING,
                )
            else:
                alike = skeleton(shown) == skeleton(name)
                message = say("looks-alike") if alike else say("not-the-name")
                yield Found(block, start, end, message.having(wrong=shown, name=name), name, known.ours.record)
        if at and "@" in block.text:
            for match in _AT.finditer(block.text):
                shown = match.group()
                if any(match.start() < b and a < match.end() for a, b in spans) or any(
                    a <= match.start() < b for a, b in taken
                ):
                    continue
                if distance(fold(shown), fold(name), 3) <= 3:
                    message = say("not-the-name")
                    yield Found(block, *match.span(), message.having(wrong=shown, name=name), name, known.ours.record)


def _own_pattern(stem: str, tail: str) -> re.Pattern[str]:
    """The name with its parts run together or apart, and letters that look alike for one another."""
    alike = {"i": "[iIl1|]", "l": "[iIl1|]", "o": "[oO0]", "s": "[sS5]"}

    def letters(text: str) -> str:
        return "".join(
            alike.get(sign.lower(), f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() else re.escape(sign)) for sign in text
        )

    pieces = re.findall(r"[A-ZÀ-Þ]+(?![a-z])|[A-ZÀ-Þ][^A-ZÀ-Þ]*|[^A-ZÀ-Þ]+", stem)
    last = pieces[-1]
    ends = f"(?:{letters(last)}|{letters(last[::-1])})" if len(last) == 2 else letters(last)
    joined = "[ \u00a0-]?".join([*map(letters, pieces[:-1]), ends])
    tail_pattern = f"(?:[ \u00a0\u202f-]?(?:@|[aà])?[ \u00a0\u202f]?{letters(tail)})?" if tail else ""
    return re.compile(rf"(?<![^\W_]){joined}{tail_pattern}(?![^\W_])")


@rule("forbidden-name", ERROR, ONE_TEXT, subject="name")
def forbidden_name(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A form that the record of a body forbids, often another body’s name: it says something false."""
    index = known.names
    for block in reading.blocks:
        found = reading.tokens[block.index]
        for place, token in enumerate(found):
            if token.text not in index.lookalike_starts:
                continue
            for length in range(min(8, len(found) - place), 0, -1):
                hit = index.lookalikes.get(tuple(one.text for one in found[place : place + length]))
                end = found[place + length - 1].end
                if not hit or any(
                    one.start <= token.start and one.end >= end and one.end - one.start > end - token.start
                    for one in reading.mentions[block.index]
                ):
                    continue
                if length == 1 and (
                    block.text[token.start : end] != hit[1]
                    or index.exact.get((token.text,), (None, ""))[1] == block.text[token.start : end]
                ):
                    continue
                if "".join(block.text[token.start : end].split()) == "":
                    continue
                body, wrong = hit
                right = body.official(reading.language)
                message = say("forbidden")
                yield Found(
                    block,
                    token.start,
                    end,
                    message.having(wrong=wrong, right=right),
                    _lookalike_fix(body, wrong, right),
                    body.record,
                )
                break


def _lookalike_fix(body, wrong: str, right: str) -> str | None:
    """The right name, where it shares a word with the wrong one."""
    return right if set(fold(wrong).split()) & set(fold(right).split()) else None


@rule("look-alike-letters", ERROR, ONE_TEXT, subject="name", yields_to=("own-name",))
def look_alike_letters(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A small l for a capital I, a zero for an O: no eye sees it, and no search finds the name."""
    forms = {form for form in known.names.forms if " " not in form} | {
        word for body in known.bodies for word in (body.acronym,) if word
    }
    by_skeleton = {skeleton(form): form for form in forms if len(form) >= 3 and known.ours and form != known.ours.official("")}
    plain = {fold(form) for form in forms}
    for block in reading.blocks:
        for match in re.finditer(r"[^\W_]{3,30}", block.text):
            shown = match.group()
            form = by_skeleton.get(skeleton(shown))
            if form is None or fold(shown) in plain or fold(shown) == fold(form) or shown.isdigit():
                continue
            if knows(reading.language, shown) and shown.islower():
                continue
            if block.text[match.start() - 1 : match.start()] in ("@", ".", "/", "#") or block.text[
                match.end() : match.end() + 1
            ] in ("@", "/"):
                continue
            message = say("looks-alike")
            yield Found(block, *match.span(), message.having(wrong=shown, name=form), form)


@rule("misspelt-name", ERROR, PORTAL, subject="name", yields_to=("own-name", "look-alike-letters"))
def misspelt_name(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The name of a body or a person that the portal knows, but for one word: the record says how it is written."""
    bodies = ((name.text, body) for body in known.bodies for name in body.names if body.kind != TERM)
    index = NearIndex(
        [*bodies, *((human.name, human) for human in known.people), *((human.name, human) for human in known.contacts)]
    )
    singles = {fold(form): form for form in known.names.forms if " " not in form and "-" not in form and len(form) >= 5}
    for block in reading.blocks:
        found = reading.tokens[block.index]
        done: list[tuple[int, int]] = []
        exact = [(one.start, one.end) for one in reading.mentions[block.index]]
        if len(found) < 2 and block.kind != ITEM:
            continue
        for first, last, wrong, right, thing, name in index.find(found):
            start, end = found[first].start, found[last].end
            shown = block.text[wrong.start : wrong.end]
            if (
                not block.text[start].isupper()
                or any(a < end and start < b for a, b in done)
                or any(a <= start and end <= b for a, b in exact)
            ):
                continue
            if wrong.text in known.vocabulary and len(wrong.text) > 3 and wrong.text.rstrip("se") != right.rstrip("se"):
                continue
            if any(sign in ".;:!?«»“”()" for sign in block.text[start:end]) and not any(sign in ".;:!?()" for sign in name):
                continue
            if hasattr(thing, "family") and not shown[:1].isupper():
                continue
            if last - first == 1 and not shown[:1].isupper() and knows(reading.language, shown):
                continue
            if last - first < 3 and _inflected(wrong.text, right) and not shown[:1].isupper():
                continue
            done.append((start, end))
            message = say("misspelt")
            yield Found(
                block, wrong.start, wrong.end, message.having(right=name, wrong=shown), _cased(name, right), thing.record
            )
        for token in found:
            shown = block.text[token.start : token.end]
            if (
                len(token.text) < 5
                or not shown[:1].isupper()
                or token.text in known.vocabulary
                or any(a <= token.start < b for a, b in (*done, *exact))
            ):
                continue
            if shown.islower() or knows(reading.language, shown) or knows(reading.language, shown.lower()):
                continue
            right = next(
                (
                    form
                    for key, form in singles.items()
                    if key[0] == token.text[0] and is_near(token.text, key) and len(key) >= 5
                ),
                None,
            )
            if right and not _part_of_name(reading, block, token) and (shown.isupper() == right.isupper() or len(right) >= 6):
                message = say("misspelt")
                yield Found(
                    block,
                    token.start,
                    token.end,
                    message.having(right=right, wrong=shown),
                    right,
                    known.names.exact[(fold(right),)][0].record,
                )


def _inflected(one: str, two: str) -> bool:
    return one.rstrip("sex") == two.rstrip("sex")


def _part_of_name(reading: Reading, block: Block, token) -> bool:
    return any(person.start <= token.start < person.end for person in reading.people_in(block))


def _cased(name: str, folded_word: str) -> str:
    """A word of a name as the name writes it."""
    return next((match.group() for match in re.finditer(r"[^\W_]+", name) if fold(match.group()) == folded_word), folded_word)


@rule("name-order", WARNING, PORTAL, subject="name", yields_to=("misspelt-name",))
def name_order(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The words of an official name in another order: readers and search engines take it for another body."""
    for block in reading.blocks:
        for mention in reading.mentions[block.index]:
            if mention.how != REORDERED or mention.body.kind == TERM:
                continue
            shown = block.text[mention.start : mention.end]
            content = [token.text for token in tokens(fold(shown)) if token.text not in known.names.stops]
            ordered = [token.text for token in tokens(fold(mention.name)) if token.text not in known.names.stops]
            record = mention.body.record
            message = say("official-name", name=mention.name)
            yield Found(
                block,
                mention.start,
                mention.end,
                message,
                mention.name,
                record,
                severity=NOTE if content == ordered else WARNING,
            )


@rule("name-accents", WARNING, PORTAL, subject="name", yields_to=("misspelt-name", "name-order"))
def name_accents(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An official name without its accents, or with others."""
    for block in reading.blocks:
        for mention in reading.mentions[block.index]:
            shown = block.text[mention.start : mention.end].partition(" (")[0]
            if mention.how != EXACT or shown.isupper() or _words_of(shown) == _words_of(mention.name):
                continue
            if any(_words_of(shown) == _words_of(name.text) for name in mention.body.names):
                continue
            if tuple(token.text for token in tokens(fold(shown))) == tuple(token.text for token in tokens(fold(mention.name))):
                message = say("official-name", name=mention.name)
                yield Found(block, mention.start, mention.start + len(shown), message, mention.name, mention.body.record)


@rule("name-variant", WARNING, PORTAL, subject="name", yields_to=("misspelt-name", "name-order", "name-accents"))
def name_variant(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An official name with one of its words in another form: “Institute of Advanced Studies” for “Institute for
    Advanced Study”.
    """
    stops = known.names.stops
    index = NearIndex(((name.text, body) for body in known.bodies for name in body.names if body.kind != TERM), without=stops)
    for block in reading.blocks:
        found = [token for token in reading.tokens[block.index] if token.text not in stops]
        for first, last, wrong, right, body, name in index.find(found, _same_root):
            start, end = found[first].start, found[last].end
            shown = block.text[start:end]
            if (
                last - first < 2
                or not block.text[start].isupper()
                or re.search(r"[.;:!?«»“”()]", shown)
                or shown.count(",") > name.count(",")
            ):
                continue
            if (
                any(one.start < end and start < one.end for one in reading.mentions[block.index])
                or is_near(wrong.text, right)
                or len(shown) > 1.5 * len(name)
            ):
                continue
            yield Found(block, start, end, say("official-name", name=name), name, body.record)


def _same_root(one: str, two: str) -> bool:
    return one[:4] == two[:4] and min(len(one), len(two)) >= 4 and abs(len(one) - len(two)) <= 4


@rule("acronym-twice-explained", WARNING, ONE_TEXT, subject="acronym")
def acronym_twice_explained(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An acronym stands for one thing in a text: a second expansion leaves readers with two bodies."""
    by_acronym: dict[str, list[Expansion]] = defaultdict(list)
    for one in reading.expansions:
        by_acronym[one.acronym].append(one)
    for acronym, ones in by_acronym.items():
        said = [one.bag(reading.words.stops) for one in ones]
        bags = Counter(said)
        if len(bags) < 2:
            continue
        official = _official_bags(acronym, reading, known)
        right = max(bags, key=lambda bag: (bag in official, bags[bag]))
        kept = ones[said.index(right)]
        for one in ones:
            bag = one.bag(reading.words.stops)
            if bag == right or bag <= right or right <= bag or {bag, right} <= official:
                continue
            message = say("explained-elsewhere")
            yield Found(
                one.block, one.words_start, one.words_end, message.having(acronym=acronym, first=kept.words), kept.words,
                other=(kept.block, kept.words_start, kept.words_end),
            )  # fmt: skip


def _official_bags(acronym: str, reading: Reading, known: Knowledge) -> set[frozenset[str]]:
    body = known.names.acronyms.get(acronym)
    if body is None:
        return set()
    stops = known.names.stops | reading.words.stops
    return {
        frozenset(token.text.rstrip("s") for token in tokens(fold(name.text)) if token.text not in stops) for name in body.names
    }


@rule("acronym-expansion", WARNING, PORTAL, subject="acronym", yields_to=("acronym-twice-explained",))
def acronym_expansion(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An acronym of the portal’s is explained by the name on its record."""
    stops = known.names.stops | reading.words.stops
    for one in reading.expansions:
        body = known.names.acronyms.get(one.acronym)
        if body is None or len(one.acronym) < 3:
            continue
        bag = frozenset(token.text.rstrip("s") for token in tokens(fold(one.words)) if token.text not in stops)
        bags = [other - {fold(one.acronym)} for other in _official_bags(one.acronym, reading, known)]
        bags = [other for other in bags if len(other) > 1]
        if not bags or any(bag <= other or other <= bag for other in bags):
            continue
        if not any(len(bag & other) * 2 >= len(other) for other in bags) and not reading._spells(one.words, one.acronym):
            continue
        name = body.official(reading.language)
        message = say("stands-for", acronym=one.acronym, name=name)
        yield Found(one.block, one.words_start, one.words_end, message, None, body.record)


@rule("acronym-of-another", ERROR, PORTAL, subject="acronym", yields_to=("acronym-twice-explained", "acronym-expansion"))
def acronym_of_another(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The full name of a body with another body’s acronym behind it: readers cannot tell which of the two is meant."""
    for block in reading.blocks:
        mine = reading.mentions[block.index]
        for one, two in zip(mine, mine[1:], strict=False):
            between = block.text[one.end : two.start]
            if (
                one.body is two.body
                or TERM in (one.body.kind, two.body.kind)
                or between.strip(" \u00a0") != "("
                or block.text[two.end : two.end + 1] != ")"
                or " " not in block.text[one.start : one.end]
                or known.names.acronyms.get(block.text[two.start : two.end]) is not two.body
            ):
                continue
            message = say("not-the-acronym")
            words = {"acronym": block.text[two.start : two.end], "name": one.body.official(reading.language)}
            yield Found(block, two.start, two.end, message.having(**words), one.body.acronym or None, one.body.record)


@rule("programme-misspelt", ERROR, PORTAL, subject="research-programme", yields_to=("look-alike-letters", "misspelt-name"))
def programme_misspelt(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A programme’s acronym with a letter wrong: no search finds it, and it reads like another programme.

    Another word in capitals may be as near to one; only in a text that names the programme rightly is it surely wrong, and
    elsewhere only a hyphened one, which no other word is, is pointed out.
    """
    said = {match.group() for block in reading.blocks for match in _CAPITALS.finditer(block.text)}
    right = [one for one in known.programmes if len(one.acronym) >= 4 and one.acronym.isupper()]
    known_forms = known.names.forms | {one.acronym for one in known.programmes}
    for block in reading.blocks:
        if block.text.isupper():
            continue
        for match in _CAPITALS.finditer(block.text):
            shown = match.group()
            if shown in known_forms or fold(shown) in known.vocabulary:
                continue
            for one in right:
                most = 1 if len(one.acronym) < 7 else 2
                if one.acronym[0] != shown[0] or distance(shown, one.acronym, most) > most:
                    continue
                sure = one.acronym in said
                if not sure and "-" not in one.acronym:
                    continue
                message = say("misspelt")
                severity = ERROR if sure else WARNING
                words = {"right": one.acronym, "wrong": shown}
                yield Found(block, *match.span(), message.having(**words), one.acronym, one.record, severity=severity)
                break


_CAPITALS = re.compile(r"(?<![\w@#-])[A-ZÀ-Þ][A-ZÀ-Þ-]{2,}[A-ZÀ-Þ](?![\w@-])")


@rule(
    "surname-misspelt",
    ERROR,
    ONE_TEXT,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt"),
)
def surname_misspelt(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """“Mme Lestrange” in a text that names Viviane Lestrade: the form of address has lost whom it is about."""
    titles = "|".join(sorted(map(re.escape, reading.words.honorifics), key=len, reverse=True))
    if not titles:
        return
    alone = re.compile(rf"(?<!\w)(?:{titles})\.?[ \u00a0](?=\w)")
    families: dict[str, dict[str, NamedPerson]] = defaultdict(dict)
    for person in reading.people:
        family = _family(person.name)
        families[family[:1]].setdefault(family, person)
    for block in reading.blocks:
        whole = [(person.start, person.end) for person in reading.people_in(block)]
        for match in alone.finditer(block.folded):
            name = _SURNAME.match(block.text, match.end())
            if name is None or any(start <= name.start() < end for start, end in whole):
                continue
            wrong = fold(name.group())
            among = families.get(wrong[:1], {})
            if wrong in among:
                continue
            near = [
                person
                for family, person in islice(among.items(), MOST_FAMILIES)
                if min(len(family), len(wrong)) >= 5 and distance(family, wrong, 2) <= 2
            ]
            if len(near) == 1:
                right = near[0].name.split()[-1]
                message = say("written-elsewhere", one=name.group(), other=right)
                other = (near[0].block, near[0].start, near[0].end)
                yield Found(block, *name.span(), message, right, other=other)


# Alone: followed by no other name; “Lestrade’s” is Lestrade.
_SURNAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]+(?:[-’'][A-ZÀ-Þ][^\W\d_]+)*(?![\w-]| [A-ZÀ-Þ])")
MOST_FAMILIES = 200


def _family(name: str) -> str:
    return fold(name.split()[-1])


@rule("listed-twice", ERROR, ONE_TEXT, subject="organisation", yields_to=("name-order",))
def listed_twice(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The same organisation twice in one list, whatever its wording, order, commas or accents: the count is wrong."""
    for run in _item_lists(reading):
        yield from _repeated(reading, known, [(block, 0, len(block.text)) for block in run], items=True)
    for block in reading.blocks:
        if block.text.count(",") + block.text.count(";") >= 2 and not _is_apposition(reading, block):
            for sentence in reading.sentences[block.index]:
                yield from _repeated(reading, known, list(_segments(reading, block, sentence.start, sentence.end)), items=False)


def _is_apposition(reading: Reading, block: Block) -> bool:
    """An item that names one body only, by its acronym and in full: “Inria, the French National Institute for …”."""
    return block.kind == ITEM and len({one.body.key for one in reading.mentions[block.index] if one.body.kind != TERM}) == 1


def _item_lists(reading: Reading) -> Iterator[list[Block]]:
    """Lists of short items; two with only a line between them are one."""
    run: list[Block] = []
    last = -9
    for block in reading.blocks:
        if block.kind == ITEM and len(block.text.split()) <= 24 and reading.section_of(block).kind != CONTACT:
            if block.index - last > 2:
                if len(run) > 1:
                    yield run
                run = []
            run.append(block)
            last = block.index
    if len(run) > 1:
        yield run


def _segments(reading: Reading, block: Block, start: int, end: int) -> Iterator[tuple[Block, int, int]]:
    """The members of an enumeration: cut at commas and “and”, but never inside a known name."""
    joiners = "|".join(map(re.escape, sorted(reading.words.joiners | reading.words.separators))) or "et"
    cuts = [start]
    names = [(one.start, one.end) for one in reading.mentions[block.index]]
    asides = [match.span() for match in _ASIDE.finditer(block.text)]
    for match in re.finditer(rf"[,;:]|\b(?:{joiners})\b|(?<=[ \u00a0])[–—](?= )", block.folded[start:end]):
        place = start + match.start()
        if not any(a <= place < b for a, b in (*names, *asides)):
            cuts.extend((place, start + match.end()))
    cuts.append(end)
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        yield block, a, b


_ASIDE = re.compile(r"\([^()]*\)")


def _repeated(reading: Reading, known: Knowledge, members: list[tuple[Block, int, int]], *, items: bool) -> Iterator[Found]:
    if len(members) < (2 if items else 3):
        return
    by_acronym = reading.acronym_bags
    seen: dict[object, tuple[Block, int, int]] = {}
    for block, start, end in members:
        named = _member_of_list(reading, block, start, end, by_acronym, items=items)
        if named is None:
            continue
        keys, span, record = named
        first = next((seen[key] for key in keys if key in seen), None)
        if first is None:
            seen.update(dict.fromkeys(keys, (block, *span)))
            continue
        shown = first[0].text[first[1] : first[2]]
        message = say("listed", first=shown)
        yield Found(block, *span, message, record=record, other=first)


def _member_of_list(reading: Reading, block: Block, start: int, end: int, by_acronym: dict, *, items: bool):
    """What a member of a list names: a body of the portal’s by its record, another by its words in any order."""
    text = block.text[start:end]
    left = len(text) - len(text.lstrip(" \u00a0,;"))
    mentions = [one for one in reading.mentions[block.index] if start <= one.start and one.end <= end and one.body.kind != TERM]
    if mentions:
        first = mentions[0]
        lead, rest = block.folded[start : first.start], block.folded[first.end : end]
        small = [token.text for token in tokens(lead) if token.text not in reading.words.stops]
        if small and tokens(lead)[-1].text in reading.words.lists_open | reading.words.stops and not items:
            opening = [token.text for token in tokens(lead) if token.text in reading.words.lists_open]
            small = [] if opening and not rest.strip(" ,") else small
        closes = tokens(block.folded[max(0, start - 8) : start])[-1:]
        closes = bool(closes) and closes[0].text in reading.words.joiners | reading.words.separators
        if small or not items and not closes and len(tokens(re.sub(r"\([^()]*\)", "", rest))) > 1:
            return None
        if items and re.match(r"\s*(?:[:–—-]|, )", block.text[first.end :]) and re.match(r"\s*[:]", block.text[first.end :]):
            return None
        return [first.body.key], (first.start, first.end), first.body.record
    if not re.search(r"[A-ZÀ-Þ]", text):
        return None
    bare = _ASIDE.sub(lambda match: " " * len(match.group()), fold(text))
    bag = frozenset(token.text.rstrip("s") for token in tokens(bare) if token.text not in reading.words.stops)
    stripped = text.strip(" \u00a0,;.")
    if stripped in by_acronym:
        bag = by_acronym[stripped]
    if not bag or (len(bag) < 2 and stripped not in by_acronym) or len(bag) > 14 or any(word.isdigit() for word in bag):
        return None
    capitals = sum(match.group()[0].isupper() for match in re.finditer(r"[^\W_]+", text))
    if not items and capitals < 2:
        return None
    span = (start + left, start + left + len(text.strip(" \u00a0,;")))
    return [bag], span, None


@rule(
    "person-twice-spelt",
    WARNING,
    ONE_TEXT,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt", "surname-misspelt"),
)
def person_twice_spelt(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """One person under two spellings in a text: one of them is wrong, most likely the rarer one."""
    yield from two_spellings(reading.people, reading.people)


def two_spellings(people: list[NamedPerson], among: list[NamedPerson]) -> Iterator[Found]:
    """People of one list whose name is nearly one of the other’s: the rarer form is the wrong one."""
    counts = Counter(person.name for person in (*people, *among))
    by_word: dict[tuple[int, str], dict[str, NamedPerson]] = defaultdict(dict)
    for person in among:
        key = person.key
        by_word[0, key[0]].setdefault(person.name, person)
        by_word[1, key[-1]].setdefault(person.name, person)
    done = set()
    for person in people:
        key = person.key
        if person.name in done or person.human is not None or len(key) < 2:
            continue
        for other in (*by_word[0, key[0]].values(), *by_word[1, key[-1]].values()):
            if other.name == person.name or len(other.key) != len(key) or other.key[0][0] != key[0][0]:
                continue
            if counts[other.name] < counts[person.name] or (
                counts[other.name] == counts[person.name]
                and (other.block.index, other.start) > (person.block.index, person.start)
                and other.block.part.language == person.block.part.language
            ):
                continue
            differing = [(a, b) for a, b in zip(key, other.key, strict=True) if a != b]
            if (not differing and _words_of(person.name) != _words_of(other.name)) or (
                len(differing) == 1 and same_person(*differing[0])
            ):
                done.add(person.name)
                message = say("written-elsewhere", one=person.name, other=other.name)
                yield Found(
                    person.block, person.start, person.end, message, other.name, other=(other.block, other.start, other.end)
                )
                break


def _words_of(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_]+", name)]


@rule(
    "person-misspelt",
    ERROR,
    PORTAL,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt", "surname-misspelt", "person-twice-spelt"),
)
def person_misspelt(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Somebody the portal knows, with the accents of their name left out."""
    for person in reading.people:
        if person.human is None or person.name.isupper():
            continue
        right = person.human.name
        if _words_of(person.name) != _words_of(right) and person.key == tuple(token.text for token in tokens(fold(right))):
            message = say("written", right=right)
            yield Found(person.block, person.start, person.end, message, right, person.human.record)


@rule("name-of-the-other-language", WARNING, PORTAL, subject="language")
def name_of_the_other_language(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A word of the glossary in another language’s form (PAC in English, CAP in French): each language has its own."""
    for pair in known.glossary:
        mine = {text for text in pair.texts.get(reading.language, ()) if text}
        if not mine:
            continue
        for code, texts in pair.texts.items():
            if code == reading.language:
                continue
            for text in texts:
                if not (text.isupper() and 2 < len(text) <= 6) or text in mine:
                    continue
                right = next((one for one in sorted(mine) if one.isupper()), None)
                for block in reading.blocks:
                    if text not in block.text:
                        continue
                    for match in re.finditer(rf"(?<![\w@/#.-]){re.escape(text)}(s?)(?![\w@/-])", block.text):
                        if any(
                            one.start <= match.start() < one.end and one.how == EXACT and one.end - one.start > len(text) + 1
                            for one in reading.mentions[block.index]
                        ):
                            continue
                        if any(a < match.start() < b for a, b, _code in block.foreign) or _explained_beside(
                            block, match.start(), mine
                        ):
                            continue
                        message = say("term-of-another-language")
                        fix = right + match[1] if right else None
                        yield Found(
                            block, *match.span(), message.having(text=text, right=right or sorted(mine)[0]), fix, pair.record
                        )


def _explained_beside(block: Block, place: int, mine: set[str]) -> bool:
    around = block.text[max(0, place - 40) : place + 40]
    return any(text in around for text in mine if text.isupper())
