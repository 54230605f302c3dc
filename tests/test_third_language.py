"""Languages are data: a third one is one line of the settings, one makemigrations and one catalogue."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from publishing import languages
from tests.repository import copy_of_the_tree, portal_environment

pytestmark = [pytest.mark.slow, pytest.mark.in_full, pytest.mark.one_database]

NEW, NEW_LINE = "de", '    ("de", _("German")),\n'

WALK = """
import json
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("load_demo", real_only=True, verbosity=0)
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from caps.models import CAP
from cluster.models import Institution
from publishing import languages

client = Client(headers={"host": "127.0.0.1"})
found = {"codes": languages.codes(), "lists": {}, "details": {}}
with override("NEW"):
    lists = {name: reverse(name) for name in ("home", "cap-list", "institution-list", "partner-list", "pressrelease-list")}
for name, path in lists.items():
    answer = client.get(path)
    found["lists"][path] = [answer.status_code, 'lang="NEW"' in answer.content.decode()]
institution = Institution.objects.public(languages.main()).first()
slug = institution.slug(languages.main())
for code in languages.codes():
    with override(code):
        found["details"][code] = client.get(reverse("institution-detail", kwargs={"slug": slug})).status_code
with override(languages.main()):
    found["switch"] = client.get(reverse("home")).content.decode()
with override("NEW"):
    found["home"] = reverse("home")
found["columns"] = [field.name for field in CAP._meta.get_fields() if field.name.endswith("_NEW")]
print(json.dumps(found))
""".replace("NEW", NEW)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """What a copy of the house answers once it has been given another language, as an operator would."""
    directory = tmp_path_factory.mktemp("third")
    tree = copy_of_the_tree(directory / "tree")
    module = tree / "portal" / "settings.py"
    before = module.read_text()
    start = before.index("LANGUAGES = [")
    end = before.index("]\n", start)
    module.write_text(before[:end] + NEW_LINE + before[end:])
    catalogue = tree / "locale" / NEW / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        (tree / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text().replace("Language: en", f"Language: {NEW}")
    )

    environment = portal_environment(directory / "var", DATABASE_URL=f"sqlite:///{directory / 'portal.sqlite3'}")

    def run(*arguments: str, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tree, env={**environment, **more}, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{arguments[:2]}: {done.stdout}{done.stderr}"
        return done.stdout

    run("manage.py", "compile_catalogues")
    run("manage.py", "makemigrations", "--no-input", "--name", "third_language")
    return json.loads(run("-c", WALK, DJANGO_SETTINGS_MODULE="tests.settings").splitlines()[-1])


def test_its_columns_exist(portal):
    assert NEW not in languages.codes()
    assert portal["codes"] == [*languages.codes(), NEW]
    assert {f"title_{NEW}", f"slug_{NEW}", f"public_from_{NEW}"} <= set(portal["columns"])


def test_its_lists_answer_in_it(portal):
    assert len(portal["lists"]) == 5
    assert {path: answer for path, answer in portal["lists"].items() if answer != [200, True]} == {}


def test_a_page_that_is_not_public_in_it_does_not_exist_there(portal):
    assert portal["details"][settings.LANGUAGE_CODE] == 200
    assert portal["details"][NEW] == 404


def test_the_other_languages_offer_it(portal):
    assert f'href="{portal["home"]}"' in portal["switch"]
    assert f'lang="{NEW}"' in portal["switch"]
