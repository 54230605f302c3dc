"""Words by which a communiqué tells its parts, folded, in each language that communiqués come in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class CutterWords:
    # What kind of text this is, and that it may be used: no part of the release itself.
    labels: tuple[str, ...] = ()
    # That another language follows.
    versions: tuple[str, ...] = ()
    # The end of what may be printed.
    ends: tuple[str, ...] = ()
    # A heading that ends what is said about a body, and stays in the text.
    notes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    # Before a day, a number or an address: “le”, “published on”, “Tél.”.
    before_day: tuple[str, ...] = ()
    labels_of_lines: tuple[str, ...] = ()


_FR = CutterWords(
    labels=(
        "communique de presse",
        "communique",
        "information presse",
        "info presse",
        "note de presse",
        "note aux redactions",
        "invitation presse",
        "alerte presse",
        "pour diffusion immediate",
        "diffusion immediate",
        "a diffusion immediate",
        "pour publication immediate",
        "version francaise",
        "francais",
    ),
    versions=("version francaise", "en francais", "communique de presse", "francais"),
    ends=("fin", "fin du communique"),
    notes=(
        "notes aux redactions",
        "note aux redactions",
        "notes aux redacteurs",
        "notes",
        "references",
        "reference",
        "bibliographie",
        "en savoir plus",
        "pour en savoir plus",
        "liens utiles",
        "pour aller plus loin",
        "informations pratiques",
    ),
    about=(
        "a propos de l'",
        "a propos de la",
        "a propos de",
        "a propos d'",
        "a propos du",
        "a propos des",
        "a propos",
        "au sujet de",
        "au sujet du",
        "au sujet des",
        "au sujet d'",
        "qui sommes-nous",
    ),
    contacts=(
        "contact",
        "contacts",
        "contact presse",
        "contacts presse",
        "contact medias",
        "contacts medias",
        "contact media",
        "vos contacts",
        "vos contacts presse",
        "vos interlocuteurs",
        "relations presse",
        "relations medias",
        "relation presse",
        "service de presse",
        "service presse",
        "bureau de presse",
        "contact chercheur",
        "contact chercheuse",
        "contact scientifique",
        "contacts scientifiques",
        "pour toute information",
        "pour plus d'informations",
        "renseignements",
    ),
    before_day=("le", "publie le", "en date du", "date", "mis en ligne le", "date de publication", "a", "ce"),
    labels_of_lines=(
        "telephone",
        "tel",
        "portable",
        "mobile",
        "mob",
        "port",
        "courriel",
        "e-mail",
        "email",
        "mail",
        "mel",
        "standard",
        "t",
        "m",
        "p",
        "adresse",
        "ligne directe",
    ),
)
_EN = CutterWords(
    labels=(
        "press release",
        "news release",
        "media release",
        "press statement",
        "press information",
        "press notice",
        "media alert",
        "media advisory",
        "for immediate release",
        "for immediate use",
        "for release",
        "immediate release",
        "english version",
        "english",
    ),
    versions=(
        "english version",
        "in english",
        "press release",
        "news release",
        "media release",
        "for immediate release",
        "english",
    ),
    ends=("ends", "end", "the end"),
    notes=(
        "notes to editors",
        "note to editors",
        "notes for editors",
        "editor's notes",
        "notes",
        "references",
        "reference",
        "further information",
        "find out more",
        "useful links",
        "background",
        "practical information",
    ),
    about=("about the", "about"),
    contacts=(
        "contact",
        "contacts",
        "press contact",
        "press contacts",
        "media contact",
        "media contacts",
        "contact information",
        "press office",
        "press enquiries",
        "press inquiries",
        "media enquiries",
        "media inquiries",
        "media relations",
        "press relations",
        "scientific contact",
        "for more information",
        "for further information",
        "for media enquiries",
        "for press enquiries",
        "enquiries",
        "journalists may contact",
    ),
    before_day=("on", "date", "published", "published on", "issued on", "dated", "the", "posted on", "release date"),
    labels_of_lines=(
        "telephone",
        "phone",
        "tel",
        "cell",
        "mobile",
        "mob",
        "email",
        "e-mail",
        "mail",
        "office",
        "direct",
        "t",
        "m",
        "p",
        "e",
        "o",
        "ph",
        "address",
    ),
)
_WORDS = {"fr": _FR, "en": _EN}


@cache
def words_of(language: str) -> CutterWords:
    """The words of a language; of one that has none here, those of all others: most communiqués borrow them."""
    known = _WORDS.get(language.split("-")[0])
    return known or merged(tuple(_WORDS))


@cache
def merged(codes: tuple[str, ...]) -> CutterWords:
    """The words of several languages: a communiqué has a label or a heading of another at times."""
    every = [_WORDS[code] for code in codes if code in _WORDS]
    names = CutterWords.__dataclass_fields__
    return CutterWords(
        **{name: tuple(dict.fromkeys(word for words in every for word in getattr(words, name))) for name in names}
    )
