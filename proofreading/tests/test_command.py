"""``python -m proofreading`` as a stranger runs it: no portal, no Django, no settings."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofreading.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PLAIN = "A title\n\nAll is well here.\n"


def run(*arguments, folder):
    """What the command does, in this process: its status, what it prints and what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([*map(str, arguments)])
    return status, out.getvalue(), err.getvalue()


def run_alone(*arguments, folder, stdin=subprocess.DEVNULL):
    """The same in a process of its own, which takes ten times as long."""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-m", "proofreading", *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdin=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("run", [run, run_alone])
def test_a_sound_text_ends_with_0(run, file, tmp_path):
    assert run("--en", file("a.txt", PLAIN), folder=tmp_path) == (0, "0 errors, 0 warnings, 0 notes.\n", "")


@pytest.mark.parametrize("run", [run, run_alone])
def test_errors_of_a_pair_end_with_1(run, file, tmp_path):
    fr, en = file("a.txt", "Un titre\n\nIl accueille 40 étudiants.\n"), file("b.txt", "A title\n\nIt hosts 14 students.\n")
    status, out, err = run("--fr", fr, f"--en={en}", "--language", "fr", folder=tmp_path)
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "en text:3:10 erreur [figure-differs] Les deux langues diffèrent\xa0: «\xa014\xa0» ici, «\xa040\xa0» dans l’autre.",
        "    14",
        "    fr 3:14 40",
        "1 erreurs, 0 avertissements, 0 remarques.",
    ]


def test_findings_as_json(file, tmp_path):
    status, out, _err = run("--fr", file("a.txt", "Écrire à presse @example.org.\n"), "--format", "json", folder=tmp_path)
    assert status == 1
    assert [(one["code"], one["fix"], one["message"]) for one in json.loads(out)] == [
        ("email-broken", "presse@example.org", "This address is cut by a space: it reads presse@example.org.")
    ]


def test_any_language_is_read(file, tmp_path):
    status, out, err = run("--pt-BR", file("a.txt", "O seminário abre (em março.\n"), folder=tmp_path)
    assert (status, err) == (0, "")
    assert out.startswith("pt-BR text:1:18 warning [bracket] This bracket has no other half in its paragraph.\n")


@pytest.mark.parametrize("arguments", [["--fr", "-"], ["--fr=-"]])
def test_a_text_may_come_by_standard_input(arguments, file, tmp_path):
    with file("a.txt", "Écrire à presse @example.org.\n").open("rb") as text:
        status, out, err = run_alone(*arguments, "--en", file("b.txt", PLAIN), folder=tmp_path, stdin=text)
    assert (status, err) == (1, "")
    assert out.startswith("fr text:1:10 error [email-broken] ")


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "<stdin> is empty.\n"), (bytes(range(1, 256)) * 9, "<stdin> holds no text.\n")]
)
def test_standard_input_that_is_no_text_gets_one_plain_sentence(content, told, file, tmp_path):
    with file("a.txt", content).open("rb") as text:
        assert run_alone("--fr", "-", folder=tmp_path, stdin=text) == (2, "", told)


USAGE = "Give a file for one language or more: python -m proofreading --fr FILE --en FILE.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], USAGE),
        (["--fr"], USAGE),
        (["text.txt"], USAGE),
        (["--french", "text.txt"], USAGE),
        (["--fr", "nowhere.txt"], "nowhere.txt: there is no such file.\n"),
        (["--fr", "."], ". is a directory: give a file.\n"),
        (["--fr", "a\x01b"], "a\x01b: there is no such file.\n"),
        (["--fr", "empty"], "empty is empty.\n"),
        (["--fr", "blank"], "blank is empty.\n"),
        (["--fr", "picture"], "picture holds no text.\n"),
        (["--fr", "noise"], "noise holds no text.\n"),
        (["--en", "sound", "--fr", "empty"], "empty is empty.\n"),
        (["--fr", "-", "--en", "-"], "Standard input (-) holds one text: give files for the other languages.\n"),
        (["--fr", "-", "--fr=-"], "Standard input (-) holds one text: give files for the other languages.\n"),
    ],
)
def test_what_is_no_text_gets_one_plain_sentence(arguments, told, file, tmp_path):
    file("empty", b"")
    file("blank", b"\xef\xbb\xbf \n")
    file("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00")
    file("noise", bytes(range(1, 256)) * 9)
    file("sound", PLAIN)
    assert run(*arguments, folder=tmp_path) == (2, "", told)


def test_wrong_use_ends_a_process_with_2(tmp_path):
    assert run_alone("--fr", "nowhere.txt", folder=tmp_path) == (2, "", "nowhere.txt: there is no such file.\n")


def test_a_file_that_may_not_be_read_is_said(file, tmp_path):
    path = file("closed", PLAIN)
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.unlink()
        path.symlink_to(path)
        assert run("--fr", "closed", folder=tmp_path) == (2, "", "closed cannot be read: Too many levels of symbolic links.\n")
    else:
        assert run("--fr", "closed", folder=tmp_path) == (2, "", "closed cannot be read: Permission denied.\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_text_in_any_encoding_is_text(encoding, file, tmp_path):
    status, _out, err = run("--fr", file("a.txt", "Un été à Paris.\n".encode(encoding)), folder=tmp_path)
    assert status == 0
    assert err == "" if encoding == "utf-8-sig" else "a.txt: It is not in UTF-8; it was read as " in err
