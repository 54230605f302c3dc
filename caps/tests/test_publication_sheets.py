"""Publications by spreadsheet and BibTeX: known again, and nothing that HAL or staff said is undone."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caps import bibliography
from caps.enums import HalQueryKind, HalState
from caps.hal import taking
from caps.models import HalFinding, HalQuery, ProgrammePublication, Publication
from publishing.doubles import found_in, kind_of
from publishing.record_merging import MergeOrder, merge
from tests.backoffice import route, staff
from tests.make import cap, draft, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire():
    return staff()


def upload(client, content: str, name: str = "liste.bib", **said):
    return client.post(route(Publication, "import"), {"file": SimpleUploadedFile(name, content.encode()), **said})


def judged(response) -> list[tuple[int, str, str]]:
    assert response.context["judged"], response.context["form"].errors
    rows = response.context["judged"].rows
    return [(row.number, row.state, "; ".join(error.sentence for error in row.errors)) for row in rows]


def take_in(client, response) -> None:
    assert response.context["kept"], judged(response)
    assert client.post(route(Publication, "import"), {"rows": response.context["kept"]}).status_code == 302


def typed(word: str = "Typée", **given) -> Publication:
    return make(Publication, word, **{"doi": "", "hal_id": "", "language": "en", "year": 2025, **given})


def test_an_entry_is_known_by_its_doi_its_hal_id_or_its_title_and_year(claire):
    by_doi, by_id = typed(doi="10.1234/one", volume="7"), typed(hal_id="hal-00000002")
    by_title = typed(title="Écouter l’essai", year=2024)
    typed(title="Écouter l’essai", year=2023)
    file = """@article{a, title={Renommée}, year={2025}, doi={https://doi.org/10.1234/ONE}}
@article{b, title={Autre}, year=2025, hal_id={hal-00000002v3}}
@article{c, title={Ecouter l'essai}, year=2024, journal={Revue}}
@article{d, title={Ecouter l'essai}, year=2022}
"""
    response = upload(claire, file)
    assert judged(response) == [(1, "changed", ""), (2, "changed", ""), (3, "changed", ""), (4, "new", "")]
    take_in(claire, response)
    for one in (by_doi, by_id, by_title):
        one.refresh_from_db()
    assert (by_doi.title, by_doi.volume) == ("Renommée", "7"), "what an entry does not say stays"
    assert (by_id.title, by_title.title, by_title.venue) == ("Autre", "Écouter l’essai", "Revue")
    new = Publication.objects.latest("pk")
    assert (new.year, new.language, new.public_languages(), new.acknowledges) == (2022, "", [], True)


def test_the_language_that_an_entry_does_not_say_is_told_by_its_title_or_left_unmarked(claire, client):
    known = typed(title="Un titre que l’on connaît", language="de", year=2020)
    file = """@article{a, title={Apprendre à corriger un écoulement turbulent}, year=2022}
@article{b, title={Playable parameters for bowed strings}, year=2022}
@article{c, title={Simulation}, year=2022}
@article{d, title={Apprendre à se taire}, year=2022, language={english}}
@article{e, title={Un titre que l'on connait}, year=2020, volume=3}
"""
    take_in(claire, upload(claire, file))
    told = dict(Publication.objects.filter(year=2022).values_list("title", "language"))
    assert told == {
        "Apprendre à corriger un écoulement turbulent": "fr",
        "Playable parameters for bowed strings": "en",
        "Simulation": "",
        "Apprendre à se taire": "en",
    }
    known.refresh_from_db()
    assert (known.volume, known.language) == ("3", "de"), "of what is known, nobody guesses"
    unmarked = make(Publication, "Simulation", title="Simulation", language="", year=2021)
    assert (unmarked.language, bibliography.ris(unmarked).count("LA  - ")) == ("", 0)
    page = client.get(unmarked.get_absolute_url("en")).content.decode()
    assert "<h1 dir=auto>" in page.replace('"', "") or "lang" not in page.split("<h1")[1].split(">")[0]


def test_what_is_hidden_stays_hidden_and_what_hal_says_stays_as_it_is(claire):
    hidden = typed(withdrawn_at=timezone.now(), hidden_because="Homonyme", doi="10.1234/hidden")
    of_hal = typed(hal_id="hal-00000003", hal_state=HalState.FOUND)
    before = of_hal.title
    file = """@article{a, title={Nouveau titre}, year={2025}, doi={10.1234/hidden}}
@article{b, title={Autre}, year=2025, hal_id={hal-00000003}}
"""
    response = upload(claire, file)
    assert [state for _row, state, _error in judged(response)] == ["changed", "left out"]
    assert "HAL says what it is" in response.content.decode()
    take_in(claire, response)
    hidden.refresh_from_db(), of_hal.refresh_from_db()
    assert (hidden.title, hidden.hidden_because, hidden.is_withdrawn()) == ("Nouveau titre", "Homonyme", True)
    assert of_hal.title == before


def test_rows_are_tied_to_the_programme_that_is_said_beside_the_file(claire):
    programme = cap("Un")
    file = "@article{a, title={A}, year=2025}\n\n@article{a, title={B}, year={in press}}"
    assert [row for row, _state, error in judged(upload(claire, file)) if error] == [3]
    response = upload(claire, file.replace("{in press}", "2024"), cap=str(programme.pk))
    take_in(claire, response)
    assert [tie.publication.title for tie in ProgrammePublication.objects.filter(cap=programme).order_by("pk")] == ["A", "B"]


def test_a_file_that_breaks_off_is_refused_with_its_line(claire):
    response = upload(claire, "@article{a, title={A}, year=2025}\n@article{b, title={B")
    assert response.context["form"].errors["file"] == [
        "The entry that begins in line 2 is not closed: a brace or a quotation mark is missing."
    ]


def test_what_the_portal_gives_out_as_bibtex_comes_back_unchanged(claire):
    odd = {"title": r"100% & {x}_y $5 ~^# \o", "authors": "Exemple, Claire\nBand and Sons, Ltd, The\nUn & co"}
    typed(
        **odd,
        url="https://example.org/a~b",
        venue="R&D {J}",
        pages="1-12",
        doi="10.1234/a_b%c",
        volume="3",
        issue="4",
        published_on="",
        **draft(),
    )
    content = bibliography.bibtex_file(Publication.objects.all())
    response = upload(claire, content)
    assert [row.differences for row in response.context["judged"].rows] == [[]], judged(response)


def test_a_sheet_knows_authors_on_one_line_and_open_access_in_words(claire):
    response = upload(claire, 'Titre;Année;Auteurs;Langue;is_open\nUn;2025;"Exemple, C; Autre, P";anglais;oui\n', "liste.csv")
    take_in(claire, response)
    one = Publication.objects.get()
    assert (one.author_names, one.language, one.is_open) == (["Exemple, C", "Autre, P"], "en", True)


# Doubles


def document(number: int, title: str = "Même titre") -> dict:
    return {
        "halId_s": f"hal-0000000{number}",
        "version_i": 1,
        "title_s": [title],
        "publicationDate_s": "2025",
        "docType_s": "ART",
    }


def test_two_that_became_one_stay_one_after_the_next_answer_of_hal():
    ada = get_user_model().objects.create_user("ada", is_staff=True, is_superuser=True)
    query = HalQuery.objects.create(kind=HalQueryKind.ANR, identifier="ANR-23-IACL-0007", etag="kept")
    taking.take_answer(query, [document(1), document(2)], client=None)
    kept, gone = Publication.objects.order_by("pk")
    kind = kind_of(Publication)
    [pair] = found_in(kind, ada).pairs
    assert {pair.first[1], pair.second[1]} == {kept.pk, gone.pk}
    merge(kind, kept.pk, gone.pk, MergeOrder((str(kept.stamp), str(gone.stamp))), ada)
    query.refresh_from_db()
    assert query.etag == "", "HAL is asked anew"
    taking.take_answer(query, [document(1), document(2)], client=None)
    one = Publication.objects.get()
    assert (one.hal_id, one.other_hal_ids, one.hal_state) == ("hal-00000001", "hal-00000002", HalState.FOUND)
    assert HalFinding.objects.count() == 1
    taking.take_answer(query, [document(2)], client=None)
    one.refresh_from_db()
    assert one.hal_state == HalState.FOUND, "found by its other id"


def test_one_that_staff_typed_takes_the_id_of_the_one_from_hal():
    ada = get_user_model().objects.create_user("ada", is_staff=True, is_superuser=True)
    kept = typed(title="Même titre", volume="7")
    query = HalQuery.objects.create(kind=HalQueryKind.ANR, identifier="ANR-23-IACL-0007")
    taking.take_answer(query, [document(1)], client=None)
    gone = Publication.objects.exclude(pk=kept.pk).get()
    merge(kind_of(Publication), kept.pk, gone.pk, MergeOrder((str(kept.stamp), str(gone.stamp))), ada)
    taking.take_answer(query, [document(1, "Titre corrigé")], client=None)
    one = Publication.objects.get()
    assert (one.pk, one.hal_id, one.title, one.other_hal_ids) == (kept.pk, "hal-00000001", "Titre corrigé", "")
