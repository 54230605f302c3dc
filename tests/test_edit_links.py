"""From a public page to its form: offered by the browser of who is signed in, and no answer to the public differs by a byte."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Page
from news.models import PressRelease
from news.tests.newsroom import ready, user
from publishing import languages
from publishing.edit_links import MARK
from publishing.views import PublicDetailView
from tests.backoffice import change_url, route, staff
from tests.make import cap, draft, future, make, seal_anew

pytestmark = pytest.mark.django_db


def asked(client: Client, path: str) -> dict:
    return client.get(reverse("admin:edit_page"), {"ask": "1", "path": path}).json()


@pytest.mark.parametrize(("language", "words"), [("fr", "Modifier «\u202f"), ("en", "Edit “")])
def test_every_page_of_a_record_leads_to_its_form_in_the_words_of_the_page(language, words):
    client = staff(language="en")
    for model in PublicDetailView.by_model:
        record = ready("public") if model is PressRelease else make(model)
        if model is PressRelease:
            seal_anew(record, *languages.codes())
        with override(language):
            path = record.get_absolute_url(language)
        told = asked(client, path)
        assert told["url"] == change_url(record), model
        assert told["words"].replace("\xa0", "\u202f").startswith(words), told
        assert client.get(reverse("admin:edit_page"), {"path": path})["Location"] == change_url(record)


def test_lists_lead_to_their_lists_previews_and_former_addresses_to_their_forms():
    client, record = staff(), cap()
    with override("fr"):
        assert asked(client, reverse("cap-list"))["url"] == route(CAP, "changelist")
        assert asked(client, reverse("preview", args=["caps.cap", record.pk]))["url"] == change_url(record)
    old = record.get_absolute_url("fr")
    record.slug_fr = "autre-adresse"
    record.save()
    assert asked(client, old)["url"] == change_url(record)
    under = make(Page, parent=make(Page))
    assert asked(client, under.get_absolute_url("en"))["url"] == change_url(under)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/fr/",
        "/fr/recherche/",
        "zz",
        "//example.org/fr/",
        "/fr/nulle-part/du-tout/",
        "/zz/x/",
        "/fr/" + "x" * 600,
        "/fr/\x01",
    ],
)
@pytest.mark.in_full
def test_what_has_no_form_is_said_in_words_and_offers_nothing(path):
    client = staff(language="fr")
    assert asked(client, path) == {}
    page = client.get(reverse("admin:edit_page"), {"path": path})
    assert page.status_code == 200 and 'href="//' not in page.content.decode()


def test_who_may_not_see_a_record_is_told_the_same_as_of_one_that_is_not_there():
    hidden = make(Page, **future())
    for who in (user("nina"), user("olga", "Press officers")):
        client = Client()
        client.force_login(who)
        expected = {} if who.username == "nina" else change_url(hidden)
        assert asked(client, hidden.get_absolute_url("fr")).get("url", {}) == expected
    nina = Client()
    nina.force_login(user("nina"))
    for address in (hidden.get_absolute_url("fr"), "/fr/inconnue/"):
        assert asked(nina, address) == {}


def test_who_only_reads_is_not_told_to_edit():
    client = Client()
    client.force_login(user("olga", "Press officers"))
    assert "in the back office" in asked(client, cap().get_absolute_url("en"))["words"]


def test_nobody_who_is_not_let_in_is_answered(settings):
    path = cap().get_absolute_url("fr")
    assert Client().get(reverse("admin:edit_page"), {"ask": "1", "path": path}).status_code == 302
    settings.SECOND_FACTOR = True
    assert staff().get(reverse("admin:edit_page"), {"ask": "1", "path": path}).status_code == 302


def test_public_answers_are_the_same_for_everybody_and_give_no_cookie():
    record, anybody, signed_in = cap(), Client(), staff()
    signed_in.get(reverse("admin:index"))
    assert signed_in.cookies[MARK].value == "1"
    for path in (record.get_absolute_url("fr"), record.get_absolute_url("en"), reverse("cap-list"), reverse("home")):
        public, own = anybody.get(path), signed_in.get(path)
        assert public.content == own.content, path
        for response in (public, own):
            assert not response.cookies and "Cookie" not in response.get("Vary", ""), path
            assert response.get("Cache-Control", "") == public.get("Cache-Control", "")
    assert MARK not in anybody.cookies


def test_the_cookie_comes_with_a_page_of_the_back_office_and_goes_with_signing_out(settings):
    settings.SECOND_FACTOR = True
    client = staff("sans")
    client.get(reverse("admin:index"), follow=True)
    assert MARK not in client.cookies
    settings.SECOND_FACTOR = False
    for way_out in ("admin:logout", "account_logout"):
        client.force_login(User.objects.get(username="sans"))
        client.get(reverse("admin:index"))
        given = client.cookies[MARK]
        assert (given.value, given["path"], given["httponly"], given["max-age"]) == ("1", "/", "", "")
        client.post(reverse(way_out))
        assert client.cookies[MARK].value == ""
    assert not Client().get(reverse("account_login")).cookies.get(MARK)


def test_the_page_of_a_draft_is_reached_by_its_preview_alone_and_nothing_is_kept():
    record, client = cap(**draft()), staff()
    with override("en"):
        response = client.get(
            reverse("admin:edit_page"), {"path": reverse("preview", args=["caps.cap", record.pk]), "ask": "1"}
        )
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")) and response.json()["url"] == change_url(
        record
    )


def test_what_the_public_is_sent_for_it_is_small():
    """Two lines of the one script that every page has; all else is fetched for staff alone."""
    script = (settings.BASE_DIR / "static/site.js").read_text()
    [line] = [line for line in script.splitlines() if "edit_link" in line]
    assert len(line) < 120
