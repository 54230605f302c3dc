"""What a programme's page answers: how to thank it, what stands around it; and what stands under a theme."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from caps import programme_citation
from caps.models import CAP, Keyword, Membership, PartnerInvolvement
from caps.neighbours import neighbours_of
from cluster.models import Institution, NationalCluster, Pillar, Theme
from partners.models import Partner
from publishing import languages
from tests.make import cap, draft, make, person

pytestmark = pytest.mark.django_db

FRENCH = (
    "Ce travail, mené dans le programme AI-MADE (PAC 01) de PostGenAI@Paris, a bénéficié d’une aide de l’État gérée par "
    "l’Agence nationale de la recherche au titre de France 2030 portant la référence ANR-23-IACL-0007."
)
ENGLISH = (
    "This work, carried out within the programme AI-MADE (CAP 01) of PostGenAI@Paris, has benefited from State aid managed by "
    "the Agence nationale de la recherche under France 2030, with the reference ANR-23-IACL-0007."
)


def programme(**given) -> CAP:
    one = cap(number=1, acronym="AI-MADE", start=date(2024, 9, 1), title_fr="Son & geste_100 %", **given)
    for row, (given_name, family_name) in zip(
        one.memberships.in_order(), [("Hélène", "Varenne"), ("Tanguy", "Le Bris")], strict=True
    ):
        row.person.given_name, row.person.family_name = given_name, family_name
        row.person.save()
    return CAP.objects.in_language("fr").for_detail().get(pk=one.pk)


def test_acknowledgement_is_word_for_word(client):
    texts = {one.key: one for one in programme_citation.of_programme(programme(), "fr")}
    assert texts["fr"].text == FRENCH
    assert texts["en"].text == ENGLISH
    page = strip_tags(client.get(CAP.objects.get().get_absolute_url("en")).content.decode())
    assert FRENCH in page and ENGLISH in page


def test_bibtex_of_a_programme():
    assert programme_citation.of_programme(programme(), "fr")[-1].text == "\n".join(
        [
            "@misc{postgenai-01,",
            r"  title = {Son \& geste\_100 \% ({AI-MADE})},",
            "  author = {Varenne, Hélène and Le Bris, Tanguy},",
            "  year = {2024},",
            "  howpublished = {PostGenAI@Paris, PAC 01},",
            f"  url = {{{settings.SITE_URL}{CAP.objects.get().get_absolute_url('fr')}}},",
            "  note = {Agence nationale de la recherche, France 2030, ANR-23-IACL-0007}",
            "}",
        ]
    )


def test_a_hidden_investigator_is_no_author():
    one = programme()
    hidden = one.principal_investigators[0].person
    type(hidden).objects.filter(pk=hidden.pk).update(**draft())
    text = programme_citation.of_programme(CAP.objects.in_language("fr").for_detail().get(pk=one.pk), "fr")[-1].text
    assert "Varenne" not in text and "Le Bris" in text


def test_the_reference_stands_in_one_place(client, settings):
    settings.GRANT_REFERENCE = "ANR-99-TEST-0001"
    make(NationalCluster, is_ours=True, lead="Sorbonne Université", inaugurated="2025-04-01")
    for path in (programme().get_absolute_url("fr"), reverse("cite")):
        page = client.get(path).content.decode()
        assert "ANR-99-TEST-0001" in page and "ANR-23-IACL-0007" not in page


@pytest.mark.parametrize("code", languages.codes())
def test_page_to_cite_the_cluster(client, code):
    make(NationalCluster, is_ours=True, lead="Sorbonne Université", inaugurated="2025-04-01")
    with override(code):
        page = client.get(reverse("cite")).content.decode()
    assert re.findall(r'id="copy-(\w+)"', page) == [*languages.codes(), "bibtex"]
    assert "author = {{Sorbonne Université}}" in page and "year = {2025}" in page


def test_neighbours_are_the_nearest_public_numbers():
    numbers = {number: cap(number=number, **(draft() if number in (19, 21) else {})) for number in (10, 19, 20, 21, 30)}
    found = neighbours_of(numbers[20], "fr")
    assert (found.previous.number, found.next.number) == (10, 30)
    assert (neighbours_of(numbers[10], "fr").previous, neighbours_of(numbers[30], "fr").next) == (None, None)


def test_near_by_subject_are_those_of_the_theme_and_those_that_share_more_than_a_word():
    theme, elsewhere = make(Theme), make(Theme)
    words = [make(Keyword) for _each in range(3)]
    one, beside, far = cap(theme=theme, number=5), cap(theme=theme, number=1), cap(theme=elsewhere, number=2)
    close, hidden = cap(theme=elsewhere, number=3), cap(theme=theme, number=4, **draft())
    both = cap(theme=theme, number=7)
    cap(theme=elsewhere, number=6)
    one.keywords.set(words)
    hidden.keywords.set(words)
    both.keywords.set(words[:1])
    close.keywords.set(words[:2])
    far.keywords.set(words[2:])  # one word alone, under another theme
    assert [link.number for link in neighbours_of(one, "fr").near] == [both.number, close.number, beside.number]
    sql = str(CAP.objects.public("fr").related_to(one).query)
    assert "SELECT COUNT" not in sql, "the words are counted in one go over all programmes, and not anew for each"


def test_theme_shows_everything_under_it_and_nothing_hidden(client):
    theme = make(Theme)
    one = cap("Visible", theme=theme)
    shown, hidden = make(Partner, "Montre"), make(Partner, "Masque", **draft())
    outside = make(Partner, "Dehors")
    for partner in (shown, hidden):
        PartnerInvolvement.objects.create(cap=one, partner=partner)
    PartnerInvolvement.objects.create(cap=cap(theme=make(Theme)), partner=outside)
    secret = person("Secretissime", **draft())
    Membership.objects.create(cap=one, person=secret, institution=make(Institution, "Secretissime", **draft()), role="member")
    page = client.get(theme.get_absolute_url("fr")).content.decode()
    assert shown.name in page and hidden.name not in page and outside.name not in page
    assert all(str(row.person) in page and row.institution.name in page for row in one.memberships.principal_investigators())
    assert "Secretissime" not in page


def test_institution_shows_what_it_leads_what_it_joins_and_its_people(client):
    one = cap()
    lead, other = one.memberships.in_order()
    page = client.get(lead.institution.get_absolute_url("fr")).content.decode()
    assert str(lead.person) in page.split('id="its-people"')[1]
    assert str(other.person) not in page.split('id="its-people"')[1]
    assert one.acronym in page.split('id="leads"')[1].split('id="joins"')[0]


def test_a_partner_of_no_programme_has_no_empty_heading_and_a_pillar_leads_on(client):
    funder, company = make(Partner, "Bailleur"), make(Partner, "Société")
    PartnerInvolvement.objects.create(cap=programme(), partner=company)
    heading = 'id="programmes"'
    assert [heading in client.get(one.get_absolute_url("fr")).content.decode() for one in (funder, company)] == [False, True]
    pillar = client.get(make(Pillar).get_absolute_url("fr")).content.decode().partition("<main")[2]
    with override("fr"):
        for route in ("pillar-list", "cap-list", "matrix"):
            assert f'href="{reverse(route)}"' in pillar.partition("</main>")[0], route
