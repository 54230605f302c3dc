"""The form of a release: what it refuses, and how much it asks of the database."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from news.models import Picture, PressRelease
from tests.backoffice import change_url, form_of, opened, staff

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
        "release_contacts-0-DELETE": "on",
    }
    response = claire.post(change_url(release), opened(claire, release) | row | {"title_en": "Typed"})
    [upload] = response.wsgi_request.FILES.values()
    assert isinstance(upload, TemporaryUploadedFile) == (most_in_memory == 10)
    assert response.context["adminform"].form.errors == {
        "__all__": [
            "French: No press contact is valid in this language (French): add one to the release.",
            "English: No press contact is valid in this language (English): add one to the release.",
        ]
    }
    assert [formset.formset.errors for formset in response.context["inline_admin_formsets"]] == [[], [], [], [{}], []]
    assert form_of(response, PressRelease)["title_en"] == "Typed"
    release.refresh_from_db()
    assert release.title_en != "Typed"
    assert not Picture.objects.exists()
