"""A known choice is accepted without being looked up; every other one is looked up as usual."""

import pytest

from news.models import PressRelease, Quote
from publishing.known_choices import KnownChoiceField, KnownChoicesForm
from tests.make import make, person

pytestmark = pytest.mark.django_db


class KnownSpeakerForm(KnownChoicesForm):
    class Meta:
        model = Quote
        fields = ["speaker", "person"]
        field_classes = {"person": KnownChoiceField}


def form(key: object, known: list) -> KnownSpeakerForm:
    filled = KnownSpeakerForm({"speaker": "Ada", "person": str(key)}, instance=Quote(release=make(PressRelease)))
    filled.fields["person"].known = known
    return filled


def test_a_known_choice_takes_no_query(django_assert_num_queries):
    somebody = person()
    filled = form(somebody.pk, [somebody])
    with django_assert_num_queries(0):
        assert filled.is_valid()
    assert filled.cleaned_data["person"] is somebody


def test_another_choice_is_looked_up(django_assert_num_queries):
    somebody, another = person(), person()
    filled = form(another.pk, [somebody])
    with django_assert_num_queries(2):
        assert filled.is_valid()
    assert filled.cleaned_data["person"] == another
    assert form(987654, [somebody]).errors == {
        "person": ["Sélectionnez un choix valide. Ce choix ne fait pas partie de ceux disponibles."]
    }


def test_a_known_choice_counts_where_rows_must_differ():
    """A form set asks the form, once it is checked, which fields to leave out of that."""
    somebody = person()
    filled = form(somebody.pk, [somebody])
    filled.full_clean()
    assert "person" not in filled._get_validation_exclusions()
