"""What is posted and cannot be taken is shown again, filled and unsaved; nothing is saved by it, nothing forged shown."""

import html
import io
import re
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from redis.exceptions import ConnectionError as CacheGone

from cluster.models import Institution
from news.models import Article
from publishing import kept_uploads, open_elsewhere
from publishing.account_keys import account_key
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import draft, make

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def claire():
    client = staff("claire")
    client.handler.enforce_csrf_checks = True
    return client


@pytest.fixture
def article():
    return make(Article, **draft())


def stale(form):
    """A form whose token is from before one signed in again."""
    return form | {"csrfmiddlewaretoken": "x" * 64}


def test_a_form_whose_token_is_old_is_shown_again_and_not_saved(claire, article):
    form = stale(opened(claire, article) | {"title_fr": "Tapé avant"})
    response = claire.post(change_url(article), form, **OURS)
    assert response.status_code == 200
    again = form_of(response, Article)
    assert again["title_fr"] == "Tapé avant"
    assert Article.objects.get().title_fr != "Tapé avant"
    assert claire.post(change_url(article), again, **OURS).status_code == 302
    assert Article.objects.get().title_fr == "Tapé avant"


def test_a_new_record_too(claire):
    form = stale(form_of(claire.get(route(Article, "add")), Article) | {"title_fr": "Tout nouveau"})
    response = claire.post(route(Article, "add"), form, **OURS)
    assert form_of(response, Article)["title_fr"] == "Tout nouveau"
    assert not Article.objects.exists()


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_another_site_sent_is_not_shown(claire, article, origin, signed_in):
    form = stale(opened(claire, article) | {"title_fr": "Forgé"})
    client = claire if signed_in else Client(enforce_csrf_checks=True)
    response = client.post(change_url(article), form, **origin)
    assert response.status_code == 403
    assert "Forgé" not in response.content.decode()
    assert Article.objects.get().title_fr != "Forgé"


def test_only_the_account_that_opened_a_form_has_it_shown_again(claire, article):
    form = stale(opened(claire, article) | {"title_fr": "Un titre de Claire"})
    paul = staff("paul")
    paul.handler.enforce_csrf_checks = True
    response = paul.post(change_url(article), form, **OURS)
    assert response.status_code == 403
    assert f'id="{Article._meta.model_name}_form"' not in response.content.decode()
    assert "Un titre de Claire" in response.content.decode()  # to be copied
    assert "<form" not in re.sub(r"(?s)<form id=.*?</form>", "", response.content.decode().split('id="content-main"')[1])


def test_without_a_session_the_answer_holds_what_was_typed(claire, article):
    form = opened(claire, article) | {"title_fr": "Tapé <b>avant</b>", "summary_fr": "\nDeux\nlignes"}
    anonymous = Client(enforce_csrf_checks=True)
    anonymous.cookies["csrftoken"] = claire.cookies["csrftoken"].value
    response = anonymous.post(change_url(article), form, **OURS)
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    kept = kept_form(response)
    assert kept["title_fr"] == "Tapé <b>avant</b>"
    assert kept["summary_fr"] == "\nDeux\nlignes"
    # Signed in again elsewhere, the same browser opens the form again, whatever its token.
    response = claire.post(change_url(article), kept | {"csrfmiddlewaretoken": "x"}, **OURS)
    assert form_of(response, Article)["title_fr"] == "Tapé <b>avant</b>"
    assert Article.objects.get().title_fr == article.title_fr
    # With a token that is good, opening it again saves nothing either.
    good = opened(claire, article)["csrfmiddlewaretoken"]
    response = claire.post(change_url(article), kept | {"csrfmiddlewaretoken": good}, **OURS)
    assert response.status_code == 200
    assert Article.objects.get().title_fr == article.title_fr


def kept_form(response) -> dict:
    found = re.findall(r'(?s)<input type="hidden" name="([^"]+)" value="(.*?)">', response.content.decode())
    return {name: html.unescape(value) for name, value in found} | {"_again": "1"}


def test_passwords_are_never_shown_again(claire):
    anonymous = Client()
    typed = {"username": "new one", "password1": "a secret phrase", "password2": "a secret phrase"}
    for given in ({}, {"_account": "x"}):
        response = anonymous.post(reverse("admin:auth_user_add"), typed | given, **OURS)
        assert "a secret phrase" not in response.content.decode()
        assert "new one" in response.content.decode()


def test_nothing_but_forms_of_records_runs_without_a_token(claire, article):
    """A deletion with an old token is answered by a page, and deletes nothing."""
    user = get_user_model().objects.get()
    mine = {"_account": account_key(user), "csrfmiddlewaretoken": "x"}
    response = claire.post(route(Article, "delete", article.pk), mine | {"post": "yes"}, **OURS)
    assert response.status_code == 403
    assert Article.objects.exists()
    passwords = {"password1": "a secret phrase", "password2": "a secret phrase"}
    response = claire.post(reverse("admin:auth_user_add"), mine | passwords | {"username": "new"}, **OURS)
    assert response.status_code == 403
    assert list(get_user_model().objects.all()) == [user]


def test_the_session_says_whose_it_is_to_who_is_let_in():
    client = staff("claire")
    answer = client.get(reverse("admin:session"))
    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["account"] == account_key(get_user_model().objects.get())
    assert answer.json()["token"]
    assert client.post(reverse("admin:session")).status_code == 405
    assert Client().get(reverse("admin:session")).status_code == 302


def test_the_cookie_names_what_was_saved_and_nothing_else(article):
    client = staff("anne")
    form = opened(client, article) | {"_draft": "12-34"}
    assert "saved-draft" not in client.post(change_url(article), form | {"title_fr": ""}).cookies
    saved = client.post(change_url(article), form | {"title_fr": "Gardé"})
    assert saved.cookies["saved-draft"].value == "12-34"
    form = opened(client, article) | {"_draft": "; path=/ <script>"}
    assert client.post(change_url(article), form).cookies.get("saved-draft") is None


# Files


@pytest.fixture
def somewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make(Institution, **draft())


def refused(client, somewhere, **files):
    """A form that is refused for want of a city, with files."""
    return client.post(change_url(somewhere), opened(client, somewhere) | {"city": ""} | files)


def waiting() -> list[Path]:
    return [path for path in Path(default_storage.path(kept_uploads.FOLDER)).glob("*/*")]


def a_picture(name="visage.png"):
    out = io.BytesIO()
    Image.new("RGB", (400, 400), (10, 80, 90)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_a_file_in_order_is_kept_and_saved_once(somewhere):
    client = staff("claire")
    again = form_of(refused(client, somewhere, logo=a_picture()), Institution)
    assert len(waiting()) == 1
    # Refused once more: the same file waits, not a second one.
    again = form_of(client.post(change_url(somewhere), again), Institution)
    assert len(waiting()) == 1
    texts = {"city": "Paris", "logo_alt_fr": "Un visage", "logo_alt_en": "A face"}
    assert client.post(change_url(somewhere), again | texts).status_code == 302
    somewhere.refresh_from_db()
    assert somewhere.logo.name.endswith("visage.png")
    assert waiting() == []


def test_a_file_that_is_not_in_order_is_not_kept(somewhere):
    response = refused(staff("claire"), somewhere, logo=SimpleUploadedFile("x.png", b"<script>", "image/png"))
    assert "logo-kept" not in form_of(response, Institution)
    assert waiting() == []


def test_a_word_is_good_for_its_account_its_page_and_its_day_alone(somewhere, monkeypatch):
    client, paul = staff("claire"), staff("paul")
    again = form_of(refused(client, somewhere, logo=a_picture()), Institution) | {"city": "Paris"}
    other = make(Institution, **draft())
    word = {"logo-kept": again["logo-kept"]}
    assert paul.post(change_url(somewhere), opened(paul, somewhere) | word).status_code == 302
    assert client.post(change_url(other), opened(client, other) | word).status_code == 302
    assert client.post(change_url(somewhere), opened(client, somewhere) | {"logo-kept": "x:y"}).status_code == 302
    later = time.time() + kept_uploads.HOURS * 3600 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post(change_url(somewhere), opened(client, somewhere) | word).status_code == 302
    assert not Institution.objects.exclude(logo="").exists()
    kept_uploads.sweep()
    assert waiting() == []


def test_nobody_fills_the_disk(somewhere, monkeypatch):
    client = staff("claire")
    monkeypatch.setattr(kept_uploads, "MOST_FILES", 1)
    refused(client, somewhere, logo=a_picture())
    response = refused(client, somewhere, logo=a_picture("second.png"))
    assert len(waiting()) == 1
    assert "“second.png” must be chosen again" in response.content.decode()
    monkeypatch.setattr(kept_uploads, "MOST_FILES", 9)
    monkeypatch.setattr(kept_uploads, "ROOM", 1)
    refused(client, somewhere, logo=a_picture())
    assert len(waiting()) == 1


def test_a_file_stays_where_its_record_was_deleted_meanwhile(somewhere):
    client = staff("claire")
    form, url = opened(client, somewhere), change_url(somewhere)
    somewhere.delete()
    response = client.post(url, form | {"logo": a_picture()})
    again = form_of(response, Institution) | {"logo_alt_fr": "Un visage", "logo_alt_en": "A face"}
    assert client.post(route(Institution, "add"), again).status_code == 302
    assert Institution.objects.get().logo.name.endswith("visage.png")
    assert waiting() == []


def test_both_pictures_are_seen_where_two_editors_chose_one(somewhere):
    claire, anne = staff("claire"), staff("anne")
    alt = {"logo_alt_fr": "Un visage", "logo_alt_en": "A face"}
    form = opened(claire, somewhere) | alt
    theirs = opened(anne, somewhere) | alt | {"logo": a_picture("le-leur.png")}
    assert anne.post(change_url(somewhere), theirs).status_code == 302
    page = claire.post(change_url(somewhere), form | {"logo": a_picture("le-mien.png")})
    pictures = [html.unescape(src) for src in re.findall(r'<img class="kept-picture" src="([^"]+)"', page.content.decode())]
    assert len(pictures) == 2
    mine = next(src for src in pictures if "kept-upload" in src)
    for src in pictures:
        answer = claire.get(src)
        assert answer.status_code == 200
        Image.open(io.BytesIO(answer.getvalue())).verify()
    assert anne.get(mine, follow=True).status_code == 404
    assert Client().get(mine).status_code == 302
    assert claire.get(reverse("admin:kept_upload") + "?w=x", follow=True).status_code == 404


def test_no_address_leads_to_what_waits(somewhere):
    client = staff("claire")
    refused(client, somewhere, logo=a_picture())
    kept = waiting()[0].relative_to(default_storage.location)
    assert client.get(f"/media/{kept}").status_code == 404


# Who else has a form open


def beat(client, thing, page="1", **given):
    data = {"label": thing._meta.label_lower, "record": thing.pk, "page": page} | given
    return client.post(reverse("admin:open_form"), data)


def test_who_has_a_form_open_is_told_to_who_may_open_it_for_a_minute(article, monkeypatch):
    cache.clear()
    claire, anne = staff("claire", first_name="Claire", last_name="Martin"), staff("anne", first_name="Anne", last_name="Petit")
    assert beat(claire, article).json() == {"words": []}
    assert beat(claire, article, "2").json() == {"words": []}  # a second tab of one's own
    told = beat(anne, article).json()["words"]
    assert len(told) == 1
    assert told[0].startswith("Claire Martin has had this form open since ")
    assert beat(anne, article, left="1").status_code == 204
    assert beat(claire, article).json() == {"words": []}
    beat(anne, article)
    later = time.time() + 66
    monkeypatch.setattr(time, "time", lambda: later)
    assert beat(claire, article).json() == {"words": []}


def test_names_are_told_to_nobody_who_may_not_open_the_form(article):
    beat(staff("anne", first_name="Anne"), article)
    stranger = staff("theo", "Editors")
    get_user_model().objects.get(username="theo").groups.clear()
    assert beat(stranger, article).json() == {"words": []}
    assert beat(Client(), article).status_code == 302
    claire = staff("claire")
    for wrong in ({"label": "x"}, {"label": "auth.permission"}, {"record": "x"}, {"record": "9" * 30}, {"label": "caps.cap"}):
        assert beat(claire, article, **wrong).json() == {"words": []}
    assert beat(claire, article).json()["words"][0].startswith("Anne has")


def test_without_the_cache_nobody_is_told_anything(article, monkeypatch):
    def gone(*args):
        raise CacheGone

    monkeypatch.setattr(open_elsewhere, "_read", gone)
    assert beat(staff("claire"), article).json() == {"words": []}
    assert beat(staff("anne"), article, left="1").status_code == 204
