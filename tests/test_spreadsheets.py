"""Every kind that goes out as a spreadsheet comes back as it went, by the rules of its form and the rights of its taker."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.translation import override
from reversion.models import Version

from caps.models import CAP, Course, Keyword, Opportunity, Publication
from cluster.models import Institution, Person, Theme
from mailing.enums import SubscriberState
from mailing.models import Subscriber
from mailing.spreadsheets import SUBSCRIBERS
from mailing.tests.test_mailings import confirmed, deliver
from news.models import PressContact
from partners.models import Partner, Pledge
from partners.spreadsheets import PARTNERS, PLEDGES
from publishing.spreadsheet_admin import SheetAdmin
from publishing.spreadsheet_export import FORMATS
from publishing.spreadsheet_files import SheetRow
from publishing.spreadsheet_import import SheetImport
from tests.backoffice import change_url, opened, route, staff
from tests.make import cap, draft, make, past
from tests.test_roads_by_task import holder, of

pytestmark = pytest.mark.django_db
KINDS = [model for model, page in admin.site._registry.items() if isinstance(page, SheetAdmin)]


@pytest.fixture
def claire():
    return staff()


def upload(client, model, content: str | bytes, **said):
    content = content.encode() if isinstance(content, str) else content
    name = "feuille.xlsx" if content.startswith(b"PK") else "feuille.csv"
    return client.post(route(model, "import"), {"file": SimpleUploadedFile(name, content), **said})


def confirm(client, model, response) -> None:
    assert response.context["kept"], errors(response)
    assert client.post(route(model, "import"), {"rows": response.context["kept"]}).status_code == 302


def states(response) -> list[str]:
    return [row.state for row in response.context["judged"].rows]


def errors(response) -> list[tuple[int, str, str]]:
    if response.context["judged"] is None:
        return [(0, "", sentence) for sentence in response.context["form"].errors.get("file", ())]
    return [(row.number, one.column, one.sentence) for row in response.context["judged"].wrong for one in row.errors]


def _related(model, name: str) -> None:
    """A programme with its keywords, or a course with what it leads to: names with a comma among them."""
    programme = cap(name)
    programme.keywords.add(make(Keyword, f"{name}, avec virgule"), make(Keyword, name))
    if model is Course:
        course = make(Course, name, **draft())
        course.institutions.add(make(Institution), make(Institution, f"{name}, avec virgule"))
        course.caps.add(programme)


def some_of(model) -> None:
    """Three of a kind, two of which look alike as far as they may."""
    if model is Subscriber:
        [confirmed(f"{name}@example.org") for name in ("a-b", "ab", "c")]
    elif model is Pledge:
        partner = make(Partner)
        for amount in (1000, 1000, 2500.5):
            make(Pledge, partner=partner, amount=amount, start_year=2025, end_year=2026)
    elif model in (CAP, Course):
        [_related(model, name) for name in ("Une", "Deux", "Trois")]
    elif model is PressContact:
        [make(PressContact, name="Service de presse", email=f"{name}@example.org") for name in "abc"]
    else:
        [make(model, **draft() | ({"orcid": ""} if model is Person else {})) for _number in range(3)]


def test_every_kind_that_the_portal_promises_has_its_pages():
    assert set(KINDS) == {
        Institution,
        Person,
        CAP,
        Course,
        Opportunity,
        Publication,
        Partner,
        Pledge,
        PressContact,
        Subscriber,
    }


@pytest.mark.cases(8)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_what_goes_out_comes_back_unchanged(claire, model, key, language):
    claire.cookies["language"] = language
    some_of(model)
    content = claire.post(route(model, "export"), {"format": key}).content
    response = upload(claire, model, content, origin="Liste d’essai")
    same = "left out" if model is Subscriber else "unchanged"
    assert states(response) == [same] * 3, errors(response)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_knowing_records_and_what_they_lead_to_costs_the_same_however_many_rows(
    claire, model, django_assert_num_queries, django_user_model
):
    some_of(model)
    kind, by = admin.site._registry[model].sheet_kind, django_user_model.objects.get()
    content = claire.post(route(model, "export"), {"format": "csv"}).content.decode().splitlines()
    headers = [kind.label_of(column) for column in kind.columns]
    taken_in = SheetImport(kind, by, headers, {"language": "fr"})
    rows = [SheetRow(number, ["x"] * len(headers)) for number in range(2, 300)]
    assert len(content) >= 4
    taken_in.count_known(rows[:1])
    with django_assert_num_queries(0):
        assert taken_in.count_known(rows)[0] == len(rows)


# Pledges


def test_pledges_are_known_by_their_partner_and_years_and_taken_in_with_its_history(claire):
    one = make(Partner, name="L’Atelier d’essai", siren="732829320", **draft())
    pledge = make(Pledge, partner=one, amount=1000, kind="cash", start_year=2025, end_year=2028)
    before = opened(claire, one)
    rows = "L'ATELIER D'ESSAI;1 200 000,50 €;en numéraire;2025;2028\n732829320;3000;;2026;2027\n"
    text = f"Partenaire;Montant;Type;Début;Fin\n{rows}"
    response = upload(claire, Pledge, text)
    assert errors(response) == [(3, "Type", "This field is required.")]
    response = upload(claire, Pledge, text.replace("3000;;", "3,000.00;en nature;").replace("\u202f", " "))
    assert states(response) == ["changed", "new"], errors(response)
    assert [row.name for row in response.context["judged"].rows][0] == "L'ATELIER D'ESSAI 2025–2028"
    confirm(claire, Pledge, response)
    pledge.refresh_from_db()
    assert (str(pledge.amount), one.pledges.count()) == ("1200000.50", 2)
    (version,) = Version.objects.get_for_object(one)
    assert version.revision.version_set.count() == 3, "the revision holds the partner with its pledges"
    (line, other) = LogEntry.objects.filter(object_id=str(one.pk)).order_by("pk")
    assert "amount" in line.get_change_message().casefold() and "Added" in other.get_change_message()
    refused = claire.post(change_url(one), before | {"name": "Autre"})
    assert refused.status_code == 200 and Partner.objects.get().name != "Autre", "a form that was open notices"


@pytest.mark.parametrize("typed", ["1,200", "1.200", "mille", "1e5", "12 %", "=1+1"])
def test_an_amount_that_can_be_read_in_two_ways_is_refused(claire, typed):
    make(Partner, name="Essai", **draft())
    response = upload(claire, Pledge, f"partner\tamount\tkind\tstart_year\tend_year\nEssai\t{typed}\tcash\t2025\t2026\n")
    [(row, column, sentence)] = errors(response)
    assert (row, column) == (2, "amount") and typed in sentence


def test_a_pledge_of_nobody_or_of_one_of_two_is_refused(claire):
    make(Partner, name="Essai", **draft())
    head = "partner;amount;kind;start_year;end_year\n"
    assert errors(upload(claire, Pledge, f"{head}Ess;1;cash;2025;2026\n")) == [(2, "partner", "Nothing here is named “Ess”.")]
    assert errors(upload(claire, Pledge, "partner;amount\nEssai;1\n"))[0][2].startswith("A column is missing")
    twice = upload(claire, Pledge, f"{head}Essai;1;cash;2025;2026\nESSAI;2;cash;2025;2026\n")
    assert errors(twice) == [(3, "", "This is the same record as in row 2.")]
    assert errors(upload(claire, Pledge, f"{head}Essai;1;cash;2028;2026\n")) == [(2, "", "A pledge ends after it begins.")]


def test_pledges_are_for_those_who_may_write_them_and_their_partner():
    make(Pledge, partner=make(Partner, name="Public", **past()), amount=1000, start_year=2025, end_year=2026)
    make(Partner, name="Draft", **draft())
    sheet = (
        "partner;amount;kind;start_year;end_year\nPublic;2000;cash;2025;2026\nPublic;1;cash;2030;2031\nDraft;1;cash;2025;2026\n"
    )
    rights = [*of(Pledge, "view", "add", "change"), *of(Partner, "view", "change")]
    response = upload(holder(*rights), Pledge, sheet)
    assert [row for row, _column, _sentence in errors(response)] == [2, 3]
    assert upload(holder(*rights, *of(Partner, "publish")), Pledge, sheet).context["kept"]
    for group in ("Press officers", "Translators"):
        client = staff(group, group=group)
        assert client.get(route(Pledge, "changelist")).status_code == 403
        assert client.get(route(Pledge, "export")).status_code == 403
        assert client.get(route(Pledge, "import")).status_code == 403


# Programmes


def test_a_programme_is_known_by_its_number_acronym_or_title_and_its_words_are_those_of_the_records(claire):
    theme = make(Theme, name_fr="Santé numérique", name_en="Digital health")
    make(Theme, name_fr="Ville", name_en="City")
    one = make(CAP, number=7, acronym="ESSAI", title_fr="Titre d’essai", theme=theme, **draft())
    words = make(Keyword, name_fr="Imagerie, soins", name_en="Imaging"), make(Keyword, name_fr="Éthique", name_en="Ethics")
    for key in ("Numéro;07", "Sigle;essai", "Titre – français;TITRE D'ESSAI"):
        header, said = key.split(";")
        response = upload(claire, CAP, f'{header};Domaine;Mots-clés\n{said};ville;"imagerie, soins; ETHICS"\n')
        assert states(response) == ["changed"], errors(response)
    confirm(claire, CAP, response)
    one.refresh_from_db()
    assert (one.theme.name_en, set(one.keywords.all()), one.acronym) == ("City", set(words), "ESSAI")
    wrong = upload(claire, CAP, "number;theme;start\n7;Ailleurs;31/02/2026\n")
    assert [(row, column) for row, column, _sentence in errors(wrong)] == [(2, "theme"), (2, "start")]
    both = upload(claire, CAP, f"number;acronym\n7;{make(CAP, theme=theme, **draft()).acronym}\n")
    assert errors(both)[0][2].startswith("Several records could be meant")


def test_a_public_programme_that_breaks_a_rule_is_not_changed_by_a_sheet_either(claire):
    one = cap("Public")
    sheet = f"number;phase\n{one.number};transfert\n"
    assert states(upload(claire, CAP, sheet)) == ["changed"]
    one.memberships.all().delete()
    with override("en"):
        assert errors(upload(claire, CAP, sheet)) == [(2, "", sentence) for sentence in one.rule_breaks()]


# Press contacts


def test_a_press_contact_obeys_the_rules_of_its_form(claire):
    sheet = 'Nom;Courriel;Tél;Langues;in_press_room\nService;{};{};"{}";oui\n'
    response = upload(claire, PressContact, sheet.format("a@example.org", "+33 (0)6 39 98 01 23", "français; klingon"))
    assert [(row, column) for row, column, _sentence in errors(response)] == [(2, "Langues")]
    response = upload(claire, PressContact, sheet.format("a@example.org", "+33 (0)6 39 98 01 23", "français, English"))
    assert errors(response) == [(2, "Tél", "A mobile number is never public: give the press office’s own number.")]
    response = upload(claire, PressContact, sheet.format("a@example.org", "0033 1 99 00 12 34", "anglais; FRENCH"))
    confirm(claire, PressContact, response)
    one = PressContact.objects.get()
    assert (one.phone, sorted(one.spoken), one.in_press_room) == ("+33 1 99 00 12 34", ["en", "fr"], True)
    make(PressContact, name="Service", email="b@example.org")
    told = upload(claire, PressContact, "name;email;rank\nservice;B@example.org;5\nSERVICE;a@example.org;6\n")
    assert states(told) == ["changed", "changed"]
    assert errors(upload(claire, PressContact, "name;rank\nservice;5\n"))[0][2].startswith("Several records could be meant")
    assert staff("eve", group="Editors").get(route(PressContact, "import")).status_code == 403


# Subscribers


def test_addresses_come_in_with_their_origin_and_nobody_is_brought_back(claire):
    call_command("forget", email="erased@example.org")
    confirmed("left@example.org"), confirmed("known@example.org")
    Subscriber.objects.filter(email="left@example.org").update(state=SubscriberState.LEFT)
    sheet = 'Nom;"Adresse e-mail";Langue\n' + "".join(
        f"X;{name}@example.org;Français\n" for name in ("erased", "left", "known", "new", "NEW")
    )
    assert not upload(claire, Subscriber, sheet).context["judged"], "without an origin nothing is judged"
    response = upload(claire, Subscriber, sheet.encode("cp1252"), origin="Agence, 2023", ask_first="on")
    assert states(response) == ["left out", "left out", "left out", "new", "left out"]
    assert "These columns are left out: Nom." in response.content.decode()
    confirm(claire, Subscriber, response)
    one = Subscriber.objects.get(email="new@example.org")
    assert (one.state, one.origin, one.language) == (SubscriberState.PENDING, "Agence, 2023", "fr")
    line = LogEntry.objects.latest("pk")
    assert (line.object_repr, line.object_id) == (f"#{one.pk}", str(one.pk))
    deliver()
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    claire.post(route(Subscriber, "export"), {"format": "csv"})
    assert LogEntry.objects.latest("pk").change_message == "Took the addresses out as a spreadsheet."


def test_addresses_are_taken_in_and_out_by_those_who_keep_the_list():
    for group, status in (("Press officers", 200), ("Administrators", 200), ("Editors", 403), ("Translators", 403)):
        client = staff(group, group=group)
        assert client.get(route(Subscriber, "import")).status_code == status
        assert client.get(route(Subscriber, "export")).status_code == status
        assert client.get(route(Subscriber, "add")).status_code == 403


def test_each_row_of_a_list_that_is_no_address_is_named(claire):
    sheet = "Courriel;Langue\nici;fr\na@example.org;xx\nb@example.org;\n"
    response = upload(claire, Subscriber, sheet, origin="Essai")
    assert [(row, column) for row, column, _sentence in errors(response)] == [(2, "Courriel"), (3, "Langue"), (4, "Langue")]
    assert errors(upload(claire, Subscriber, "Courriel\nb@example.org\n", origin="Essai"))[0][2].startswith(
        "A column is missing"
    )
    assert states(upload(claire, Subscriber, "Courriel\nb@example.org\n", origin="Essai", language="fr")) == ["new"]


def test_headers_and_words_of_every_kind_are_known_in_either_language():
    for kind in (PARTNERS, PLEDGES, SUBSCRIBERS):
        for language in ("fr", "en"):
            with override(language):
                SheetImport(kind, None, [kind.label_of(column) for column in kind.columns])
