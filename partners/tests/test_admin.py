"""Partners as spreadsheets: previewed, refused row by row, neutralised on the way out, contacts kept private."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Partner, Pledge
from publishing.spreadsheet_export import FORMATS
from tests.backoffice import change_url, opened, route, staff
from tests.make import draft, make

pytestmark = pytest.mark.django_db
IMPORT, EXPORT = route(Partner, "import"), route(Partner, "export")
KEPT = ("name", "kind", "sector", "country", "since", "contact_phone")
READING = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE SAVEPOINT")
HEAD = "name;kind;sector;country;siren"


@pytest.fixture
def claire():
    return staff("claire")


def upload(client, text: str | bytes):
    content = text.encode() if isinstance(text, str) else text
    return client.post(IMPORT, {"file": SimpleUploadedFile("partners.csv", content)})


def confirm(client, response):
    assert response.context["kept"], errors(response)
    return client.post(IMPORT, {"rows": response.context["kept"]})


def errors(response) -> list[tuple[int, str, str]]:
    """What stands against the rows of a preview: row, column and sentence; against the file, as row 0."""
    if response.context["judged"] is None:
        return [(0, "", sentence) for sentence in response.context["form"].errors["file"]]
    return [(row.number, one.column, one.sentence) for row in response.context["judged"].wrong for one in row.errors]


def book_of(*rows) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def bytes_of(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def exported(client, key: str) -> bytes:
    response = client.post(EXPORT, {"format": key})
    assert response.status_code == 200
    return response.content


def partners() -> list[tuple]:
    return list(Partner.objects.order_by("sort_name").values_list("name", "kind"))


def test_a_good_sheet_is_previewed_then_imported_as_drafts(claire):
    make(Partner, name="Ancienne", kind="sme", siren="732829320", **draft())
    response = upload(claire, f"\ufeff{HEAD}\nÉlan;startup;health;FR;552100554\nAncienne;large_group;digital;FR;732829320\n")
    assert Partner.objects.count() == 1
    assert [(row.number, row.state) for row in response.context["judged"].rows] == [(2, "new"), (3, "changed")]
    page = response.content.decode()
    assert "Élan" in page and "<del>" in page and "style=" not in page and "None" not in page
    assert confirm(claire, response).status_code == 302
    rows = Partner.objects.order_by("name").values_list("name", "kind", "public_from_fr")
    assert list(rows) == [("Ancienne", "large_group", None), ("Élan", "startup", None)]
    assert Partner.objects.get(name="Élan").slug_fr == "elan"


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_headers_and_words_are_those_of_the_forms_in_either_language(claire, encoding, separator):
    for number, rows in enumerate(
        [
            [("Nom", "Type", "SECTEUR", "pays"), ("École œuvrée", "grand groupe", "santé", "France")],
            [("Name", "Kind", "sector", "Country"), ("Umbrella", "Large group", "health", "Germany")],
            [("Nom", "Type", "Secteur", "Pays"), ("Essai", "Grand Groupe", "SANTE", "allemagne")],
        ]
    ):
        text = "".join(f"{separator.join(row)}\r\n" for row in rows)
        text = f"sep={separator}\r\n{text}" if number == 2 and encoding != "utf-8-sig" else text
        confirm(claire, upload(claire, text.encode(encoding)))
    assert partners() == [("École œuvrée", "large_group"), ("Essai", "large_group"), ("Umbrella", "large_group")]
    assert set(Partner.objects.values_list("sector", flat=True)) == {"health"}
    assert [str(one.country) for one in Partner.objects.order_by("sort_name")] == ["FR", "DE", "DE"]


@pytest.mark.parametrize(
    "written",
    ["L'Atelier d’essai", "L’ATELIER D’ESSAI", "  l’atelier d’essai\u00a0", "L’Atelier d’essa\u00adi", "L`Atelier  d'essai"],
)
def test_a_partner_is_known_by_its_name_however_it_is_written(claire, written):
    make(Partner, name="L’Atelier d’essai", kind="sme", **draft())
    response = upload(claire, f"name;kind\n{written};startup\n")
    assert [row.state for row in response.context["judged"].rows] == ["changed"]
    confirm(claire, response)
    assert partners() == [("L’Atelier d’essai", "startup")]
    twice = upload(claire, f"{HEAD}\nNeuve;sme;digital;FR;\n\nNÉUVE ;sme;digital;FR;\n")
    assert errors(twice) == [(4, "", "This is the same record as in row 2.")]


def test_a_partner_is_known_by_its_siren_and_two_are_never_taken_for_one(claire):
    make(Partner, name="Ancien nom", siren="732829320", country="FR", **draft())
    confirm(claire, upload(claire, "name;siren\nNouveau nom;732 829 320\n".replace("732 829 320", "732829320")))
    assert Partner.objects.get().name == "Nouveau nom"
    make(Partner, name="Autre", **draft())
    response = upload(claire, "name;siren\nAutre;732829320\n")
    assert errors(response) == [(2, "", "Several records could be meant: “Nouveau nom”, “Autre”.")]


def test_the_form_knows_a_name_written_otherwise(claire):
    one = make(Partner, name="L’Atelier d’essai", **draft())
    other = make(Partner, **draft())
    response = claire.post(change_url(other), opened(claire, other) | {"name": "l'atelier d'ESSAI"})
    assert response.context["adminform"].form.errors == {"name": [f"This partner is here already, written “{one.name}”."]}


REFUSED = [
    ("Titre;Couleur\nÉlan;bleu\n", "The first row names columns that are not known here: Titre, Couleur."),
    ("kind;sector\nsme;health\n", "A column is missing: Name."),
    ("name;Nom\nA;B\n", "Several columns mean the same: Nom, name. Keep one."),
    ("name;kind\n", "There is no row below the names of the columns."),
    ("", "The submitted file is empty."),
    ("\n\n", "This file cannot be read as a spreadsheet."),
    (b"\x00\x01\x02", "This file cannot be read as a spreadsheet."),
    (b"PK\x03\x04nothing", "This file cannot be read as a spreadsheet."),
    (b"\xd0\xcf\x11\xe0" + bytes(20), "This is a workbook of an old Excel (.xls)."),
    (b"%PDF-1.7 \xff\xfe\x81", "This file cannot be read as a spreadsheet."),
    ('name;kind\n"A;sme\n', "This file cannot be read as a spreadsheet."),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED)
def test_a_file_that_is_no_sheet_of_partners_is_refused_in_plain_words(claire, content, sentence):
    response = upload(claire, content)
    [(row, _column, told)] = errors(response)
    assert row == 0 and told.startswith(sentence)
    page = response.content.decode()
    assert "Traceback" not in page and "/partners/" not in page.replace(IMPORT, "").replace("/admin/partners/", "")
    assert not Partner.objects.exists()


def test_formulas_and_merged_cells_are_named(claire):
    book = book_of(["name", "kind", "sector", "country"], ["Élan", "=1+1", "health", "FR"])
    assert "The cell B2 holds a formula." in errors(upload(claire, bytes_of(book)))[0][2]
    book = book_of(["name", "kind", "sector", "country"], ["Élan", "sme", "health", "FR"], ["", "sme", "health", "FR"])
    book.active.merge_cells("A2:A3")
    assert "The cells A2:A3 are merged." in errors(upload(claire, bytes_of(book)))[0][2]


def test_a_preview_writes_nothing_and_takes_no_lock(claire):
    make(Partner, name="Ancienne", **draft())
    with CaptureQueriesContext(connection) as queries:
        response = upload(claire, f"{HEAD}\nÉlan;startup;health;FR;\nAncienne;sme;digital;FR;\n")
    assert response.context["kept"]
    said = [query["sql"] for query in queries]
    assert [sql for sql in said if not sql.startswith(READING) or "FOR UPDATE" in sql] == []


def test_a_bomb_in_a_workbook_is_not_unpacked(claire):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(170 * 1024 * 1024))
    assert "holds too much" in errors(upload(claire, content.getvalue()))[0][2]


DAYS = ["05/12/2026", "5/12/2026", "05.12.2026", "05-12-2026", "2026-12-05", " 05/12/2026 "]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("typed", DAYS)
def test_a_day_of_a_spreadsheet_is_read_day_first_in_every_language(claire, typed, language):
    claire.cookies["language"] = language
    confirm(claire, upload(claire, f"name;kind;sector;country;since\nÉlan;sme;digital;FR;{typed}\n"))
    assert Partner.objects.get().since == date(2026, 12, 5)


@pytest.mark.parametrize("cell", [datetime(2026, 12, 5), date(2026, 12, 5), "05/12/2026"])
def test_a_workbook_s_true_date_and_its_text_are_the_same_day(claire, cell):
    head = ["name", "kind", "sector", "country", "since", "siren"]
    content = bytes_of(book_of(head, ["Élan", "sme", "digital", "FR", cell, 732829320]))
    confirm(claire, upload(claire, content))
    assert Partner.objects.values_list("since", "siren").get() == (date(2026, 12, 5), "732829320")


@pytest.mark.parametrize("typed", ["05/12/26", "31/02/2026", "12/25/2026", "décembre 2026", "46361"])
def test_what_is_no_day_is_refused_with_its_cell(claire, typed):
    response = upload(claire, f"name;kind;sector;country;Partner since\nÉlan;sme;digital;FR;{typed}\n")
    sentence = f"“{typed}” is no day: write day/month/year or year-month-day, such as 05/12/2026 or 2026-12-05."
    assert errors(response) == [(2, "Partner since", sentence)]


def test_each_wrong_cell_is_named_by_the_row_of_the_sheet_and_blocks_it_whole(claire):
    response = upload(
        claire,
        f"{HEAD};website\nBonne;sme;digital;FR;;\n\nMauvaise;sme;digital;FR;123456789;nulle part\n;sme;digital;Lune;;\n",
    )
    assert not response.context["kept"]
    assert [(row, column) for row, column, _sentence in errors(response)] == [(4, "siren"), (4, "website"), (5, "country")]
    assert "This is not a SIREN number" in errors(response)[0][2]
    assert errors(response)[2][2] == "“Lune” is none of the choices."
    assert not Partner.objects.exists()


def test_a_row_that_went_wrong_since_the_preview_takes_back_the_others(claire):
    response = upload(claire, f"{HEAD}\nPremière;sme;digital;FR;\nSeconde;sme;digital;FR;552100554\n")
    make(Partner, name="Autre", siren="552100554", **draft())
    again = confirm(claire, response)
    assert [row for row, _column, _sentence in errors(again)] == [3]
    assert [name for name, _kind in partners()] == ["Autre"]


def test_a_record_that_changed_since_the_preview_is_not_overwritten(claire):
    one = make(Partner, name="Ancienne", kind="sme", **draft())
    response = upload(claire, "name;kind\nAncienne;startup\n")
    one.kind = "large_group"
    one.save()
    again = confirm(claire, response)
    assert errors(again) == [(2, "", "Somebody has changed this record meanwhile.")]
    assert Partner.objects.get().kind == "large_group"


def test_a_confirmation_is_its_sender_s_own_and_cannot_be_made_up(claire):
    kept = upload(claire, f"{HEAD}\nÉlan;startup;health;FR;\n").context["kept"]
    for client, rows in ((staff("edith", "Editors"), kept), (claire, kept[:-2]), (claire, "x"), (claire, "")):
        assert client.post(IMPORT, {"rows": rows}).status_code == 302
        assert not Partner.objects.exists()


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_goes_out_comes_back_as_it_went(claire, key, language):
    claire.cookies["language"] = language
    names = ["=1+1", "+33 1", "-2", "@SUM(A1)", "Élan\u00a0& « Œuvre »"]
    for name in names:
        make(Partner, name=name, contact_phone="+33 1 99 00 12 34", **draft() | {"since": date(2026, 12, 5)})
    content = exported(claire, key)
    if key == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert {"s"} == {cell.data_type for cell in cells if isinstance(cell.value, str)}
        assert {*names, "+33 1 99 00 12 34"} <= {cell.value for cell in cells}, (
            "a workbook says what the portal has, to the letter"
        )
        assert {*names[:4], "+33 1 99 00 12 34"} == {cell.value for cell in cells if cell.quotePrefix}
    else:
        lines = content.decode("utf-8-sig").splitlines()
        cells = [cell for line in lines for cell in line.split(";" if key == "french" else ",")]
        assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@", "\t"))]
    unchanged = upload(claire, content)
    assert [row.state for row in unchanged.context["judged"].rows] == ["unchanged"] * len(names), errors(unchanged)
    stored = list(Partner.objects.order_by("name").values(*KEPT))
    for one in Partner.objects.all():
        one.delete()
    confirm(claire, upload(claire, content))
    assert list(Partner.objects.order_by("name").values(*KEPT)) == stored


def test_french_excel_opens_an_export_with_the_words_of_the_forms(claire):
    claire.cookies["language"] = "fr"
    make(Partner, name="Élan", kind="large_group", country="DE", **draft())
    content = exported(claire, "french")
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = content.decode("utf-8-sig").splitlines()
    assert head.startswith("Nom;")
    assert row.startswith("Élan;Grand groupe;") or row.startswith("Élan;grand groupe;")
    assert "Allemagne" in row


def test_an_export_holds_what_the_list_shows(claire):
    make(Partner, name="Élan", kind="sme", **draft())
    make(Partner, name="Autre", kind="startup", **draft())
    response = claire.post(f"{EXPORT}?q=elan&kind__exact=sme", {"format": "csv"})
    assert "Élan" in response.content.decode() and "Autre" not in response.content.decode()


def test_contacts_and_single_pledges_leave_with_those_who_keep_the_partners_only():
    one = make(Partner, "Secretcontact", **draft())
    make(Pledge, partner=one, amount=987654)
    people = {None: True, "Editors": True, "Press officers": False, "Translators": False}
    for group, may in people.items():
        client = staff(f"{group} member", group=group)
        text = exported(client, "csv").decode()
        assert (one.contact_email in text) is may
        assert "987654" not in text
        assert (one.contact_name in client.get(change_url(one)).content.decode()) is may


def test_who_may_not_add_may_not_import():
    for group in ("Press officers", "Translators"):
        client = staff(group.split()[0], group=group)
        assert client.get(IMPORT).status_code == 403
        assert client.post(IMPORT, {"rows": "x"}).status_code == 403
        assert IMPORT not in client.get(route(Partner, "changelist")).content.decode()
        assert EXPORT in client.get(route(Partner, "changelist")).content.decode()


def test_a_french_number_is_refused_for_a_foreign_partner(claire):
    one = make(Partner, **draft())
    response = claire.post(change_url(one), opened(claire, one) | {"country": "DE", "siren": "552100554"})
    assert list(response.context["adminform"].form.errors) == ["siren"]


def test_a_pledge_that_ends_before_it_begins_is_refused_beside_its_row(claire):
    one = make(Partner, **draft())
    make(Pledge, partner=one)
    response = claire.post(change_url(one), opened(claire, one) | {"pledges-0-start_year": "2028"})
    (form,) = response.context["inline_admin_formsets"][0].formset.forms
    assert form.errors == {"__all__": ["A pledge ends after it begins."]}
