"""Two editors, one record, three texts: what only one of the two changed is theirs, what both changed is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caps.enums import ProgrammePhase
from caps.models import CAP, Involvement
from cluster.models import Institution
from news.models import PressRelease, Quote
from publishing.field_values import fingerprint
from tests.backoffice import change_url, form_of, opened, staff
from tests.make import cap, draft, make, past

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    made = make(PressRelease, **draft())
    make(Quote, release=made, speaker="Ada", text_fr="Dit par Ada", rank=1)
    make(Quote, release=made, speaker="Blaise", text_fr="Dit par Blaise", rank=2)
    return made


@pytest.fixture
def edith():
    return staff("edith", first_name="Édith", last_name="Martin")


@pytest.fixture
def anne():
    return staff("anne", first_name="Anne", last_name="Petit")


def at(form, release, speaker):
    key = str(release.quotes.get(speaker=speaker).pk)
    return next(place for place in range(9) if form.get(f"quotes-{place}-id") == key)


def test_fields_of_one_alone_are_merged_and_told(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    assert edith.post(change_url(release), first | {"lead_en": "Edith’s lead", "body_fr": "<p>Édith</p>"}).status_code == 302
    response = anne.post(change_url(release), second | {"title_fr": "Le titre d’Anne"}, follow=True)
    release.refresh_from_db()
    assert (release.lead_en, release.title_fr, release.body_fr) == ("Edith’s lead", "Le titre d’Anne", "<p>Édith</p>")
    told = [str(message) for message in response.context["messages"]]
    assert any("Édith Martin" in words and "Lead – English" in words and "Title" not in words for words in told), told


def test_only_what_both_changed_is_asked(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    edith.post(change_url(release), first | {"title_fr": "Le titre d’Édith", "lead_en": "Edith’s lead"})
    mine = {"title_fr": "Le titre d’Anne", "lead_fr": "Le chapô d’Anne"}
    response = anne.post(change_url(release), second | mine)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert set(errors) == {"title_fr", "__all__"}
    assert "Le titre d’Édith" in errors["title_fr"][0]
    kept = form_of(response, PressRelease)
    assert (kept["title_fr"], kept["lead_fr"], kept["lead_en"]) == ("Le titre d’Anne", "Le chapô d’Anne", "Edith’s lead")
    assert anne.post(change_url(release), kept).status_code == 302
    release.refresh_from_db()
    assert (release.title_fr, release.lead_fr, release.lead_en) == ("Le titre d’Anne", "Le chapô d’Anne", "Edith’s lead")


def test_the_same_change_by_both_is_no_question(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    edith.post(change_url(release), first | {"title_fr": "Le même titre"})
    assert anne.post(change_url(release), second | {"title_fr": "Le même titre"}).status_code == 302


def test_a_third_editor_in_between_is_seen_too(edith, anne, release):
    """After a question the form stands on what was stored then: what changes later is merged from there."""
    first, second = opened(edith, release), opened(anne, release)
    edith.post(change_url(release), first | {"title_fr": "Le titre d’Édith"})
    asked = form_of(anne.post(change_url(release), second | {"title_fr": "Le titre d’Anne"}), PressRelease)
    edith.post(change_url(release), opened(edith, release) | {"lead_fr": "Le second chapô d’Édith"})
    assert anne.post(change_url(release), asked).status_code == 302
    release.refresh_from_db()
    assert (release.title_fr, release.lead_fr) == ("Le titre d’Anne", "Le second chapô d’Édith")


def test_rows_are_merged_by_their_keys(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    ada, blaise = at(first, release, "Ada"), at(first, release, "Blaise")
    edith.post(change_url(release), first | {f"quotes-{ada}-text_fr": "Ada, par Édith"})
    assert anne.post(change_url(release), second | {f"quotes-{blaise}-text_fr": "Blaise, par Anne"}).status_code == 302
    assert set(release.quotes.values_list("text_fr", flat=True)) == {"Ada, par Édith", "Blaise, par Anne"}


def test_rows_that_one_deleted_and_the_other_left_alone_stay_deleted(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    ada, blaise = at(first, release, "Ada"), at(first, release, "Blaise")
    edith.post(change_url(release), first | {f"quotes-{ada}-DELETE": "on"})
    assert anne.post(change_url(release), second | {f"quotes-{blaise}-text_fr": "Blaise, par Anne"}).status_code == 302
    assert list(release.quotes.values_list("text_fr", flat=True)) == ["Blaise, par Anne"]


def test_a_row_gone_and_a_row_changed_are_told_apart(edith, anne, release):
    """Rows move up where one is gone: what the other changed in the second must not land in the first."""
    first, second = opened(edith, release), opened(anne, release)
    ada, blaise = at(first, release, "Ada"), at(first, release, "Blaise")
    edith.post(change_url(release), first | {f"quotes-{ada}-DELETE": "on", f"quotes-{blaise}-text_fr": "Blaise, par Édith"})
    assert anne.post(change_url(release), second | {"title_fr": "Le titre d’Anne"}).status_code == 302
    assert list(release.quotes.values_list("speaker", "text_fr")) == [("Blaise", "Blaise, par Édith")]


def test_a_row_that_one_deletes_and_the_other_changed_is_asked(edith, anne, release):
    first, second = opened(edith, release), opened(anne, release)
    ada = at(first, release, "Ada")
    edith.post(change_url(release), first | {f"quotes-{ada}-text_fr": "Ada, par Édith"})
    response = anne.post(change_url(release), second | {f"quotes-{ada}-DELETE": "on"})
    assert response.status_code == 200
    assert "Ada, par Édith" in response.content.decode()
    assert release.quotes.filter(speaker="Ada").exists()


def test_moments_withdrawal_choices_and_lists_are_merged(anne):
    """A field of every sort that one saved and the other left alone: it stays as saved."""
    made, institutions = make(CAP, **draft()), [make(Institution, **past()) for _number in range(2)]
    make(Involvement, cap=made, institution=institutions[0])
    form = opened(anne, made)
    row = Involvement.objects.get()
    row.institution = institutions[1]
    row.save()
    moment = timezone.now().replace(microsecond=0) + timedelta(days=1)
    made.withdrawn_at, made.phase, made.is_example = moment, ProgrammePhase.RUNNING, not made.is_example
    made.save()
    assert anne.post(change_url(made), form | {"title_fr": "Le titre d’Anne"}).status_code == 302
    before = made
    made = CAP.objects.get()
    assert (made.title_fr, made.withdrawn_at, made.phase) == ("Le titre d’Anne", moment, ProgrammePhase.RUNNING)
    assert made.is_example == before.is_example
    assert Involvement.objects.get().institution == institutions[1]


def test_an_opened_form_is_untouched_in_every_field(anne):
    """The fingerprints of a form say of nothing that it was changed, whatever the record holds."""
    made = cap()
    form = opened(anne, made)
    made.save()
    before = CAP.objects.values().get()
    assert anne.post(change_url(made), form).status_code == 302
    after = CAP.objects.values().get()
    assert {name for name in before if before[name] != after[name]} <= {"stamp", "modified_at"}


def test_a_merge_is_held_to_the_rules_like_any_save(edith, anne):
    """Two changes that are right each alone and wrong together are refused, with the rule in words."""
    made = cap()
    first, second = opened(edith, made), opened(anne, made)
    edith.post(change_url(made), first | {"public_from_fr": "", "public_from_en": ""})
    response = anne.post(change_url(made), second | {"public_from_en": "2030-01-01 10:00"})
    assert response.status_code == 200
    assert CAP.objects.get().public_from_en is None


@pytest.mark.parametrize("forged", ["", "x", "e30:1abc:def"])
def test_a_base_that_the_portal_did_not_sign_merges_nothing(edith, anne, release, forged):
    first, second = opened(edith, release), opened(anne, release)
    edith.post(change_url(release), first | {"title_fr": "Le titre d’Édith"})
    response = anne.post(change_url(release), second | {"_base": forged, "lead_fr": "Le chapô d’Anne"})
    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"title_fr", "lead_fr", "__all__"}


def test_fingerprints():
    assert fingerprint("a\r\nb ") == fingerprint("a\nb")
    assert fingerprint(None) == fingerprint("")
    assert fingerprint(10) == fingerprint("10") != fingerprint(1)
    assert fingerprint(["1", "2"]) != fingerprint(["2", "1"])
