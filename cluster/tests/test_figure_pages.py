"""A key figure has a page of its own: a sentence and a citation to lift in each language, its history, and who may comment."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cluster import figure_texts
from cluster.models import FigureValue, KeyFigure
from news.models import PressContact
from publishing import languages
from tests import pages
from tests.make import draft, make

pytestmark = pytest.mark.django_db
GIVEN = {
    "value": 60,
    "qualifier": "more_than",
    "unit": "",
    "as_of": "2024-05-22",
    "label_fr": "partenaires industriels",
    "label_en": "industrial partners",
    "sentence_fr": "{figure} partenaires industriels en sont.",
    "sentence_en": "",
    "source_fr": "Le rapport",
    "source_en": "The report",
    "source_url": "https://example.org/report",
}


def figure(**given) -> KeyFigure:
    return make(KeyFigure, **GIVEN | given)


def shown(client, one: KeyFigure, language: str = "fr") -> str:
    return pages.flat(client.get(one.get_absolute_url(language)).content.decode())


def test_its_sentence_is_the_one_written_with_its_value_or_else_its_value_and_label():
    one = figure(period_fr="", period_en="today")
    assert figure_texts.sentence(one, "fr").words == "Plus de 60 partenaires industriels en sont."
    assert figure_texts.sentence(one, "en").words == "More than 60 industrial partners, today."


def test_its_title_has_no_full_stop_and_its_citation_tells_the_language_of_a_source(client):
    one = figure(source_language="en")
    assert "<title>Plus de 60 partenaires industriels en sont – " in shown(client, one)
    french, english = (copied.text for copied in figure_texts.of_figure(one, ["fr", "en"]).citations)
    assert "Le rapport (en anglais), https://example.org/report" in french
    assert "The report, https://example.org/report" in english


@pytest.mark.parametrize("written", ["Sans la valeur.", "{figure} et {figure}.", "{value} partenaires."])
def test_a_sentence_holds_its_value_once(written):
    with pytest.raises(ValidationError) as refused:
        figure(sentence_fr=written).full_clean()
    assert "sentence_fr" in refused.value.message_dict


@pytest.mark.parametrize("language", languages.codes())
def test_sentence_and_citation_stand_on_the_page_in_each_language(client, language):
    one = figure()
    html = shown(client, one, language).replace("<wbr>", "")
    said = {"fr": "Plus de 60 partenaires industriels", "en": "More than 60 industrial partners"}[language]
    assert f'<span aria-current="page">{said}</span>' in html
    told = {key: re.search(f'id="copy-{key}"[^>]*>(.*?)</p>', html)[1] for key in ("sentence-fr", "citation-fr", "sentence-en")}
    assert told["sentence-fr"] == "Plus de 60 partenaires industriels en sont (source\u00a0: Le rapport)."
    assert told["sentence-en"].startswith("More than 60 industrial partners")
    for piece in ("22 mai 2024", "Le rapport, https://example.org/report", one.get_absolute_url("fr")):
        assert piece in told["citation-fr"]


def test_a_language_that_is_not_public_is_not_quoted(client):
    one = figure(label_en="Canarizzq", public_from_en=None)
    assert "Canarizzq" not in shown(client, one)


def test_a_claim_for_another_day_keeps_the_one_before_and_a_mended_one_does_not(client):
    one = figure(value=50)
    one.value = 55
    one.save()
    assert not FigureValue.objects.exists()
    one.value, one.as_of, one.source_fr = 60, "2025-04-01", "L’annonce"
    one.save()
    kept = FigureValue.objects.get()
    assert (kept.value, kept.as_of, kept.source_fr, kept.source_en) == (55, "2024-05-22", "Le rapport", "The report")
    history = re.search('<table class="plain".*?</table>', shown(client, one))[0]
    assert "plus de 55" in history
    assert "22 mai 2024" in history
    assert "Le rapport" in history


def test_what_was_never_public_leaves_no_history():
    one = figure(**draft())
    one.as_of = "2025"
    one.save()
    assert not FigureValue.objects.exists()


def test_who_may_comment_is_a_press_contact_who_speaks_the_language_of_the_page(client):
    one = figure()
    assert "mailto:" not in shown(client, one)
    make(PressContact, "Parle français", in_press_room=True, spoken=["fr"], email="presse@example.org")
    assert "mailto:presse@example.org" in shown(client, one)
    assert "mailto:" not in shown(client, one, "en")


def test_its_data_say_what_was_observed_when_and_where_it_is_written(client):
    node = pages.node(shown(client, figure(sentence_fr="")))
    assert (node["@type"], node["value"], node["observationDate"]) == ("Observation", 60, "2024-05-22")
    assert node["subjectOf"]["url"] == "https://example.org/report"


def test_lists_and_searches_lead_to_it_by_its_whole_sentence(client):
    one = figure()
    with override("fr"):
        assert f'href="{one.get_absolute_url()}"' in client.get("/fr/chiffres-cles/").content.decode()
        hits = pages.flat(client.get("/fr/recherche/?q=partenaires+industriels").content.decode())
    link = re.search(f'<a[^>]*href="{re.escape(one.get_absolute_url("fr"))}"[^>]*>(.*?)</a>', hits)[1]
    assert re.sub("<[^>]+>", "", link) == "Plus de 60 partenaires industriels en sont."
