"""The form of a release: what it refuses, and how much it asks of the database."""

from __future__ import annotations

import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from reversion.models import Version

from cluster.models import Institution
from news.models import Boilerplate, Picture, PressContact, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from partners.models import Partner
from search import find
from tests.backoffice import change_url, form_of, opened, staff
from tests.library import png
from tests.make import cap, draft, make, person, seal_anew

from .newsroom import ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire():
    return staff("claire")


def _jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize("most_in_memory", [2_000_000, 10], ids=["small", "large"])
def test_a_file_of_a_refused_save_is_read_again_from_its_beginning(claire, settings, most_in_memory):
    """Only the rule is told: the picture, which was right, is not called broken when the form is read once more."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = most_in_memory
    release = ready("scheduled")
    row = {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-release": str(release.pk),
        "pictures-0-image": SimpleUploadedFile("photo.jpg", _jpeg()),
        "pictures-0-alt_fr": "Une scène",
        "pictures-0-credit": "Nous",
        "pictures-0-licence": "CC BY 4.0",
        "pictures-0-rank": "1",
        "place_fr": "Paris, le 5",
    }
    response = claire.post(change_url(release), opened(claire, release) | row | {"title_en": "Typed"})
    [upload] = response.wsgi_request.FILES.values()
    assert isinstance(upload, TemporaryUploadedFile) == (most_in_memory == 10)
    assert list(response.context["adminform"].form.errors) == ["place_fr"]
    assert [formset.formset.errors for formset in response.context["inline_admin_formsets"]] == [[], [], [{}], [{}], []]
    assert form_of(response, PressRelease)["title_en"] == "Typed"
    release.refresh_from_db()
    assert release.title_en != "Typed"
    assert not Picture.objects.exists()


def _release(rows: int) -> PressRelease:
    """A draft with so many of everything that a release has."""
    release = make(PressRelease, **draft())
    for _row in range(rows):
        make(Quote, release=release, person=person())
        ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
        ReleaseContact.objects.create(release=release, contact=make(PressContact))
        release.caps.add(cap())
        release.institutions.add(make(Institution))
        release.partners.add(make(Partner))
    return release


@pytest.fixture(autouse=True)
def _content_types():
    """A process asks for each content type once; which test comes first must not matter."""
    ContentType.objects.get_for_models(PressRelease, Quote, ReleaseBoilerplate, ReleaseContact, for_concrete_models=True)


TWO_FIELDS = {"title_fr": "Un titre volcanique", "lead_fr": "Un chapeau"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_the_same_queries_whatever_its_rows(claire, rows, django_assert_num_queries):
    release = _release(rows)
    opened(claire, release)
    with django_assert_num_queries(15):
        claire.get(change_url(release))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_save_takes_the_same_queries_whatever_its_rows(claire, rows, django_assert_num_queries):
    release = _release(rows)
    typed = opened(claire, release) | TWO_FIELDS
    with django_assert_num_queries(36):
        assert claire.post(change_url(release), typed).status_code == 302


def test_a_public_release_is_saved_in_forty_statements(claire, django_assert_max_num_queries):
    """With its rows, its editions and all that follows: whatever a save has read is not read again in it."""
    release = ready("public")
    typed = opened(claire, release) | TWO_FIELDS
    with django_assert_max_num_queries(40):
        assert claire.post(change_url(release), typed).status_code == 302


def test_the_form_of_a_translator_takes_the_same_queries_whatever_its_rows():
    """What is only shown is read with the record, like what is typed."""
    translator, counts = staff("theo", group="Translators"), []
    for rows in (1, 3):
        release = _release(rows)
        PressRelease.objects.filter(pk=release.pk).update(**draft())
        typed = opened(translator, release) | {"title_en": "A volcanic title", "lead_en": "A lead"}
        with CaptureQueriesContext(connection) as read:
            translator.get(change_url(release))
        with CaptureQueriesContext(connection) as saved:
            assert translator.post(change_url(release), typed).status_code == 302
        counts.append((len(read), len(saved)))
    assert counts[0] == counts[1]


def test_a_save_of_rows_takes_a_query_more_for_each_row_that_was_changed(claire, django_assert_num_queries):
    release = _release(3)
    typed = opened(claire, release) | TWO_FIELDS | {f"quotes-{row}-text_fr": f"Dit {row}" for row in range(3)}
    with django_assert_num_queries(40):
        assert claire.post(change_url(release), typed).status_code == 302
    assert [quote.text_fr for quote in release.quotes.all()] == ["Dit 0", "Dit 1", "Dit 2"]


def test_the_rows_of_the_search_are_written_once_a_save(claire):
    release = _release(3)
    typed = opened(claire, release) | TWO_FIELDS | {f"quotes-{row}-text_fr": f"Basalte {row}" for row in range(3)}
    with CaptureQueriesContext(connection) as queries:
        claire.post(change_url(release), typed)
    written = [query["sql"].split()[0] for query in queries if '"search_entry"' in query["sql"]]
    assert written == ["SELECT"], "what is written of a draft is found by nobody"


def test_what_was_saved_is_found_once_it_is_sealed(claire):
    release = make(PressRelease)
    row = {"quotes-TOTAL_FORMS": "1", "quotes-0-release": str(release.pk), "quotes-0-speaker": "Ada", "quotes-0-rank": "1"}
    typed = opened(claire, release) | TWO_FIELDS | row | {"quotes-0-text_fr": "Le basalte est né ici"}
    assert claire.post(change_url(release), typed).status_code == 302
    assert not [hit for word in ("volcanique", "basalte") for hit in find.search(word, "fr", kind="pressrelease").hits]
    seal_anew(PressRelease.objects.get(pk=release.pk))
    for word in ("volcanique", "basalte"):
        assert [hit.pk for hit in find.search(word, "fr", kind="pressrelease").hits] == [release.pk]


def test_a_choice_is_looked_up_where_it_was_changed(claire):
    release = _release(1)
    quote, other = release.quotes.get(), person()
    typed = opened(claire, release)
    assert typed["quotes-0-person"] == str(quote.person_id)
    response = claire.post(change_url(release), typed | {"quotes-0-person": "987654"})
    [formset] = [shown.formset for shown in response.context["inline_admin_formsets"] if shown.formset.model is Quote]
    assert formset.errors == [{"person": ["Select a valid choice. That choice is not one of the available choices."]}]
    assert claire.post(change_url(release), typed | {"quotes-0-person": str(other.pk)}).status_code == 302
    quote.refresh_from_db()
    assert quote.person == other


def test_relations_are_written_where_they_were_changed(claire):
    release = _release(3)
    first, second, third = release.caps.order_by("pk")
    typed = opened(claire, release)
    assert typed["caps"] == [str(first.pk), str(second.pk), str(third.pk)]
    added = cap()
    assert claire.post(change_url(release), typed | {"caps": [str(first.pk), str(added.pk)]}).status_code == 302
    assert set(release.caps.all()) == {first, added}
    refused = claire.post(change_url(release), opened(claire, release) | {"caps": [str(first.pk), "987654"]})
    assert list(refused.context["adminform"].form.errors) == ["caps"]
    assert set(release.caps.all()) == {first, added}
    [version] = Version.objects.get_for_object(release)
    assert sorted(version.field_dict["caps"]) == [first.pk, added.pk]


def test_the_same_boilerplate_twice_is_refused(claire):
    release = _release(2)
    typed = opened(claire, release)
    typed["release_boilerplates-1-boilerplate"] = typed["release_boilerplates-0-boilerplate"]
    response = claire.post(change_url(release), typed)
    assert response.status_code == 200
    assert release.release_boilerplates.values("boilerplate").distinct().count() == 2


def test_a_release_is_saved_though_the_file_of_a_picture_is_gone(claire):
    """Of a storage that lost a file the texts are not lost with it; the size that was noted stays."""
    release = make(PressRelease, **draft())
    picture = make(Picture, release=release, image=ContentFile(png(), "perdue.png"))
    size = (picture.width, picture.height)
    form = opened(claire, release) | {"title_fr": "Un titre volcanique"}
    picture.image.storage.delete(picture.image.name)
    assert claire.post(change_url(release), form).status_code == 302
    release.refresh_from_db()
    picture.refresh_from_db()
    assert (release.title_fr, (picture.width, picture.height)) == ("Un titre volcanique", size)
