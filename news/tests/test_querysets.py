"""What a release's page needs comes with the release, and of what it names only what is public."""

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from cluster.models import Institution
from news.models import Attachment, Correction, PressRelease, Quote
from news.reading import read_public
from partners.models import Partner
from publishing import languages
from tests.make import cap, draft, make, seal_anew

pytestmark = pytest.mark.django_db
NAMED = ("caps", "institutions", "partners")
PARTS = ("corrections", "quotes", "pictures", "attachments")


def full_release(word: str) -> PressRelease:
    release = make(PressRelease, word)
    for rank in (2, 1):
        make(Quote, word, release=release, rank=rank)
        make(Correction, word, release=release)
        Attachment.objects.create(release=release, title_fr=f"{word} {rank}", rank=rank, file=ContentFile(b"%PDF", "a.pdf"))
    release.caps.add(cap(word), cap(word, **draft()))
    release.institutions.add(make(Institution, word), make(Institution, word, **draft()))
    release.partners.add(make(Partner, word), make(Partner, word), make(Partner, word, **draft()))
    return seal_anew(release)


def test_a_release_comes_with_its_parts_and_all_that_it_names(django_assert_num_queries):
    full_release("Un")
    full_release("Deux")
    make(PressRelease)
    brought = list(PressRelease.objects.for_reading().order_by("pk"))
    for release, alone in zip(brought, PressRelease.objects.order_by("pk"), strict=True):
        wanted = {name: list(getattr(alone, name).all()) for name in PARTS}
        wanted |= {name: list(getattr(alone, name).order_by(*getattr(alone, name).model._meta.ordering)) for name in NAMED}
        with django_assert_num_queries(0):
            assert {name: list(getattr(release, name).all()) for name in wanted} == wanted
            assert all(part.release is release for name in PARTS for part in getattr(release, name).all())


@pytest.mark.parametrize("code", languages.codes())
def test_of_what_a_release_names_only_what_is_public_is_led_to(code, django_assert_num_queries):
    records = full_release("Un")
    public = [
        (named._meta.label_lower, named.pk) for name in NAMED for named in getattr(records, name).all() if named.is_public(code)
    ]
    release = PressRelease.objects.in_language(code).for_detail().get()
    with django_assert_num_queries(0):
        reading = read_public(release, code)
    assert [(page.thing.kind, page.thing.key) for page in reading.surroundings.named] == public
    assert len(public) == 4 and len(reading.words.named) == 7


def test_what_is_named_can_be_led_to_without_another_query(django_assert_num_queries):
    full_release("Un")
    release = PressRelease.objects.for_reading().get()
    for code in languages.codes():
        with override(code), django_assert_num_queries(0):
            for name in NAMED:
                for thing in getattr(release, name).all():
                    assert str(thing) and thing.get_absolute_url() and thing.is_example is False
