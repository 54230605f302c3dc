"""The audit of dependencies: what it says of a service that answers, and that it passes nothing where it could not ask."""

import importlib.util
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

PROGRAM = settings.BASE_DIR / "script" / "audit-dependencies"
UNREACHED = "Nothing is known about the packages: the advisory service cannot be reached from here.\n"
UNREADABLE = "Nothing is known about the packages: the advisory service gave an answer that cannot be read.\n"
ADVISORY = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "summary": "Reads what it should not",
    "affected": [
        {
            "package": {"name": "pillow", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


@pytest.fixture(scope="module")
def audit():
    """The program's own module, which lies outside every package."""
    spec = importlib.util.spec_from_file_location("audit_dependencies", settings.BASE_DIR / "script" / "audit_dependencies.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> tuple[int, str, str]:
    """How the program ends for some arguments, and what it prints."""
    result = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)
    return result.returncode, result.stdout, result.stderr


@pytest.fixture(scope="module")
def _pip_audit():
    """The program's own environment, made now where it is not there yet."""
    code, _out, errors = run("--help")
    if code == 2 and "Installing requirements-audit.txt did not work" in errors:
        pytest.skip("pip-audit is not installed, and there is no way to the packages it needs")
    assert code == 0, errors


@pytest.fixture
def service(_pip_audit) -> Iterator[tuple[str, dict[str, tuple[int, bytes]], list[dict]]]:
    """An advisory service on this machine: its address, its answers by package, and what it was asked."""
    answers: dict[str, tuple[int, bytes]] = {}
    questions: list[dict] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            questions.append(question)
            status, body = answers.get(question["package"]["name"], (200, b"{}"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", answers, questions
        server.shutdown()


@pytest.fixture
def lock(tmp_path) -> Path:
    path = tmp_path / "lock.txt"
    path.write_text(
        "pillow==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\npsycopg[binary]==3.1\npillow==0.9\n    # via x\n"
    )
    return path


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.in_full
def test_every_locked_version_is_asked_about_even_one_for_another_machine(service, lock):
    address, _answers, questions = service
    assert run("--service", address, str(lock)) == (0, "3 locked packages: none with a known weakness.\n", "")
    asked = sorted((question["package"]["name"], question["version"]) for question in questions)
    assert asked == [("pillow", "0.9"), ("pillow", "1.0"), ("psycopg", "3.1")]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.in_full
def test_a_known_weakness_is_listed_and_fails(service, lock):
    address, answers, _questions = service
    answers["pillow"] = (200, json.dumps({"vulns": [ADVISORY]}).encode())
    told = [
        "pillow 1.0: PYSEC-2026-1 (CVE-2026-1), mended in 1.1",
        "    Reads what it should not",
        "pillow 0.9: PYSEC-2026-1 (CVE-2026-1), mended in 1.1",
        "    Reads what it should not",
        "3 locked packages: 2 with a known weakness.",
    ]
    assert run("--service", address, str(lock)) == (1, "".join(f"{line}\n" for line in told), "")


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.in_full
def test_a_weakness_that_was_judged_harmless_is_let_pass_by_name(service, lock):
    address, answers, _questions = service
    answers["pillow"] = (200, json.dumps({"vulns": [ADVISORY]}).encode())
    clean = (0, "3 locked packages: none with a known weakness.\n", "")
    assert run("--service", address, "--ignore", "CVE-2026-1", str(lock)) == clean


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.in_full
def test_a_service_out_of_reach_fails_with_one_sentence(_pip_audit, lock):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))  # taken, and not listened on: nothing answers there
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        assert run("--service", address, str(lock)) == (2, "", UNREACHED)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.in_full
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, b"<p>Sign in to this network"), UNREADABLE),
        ((200, json.dumps({"vulns": [ADVISORY | {"schema_version": "2.0.0"}]}).encode()), UNREADABLE),
        ((200, json.dumps({"vulns": [{"id": "PYSEC-2026-1"}]}).encode()), UNREADABLE),
        ((500, b""), "Nothing is known about the packages: the advisory service answered with an error.\n"),
    ],
)
def test_an_answer_that_is_none_passes_nothing(service, lock, answer, said):
    address, answers, _questions = service
    answers["psycopg"] = answer
    assert run("--service", address, str(lock)) == (2, "", said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"", "locks no package"),
        (b"# django==5.2\n", "locks no package"),
        (b"django==5.2\ndjango-csp>=4\n", "a line that locks no version"),
        (b"django==5.2\nsomething @ file:///x.whl\n", "a line that locks no version"),
    ],
)
def test_a_file_that_is_no_lock_passes_nothing(audit, tmp_path, capsys, content, said):
    path = tmp_path / "lock.txt"
    if content is not None:
        path.write_bytes(content)
    assert audit.main([str(path)]) == 2
    out, errors = capsys.readouterr()
    assert (out, errors.count("\n")) == ("", 1)
    assert errors.startswith(str(path))
    assert said in errors


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-audit.txt"])
def test_every_line_of_the_locks_is_read(audit, name):
    path = settings.BASE_DIR / name
    assert len(audit.pinned(path)) == len(re.findall(r"^\S+==", path.read_text(), re.MULTILINE))


def test_a_package_in_two_versions_is_asked_about_twice(audit):
    pins = [("a", "1"), ("b", "1"), ("a", "2"), ("a", "1")]
    assert list(audit.without_doubles(pins)) == [[("a", "1"), ("b", "1")], [("a", "2")]]


def test_a_package_that_pip_audit_left_out_passes_nothing(audit, lock, capsys, monkeypatch):
    answer = json.dumps({"dependencies": [{"name": "psycopg", "version": "3.1", "vulns": []}]})
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, answer, ""))
    assert audit.main([str(lock)]) == 2
    said = "Nothing is known about the packages: the advisory service was not asked about every one of them.\n"
    assert capsys.readouterr() == ("", said)
