"""Words where Django shows marks: nothing chosen yet, a file that is kept, what stands against a deletion."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cluster import counters
from cluster.models import Institution, Theme
from tests.backoffice import change_url, route, staff
from tests.library import library_picture
from tests.make import cap, make

pytestmark = pytest.mark.django_db
DASHES = "----"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(
    "kind",
    [
        *("partners_partner", "publishing_librarypicture", "caps_cap", "news_coverage"),
        *("news_signofflink", "mailing_registration", "publishing_assignment"),
    ],
)
def test_a_choice_not_made_is_said_in_the_language_of_whoever_reads(kind):
    """The classes of forms are kept: the second language is asked in the same process."""
    client = staff()
    for language, words in (("fr", ("Choisir…", "Aucun choix")), ("en", ("Choose…", "None chosen"))):
        client.cookies["language"] = language
        text = text_of(client, reverse(f"admin:{kind}_add"))
        assert DASHES not in text
        assert any(sentence in text for sentence in words) or "<select" not in text


@pytest.mark.parametrize(("language", "words"), [("fr", "Choisir…"), ("en", "Choose…")])
def test_actions_of_a_list_begin_with_words(language, words):
    cap()
    text = text_of(staff(language=language), route(cap().__class__, "changelist"))
    assert f'<option value="" selected>{words}</option>' in text and DASHES not in text


def test_a_kept_file_is_called_by_its_own_name():
    kept = library_picture()
    folder, _slash, name = kept.image.name.rpartition("/")
    text = text_of(staff(), change_url(kept))
    assert folder and f">{name}</a>" in text and f">{folder}" not in text


@pytest.mark.parametrize(
    ("language", "sentence", "back"),
    [
        ("fr", "tout ce que nomme la première liste ci-dessus doit d’abord s’en défaire.", "Revenir en arrière"),
        ("en", "all that the first list above names has to let go of it first.", "Go back"),
    ],
)
def test_what_may_not_be_deleted_says_so_in_one_sentence_and_leads_back(language, sentence, back):
    programme = cap()
    text = text_of(staff(language=language), route(Theme, "delete", programme.theme.pk))
    assert sentence in text and f'class="button cancel-link">{back}</a>' in text


def test_a_counted_number_follows_what_it_counts_and_its_question_is_made_once():
    asked = []

    def rows(_nobody: object):
        asked.append(_nobody)
        return Institution.objects.all()

    number = counters.number_of(rows)
    before = number()
    made = len(asked)
    make(Institution)
    assert (number(), number()) == (before + 1, before + 1)
    assert len(asked) == made


def test_the_code_of_an_app_stands_on_white_in_every_theme():
    """Its squares are black: on the paper of the dark theme no telephone reads them."""
    rules = Path(finders.find("publishing/admin.css")).read_text(encoding="utf-8")
    assert re.search(r"\.scanned \{[^}]*background: #fff;", rules)
    assert 'class="scanned"' in get_template("mfa/totp/activate_form.html").template.source


@pytest.mark.parametrize(("language", "mark"), [("fr", "obligatoire"), ("en", "required")])
def test_what_a_model_refuses_empty_is_marked_in_the_form(language, mark):
    """The form requires no language of a press contact: the model does, in a sentence of its own."""
    text = text_of(staff(language=language), reverse("admin:news_presscontact_add"))
    legend = re.search(r"<(label|legend)[^>]*>\s*(Langues parlées|Languages spoken)(.*?)</\1>", text, re.DOTALL)
    assert legend and f'<span class="mark">{mark}</span>' in legend[3]


@pytest.mark.parametrize(("language", "written"), [("fr", "Nom\u00a0: X"), ("en", "Nom: X")])
def test_a_colon_has_the_space_of_its_language_and_no_other_sign(language, written):
    """A text mail shows every sign: what joins words on a page is a stranger there."""
    with override(language):
        assert Template("{% load portal_text %}Nom{% colon %} X").render(Context()) == written
