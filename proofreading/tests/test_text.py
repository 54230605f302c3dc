"""The one table that folds letters."""

import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from proofreading.text import INVISIBLE, LETTERS, fold, identity, spelt_out, stems, stems_of, without_marks, words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Œuvre", "oeuvre"),
        ("ÆØÅ", "aeoa"),
        ("Ǽ ǿ", "ae o"),
        ("Straße, STRAẞE", "strasse, strasse"),
        ("đakovo Đ", "dakovo d"),
        ("Guðrún Ðórr", "gudrun dorr"),
        ("Łódź", "lodz"),
        ("þing Þór", "thing thor"),
        ("ısı İzmir", "isi izmir"),
        ("Ŋ ŧ ħ ĸ", "n t h k"),
        ("Əli", "eli"),
        ("e\u0301", "e"),
        ("ﬁn", "fin"),
    ],
)
def test_letters_are_spelt_out(written, plain):
    assert without_marks(written) == plain
    assert spelt_out(written) == plain


def test_every_latin_letter_has_plain_letters():
    """But for clicks, tones and glottal stops, which stand for no letter of the alphabet."""
    named = [sign for sign in map(chr, range(0xC0, 0x250)) if "LATIN" in unicodedata.name(sign, "") and sign.isalpha()]
    strange = [sign for sign in named if any(one.isalpha() and not one.isascii() for one in spelt_out(sign))]
    assert "".join(strange) == "ƄƅƍƛƦƧƨƪƸƹƺƻƼƽƾǀǁǂǃȸȹɁɂ"


def test_the_fold_of_the_check_keeps_every_length():
    """A hundred signs at once, for each alone takes seconds: two faults of one hundred could make up for each other."""
    every_sign = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    hundreds = ("".join(every_sign[first : first + 100]) for first in range(0, len(every_sign), 100))
    assert [signs for signs in hundreds if len(fold(signs)) != len(signs)] == []
    assert fold("Cœur de Łódź, l’Œuvre") == "cour de lodz, l'ouvre"


def test_both_folds_begin_with_the_same_letter():
    differing = {sign for sign in LETTERS if fold(sign) != spelt_out(sign)[0]}
    assert differing == set()


def test_stems_hold_nothing_but_plain_letters_and_digits():
    assert stems("Les œuvres d’Łódź & 3 chevaux_gris", "fr") == ["le", "oeuvr", "lodz", "3", "cheval", "gris"]


@pytest.mark.parametrize("sign", INVISIBLE)
def test_signs_that_nobody_sees_part_no_word(sign):
    assert words(f"cyber{sign}sécurité", "fr") == words("cybersécurité", "fr")
    assert spelt_out(f"e{sign}\u0301{sign}") == "e"


@pytest.mark.parametrize("name", ["İstanbul", "Ẹ\u0300kọ́", "m\u0303are"])
def test_marks_that_join_no_letter_part_no_word(name):
    assert len(words(name, "fr")) == 1


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("L’Atelier d’essai", "L'Atelier d'essai"),
        ("L’Atelier d’essai", " L＇ATELIER  d`ESSAI\u00a0"),
        ("État français / France 2030", "etat francais / france 2030"),
        ("École", "E\u0301cole"),
        ("Mise en œuvre", "Mise en oeuvre"),
        ("ﬁnance", "Finance"),
        ("Oʻahu", "O’ahu"),
        ("Đặng\u200b", "Dang"),
        ("AP-HP", "AP‑HP"),
    ],
)
def test_two_ways_of_writing_a_name_are_one(written, otherwise):
    assert identity(written) == identity(otherwise) != ""
    assert identity(written) != identity(f"{otherwise} bis")


def test_threads_do_not_mix_up_their_words():
    """A stemmer holds the word that it works on: one that two threads share gives the one the stem of the other's."""
    given = ("développeuses", "établissements", "nationalisations", "continuellement", "majestueusement")
    expected = {word: stems_of.__wrapped__(word, "fr") for word in given}
    interval, found = sys.getswitchinterval(), []
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda word: (word, stems_of.__wrapped__(word, "fr")), given * 40))
    finally:
        sys.setswitchinterval(interval)
    assert [(word, got) for word, got in found if got != expected[word]] == []
