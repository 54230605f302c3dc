"""The interface speaks every language of the portal, completely and with the right typography."""

import ast
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

from portal import catalogues
from publishing import languages
from publishing.typography import NARROW, WIDE
from tests.repository import copy_of_the_tree, nodes, portal_environment, sources

FRENCH = "fr"
_PLACEHOLDER = re.compile(r"%%|%\(\w+\)[#0+-]*\d*(?:\.\d+)?[a-z]|%[sdf]|\{\w*\}|</?\w[^>]*>")
_ADDRESS = re.compile(r"(?:[a-z0-9.-]+/?|<\w+:\w+>/?)*")


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(catalogues.path(code)))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def spoken(code: str) -> list[tuple[str, str]]:
    """Each message with its translations, but for the words of addresses."""
    return [(one.msgid, text) for one in catalogue(code) if one.msgctxt != catalogues.ADDRESS for text in texts(one) if text]


def without_placeholders(text: str) -> str:
    return _PLACEHOLDER.sub("x", text)


@pytest.mark.parametrize("code", languages.codes())
def test_every_message_is_translated(code):
    kept = catalogue(code)
    assert len(kept) > 0
    assert [entry.msgid for entry in kept if not entry.obsolete and not all(texts(entry))] == []
    assert [entry.msgid for entry in kept if entry.fuzzy] == []
    assert [entry.msgid for entry in kept.obsolete_entries()] == []


@pytest.mark.parametrize("code", languages.codes())
def test_every_plural_has_all_its_forms(code):
    kept = catalogue(code)
    forms = int(re.search(r"nplurals=(\d)", kept.metadata["Plural-Forms"])[1])
    assert [one.msgid for one in kept if one.msgid_plural and sorted(one.msgstr_plural) != list(range(forms))] == []


@pytest.mark.parametrize("code", languages.codes())
def test_translations_keep_the_placeholders(code):
    """A lost placeholder hides a value; one too many breaks the page. A plural's form for one may spell its number."""
    wrong = []
    for entry in catalogue(code):
        wanted = [sorted(_PLACEHOLDER.findall(text)) for text in filter(None, (entry.msgid, entry.msgid_plural))]
        wrong += [text for text in texts(entry) if text and sorted(_PLACEHOLDER.findall(text)) not in wanted]
    assert wrong == []


@pytest.mark.parametrize("code", languages.codes())
def test_translations_keep_the_ends_of_their_messages(code):
    """Spaces and line ends at either end glue words together where they are lost."""
    wrong = [
        (one, text)
        for one, text in spoken(code)
        if (text[:1].isspace(), text[-1:].isspace()) != (one[:1].isspace(), one[-1:].isspace())
    ]
    assert wrong == []


@pytest.mark.parametrize("code", languages.codes())
def test_addresses_are_plain_small_letters(code):
    words = [entry for entry in catalogue(code) if entry.msgctxt == catalogues.ADDRESS]
    assert [one.msgstr for one in words if one.msgstr and not _ADDRESS.fullmatch(one.msgstr)] == []
    converters = re.compile(r"<\w+:\w+>")
    assert [one.msgid for one in words if one.msgstr and converters.findall(one.msgid) != converters.findall(one.msgstr)] == []


@pytest.mark.parametrize("code", languages.codes())
def test_two_addresses_are_never_one(code):
    words = [entry.msgstr for entry in catalogue(code) if entry.msgctxt == catalogues.ADDRESS and entry.msgstr]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("code", languages.codes())
def test_no_straight_quotation_mark_or_apostrophe(code):
    assert [text for _one, text in spoken(code) if re.search(r"\w'\w|\"", without_placeholders(text))] == []


FRENCH_RULES = {
    f"no narrow space before {sign}": re.compile(rf"(?<![{NARROW}?!…(])(?<!^){re.escape(sign)}(?!\w)") for sign in ";?!"
} | {
    "no no-break space before :": re.compile(rf"(?<!{WIDE})(?<!^):(?=\s|$)"),
    "no no-break space after «": re.compile(rf"«(?!{WIDE})"),
    "no no-break space before »": re.compile(rf"(?<!{WIDE})»"),
    "English quotation marks": re.compile(r"[“”]"),
    "a plain space before a unit": re.compile(r"\d [%€]"),
    "a capital without its accent": re.compile(r"\b(?:Etat|Ecole|Etablissement|Evénement|Etes|Echec|A propos)\b"),
    "three dots": re.compile(r"\.\.\."),
}


def french_slips(text: str) -> list[str]:
    """What is wrong with the spaces and signs of a French text."""
    plain = without_placeholders(text)
    return [name for name, slip in FRENCH_RULES.items() if slip.search(plain)]


@pytest.mark.skipif(FRENCH not in languages.codes(), reason="The portal has no French.")
def test_french_typography():
    assert {text: slips for _one, text in spoken(FRENCH) if (slips := french_slips(text))} == {}


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("Vraiment\u202f?", []),
        ("Vraiment ?", ["no narrow space before ?"]),
        ("Vraiment?", ["no narrow space before ?"]),
        ("Deux\u00a0: un et un", []),
        ("Deux : un et un", ["no no-break space before :"]),
        ("à 10:30, voir https://exemple.org", []),
        ("«\u00a0mot\u00a0»", []),
        ("« mot »", ["no no-break space after «", "no no-break space before »"]),
        ("le “mot”", ["English quotation marks"]),
        ("Un; deux", ["no narrow space before ;"]),
        ("%(n)s\u202f!", []),
    ],
)
def test_french_slips_are_seen(text, slips):
    assert french_slips(text) == slips


def test_every_name_of_gettext_is_read_by_the_extraction():
    """A message behind another name than these would never reach a catalogue."""
    known = {"_", "_now", None}
    found = {}
    for path, source in ((path, path.read_text()) for path in sources("*.py")):
        for node in nodes(source) if "gettext" in source else ():
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = {alias.asname for alias in node.names if "gettext" in alias.name}
                if names - known:
                    found[str(path)] = names - known
    assert found == {}


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="gettext is not on this machine (on Debian: apt-get install gettext)."
)
def test_the_catalogues_hold_what_the_code_says(tmp_path):
    """Extracting anew changes nothing: no message is missing, none is left over, and the files are in order."""
    tree = copy_of_the_tree(tmp_path / "tree")
    subprocess.run(
        [sys.executable, "manage.py", "extract_messages"],
        cwd=tree,
        env=portal_environment(tmp_path / "var"),
        check=True,
        capture_output=True,
    )
    for code in languages.codes():
        kept = catalogues.path(code)
        fresh = tree / kept.relative_to(settings.BASE_DIR)
        assert keys(fresh) == keys(kept)
        assert fresh.read_text() == kept.read_text(), f"script/messages would change {kept.name} ({code})"


def keys(path) -> list[tuple[str, str]]:
    return [(one.msgctxt or "", one.msgid) for one in polib.pofile(str(path))]


def test_scripts_hold_no_messages_of_their_own():
    """There is no catalogue for JavaScript: what a script shows comes with the page."""
    assert [str(path) for path in sources("*.js") if "gettext(" in path.read_text()] == []
