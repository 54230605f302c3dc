"""What TeX writes, as text: accents, letters, signs and dashes; formulas and commands that are not known stay as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MARKS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Commands that put a mark on the letter that follows, with the mark."""
_SIGNS = {
    **{sign: sign for sign in "&%$#_{}"},
    **{" ": " ", "\n": " ", "\\": " ", "/": "", "-": "", ",": "\u202f", ";": " ", ":": " ", "!": "", "@": ""},
    **{"ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł"},
    **{"i": "ı", "j": "ȷ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ"},
    **{"ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "pounds": "£", "euro": "€", "texteuro": "€", "copyright": "©"},
    **{"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "textless": "<"},
    **{"textgreater": ">", "textunderscore": "_", "textdollar": "$", "textbraceleft": "{", "textbraceright": "}"},
    **{"ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘"},
    **{"textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'"},
    **{"guillemotleft": "«", "guillemotright": "»", "og": "«\u00a0", "fg": "\u00a0»", "textdegree": "°", "degree": "°"},
    **{"textregistered": "®", "texttrademark": "™", "textmu": "µ", "TeX": "TeX", "LaTeX": "LaTeX"},
    **{"textsuperscript": "", "textsubscript": "", "emph": "", "textit": "", "textbf": "", "textsc": "", "textrm": ""},
    **{"textsf": "", "texttt": "", "textsl": "", "textup": "", "text": "", "mbox": "", "hbox": "", "uppercase": ""},
    **{"url": "", "it": "", "bf": "", "em": "", "sc": "", "rm": "", "tt": "", "sl": "", "relax": "", "protect": ""},
    **{"noopsort": "", "ignorespaces": "", "newblock": "", "par": " ", "quad": " ", "space": " ", "nobreakspace": "\u00a0"},
}
"""Commands that stand for text; those that only change how their text looks stand for none."""
_DOTLESS = {"ı": "i", "ȷ": "j"}
_TOKEN = re.compile(
    r"(?P<formula>\$[^$\\]*(?:\\.[^$\\]*)*\$)|\\(?P<word>[A-Za-z]+)[ \t\r\n]*|\\(?P<sign>.)|(?P<brace>[{}])"
    r"|(?P<dash>-{2,3})|(?P<quote>``|'')|(?P<tie>~)|(?P<text>[^\\{}$~`'-]+|.)",
    re.DOTALL,
)
_DASHES = {"--": "–", "---": "—"}
_QUOTES = {"``": "“", "''": "”"}


def text_of(written: str) -> str:
    """The text of a value, in composed Unicode and one line. A formula (``$…$``) stays one."""
    text = unicodedata.normalize("NFC", "".join(_pieces(written)))
    return " ".join(text.split())


def _pieces(written: str) -> Iterator[str]:
    mark = ""
    for token in _TOKEN.finditer(written):
        plain = _plain(token)
        command = token["word"] or token["sign"] or ""
        if command in _MARKS:
            yield _standing(mark)
            mark = command
        elif token["brace"] == "}":
            yield _standing(mark)
            mark = ""
        elif mark and plain.strip():
            letter = _DOTLESS.get(plain[0], plain[0])
            yield f"{letter}{_MARKS[mark]}{plain[1:]}"
            mark = ""
        elif not (mark and plain.isspace()):
            yield plain
    yield _standing(mark)


def _standing(mark: str) -> str:
    """A mark on nothing, such as ``\\~{}``, is the sign itself."""
    return mark if mark in ("~", "^", "`", "'", '"', "=", ".") else ""


def _plain(token: re.Match[str]) -> str:
    kind = token.lastgroup
    if kind == "word":
        return _SIGNS.get(token["word"], token[0])
    if kind == "sign":
        return _SIGNS.get(token["sign"], token[0])
    if kind == "brace":
        return ""
    if kind == "dash":
        return _DASHES[token["dash"]]
    return "\u00a0" if kind == "tie" else _QUOTES.get(token[0], token[0])


# Names


_OUTSIDE = re.compile(r"\\.|[{}]|(?:(?<=\s)|(?<=\}))and(?=[\s{])|\s+|,", re.DOTALL | re.IGNORECASE)


def authors_of(written: str) -> list[str]:
    """The names of a list, filed: “Exemple, Claire”; one in braces stays whole. “and others” is “et al.”."""
    return [name for parts in _names(written) if (name := _filed(parts))]


def _names(written: str) -> Iterator[list[list[str]]]:
    """Each name as its parts between commas, and each part as its words; braces hold together."""
    name: list[list[str]] = [[]]
    word, depth, end = "", 0, 0
    for found in _OUTSIDE.finditer(written):
        word += written[end : found.start()]
        sign, end = found[0], found.end()
        if sign in "{}":
            depth = max(0, depth + (1 if sign == "{" else -1))
        if depth or sign in "{}" or sign[0] == "\\":
            word += sign
            continue
        if word:
            name[-1].append(word)
        word = ""
        if sign == ",":
            name.append([])
        elif sign.lower() == "and":
            yield name
            name = [[]]
    word += written[end:]
    if word:
        name[-1].append(word)
    yield name


def _filed(parts: list[list[str]]) -> str:
    """A name of BibTeX: “First von Last”, “von Last, First” or “von Last, Jr, First”."""
    if parts == [["others"]]:
        return "et al."
    if len(parts) == 1:
        words = parts[0]
        if len(words) < 2:
            return text_of(" ".join(words))
        small = next((place for place, word in enumerate(words[1:-1], start=1) if word[:1].islower()), len(words) - 1)
        given, family = words[:small], words[small:]
    else:
        family, given = [word for part in parts[:-1] for word in part], parts[-1]
    names = [text_of(" ".join(words)) for words in (family, given)]
    return ", ".join(filter(None, names))
