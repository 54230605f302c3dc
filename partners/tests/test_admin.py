"""Partners as spreadsheets: previewed, refused row by row, neutralised on the way out, contacts kept private."""

import io
import re
from datetime import date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from import_export import widgets

from partners.models import Partner, Pledge
from partners.resources import FORMATS, SHARED, FrenchCSV, PartnerResource, PlainCSV, Workbook
from publishing.spreadsheet_cells import DayWidget
from tests.backoffice import change_url, opened, route, staff
from tests.make import draft, make

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM, EXPORT = (route(Partner, name) for name in ("import", "process_import", "export"))
HEAD = "name;kind;sector;country;siren"


@pytest.fixture
def claire():
    return staff("claire")


def upload(client, text: str | bytes, kind=FrenchCSV):
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("partners.csv", content)
    return client.post(IMPORT, {"import_file": file, "format": FORMATS.index(kind), "resource": "0"})


def confirm(client, response):
    return client.post(CONFIRM, response.context["confirm_form"].initial)


def exported(client, kind, **query) -> bytes:
    response = client.post(EXPORT, {"format": FORMATS.index(kind), "resource": "0", **query})
    assert response.status_code == 200
    return response.content


def test_a_good_sheet_is_previewed_then_imported_as_drafts(claire):
    make(Partner, name="Ancienne", kind="sme", siren="732829320", **draft())
    response = upload(claire, f"\ufeff{HEAD}\nÉlan;startup;health;FR;552100554\nAncienne;large_group;digital;FR;732829320\n")
    assert Partner.objects.count() == 1
    page = response.content.decode()
    assert "Élan" in page
    assert re.search(r"<td>(<(ins|del|span)>[a-z_]+</\2>)+</td>", page)
    assert "style=" not in page
    assert confirm(claire, response).status_code == 302
    rows = Partner.objects.order_by("name").values_list("name", "kind", "public_from_fr")
    assert list(rows) == [("Ancienne", "large_group", None), ("Élan", "startup", None)]


def test_french_excel_without_utf8_keeps_its_accents(claire):
    response = upload(claire, f"{HEAD}\nÉcole œuvrée;sme;digital;FR;\n".encode("cp1252"))
    confirm(claire, response)
    assert Partner.objects.get().name == "École œuvrée"


DAYS = ["05/12/2026", "5/12/2026", "05.12.2026", "05-12-2026", "2026-12-05", " 05/12/2026 "]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("typed", DAYS)
def test_a_day_of_a_spreadsheet_is_read_day_first_in_every_language(claire, typed, language):
    claire.cookies["django_language"] = language
    confirm(claire, upload(claire, f"name;kind;sector;country;since\nÉlan;sme;digital;FR;{typed}\n"))
    assert Partner.objects.get().since == date(2026, 12, 5)


@pytest.mark.parametrize("cell", [datetime(2026, 12, 5), date(2026, 12, 5), "05/12/2026"])
def test_a_workbook_s_true_date_and_its_text_are_the_same_day(claire, cell):
    book = openpyxl.Workbook()
    book.active.append(["name", "kind", "sector", "country", "since"])
    book.active.append(["Élan", "sme", "digital", "FR", cell])
    content = io.BytesIO()
    book.save(content)
    confirm(claire, upload(claire, content.getvalue(), kind=Workbook))
    assert Partner.objects.get().since == date(2026, 12, 5)


@pytest.mark.parametrize("typed", ["05/12/26", "31/02/2026", "12/25/2026", "décembre 2026", "46361"])
def test_what_is_no_day_is_refused_with_its_cell(claire, typed):
    response = upload(claire, f"name;kind;sector;country;since\nÉlan;sme;digital;FR;{typed}\n")
    assert "confirm_form" not in response.context
    (row,) = response.context["result"].invalid_rows
    assert row.field_specific_errors == {
        "since": [f"“{typed}” is no day: write day/month/year or year-month-day, such as 05/12/2026 or 2026-12-05."]
    }


def test_a_day_goes_out_and_comes_back(claire):
    partner = make(Partner, name="Élan", **draft() | {"since": date(2026, 12, 5)})
    content = exported(claire, FrenchCSV)
    assert "2026-12-05" in content.decode()
    partner.delete()
    confirm(claire, upload(claire, content))
    assert Partner.objects.get().since == date(2026, 12, 5)


def test_no_resource_reads_a_date_by_the_library_s_rules():
    fields = list(PartnerResource.fields.values())
    dated = [field for field in fields if isinstance(field.widget, widgets.DateWidget | widgets.DateTimeWidget)]
    assert dated
    assert [field.attribute for field in dated if not isinstance(field.widget, DayWidget)] == []


def test_a_bad_row_is_named_with_its_cell_and_blocks_the_whole_sheet(claire):
    response = upload(claire, f"{HEAD}\nBonne;sme;digital;FR;\nMauvaise;sme;digital;FR;123456789\n")
    assert "confirm_form" not in response.context
    (row,) = response.context["result"].invalid_rows
    assert row.number == 2
    assert list(row.field_specific_errors) == ["siren"]
    assert "This is not a SIREN number" in row.field_specific_errors["siren"][0]
    assert not Partner.objects.exists()


def test_a_row_that_went_wrong_since_the_preview_takes_back_the_others(claire):
    response = upload(claire, f"{HEAD}\nPremière;sme;digital;FR;\nSeconde;sme;digital;FR;552100554\n")
    make(Partner, name="Autre", siren="552100554", **draft())
    claire.post(CONFIRM, response.context["confirm_form"].initial)
    assert list(Partner.objects.values_list("name", flat=True)) == ["Autre"]


def test_a_sheet_that_is_none_is_refused_with_a_sentence(claire):
    response = upload(claire, b"\x00\x01\x02", kind=Workbook)
    assert response.status_code == 200
    assert response.context["form"].errors["import_file"]


@pytest.mark.parametrize("kind", FORMATS)
def test_formulae_are_neutralised_and_come_back_as_they_were(claire, kind):
    names = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\tTab", "Plain"]
    for name in names:
        make(Partner, name=name, **draft())
    content = exported(claire, kind)
    if kind is Workbook:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert {"s"} == {cell.data_type for cell in cells if isinstance(cell.value, str)}
        assert {*names} <= {cell.value for cell in cells}, "a workbook says what the portal has, to the letter"
        assert {cell.value for cell in cells if cell.quotePrefix} == {name for name in names if name != "Plain"}
    else:
        cells = [cell for line in content.decode("utf-8-sig").splitlines() for cell in line.split(kind.delimiter)]
        assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@", "\t"))]
    for one in Partner.objects.all():
        one.delete()
    response = upload(claire, content, kind=kind)
    assert "confirm_form" in response.context, [row.error_dict for row in response.context["result"].invalid_rows]
    confirm(claire, response)
    assert set(Partner.objects.values_list("name", flat=True)) == {*names}


def test_french_excel_opens_the_export_without_asking(claire):
    make(Partner, name="Élan", **draft())
    content = exported(claire, FrenchCSV)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[0] == ";".join((*SHARED, *Partner.private_fields))


def test_contacts_and_single_pledges_leave_with_those_who_keep_the_partners_only():
    one = make(Partner, "Secretcontact", **draft())
    make(Pledge, partner=one, amount=987654)
    people = {None: True, "Editors": True, "Press officers": False, "Translators": False}
    for group, may in people.items():
        client = staff(f"{group} member", group=group)
        text = exported(client, PlainCSV).decode()
        assert (one.contact_email in text) is may
        assert "987654" not in text
        assert (one.contact_name in client.get(change_url(one)).content.decode()) is may


def test_who_may_not_add_may_not_import():
    for group in ("Press officers", "Translators"):
        client = staff(group.split()[0], group=group)
        assert client.get(IMPORT).status_code == 403
        assert client.post(CONFIRM, {}).status_code == 403


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
