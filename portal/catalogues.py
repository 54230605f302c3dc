"""The interface's catalogues: where they are, how they are compiled and how they are kept in order.

A catalogue is ``locale/<language>/LC_MESSAGES/django.po``; its compiled twin is made on each machine and not kept.
"""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from publishing import languages
from publishing.typography import typeset_html

ADDRESS = "address"
"""The context of words that make up addresses: no typography applies to them."""

SOURCE_LANGUAGE = "en"
"""The language in which the messages are written in the code: its catalogue repeats them."""

_KEPT_HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


def path(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / code.replace("-", "_") / "LC_MESSAGES" / "django.po"


def compile_all() -> list[Path]:
    """Compile the catalogues that changed since they were compiled; gives those that it wrote, which are read from now on."""
    written = []
    for source in (path(code) for code in languages.codes()):
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime > source.stat().st_mtime):
            continue
        part = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(target)
        translation_file_changed(sender=None, file_path=target)  # what Django read before, it would keep
        written.append(target)
    return written


def tidy(code: str) -> polib.POFile:
    """Put a catalogue in order and write it: sorted, without leftovers or dates, its typography right.

    Two people who extract the same code get the same file. Guesses of msgmerge (fuzzy entries) are emptied: a translator
    fills them. The source language's catalogue fills itself.
    """
    catalogue = polib.pofile(str(path(code)), wrapwidth=120)
    entries = sorted(
        (entry for entry in catalogue if not entry.obsolete),
        key=lambda entry: (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""),
    )
    for entry in entries:
        _settle(entry, code)
    catalogue[:] = entries
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {name: catalogue.metadata[name] for name in _KEPT_HEADERS if name in catalogue.metadata}
    catalogue.metadata["Language"] = code
    catalogue.save(str(path(code)))
    return catalogue


def _settle(entry: polib.POEntry, code: str) -> None:
    if entry.fuzzy:
        entry.flags.remove("fuzzy")
        entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    if code == SOURCE_LANGUAGE and entry.msgid_plural:
        entry.msgstr_plural = {n: entry.msgid if n == 0 else entry.msgid_plural for n in entry.msgstr_plural}
    elif code == SOURCE_LANGUAGE:
        entry.msgstr = entry.msgid
    if entry.msgctxt != ADDRESS:
        entry.msgstr = typeset_html(entry.msgstr, code)
        entry.msgstr_plural = {n: typeset_html(text, code) for n, text in entry.msgstr_plural.items()}
