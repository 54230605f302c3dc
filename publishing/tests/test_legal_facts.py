"""Facts that the law has a portal state: filled in by their names, escaped, and never invented."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from cluster.models import Page
from publishing import languages, legal_facts
from tests.make import make
from tests.test_production_settings import RIGHT, manage

HOSTILE = '"><script>alert(1)</script>&{host_name}'


def shown(text: str, language: str = "fr", tag: str = "prose", field: str = "body") -> str:
    page = Page(**{languages.column(field, language): text})
    with override(language):
        return Template(f"{{% load portal_text %}}{{% {tag} page '{field}' %}}").render(Context({"page": page}))


@pytest.fixture
def told(settings):
    """Sets facts, as an operator’s environment does."""

    def tell(**known):
        settings.FACTS = settings.FACTS | known

    return tell


def test_a_fact_stands_where_its_name_is_written(told):
    told(host_name="Example Host", host_phone="+33 1 99 00 12 34", contact_email="contact@example.org")
    assert shown("<p>{host_name}, { host_name }.</p>") == "<p>Example Host, Example Host.</p>"
    assert shown("<p>{contact_email}</p>") == '<p><a href="mailto:contact@example.org">contact@example.org</a></p>'
    assert shown("<p>{host_phone}</p>") == '<p><a class="nb" href="tel:+33199001234">+33 1 99 00 12 34</a></p>'
    assert shown("{host_name}", tag="text", field="lead") == shown("{host_name}", tag="plain", field="lead") == "Example Host"


def test_a_link_holds_no_other_link(told):
    told(contact_email="contact@example.org")
    html = shown('<p><a href="https://example.org/">write to <strong>{contact_email}</strong></a> {contact_email}</p>')
    assert html.count("<a ") == 2
    assert "<strong>contact@example.org</strong></a>" in html


def test_a_missing_fact_leaves_no_hole(told):
    """What would state it goes, and what then holds nothing; all that is known stays."""
    told(publisher_name="Example", host_name="", host_phone="")
    page = (
        "<h2>Éditeur</h2><ul><li><p>Nom : {publisher_name}</p></li><li>Tél. : {host_phone}</li></ul>"
        "<h2>Hébergeur</h2><h3>Qui</h3><p>{host_name}, {publisher_name}</p><ul><li>{host_phone}</li></ul>"
        "<h2>{fr: Droits}</h2><p>Textes.</p>"
    )
    assert shown(page) == "<h2>Éditeur</h2><ul><li><p>Nom\u00a0: Example</p></li></ul><h2>Droits</h2><p>Textes.</p>"
    assert shown("<p>{host_name}</p>") == shown("{host_name}", tag="plain", field="lead") == ""
    told(host_name="Host", host_phone="+33 1 99 00 12 34")
    assert "Hébergeur</h2>" in shown(page) and "Tél." in shown(page)


def test_a_fact_may_be_that_there_is_none():
    assert shown("<p>{accessibility_audit}</p>") == "<p>aucun à ce jour</p>"


def test_a_value_is_never_mark_up(told):
    told(**dict.fromkeys(legal_facts.MAY_BE_EMPTY - {"accessibility_audit"} | set(legal_facts.missing()), HOSTILE))
    for name in legal_facts.missing() or ("host_name", "host_phone", "contact_email", "dpo_address"):
        for html in (shown(f"<p>{{{name}}}</p>"), shown(f"{{{name}}}", tag="text", field="lead")):
            assert "<script" not in html
            assert '"><' not in html
            assert "{host_name}" in html, "a value is not read for names again"


def test_nothing_is_put_inside_a_tag(told):
    """A sign > in an address ends no tag: what follows is still inside."""
    told(host_name='" onmouseover="alert(1)')
    html = shown('<p><a href="https://example.org/?a>{host_name}{fr: x}">{host_name}</a></p>')
    assert "{host_name}{fr: x}" in html
    assert "onmouseover=&quot;" in html


def test_words_of_another_language_are_marked():
    assert shown("<p>the host ({fr: hébergeur})</p>", "en") == '<p>the host (<span lang="fr">hébergeur</span>)</p>'
    assert shown("<p>un {en: press kit}</p>") == '<p>un <span lang="en">press kit</span></p>'
    assert shown("<p>{fr: Qui ?}</p>", "en") == '<p><span lang="fr">Qui\u202f?</span></p>'
    assert shown("{fr: hébergeur}", "en", tag="plain", field="lead") == "hébergeur"


def test_the_words_of_the_law_stay_french(settings, told):
    assert shown("<p>{accessibility_state}</p>", "en") == '<p><span lang="fr">non conforme</span></p>'
    assert shown("<p>{accessibility_state}</p>") == "<p>non conforme</p>"
    assert legal_facts.mention() == "Accessibilité\u00a0: non conforme"
    settings.ACCESSIBILITY_STATE = "partial"
    told(accessibility_audit="2027-03-01")
    assert legal_facts.mention() == "Accessibilité\u00a0: partiellement conforme"
    assert shown("<p>{accessibility_audit}</p>", "en") == '<p><span class="nb">1 March 2027</span></p>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "« {hote} » ne correspond à rien"), ("en", "“{hote}” stands for nothing")]
)
def test_an_unknown_name_is_refused_beside_the_field(language, words):
    page = make(Page, body_en="<p>{hote} {host_name}</p>", lead_fr="{xx: mots}")
    with override(language):
        with pytest.raises(Exception) as caught:
            page.full_clean()
        errors = caught.value.message_dict
    assert set(errors) == {"body_en", "lead_fr"}
    assert words in errors["body_en"][0].replace("\u00a0", " ")
    assert "{publisher_name}" in errors["body_en"][0]


@pytest.mark.django_db
def test_a_fact_in_an_address_is_refused():
    page = make(Page, body_fr='<p><a href="mailto:{contact_email}">écrire</a></p>')
    with pytest.raises(Exception, match="contact_email"):
        page.full_clean()


@pytest.mark.parametrize("text", ["", "{}", "{ }", "{a b}", "@misc{x, title = {Un titre}}", "{{", "100 { 200", "<p>{</p>"])
def test_other_braces_are_left_alone(text):
    assert legal_facts.faults(text) == []
    assert legal_facts.fill(text, "fr") == text


@pytest.mark.slow
@pytest.mark.one_database
def test_production_does_not_start_without_a_fact_and_names_each():
    done = manage("check", "--deploy", without="HOST_PHONE", DPO_EMAIL=" ")
    assert done.returncode != 0
    assert "Not set: HOST_PHONE, DPO_EMAIL." in done.stderr


@pytest.mark.slow
@pytest.mark.one_database
def test_the_deployment_check_names_each_missing_fact():
    done = manage("check", "--deploy", without="HOST_PHONE", DPO_EMAIL=" ", PORTAL_ENV="local", CACHE_URL="", EMAIL_URL="")
    assert done.stderr.count("portal.W001") == 2
    assert "HOST_PHONE is not set" in done.stderr
    assert "DPO_EMAIL is not set" in done.stderr
    assert {name.upper() for name in legal_facts.missing()} <= set(RIGHT)
