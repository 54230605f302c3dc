"""Several relations read in one query answer as each would alone, and short links of several kinds come in one query too."""

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from caps.models import CAP, Keyword, Publication
from cluster.models import Institution
from news.models import Attachment, Correction, PressRelease, Quote
from partners.models import Partner
from publishing import languages
from publishing.links import read, rows
from tests.make import cap, draft, make

pytestmark = pytest.mark.django_db
RELATIONS = ("corrections", "quotes", "pictures", "attachments", "caps", "institutions", "partners")


def full_release(word: str) -> PressRelease:
    release = make(PressRelease, word)
    for rank in (2, 1):
        make(Quote, word, release=release, rank=rank)
        make(Correction, word, release=release)
        Attachment.objects.create(release=release, title_fr=f"{word} {rank}", rank=rank, file=ContentFile(b"%PDF", "a.pdf"))
    release.caps.add(cap(word))
    release.institutions.add(make(Institution, word), make(Institution, word, **draft()))
    release.partners.add(make(Partner, word), make(Partner, word))
    return release


def test_together_answers_as_alone(django_assert_num_queries):
    full_release("Un")
    full_release("Deux")
    make(PressRelease)
    with django_assert_num_queries(2):
        together = list(PressRelease.objects.prefetch_related("parts").order_by("pk"))
    for release, alone in zip(together, PressRelease.objects.order_by("pk"), strict=True):
        for name in RELATIONS:
            wanted = getattr(alone, name).all()
            if name in ("caps", "institutions", "partners"):
                wanted = wanted.filter(pk__in=wanted.model.objects.public(languages.main()))
            with django_assert_num_queries(0):
                found = list(getattr(release, name).all())
            assert found == list(wanted.order_by(*wanted.model._meta.ordering)), name
            for one, same in zip(found, wanted.order_by(*wanted.model._meta.ordering), strict=True):
                assert {**one.__dict__, "_state": 0, "_prefetched_objects_cache": 0} == {
                    **same.__dict__,
                    "_state": 0,
                    "_prefetched_objects_cache": 0,
                }
        assert all(one.release is release for one in release.quotes.all())


def test_together_reads_relations_both_ways():
    one, other = cap(), cap()
    word = make(Keyword)
    for each in (one, other):
        each.keywords.add(word)
        make(Publication, cap=each)
    found = {each.pk: each for each in CAP.objects.prefetch_related("parts")}
    assert list(found[one.pk].keywords.all()) == list(found[other.pk].keywords.all()) == [word]
    assert [each.cap_id for each in found[other.pk].publications.all()] == [other.pk]


def test_links_of_several_kinds_in_one_query(django_assert_num_queries):
    institution, partner = make(Institution), make(Partner)
    for code in languages.codes():
        with override(code), django_assert_num_queries(1):
            found = read(
                rows(Institution.objects.public(code), languages.column("name")),
                rows(Partner.objects.public(code), "name", number="pk"),
            )
            assert {(one.kind, one.label, one.number, one.get_absolute_url()) for one in found} == {
                ("institution", getattr(institution, languages.column("name")), None, institution.get_absolute_url(code)),
                ("partner", partner.name, partner.pk, partner.get_absolute_url(code)),
            }
