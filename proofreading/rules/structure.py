"""How a text is put together: brackets, quotation marks, paragraphs, words, marks left in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import ERROR, WARNING
from ..knowledge import Knowledge
from ..reading import CONTACT, Reading, quoted_spans
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, HEADING, HTML, ITEM, LINE, MARKDOWN, PARAGRAPH, Block
from ..spelling import has_dictionary, knows
from ..text import fold
from ..tokens import tokens

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_ENUMERATION = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)(?=\s)")
_SMILEY = re.compile(r"[:;]-?[()]")
CLOSED = ".!?…:;»”\")]’'›。"
CUT_WORDS = 9


@rule("bracket", WARNING, ONE_TEXT, subject="sign")
def bracket(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A bracket without its other half within the paragraph: something has been cut there."""
    for block in reading.blocks:
        if not any(sign in block.text for sign in "()[]{}"):
            continue
        numbers = {match.end() - 1 for match in _ENUMERATION.finditer(block.text)}
        plain = _SMILEY.sub("  ", block.text)
        for start, end in [(one.start, one.end) for one in reading.mentions[block.index]]:
            plain = plain[:start] + re.sub(r"[\[\]]", " ", plain[start:end]) + plain[end:]
        stack: list[int] = []
        loose: list[int] = []
        for place, sign in enumerate(plain):
            if sign in _PAIRS:
                stack.append(place)
            elif sign in _CLOSING:
                if stack and plain[stack[-1]] == _CLOSING[sign]:
                    stack.pop()
                elif place not in numbers:
                    loose.append(place)
        for place in [*stack, *loose][:3]:
            yield Found(block, place, place + 1, say("alone"))


@rule("quotation-mark", WARNING, ONE_TEXT, subject="quotation")
def quotation_mark(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A quotation mark without its other half: readers no longer know whose words they read.

    A quotation may run over paragraphs, each opening it anew, so marks are paired over a whole section.
    """
    for section in reading.sections:
        for opening, closing in (("«", "»"), ("“", "”")):
            stack: list[tuple[Block, int]] = []
            for block in section.blocks:
                for place, sign in enumerate(block.text):
                    if sign == opening:
                        if stack and not block.text[:place].strip() and _runs_on(*stack[-1], closing):
                            stack.pop()
                        stack.append((block, place))
                    elif sign == closing:
                        if stack:
                            stack.pop()
                        else:
                            yield Found(block, place, place + 1, say("closes-nothing"))
            for block, place in stack[:5]:
                if closing == "”" and any(sign in "‟„" for sign in block.text):
                    continue
                yield Found(block, place, place + 1, say("never-closed"))
        straight = [(block, match.start()) for block in section.blocks for match in re.finditer(r'(?<!\d)"', block.text)]
        if len(straight) % 2:
            yield Found(straight[-1][0], straight[-1][1], straight[-1][1] + 1, say("mark-alone"))


def _runs_on(block: Block, place: int, closing: str) -> bool:
    """Whether a quotation may go on in the next paragraph: it opened its own and nothing was closed in it."""
    return not block.text[:place].strip() and closing not in block.text


def is_prose(reading: Reading, block: Block) -> bool:
    """Whether a block is a paragraph of running text, which ends and begins like a sentence."""
    if block.kind not in (PARAGRAPH, LINE) or block.part.role in (
        "title",
        "subtitle",
        "place",
        "quote",
        "quote-role",
        "contact",
        "picture",
    ):
        return False
    if reading.section_of(block).kind == CONTACT or reading.emails_in(block) or reading.phones_in(block):
        return False
    return not re.match(r"[–—-]\s", block.text)


def _ends_open(reading: Reading, block: Block) -> bool:
    text = block.text.rstrip(" \u00a0*_")
    found = reading.tokens[block.index]
    if not text or text[-1] in CLOSED or not found:
        return False
    if any(url.end >= len(text) - 1 for url in reading.urls_in(block)):
        return False
    if text[-1] in ",–—-&/(" or found[-1].text in reading.words.dangling and text[-1].isalnum():
        return True
    return len(found) > CUT_WORDS and is_prose(reading, block) and block.kind == PARAGRAPH


@rule("paragraph-cut", WARNING, ONE_TEXT, subject="paragraph")
def paragraph_cut(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A paragraph that ends in the middle of a sentence: its end has been lost, or stands in the next one."""
    listed = {block.index for block in reading.blocks if block.kind == ITEM or block.kind == LINE}
    mails = {email.block.index for email in reading.emails}
    for block in reading.blocks:
        if block.kind == ALT or block.is_piece or block.part.role in ("place", "contact", "picture") or block.index in mails:
            continue
        if reading.section_of(block).kind == CONTACT or (block.kind == HEADING and len(block.text.split()) < 3):
            continue
        if (
            block.kind == ITEM
            and block.text.rstrip()[-1:] in ",;"
            or block.kind == LINE
            and block.text.rstrip()[-1:] in ",;–—-"
        ):
            continue
        if block.kind == PARAGRAPH and block.text.rstrip()[-1:] == "," and block.index + 1 in listed:
            continue
        if _ends_open(reading, block) and not _title_case(block):
            last = reading.tokens[block.index][-1]
            if block.kind in (HEADING, ITEM, LINE) and (
                last.text not in reading.words.dangling
                or block.text[last.start].isupper()
                or last.end < len(block.text.rstrip())
            ):
                continue
            if block.kind in (HEADING, ITEM, LINE) and last.text in (
                "plus",
                "si",
                "y",
                "comme",
                "that",
                "on",
                "in",
                "not",
                "so",
                "is",
                "are",
            ):
                continue
            start = block.text.rfind(" ", 0, max(last.start - 1, 0)) + 1
            yield Found(block, start, len(block.text), say("cut-short"))


def _title_case(block: Block) -> bool:
    """A signature, an address or a title in capitals, which no full stop closes."""
    found = re.findall(r"[^\W\d_]{2,}", block.text)
    return bool(found) and sum(word[0].isupper() for word in found) >= 0.75 * len(found)


@rule("paragraph-small-letter", WARNING, ONE_TEXT, subject="paragraph")
def paragraph_small_letter(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A paragraph that begins with a small letter: its beginning has been lost. Not told again where the one before is cut."""
    for block in reading.blocks:
        if not is_prose(reading, block) and not (block.kind == HEADING and block.part.role != "place"):
            continue
        if (
            block.is_piece
            or not block.text[0].islower()
            or len(block.text.split()) < 4
            or re.match(r"[\w.-]*[@/]|https?:|www\.|[a-z][A-Z]", block.text)
        ):
            continue
        before = reading.blocks[block.index - 1] if block.index else None
        if before is not None:
            tail = before.text.rstrip(" \u00a0*_")[-1:]
            if tail in ":;," or before.kind in (ITEM, LINE) and before.group == block.group or _ends_open(reading, before):
                continue
            if block.kind == LINE and before.group == block.group and tail not in ".!?":
                continue
        word = reading.tokens[block.index][0]
        yield Found(
            block,
            word.start,
            word.end,
            say("small-letter"),
            block.text[word.start : word.end].capitalize(),
        )


@rule("paragraph-twice", WARNING, ONE_TEXT, subject="paragraph", yields_to=("name-order", "listed-twice"))
def paragraph_twice(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A paragraph, or a long sentence, that stands in the text twice."""
    seen: dict[str, tuple[Block, int, int]] = {}
    for block in reading.blocks:
        words = " ".join(token.text for token in reading.tokens[block.index])
        if len(reading.tokens[block.index]) < 8 or block.kind == ALT:
            continue
        if words in seen and block.kind != HEADING:
            first = seen[words]
            yield Found(block, 0, len(block.text), say("paragraph"), other=first)
            continue
        for sentence in reading.sentences[block.index]:
            own = " ".join(token.text for token in tokens(sentence.folded))
            if own.count(" ") >= 9:
                if own in seen and seen[own][0] is not block and own != words:
                    yield Found(block, sentence.start, sentence.end, say("sentence-in-text"), other=seen[own])
                elif own in seen and seen[own][0] is block:
                    yield Found(
                        block,
                        sentence.start,
                        sentence.end,
                        say("sentence-in-paragraph"),
                        "",
                        other=seen[own],
                    )
                seen.setdefault(own, (block, sentence.start, sentence.end))
        if block.kind != HEADING:
            seen.setdefault(words, (block, 0, len(block.text)))


@rule("word-twice", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language",))
def word_twice(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The same word twice in a row."""
    for block in reading.blocks:
        found = reading.tokens[block.index]
        for one, two in zip(found, found[1:], strict=False):
            if (
                one.text != two.text
                or one.text in reading.words.doubles
                or one.text.isdigit()
                or len(one.text) < 2
                and one.text not in ("a", "y")
            ):
                continue
            between = block.text[one.end : two.start]
            if (
                between.strip(" \u00a0")
                or not between
                or block.text[two.start].isupper() != block.text[one.start].isupper()
                and not one.start == 0
                and block.text[two.start].isupper()
            ):
                continue
            if block.text[one.start].isupper() and block.text[two.start].isupper() and not knows(reading.language, one.text):
                continue
            yield Found(block, one.start, two.end, say("twice"), block.text[one.start : one.end])


@rule("words-scrambled", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language", "word-twice"))
def words_scrambled(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Small words that never follow one another in the language: one was left over from an earlier wording."""
    impossible = reading.words.impossible
    if not impossible:
        return
    for block in reading.blocks:
        found = reading.tokens[block.index]
        for one, two in zip(found, found[1:], strict=False):
            if (one.text, two.text) not in impossible or one.text == two.text or two.start - one.end != 1:
                continue
            shown = block.text[one.start : two.end]
            if block.text[two.start].isupper() or any(
                m.start < two.end and one.start < m.end for m in reading.mentions[block.index]
            ):
                continue
            if (
                block.text[two.end : two.end + 1] in "'’-"
                and block.text[two.end : two.end + 1]
                or block.text[one.start - 1 : one.start] in ("-", "’", "'")
            ):
                continue
            if shown.lower() != f"{one.text} {two.text}":
                continue
            yield Found(block, one.start, two.end, say("scrambled"))


@rule(
    "misspelt-word",
    WARNING,
    ONE_TEXT,
    subject="word",
    yields_to=(
        "wrong-language",
        "own-name",
        "look-alike-letters",
        "misspelt-name",
        "programme-misspelt",
        "surname-misspelt",
        "person-twice-spelt",
        "person-misspelt",
        "word-twice",
        "words-scrambled",
    ),
)
def misspelt_word(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A word that no dictionary knows, one letter away from one that it does: letters have been left out or have changed
    places.

    New words of the trade are many; one that is derived from a known word, or near none, is taken for one of them.
    """
    if not has_dictionary(reading.language) or reads_foreign(reading):
        return
    places: dict[str, list[tuple[Block, int, int]]] = {}
    checked: list[str] = []
    for block in reading.blocks:
        if foreign_block(reading, block):
            continue
        taken = (
            [(one.start, one.end) for one in reading.addresses_in(block)] if re.search(r"@|www|http|\.\w", block.text) else []
        )
        taken += [(a, b) for a, b, code in block.foreign if code != reading.language]
        taken += [(one.start, one.end) for one in reading.mentions[block.index]]
        for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", block.text):
            word = match.group()
            if len(word) < 3 or not word.islower() or any(match.start() < b and a < match.end() for a, b in taken):
                continue
            if (
                re.match(r"[\d@#_/\\]", block.text[match.start() - 1 : match.start()] or " ")
                or block.text[match.end() : match.end() + 1] in ("@", "_", "/", "\\")
                or block.text[match.end() : match.end() + 1].isdigit()
            ):
                continue
            places.setdefault(word, []).append((block, *match.span()))
    for word, where in places.items():
        if len(where) > 2 or fold(word) in known.vocabulary or _is_word(reading.language, word, known):
            continue
        if any(knows(code, word) and has_dictionary(code) for code in _other_languages(reading)) or len(checked) >= MOST_WORDS:
            continue
        checked.append(word)
        if not _is_slip(reading.language, word):
            continue
        for block, start, end in where:
            yield Found(block, start, end, say("unknown-word", word=word))


def _quoted(block: Block, start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in quoted_spans(block.text)) or block.text[max(0, start - 1) : start] in "*_("


def _other_languages(reading: Reading) -> list[str]:
    return [code for code in reading.known.languages if code != reading.language]


MOST_WORDS = 80
_PREFIXES = tuple(
    "post pre pré co multi inter intra micro nano bio neuro géo geo éco eco cyber auto sur sous ré re non anti hyper"
    " super méta meta trans over under"
    " un out up down mono poly pluri semi pseudo sub télé tele ultra vidéo video audio socio agro hydro photo électro"
    " electro thermo dé des dis mal".split()
)
_SUFFIXES = tuple(
    "er ers or ors ed ing ings able ably ability ness less ful al ally ical ically ic istic ise ised ises ising"
    " isation ization ized izing wise like ist ists"
    " ism ité ités abilité abilités ibilité ibilités iser isé isée isés isées isant isation isations eur eurs euse"
    " euses able ables ment ments iste istes isme"
    " ismes ique iques el elle els elles aire aires al ale ales aux age ages".split()
)  # fmt: skip
_ENDS = ("", "e", "er", "re", "y", "ie", "ique", "ic", "able", "ible", "ir", "ment", "tion")
_LETTERS = {"fr": "abcdefghijklmnopqrstuvwxyzàâçèéêëîïôùûœ", "en": "abcdefghijklmnopqrstuvwxyz"}


def _is_slip(language: str, word: str) -> bool:
    """Whether one letter more, fewer, other, or two in each other’s place make a word that the dictionary knows."""
    letters = _LETTERS.get(language, "abcdefghijklmnopqrstuvwxyz")
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if (
            len(word) > 3
            and tail
            and knows(language, head + tail[1:])
            or len(tail) > 1
            and knows(language, head + tail[1] + tail[0] + tail[2:])
        ):
            return True
        for letter in letters if len(word) > 3 else "":
            if knows(language, head + letter + tail) or tail and knows(language, head + letter + tail[1:]):
                return True
    return False


def _is_word(language: str, word: str, known: Knowledge) -> bool:
    if knows(language, word):
        return True
    if "-" in word:
        return all(
            len(piece) < 3 or piece in _PREFIXES or knows(language, piece) or fold(piece) in known.vocabulary
            for piece in word.split("-")
        )
    if any(
        word.startswith(prefix) and len(word) > len(prefix) + 3 and knows(language, word[len(prefix) :]) for prefix in _PREFIXES
    ):
        return True
    for suffix in _SUFFIXES:
        stem = word[: -len(suffix)]
        if word.endswith(suffix) and len(stem) >= 4 and any(knows(language, stem + end) for end in _ENDS):
            return True
    # The feminine of a calling: “rapporteure”, “entrepreneure”.
    if word.removesuffix("s").endswith("eure") and knows(language, word.removesuffix("s")[:-1]):
        return True
    return word.endswith("s") and (knows(language, word[:-1]) or fold(word[:-1]) in known.vocabulary)


def foreign_block(reading: Reading, block: Block) -> bool:
    from .language import reads_as

    return reads_as(reading, block) not in ("", reading.language)


def reads_foreign(reading: Reading) -> bool:
    from .language import text_reads_as

    return text_reads_as(reading) not in ("", reading.language)


_TAG_LEFT = re.compile(
    r"</?(?:p|br|b|i|em|strong|a|span|div|ul|ol|li|h[1-6]|table|tr|td|img|sup|sub|blockquote|font|u|hr)(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_ENTITY_LEFT = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|rsquo|lsquo|rdquo|ldquo|laquo|raquo|eacute|egrave|agrave|ccedil|ecirc|ocirc|hellip|ndash|mdash|euro|#\d{2,5}|#x[0-9a-f]{2,4});",
    re.I,
)
_MARK_LEFT = re.compile(
    r"\*\*(?=\S)[^*\n]{1,200}\*\*|\*\*|(?<!\w)__(?=\S)[^_\n]{1,200}__(?!\w)|^#{1,6}\s(?=\S)|\[[^\[\]\n]{1,200}\]\([^()\s]{1,300}\)|!\[[^\[\]]{0,200}\]\(|(?<![\w`])`[^`\n]{1,80}`|^>\s(?=\S)|\]\(https?:[^\s)]{1,200}\)?|~~[^~]{1,100}~~"
)
_SINGLE_LEFT = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,120}[^\s*]\*(?![\w*])")


@rule("markup-left", ERROR, ONE_TEXT, subject="markup", yields_to=("misspelt-word",))
def markup_left(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """HTML or Markdown that readers would see as it stands."""
    for block in reading.blocks:
        text = block.text
        if not any(sign in text for sign in "<&*_#[`>~"):
            continue
        tags = list(_TAG_LEFT.finditer(text))
        for match in tags[:1]:
            yield Found(block, *match.span(), say("html", tag=match.group()[:60]), "")
        for match in list(_ENTITY_LEFT.finditer(text))[:1]:
            yield Found(block, *match.span(), say("html", tag=match.group()), _entity(match.group()))
        stars = list(_STAR_LEFT.finditer(text))
        if len(stars) == 1 and text.count("*") == 1:
            yield Found(block, *stars[0].span(), say("markdown"), "")
        patterns = [_MARK_LEFT] if block.part.form in (MARKDOWN,) else [_MARK_LEFT, _SINGLE_LEFT]
        for pattern in patterns:
            for match in list(pattern.finditer(text))[:1]:
                yield Found(block, *match.span(), say("markdown"), _without_marks(match.group()))


# One star before a word in the middle of a sentence: a note’s star stands behind its word, or opens the note.
_STAR_LEFT = re.compile(r"(?<=[ \u00a0(«“])\*(?=[^\W\d_])")


def _entity(text: str) -> str:
    import html

    return html.unescape(text)


def _without_marks(text: str) -> str:
    link = re.fullmatch(r"\[([^\[\]]*)\]\([^()]*\)", text)
    return link[1] if link else re.sub(r"^#{1,6}\s|^>\s|\*\*|__|[*`]|~~", "", text)


_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ©®¨´§ª°]|â€[™œ\u009d“”¦\"˜“–—]|ï¿½|\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@rule("encoding", ERROR, ONE_TEXT, subject="sign")
def encoding(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Letters broken by a wrong encoding, such as “Ã©” for “é”."""
    for block in reading.blocks:
        match = _MOJIBAKE.search(block.text) or _CONTROL.search(block.text)
        if match:
            start = block.text.rfind(" ", 0, match.start()) + 1
            end = block.text.find(" ", match.end())
            end = len(block.text) if end < 0 else end
            start, end = max(start, match.start() - 40), min(end, match.end() + 40)
            yield Found(block, start, end, say("broken"), _decoded(block.text[start:end]))


def _decoded(text: str) -> str | None:
    try:
        better = text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return better if better != text else None


_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBC|TBD|FIXME|lorem ipsum|XX+|xxx+|A COMPLETER|À COMPLÉTER)\b|\[(?:à|a|to|insert|insérer|nom|name"
    r"|date|XX|\.\.\.|…|\?)[^\[\]]{0,60}\]|\?\?\?+|_{4,}"
    r"|(?:à compléter|à confirmer|to be confirmed|to be completed)(?=[\s)\].]*$)"
)


@rule("placeholder", WARNING, ONE_TEXT, subject="draft")
def placeholder(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Words that stood in for others while the text was written."""
    for block in reading.blocks:
        for match in _PLACEHOLDER.finditer(block.text):
            if re.fullmatch(r"[XIVL]+", match.group()) or (
                match.group().isupper() and set(match.group()) == {"X"} and re.match(r"[eᵉ]\b", block.text[match.end() :])
            ):
                continue
            if re.match(r"\d[\d .]*$", block.text[max(0, match.start() - 6) : match.start()]):
                continue
            yield Found(block, *match.span(), say("to-fill-in"))


@rule("picture-without-text", WARNING, ONE_TEXT, subject="picture")
def picture_without_text(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A picture without alternative text: who cannot see it is told nothing."""
    for part in reading.parts:
        if part.form not in (HTML, MARKDOWN):
            continue
        blocks = [block for block in reading.blocks if block.part is part]
        if not blocks:
            continue
        pattern = re.compile(r"<img\b(?![^<>]*\balt\s*=\s*(?:\"[^\"]|'[^']|[^\s\"'>]))[^<>]*>|!\[\s*\]\([^()\s]+\)", re.I)
        for match in pattern.finditer(part.source):
            block = next((one for one in reversed(blocks) if one.at and one.at[0] <= match.start()), blocks[0])
            yield Found(block, 0, min(len(block.text), 60), say("no-alternative"), evidence=match.group())
