"""What forks ask of the tests is what one process would have asked, and a fork that falls takes no test with it unseen."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = """
import os, pytest

@pytest.fixture(scope="module")
def shared():
    yield []
    print("put away")

@pytest.mark.parametrize("number", range(40))
def test_of_many(number, shared):
    shared.append(number)
    assert number != 17, "seventeen"

def test_left_out():
    pytest.skip("not now")

def test_in_another_process():
    assert os.getpid() != int(os.environ["BEGAN_IN"]) if "BEGAN_IN" in os.environ else os.getppid() != 1
"""
FALLS = """
import os

def test_that_falls():
    os._exit(3)
"""


@pytest.fixture
def run(tmp_path):
    """A run of some tests in two forks: how it ended and what it said."""

    def run(**files):
        for name, content in files.items():
            (tmp_path / f"test_{name}.py").write_text(content, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "tests.forked_runs", "-p", "no:cacheprovider", "--forks", "2", "-v"]
        done = subprocess.run(
            [*command, "-rs", "--rootdir", str(tmp_path), "-c", "/dev/null", "."],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    return run


def test_every_test_is_asked_once_and_what_fails_is_shown(run):
    status, said = run(many=TESTS)
    assert status == 1
    assert re.search(r"1 failed, 40 passed, 1 skipped", said), said
    asked = re.findall(r"^test_many\.py::(\S+) (?:PASSED|FAILED|SKIPPED)", said, re.MULTILINE)
    assert len(asked) == len(set(asked)) == 42
    assert "AssertionError: seventeen" in said and "not now" in said


def test_a_fork_that_falls_fails_its_test_and_the_others_are_asked(run):
    status, said = run(many=TESTS, falls=FALLS)
    assert status == 1
    assert re.search(r"2 failed, 40 passed, 1 skipped", said), said
    assert "The process that asked this test ended with 3." in said


def test_a_run_without_a_fault_ends_with_0(run):
    assert run(one="def test_one():\n    assert True\n")[0] == 0
