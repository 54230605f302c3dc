"""Pictures of the library in releases: copied with their words, and told of when their permission ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news import striking
from news.enums import StruckPart
from news.models import Picture, PressRelease
from publishing import clock, languages
from publishing.file_hashes import hash_of
from publishing.library_pictures import LibraryPicture
from tests.backoffice import change_url, opened, route, staff
from tests.library import library_picture, png
from tests.make import draft, make, seal_anew

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def row(release: PressRelease, **given: object) -> dict[str, object]:
    """A new picture in the form of a release."""
    values = {"release": str(release.pk), "rank": "1", **given}
    return {"pictures-TOTAL_FORMS": "1", **{f"pictures-0-{name}": value for name, value in values.items()}}


def taken(release: PressRelease, **given: object) -> Picture:
    client = staff(f"claire{PressRelease.objects.count()}")
    response = client.post(change_url(release), opened(client, release) | row(release, **given))
    assert response.status_code == 302, response.context["inline_admin_formsets"][3].formset.errors
    return release.pictures.get()


def test_a_row_takes_what_is_left_empty_from_the_library():
    picture = library_picture(licence="cc-by-4.0")
    kept = taken(make(PressRelease, **draft()), library=str(picture.pk), alt_fr="Vu autrement")
    assert kept.library == picture
    assert kept.sha256 == picture.sha256 and kept.image.name != picture.image.name
    assert (kept.alt_fr, kept.alt_en) == ("Vu autrement", picture.alt_en)
    assert (kept.credit, kept.licence) == (picture.credit_fr, "CC BY 4.0")
    assert taken(make(PressRelease, **draft()), library=str(library_picture().pk)).licence == "tous droits réservés"


def test_without_a_picture_chosen_a_row_needs_what_it_needed():
    release, client = make(PressRelease, **draft()), staff()
    response = client.post(change_url(release), opened(client, release) | row(release, alt_fr="Seul"))
    errors = response.context["inline_admin_formsets"][3].formset.errors[0]
    assert set(errors) == {"image", "credit", "licence"}
    mute = library_picture(**dict.fromkeys(languages.columns("alt"), ""))
    response = client.post(change_url(release), opened(client, release) | row(release, library=str(mute.pk)))
    assert set(response.context["inline_admin_formsets"][3].formset.errors[0]) == {languages.column("alt", languages.main())}


def test_another_choice_replaces_the_file_and_what_was_not_typed():
    first, second = library_picture("Cour"), library_picture("Toit")
    release = make(PressRelease, **draft())
    taken(release, library=str(first.pk))
    client = staff("paul")
    form = opened(client, release) | {"pictures-0-library": str(second.pk), "pictures-0-credit": "Le studio"}
    assert client.post(change_url(release), form).status_code == 302
    kept = release.pictures.get()
    assert (kept.sha256, kept.alt_fr, kept.credit) == (second.sha256, second.alt_fr, "Le studio")
    own = SimpleUploadedFile("autre.png", png())
    assert client.post(change_url(release), opened(client, release) | {"pictures-0-image": own}).status_code == 302
    kept = release.pictures.get()
    assert kept.sha256 == hash_of(kept.image) != second.sha256


def told() -> list[PressRelease]:
    return list(PressRelease.objects.with_ended_pictures())


def test_what_is_sealed_stays_and_staff_are_told_until_it_is_struck():
    picture = library_picture(permission_until=TODAY)
    release = make(PressRelease, "Rentrée")
    copy = taken(release, library=str(picture.pk))
    seal_anew(release, *languages.codes())
    assert told() == []
    LibraryPicture.objects.update(permission_until=TODAY - timedelta(days=1))
    assert told() == [release]
    client = staff("olga")
    home = client.get(reverse("admin:index")).content.decode()
    assert "press release with a picture whose permission has ended" in home
    shown = client.get(f"{route(PressRelease, 'changelist')}?attention=news.pictures_ended")
    assert list(shown.context["cl"].result_list) == [release]
    # The working row goes: what is sealed is known by its file, whatever the library or the row have become.
    copy.delete()
    assert told() == [release]
    release = PressRelease.objects.get(pk=release.pk)
    [key] = [one.key for one in striking.strikable(release.edition_in(languages.main())) if one.part == StruckPart.PICTURE]
    officer = get_user_model().objects.get(username="olga")
    striking.strike(release, officer, key, "Le droit a pris fin.", everywhere=False)
    assert told() == []


def test_deleting_from_the_library_leaves_a_release_its_copy():
    picture = library_picture()
    copy = taken(make(PressRelease, **draft()), library=str(picture.pk))
    page = staff("paul").get(change_url(picture)).content.decode()
    assert "Would stay, without it:" in page
    picture.delete()
    copy.refresh_from_db()
    assert copy.library is None and default_storage.exists(copy.image.name)


def test_releases_with_a_mute_picture_are_told_by_language():
    [other] = languages.others()[:1]
    release = make(PressRelease, **draft())
    make(Picture, release=release, **{languages.column("alt", other): ""})
    assert list(PressRelease.objects.with_mute_pictures(other)) == [release]
    assert list(PressRelease.objects.with_mute_pictures(languages.main())) == []
