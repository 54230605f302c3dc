"""The style of what the check says, read from its data files."""

import re

import pytest

from proofreading import sentences
from proofreading.rules import RULES

LANGUAGES = ("en", "fr")
LONGEST_NAME, LONGEST_MESSAGE = 60, 160
# Signs that a sentence of typography shows.
SIGNS = ("; ! and ?.", "\u202f;\u202f! et\u202f?.")
BEGS = r"\b(?:[Pp]lease|[Vv]euillez|[Mm]erci de|[Aa]ttention|[Oo]ops|[Ss]orry|[Dd]ésolé)\b"


def told(language, key):
    return [(code, sentences.load(language)[code][key]) for code in RULES]


def messages(language):
    for code in RULES:
        for key, text in sentences.load(language)[code]["messages"].items():
            yield f"{code}.{key}", text


def breaks(text):
    """Whether a sentence is more than one, in straight quotes, loud, or without its capital or its stop."""
    bare = re.sub(r"\{\w+\}", "x", text)
    for signs in SIGNS:
        bare = bare.replace(signs, ".")
    return bool(
        not re.match(r"[A-ZÀ-Þ“«x]", bare)
        or not re.search(r"[.?]$", bare)
        or re.search(r"[.?!…] +[A-ZÀ-Þ]", bare)
        or re.search(r"['\"]|!", bare)
        or re.search(BEGS, bare)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_one_plain_sentence(language):
    assert [key for key, text in messages(language) if breaks(text) or len(text) > LONGEST_MESSAGE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_a_few_words(language):
    wrong = [
        name for _code, name in told(language, "name") if not re.fullmatch(rf"[A-ZÀ-Þ][^.!?:'\"]{{2,{LONGEST_NAME}}}", name)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_made_of_sentences(language):
    """Each begins with a capital and ends with a full stop."""
    wrong = [why for _code, why in told(language, "why") if any(breaks(one) for one in re.split(r"(?<=\.) ", why))]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "this is small.",
        "No stop",
        "Two. Sentences.",
        "It's straight.",
        'A "straight" one.',
        "Loud!",
        "Please mend it.",
        "Too … Many.",
    ],
)
def test_the_style_is_told_from_another(text):
    assert breaks(text)


@pytest.mark.parametrize(
    "text", ["“{wrong}” is not {name}.", "{one} here, {two} there.", "Is “{word}” right?", "« {a} » : {b}."]
)
def test_what_is_in_style_passes(text):
    assert not breaks(text)
