"""Two editors, one record: the second save is refused, with both texts on screen and nothing typed lost."""

import re
import threading
from html import unescape

import pytest
from django.db import connection, connections
from django.utils import timezone

from caps.enums import ProgrammePhase
from caps.models import CAP, Involvement, Membership
from cluster.models import Institution, Person, Role
from news.models import PressRelease, Quote
from publishing.dates_in_words import day_and_hour, moment_in_words
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import draft, make, person
from tests.pages import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    one = make(PressRelease, **draft())
    make(Quote, release=one, speaker="Ada", text_fr="Dit par Ada", rank=1)
    make(Quote, release=one, speaker="Blaise", text_fr="Dit par Blaise", rank=2)
    return one


@pytest.fixture
def claire():
    return staff("claire", first_name="Claire", last_name="Martin")


@pytest.fixture
def paul():
    return staff("paul", first_name="Paul", last_name="Petit")


def quote_at(form, release, speaker):
    """The place in a form of the row of a speaker."""
    key = str(release.quotes.get(speaker=speaker).pk)
    return next(i for i in range(9) if form.get(f"quotes-{i}-id") == key)


def test_second_save_is_refused_with_both_texts(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    assert claire.post(change_url(release), first | {"title_fr": "Le titre de Claire"}).status_code == 302
    response = paul.post(change_url(release), second | {"title_fr": "Le titre de Paul", "lead_en": "Paul’s lead"})
    release.refresh_from_db()
    assert response.status_code == 200
    assert release.title_fr == "Le titre de Claire"
    assert release.lead_en != "Paul’s lead"
    kept = form_of(response, PressRelease)
    assert (kept["title_fr"], kept["lead_en"]) == ("Le titre de Paul", "Paul’s lead")
    beside = response.context["adminform"].form.errors["title_fr"]
    assert len(beside) == 1
    assert '<span class="stored" lang="fr">Le titre de Claire</span>' in beside[0]
    assert f"(Claire Martin, {day_and_hour(release.modified_at)}):</strong>" in beside[0]
    [explained] = response.context["adminform"].form.non_field_errors()
    assert "Nothing of yours is lost" in explained


def test_the_summary_of_a_conflict_says_it_whole_and_what_no_button_says(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    claire.post(change_url(release), first | {"title_fr": "Le titre de Claire"})
    response = paul.post(change_url(release), second | {"title_fr": "Le titre de Paul"})
    html = unescape(flat(response.content.decode()))
    summary = re.search(r'<section class="error-summary".*?</section>', html)[0]
    [explained] = response.context["adminform"].form.non_field_errors()
    assert explained in summary and "Le titre de Claire" in summary
    assert "Take theirs" in html and "Take theirs" not in summary and "Keep mine" not in summary


def test_editor_who_has_read_can_save_deliberately(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    claire.post(change_url(release), first | {"title_fr": "Le titre de Claire"})
    refused = form_of(paul.post(change_url(release), second | {"title_fr": "Le titre de Paul"}), PressRelease)
    assert paul.post(change_url(release), refused).status_code == 302
    release.refresh_from_db()
    assert release.title_fr == "Le titre de Paul"


def test_a_form_without_its_stamp_is_refused(claire, release):
    form = opened(claire, release)
    del form["_stamp"]
    assert claire.post(change_url(release), form | {"title_fr": "Sans édition"}).status_code == 200
    release.refresh_from_db()
    assert release.title_fr != "Sans édition"


def test_a_save_of_an_inline_alone_makes_a_new_stamp(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    row = quote_at(first, release, "Ada")
    assert claire.post(change_url(release), first | {f"quotes-{row}-text_fr": "Changé par Claire"}).status_code == 302
    response = paul.post(change_url(release), second | {f"quotes-{row}-text_fr": "Changé par Paul"})
    assert response.status_code == 200
    assert release.quotes.get(speaker="Ada").text_fr == "Changé par Claire"
    assert form_of(response, PressRelease)[f"quotes-{row}-text_fr"] == "Changé par Paul"
    errors = response.context["inline_admin_formsets"][0].formset.forms[row].errors
    assert list(errors) == ["text_fr"]
    assert "Changé par Claire" in errors["text_fr"][0]


def with_a_third(form, release):
    """A form with one more quotation than it was opened with."""
    return form | {
        "quotes-TOTAL_FORMS": "3",
        "quotes-2-id": "",
        "quotes-2-release": str(release.pk),
        "quotes-2-speaker": "Denis",
        "quotes-2-text_fr": "Dit par Denis",
        "quotes-2-rank": "3",
    }


def test_rows_added_meanwhile_are_kept_and_told(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    assert claire.post(change_url(release), with_a_third(first, release)).status_code == 302
    response = paul.post(change_url(release), second | {"title_fr": "Le titre de Paul"}, follow=True)
    assert "Denis" in response.content.decode()
    release.refresh_from_db()
    assert release.title_fr == "Le titre de Paul"
    assert list(release.quotes.order_by("rank").values_list("speaker", flat=True)) == ["Ada", "Blaise", "Denis"]


def test_rows_added_meanwhile_are_listed_beside_what_is_asked(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    claire.post(change_url(release), with_a_third(first, release) | {"title_fr": "Le titre de Claire"})
    response = paul.post(change_url(release), second | {"title_fr": "Le titre de Paul"})
    listed = response.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert len(listed) == 1
    assert "Denis" in listed[0]
    assert "Dit par Denis" in listed[0]
    assert paul.post(change_url(release), form_of(response, PressRelease)).status_code == 302
    release.refresh_from_db()
    assert release.title_fr == "Le titre de Paul"
    assert list(release.quotes.order_by("rank").values_list("speaker", flat=True)) == ["Ada", "Blaise", "Denis"]


def test_a_row_deleted_meanwhile_stays_on_screen_with_what_was_typed(claire, paul, release):
    first, second = opened(claire, release), opened(paul, release)
    row = quote_at(first, release, "Ada")
    assert claire.post(change_url(release), first | {f"quotes-{row}-DELETE": "on"}).status_code == 302
    response = paul.post(change_url(release), second | {f"quotes-{row}-text_fr": "Ada, relue par Paul"})
    assert response.status_code == 200
    kept = form_of(response, PressRelease)
    texts = [kept[f"quotes-{i}-text_fr"] for i in range(int(kept["quotes-TOTAL_FORMS"]))]
    assert texts == ["Dit par Blaise", "Ada, relue par Paul"]
    assert "deleted meanwhile" in response.content.decode()
    assert paul.post(change_url(release), kept).status_code == 302
    assert set(release.quotes.values_list("speaker", "text_fr")) == {
        ("Ada", "Ada, relue par Paul"),
        ("Blaise", "Dit par Blaise"),
    }


def test_a_row_that_lost_what_it_led_to_does_not_hide_the_others(claire, release):
    """Rows may go without the record being saved, when what they name is deleted."""
    form = opened(claire, release)
    row = quote_at(form, release, "Blaise")
    release.quotes.get(speaker="Ada").delete()
    response = claire.post(change_url(release), form | {f"quotes-{row}-text_fr": "Blaise, relu"})
    kept = form_of(response, PressRelease)
    assert [kept[f"quotes-{i}-text_fr"] for i in range(2)] == ["Blaise, relu", "Dit par Ada"]


def test_a_record_deleted_meanwhile_keeps_what_was_typed(claire, paul, release):
    form = opened(paul, release)
    url = change_url(release)
    assert claire.post(route(PressRelease, "delete", release.pk), {"post": "yes"}).status_code == 302
    response = paul.post(url, form | {"title_fr": "Le titre de Paul", "quotes-0-text_fr": "Relu par Paul"})
    assert response.status_code == 200
    kept = form_of(response, PressRelease)
    assert (kept["title_fr"], kept["quotes-0-text_fr"]) == ("Le titre de Paul", "Relu par Paul")
    sentence = str(response.context["adminform"].form.non_field_errors())
    assert "deleted meanwhile (Claire Martin" in sentence
    assert not PressRelease.objects.exists()
    assert paul.post(route(PressRelease, "add"), kept).status_code == 302
    again = PressRelease.objects.get()
    assert again.title_fr == "Le titre de Paul"
    assert again.quotes.filter(text_fr="Relu par Paul").count() == 1


def test_who_may_not_add_still_sees_what_was_typed_into_a_deleted_record(claire):
    institution = make(Institution, **draft())
    translator = staff("tania", group="Translators")
    form, url = opened(translator, institution), change_url(institution)
    institution.delete()
    response = translator.post(url, form | {"name_en": "A translated name"})
    assert form_of(response, Institution)["name_en"] == "A translated name"
    assert 'name="_save"' not in response.content.decode()
    assert not Institution.objects.exists()


def test_moments_choices_and_lists_are_shown_in_words(claire, paul):
    one = make(CAP, **draft())
    moment = timezone.now().replace(microsecond=0)
    form = opened(paul, one)
    del form["_base"]  # a form that does not say what it was opened on is asked about all that differs
    one.withdrawn_at, one.phase = moment, ProgrammePhase.RUNNING
    one.save()
    response = paul.post(change_url(one), form)
    errors = response.context["adminform"].form.errors
    assert moment_in_words(moment) in errors["withdrawn_at"][0]
    assert "running" in errors["phase"][0]
    assert "somebody" in errors["phase"][0]
    assert set(errors) == {"withdrawn_at", "phase", "__all__"}


def test_stored_text_is_escaped_and_rich_text_is_sanitised(claire, paul, release):
    form = opened(paul, release)
    del form["_base"]
    release.title_fr = "<script>alert(1)</script>"
    release.body_fr = '<p>Vrai <strong>texte</strong></p><img src="x" onerror="alert(1)">'
    release.save()
    errors = paul.post(change_url(release), form).context["adminform"].form.errors
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in errors["title_fr"][0]
    assert "<p>Vrai <strong>texte</strong></p>" in errors["body_fr"][0]
    assert "onerror" not in errors["body_fr"][0]


def test_an_untouched_form_saves_without_a_conflict(claire, release):
    for _time in range(2):
        assert claire.post(change_url(release), opened(claire, release)).status_code == 302


def test_inlines_of_people_and_programmes_too(claire, paul):
    one = person()
    first, second = opened(claire, one), opened(paul, one)
    claire.post(change_url(one), first | {"roles-0-title_fr": "Directrice"})
    response = paul.post(change_url(one), second | {"roles-0-title_fr": "Présidente"})
    assert "Directrice" in response.context["inline_admin_formsets"][0].formset.forms[0].errors["title_fr"][0]
    assert Role.objects.get().title_fr == "Directrice"


def test_a_person_taken_off_a_programme_meanwhile(claire, paul):
    one = make(CAP, **draft())
    institution = make(Institution)
    Involvement.objects.create(cap=one, institution=institution, role="lead")
    Membership.objects.create(cap=one, person=make(Person), institution=institution)
    first, second = opened(claire, one), opened(paul, one)
    assert claire.post(change_url(one), first | {"memberships-0-DELETE": "on"}).status_code == 302
    response = paul.post(change_url(one), second | {"memberships-0-title_fr": "professeure"})
    assert form_of(response, CAP)["memberships-0-title_fr"] == "professeure"
    assert not Membership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_refused(claire, paul, release):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one connection write at a time; its test database has but one")
    clients = {"Claire": claire, "Paul": paul}
    forms = {name: opened(client, release) | {"title_fr": f"Le titre de {name}"} for name, client in clients.items()}
    start, answers = threading.Barrier(2), {}

    def save(name):
        start.wait(10)
        answers[name] = clients[name].post(change_url(release), forms[name]).status_code
        connections.close_all()

    threads = [threading.Thread(target=save, args=[name]) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers.values()) == [200, 302]
    winner = next(name for name, status in answers.items() if status == 302)
    release.refresh_from_db()
    assert release.title_fr == f"Le titre de {winner}"
