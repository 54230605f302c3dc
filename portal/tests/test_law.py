"""What French law asks of every page, and of the pages it names."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from cluster.enums import PageKey
from cluster.models import Page
from portal.lists import LISTS
from publishing import languages, legal_facts
from search import index
from tests.pages import flat

pytestmark = pytest.mark.django_db

MENTION = "Accessibilité\u00a0: non conforme"
ORDER = {
    "fr": [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Établissement de cette déclaration d’accessibilité",
        "Retour d’information et contact",
        "Voies de recours",
    ],
    "en": [
        "Compliance status",
        "Test results",
        "Content that is not accessible",
        "Preparation of this accessibility statement",
        "Feedback and contact",
        "Enforcement procedure",
    ],
}
"""The headings of the model statement (RGAA 4.1, “Modèle de déclaration d’accessibilité”), in its order."""

STATED = {
    PageKey.LEGAL: [
        "publisher_name",
        "publisher_address",
        "publisher_phone",
        "publication_director",
        "host_name",
        "host_address",
        "host_phone",
    ],
    PageKey.PRIVACY: ["publisher_name", "publisher_address", "dpo_email", "dpo_address", "log_days", "host_name"],
    PageKey.ACCESSIBILITY: ["publisher_name", "accessibility_email", "accessibility_state", "site_url"],
    PageKey.ECO_DESIGN: ["host_name", "contact_email"],
}
"""Which facts each page must state: article 1-1 of the loi n° 2004-575; article 13 of the GDPR; RGAA 4.1."""


def body_of(client, key, language) -> str:
    return client.get(Page.objects.get(key=key).get_absolute_url(language)).content.decode()


def headings(html: str, level: int) -> list[str]:
    article = html[html.index("<article") :]
    return [re.sub("<[^>]+>", "", words) for words in re.findall(rf"<h{level} id=[^>]+>(.*?)</h{level}>", article)]


def test_the_statement_keeps_its_mandatory_order(client, demo):
    for language, order in ORDER.items():
        html = body_of(client, PageKey.ACCESSIBILITY, language)
        assert [words for words in headings(html, 2) if words not in ("On this page", "Sur cette page")] == order
        assert "https://formulaire.defenseurdesdroits.fr/" in html


def test_the_legal_pages_state_what_the_law_asks_for(client, demo, settings):
    settings.FACTS = {name: f"fait-{name}" for name in settings.FACTS} | {"accessibility_audit": ""}
    for key, names in STATED.items():
        for language in ORDER:
            html = body_of(client, key, language)
            assert "{" not in html[html.index("<article") : html.index("</article")]
            assert [name for name in names if legal_facts.in_words(name, language) not in html] == [], (key, language)


def test_english_pages_mark_the_french_words_of_the_law(client, demo):
    for key in (PageKey.ACCESSIBILITY, PageKey.LEGAL, PageKey.PRIVACY, PageKey.ECO_DESIGN):
        html = body_of(client, key, "en")
        article = html[html.index("<article") : html.index("</article")]
        marked = re.findall(r'<span lang="fr">(.*?)</span>', article)
        assert marked, key
        left = re.sub(r'<span lang="fr">.*?</span>', "", article)
        assert re.findall(r"conforme\b|mentions légales|hébergeur|Défenseur", left) == [], key


def test_the_mention_is_on_every_kind_of_page(client, demo):
    statement = Page.objects.get(key=PageKey.ACCESSIBILITY)
    for language in languages.codes():
        with override(language):
            paths = [reverse(name) for name in LISTS] + [reverse("search"), f"/{language}/nowhere/"]
        paths += [model.objects.public(language).first().get_absolute_url(language) for model in index.registered()]
        for path in paths:
            html = flat(client.get(path).content.decode())
            words = MENTION if '<html lang="fr"' in html else f'<span lang="fr">{MENTION}</span>'
            assert words in html, path
            assert f'<a href="{statement.get_absolute_url(language)}">' in html, path


def test_every_page_of_law_and_courtesy_is_at_the_foot_and_in_the_site_map(client, demo):
    for language in languages.codes():
        with override(language):
            home, site_map = (client.get(reverse(name)).content.decode() for name in ("home", "site-map"))
        for page in Page.objects.exclude(key=None):
            link = f'href="{page.get_absolute_url(language)}"'
            assert link in home[home.index("<footer") :], page
            assert link in site_map[: site_map.index("<footer")], page


@pytest.mark.in_full
def test_the_links_of_the_pages_lead_somewhere(client, demo):
    for page in Page.objects.all():
        for language in languages.codes():
            html = client.get(page.get_absolute_url(language), follow=True).content.decode()
            article = html[html.index("<main") : html.index("</main")]
            for path in set(re.findall(r'href="(/[^"]*)"', article)):
                assert client.get(path).status_code == 200, (page, path)


def test_who_looks_for_somebody_finds_a_form_and_no_place_holder(client, demo, settings):
    settings.FACTS = dict.fromkeys(settings.FACTS, "")
    for language in languages.codes():
        for key in (PageKey.CONTACT, PageKey.BECOME_A_PARTNER):
            html = body_of(client, key, language)
            assert 'class="lacking"' not in html[html.index("<article") : html.index("</article")], (key, language)
        with override(language):
            assert f'action="{reverse("contact-write")}"' in body_of(client, PageKey.CONTACT, language)
