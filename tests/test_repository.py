"""What holds for the files themselves: nothing of one machine, nothing unlocked, nothing inline, nothing unused."""

import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Origin, Template, engines
from django.template.utils import get_app_template_dirs

from publishing.outbox import HTML, SUBJECT, TEXT
from tests.repository import files, sources
from tests.settings import UndefinedVariable

TEMPLATES = settings.BASE_DIR / "templates"
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-audit.txt", "requirements-scan.txt"]
# Named by Django itself when something goes wrong.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html"}
_MACHINE = re.compile(r"/(?:wor[k]|hom[e]|roo[t]|User[s])/\w|/op[t]/\w|/tm[p]/\w")
_INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|application/ld\+json))", re.IGNORECASE)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def inside(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def text(path: Path) -> str:
    """A file's text; empty for a picture, a font and the like."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()


def templates() -> list[Path]:
    return [path for path in files() if "templates" in Path(inside(path)).parts and path.suffix in {".html", ".xml", ".txt"}]


def test_no_file_names_a_machine():
    assert {inside(path): found for path in files() if (found := _MACHINE.findall(text(path)))} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_locked_with_a_hash(name):
    lock = text(settings.BASE_DIR / name).replace("\\\n", " ")
    lines = [line for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 10
    assert [line for line in lines if not re.match(r"[a-z0-9-]+(?:\[[a-z,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("name", [*LOCKS, *(lock.replace(".txt", ".in") for lock in LOCKS), "script/lock", "pyproject.toml"])
def test_no_address_of_a_registry(name):
    assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://\S+", text(settings.BASE_DIR / name)) == []


def inline(source: str) -> list[str]:
    """The inline scripts, styles and handlers of a template, whose own tags may well have an argument ``one=``."""
    return _INLINE.findall(re.sub(r"{%.*?%}|{{.*?}}", "", source))


def test_nothing_inline_in_a_template():
    """The content security policy refuses inline scripts and styles; what is written here must not need them."""
    assert {inside(path): found for path in templates() if (found := inline(text(path)))} == {}


@pytest.mark.parametrize(
    "slip", ["<style>", "<p style='x'>", "<a onclick='x'>", "<script>", "<script nonce='x'>", "<a href='javascript:x'>"]
)
def test_every_inline_slip_is_seen(slip):
    assert inline(slip)


def message_of(name: str) -> list[str]:
    """The name of the message that a template in a folder ``mail`` may be a part of, as the code writes it."""
    return [name.removesuffix(ending) for ending in (SUBJECT, TEXT, HTML) if name.endswith(ending)]


WIDEST = 120
"""Characters in a line of a template, a style sheet or a script: a change must be seen on it at a glance."""


def pages() -> list[Path]:
    """The templates in HTML. One of a mail in plain text is laid out as the mail is: where its lines end is what is sent."""
    return [path for path in templates() if path.suffix == ".html"]


def test_no_line_is_too_wide_to_be_read():
    own = [path for path in (*sources("*.css"), *sources("*.js")) if "vendor" not in path.parts]
    assert len(pages()) > 100 and len(own) > 4
    lines = {
        f"{inside(path)}:{number}": line for path in (*pages(), *own) for number, line in enumerate(text(path).split("\n"), 1)
    }
    assert {place: len(line) for place, line in lines.items() if len(line) > WIDEST} == {}


def test_a_template_loads_one_library_a_line():
    loads = [line for path in pages() for line in text(path).splitlines() if "{% load" in line]
    assert len(loads) > 100
    assert [line for line in loads if not re.fullmatch(r"{% load \w+ %}", line)] == []


def test_nothing_is_laid_out_where_every_space_is_shown():
    """What indents a template is not sent (``publishing.template_loader``): it would be missing in such an element."""
    kept = r"<(pre|textarea)\b(?:{%.*?%}|{{.*?}}|[^>])*>(.*?)</\1>"
    shown = [words for path in pages() for _name, words in re.findall(kept, text(path), re.DOTALL)]
    assert shown
    assert [words for words in shown if "\n" in words] == []


def test_every_template_is_used():
    quoted = re.compile(r"(?<=[\"'])[\w./-]+(?=[\"'])")
    names = {name for path in [*sources("*.py"), *templates()] for name in quoted.findall(text(path))}
    generic = {
        f"{model._meta.app_label}/{model._meta.model_name}_{page}.html"
        for model in apps.get_models()
        for page in ("list", "detail")
    }
    libraries = [
        directory
        for directory in get_app_template_dirs("templates")
        if not directory.is_relative_to(settings.BASE_DIR) or ".venv" in directory.parts
    ]
    unused = []
    for path in templates():
        name = inside(path).partition("templates/")[2]
        spellings = {name, *(message_of(name) if path.parent.name == "mail" else ())}
        named = not names.isdisjoint(spellings)
        replaces = any((directory / name).exists() for directory in libraries)
        if not (named or replaces or name in generic | ERROR_PAGES):
            unused.append(inside(path))
    assert unused == []


@pytest.mark.parametrize(
    "source", ["{{ nope }}", "{{ nope|default:'x' }}", "{% load i18n %}{% blocktranslate %}a {{ nope }}{% endblocktranslate %}"]
)
def test_an_undefined_variable_in_a_template_of_ours_fails(source):
    template = Template(source, origin=Origin(str(TEMPLATES / "page.html")), engine=engines["django"].engine)
    with pytest.raises(UndefinedVariable, match="nope"):
        template.render(Context({}))


def test_an_undefined_variable_in_a_librarys_template_is_empty_as_ever():
    source = "{{ nope }}{{ nope|default:'x' }}"
    template = Template(source, origin=Origin("/library/templates/page.html"), engine=engines["django"].engine)
    assert template.render(Context({})) == "x"


def test_settings_of_programs_say_each_thing_once():
    for path in files():
        if path.suffix in {".ini", ".cfg"}:
            assert configparser.ConfigParser(interpolation=None).read(path), path


def test_the_scripts_can_be_run():
    scripts = [path for path in files() if text(path).startswith("#!")]
    assert {"manage.py", "script/server", "script/test", ".ci/run"} <= {inside(path) for path in scripts}
    assert [inside(path) for path in scripts if not os.access(path, os.X_OK)] == []
    for path in scripts:
        if "bash" in text(path).splitlines()[0]:
            subprocess.run(["bash", "-n", str(path)], check=True)


def test_the_readme_opens_with_the_two_commands():
    opening = text(settings.BASE_DIR / "README.md")[:2500]
    assert "script/server" in opening
    assert "script/test" in opening
    assert "http://127.0.0.1:8000" in opening


def test_every_link_of_the_documents_leads_somewhere():
    lost = {}
    for path in sources("*.md"):
        links = [link for link in _LINK.findall(text(path)) if not re.match(r"[a-z]+:", link)]
        if missing := [link for link in links if not (path.parent / link).exists()]:
            lost[inside(path)] = missing
    assert lost == {}


def test_only_the_settings_read_the_environment():
    """One place to look for what differs between machines; docs/operators/configuration.md lists it."""
    allowed = {
        "manage.py",
        "portal/settings.py",
        "portal/wsgi.py",
        "conftest.py",
        "script/audit.py",
        "script/guide_pictures.py",
        "script/scan.py",
    }
    readers = {inside(path) for path in sources("*.py") if re.search(r"\bos\.(?:environ|getenv)\b", text(path))}
    assert {name for name in readers if "tests" not in Path(name).parts} <= allowed
