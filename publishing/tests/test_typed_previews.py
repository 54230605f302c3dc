"""What is typed is looked at before it is saved: as it would be, by whoever may type it, and without a trace."""

from __future__ import annotations

import hashlib
import io
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image
from reversion import create_revision
from reversion.models import Version

from caps.models import CAP
from cluster.models import KeyFigure, Person, Theme
from news.models import Article, Event, Picture, PressRelease, Quote
from partners.models import Partner
from publishing import languages, preview_store
from publishing.models import Addressed
from publishing.preview_kinds import has_preview
from publishing.views import PublicDetailView
from tests.backoffice import form_of, opened, route, staff
from tests.make import cap, draft, make, person

get_resolver().url_patterns  # noqa: B018  the pages are known once their addresses are read
KINDS = [model for model in admin.site._registry if issubclass(model, Addressed)]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_left():
    yield
    preview_store.sweep_all()


def preview_url(thing: models.Model | type[models.Model]) -> str:
    label = thing._meta.label_lower
    if isinstance(thing, type):
        return reverse("admin:typed_preview_add", args=(label,))
    return reverse("admin:typed_preview_change", args=(label, thing.pk))


def looked_at(client: Client, url: str, form: dict, **given):
    return client.post(url, form | given, headers={"Accept": "application/json"})


def window_of(client: Client, url: str, form: dict, **given) -> dict:
    """The state of the window that a look opens."""
    answer = looked_at(client, url, form, **given)
    assert answer.status_code == 200, answer.content[:500]
    state = client.get(reverse("admin:typed_preview_state", args=(answer.json()["window"],))).json()
    return state | answer.json()


def pages_of(client: Client, state: dict) -> dict[str, str]:
    return {frame["language"]: client.get(frame["url"]).content.decode() for frame in state["frames"] if frame["url"]}


def everything() -> dict[str, object]:
    """A fingerprint of each table, and each file of the uploads, but for the previews themselves."""
    rows: dict[str, object] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    root = Path(settings.MEDIA_ROOT)
    files = [path for path in root.rglob("*") if path.is_file() and preview_store.FOLDER not in path.parts]
    return rows | {str(path): path.read_bytes() for path in files}


def of_kind(model: type[Addressed]) -> Addressed:
    if model is CAP:
        return cap()
    return person() if model is Person else make(model)


def first_text_of(model: type[Addressed]) -> dict[str, str]:
    """For each language the field whose text the page bears as its heading."""
    names = {field.name for field in model._meta.concrete_fields}
    stem = next(stem for stem in ("title", "name", "family_name", "sentence") if {stem, f"{stem}_fr"} & names)
    return {code: column if (column := languages.column(stem, code)) in names else stem for code in languages.codes()}


def png(size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, (12, 120, 200)).save(written, "PNG")
    return SimpleUploadedFile("essai.png", written.getvalue(), content_type="image/png")


def test_each_kind_with_a_page_of_its_own_can_be_looked_at():
    assert {model for model in KINDS if has_preview(model)} == set(PublicDetailView.by_model)
    assert len(KINDS) >= 10


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
def test_a_changed_form_of_each_kind_is_shown_in_both_languages_and_not_saved(model):
    client, thing = staff(), of_kind(model)
    form = opened(client, thing)
    fields, before = first_text_of(model), everything()
    value = " {figure}" if model is KeyFigure else ""
    typed = {name: f"Zyx {code} neuf{value}" for code, name in fields.items()}
    state = window_of(client, preview_url(thing), form, **typed)
    pages = pages_of(client, state)
    assert set(pages) == set(languages.codes())
    for code, name in fields.items():
        assert typed[name].removesuffix(value) in pages[code]
    assert not state["faults"]
    assert everything() == before
    assert mail.outbox == []


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
def test_an_empty_new_form_of_each_kind_is_an_answer_and_leaves_nothing(model):
    client = staff()
    make(Theme)
    form = form_of(client.get(route(model, "add")), model)
    before = everything()
    state = window_of(client, preview_url(model), form)
    assert state["faults"]
    assert client.get(state["url"]).status_code == 200
    assert everything() == before


# What is shown


def release_with_rows() -> PressRelease:
    release = make(PressRelease, **draft())
    for words in ("Zyx une citation", "Zyx une autre"):
        make(Quote, release=release, person=None, text_fr=words, text_en=words)
    return release


def test_rows_are_shown_as_typed_added_changed_and_taken_away():
    client, release = staff(), release_with_rows()
    form, before = opened(client, release), everything()
    first, other = (f"quotes-{place}" for place in range(2))
    added = {
        "quotes-TOTAL_FORMS": "3",
        "quotes-2-id": "",
        "quotes-2-release": release.pk,
        "quotes-2-speaker": "Qui parle",
        "quotes-2-text_fr": "Zyx ajoutée",
        "quotes-2-rank": "9",
    }
    typed = {f"{first}-text_fr": "Zyx changée", f"{other}-DELETE": "on", **added}
    state = window_of(client, preview_url(release), form, **typed)
    page = pages_of(client, state)["fr"]
    assert "Zyx changée" in page and "Zyx ajoutée" in page
    assert "Zyx une citation" not in page and "Zyx une autre" not in page
    assert everything() == before


def test_a_new_release_is_shown_as_the_draft_that_it_would_be():
    client = staff()
    form = form_of(client.get(route(PressRelease, "add")), PressRelease)
    before = everything()
    typed = {
        "title_fr": "Zyx titre",
        "lead_fr": "Zyx chapô",
        "body_fr": "<p>Zyx <strong>corps</strong></p><script>x()</script>",
    }
    state = window_of(client, preview_url(PressRelease), form, **typed)
    page = pages_of(client, state)["fr"]
    assert all(words in page for words in ("Zyx titre", "Zyx chapô", "<strong>corps</strong>"))
    assert "x()" not in page and "<script" not in page
    assert {fault["label"] for fault in state["faults"]}
    assert everything() == before


def test_a_form_that_is_not_valid_shows_what_can_be_shown_and_says_what_is_wrong():
    client, event = staff(), make(Event)
    form, before = opened(client, event), everything()
    long = "Zyx " + "long " * 200
    state = window_of(client, preview_url(event), form, title_fr=long, title_en="", starts_at_0="nonsense", slug_fr="No Slug!")
    pages = pages_of(client, state)
    assert "Zyx long long" in pages["fr"]
    assert set(pages) == {"fr", "en"}
    assert len(state["faults"]) >= 3
    assert all(fault["words"] for fault in state["faults"])
    assert everything() == before


def test_an_address_of_another_page_is_told_and_the_page_is_shown_all_the_same():
    client, article, other = staff(), make(Article), make(Article)
    form = opened(client, article) | {"slug_fr": other.slug_fr, "title_fr": "Zyx"}
    state = window_of(client, preview_url(article), form)
    assert "Zyx" in pages_of(client, state)["fr"]
    assert state["faults"]


def test_rules_over_a_record_and_its_rows_are_told():
    client, thing = staff(), cap()
    form = opened(client, thing)
    gone = {name.replace("-id", "-DELETE"): "on" for name in form if re.fullmatch(r"involvements?-\d+-id", name)}
    assert gone, sorted(form)
    state = window_of(client, preview_url(thing), form, **gone)
    assert state["faults"]
    assert pages_of(client, state)


def test_a_chosen_picture_is_seen_by_who_chose_it_and_kept_nowhere_else():
    client, release = staff(), make(PressRelease, **draft())
    form, before = opened(client, release), everything()
    row = {"pictures-TOTAL_FORMS": "1", "pictures-0-alt_fr": "Zyx image", "pictures-0-credit": "Nous", "pictures-0-rank": "1"}
    picture = {"pictures-0-image": png()}
    state = window_of(client, preview_url(release), form, **row, **picture)
    page = pages_of(client, state)["fr"]
    shown = re.search(r'src="([^"]*/files/[^"]+)"', page)
    assert shown, page
    answer = client.get(shown[1])
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200 and Image.open(io.BytesIO(content)).size == (640, 480)
    assert everything() == before
    assert staff("paul").get(shown[1]).status_code == 404
    # Sent once: the next look takes it from the window.
    again = row | {
        "_window": state["window"],
        "pictures-0-image-sent": state["sent"]["pictures-0-image"],
        "title_fr": "Zyx encore",
    }
    next_one = window_of(client, preview_url(release), form, **again)
    assert next_one["window"] == state["window"] and next_one["sent"] == state["sent"]
    page = pages_of(client, next_one)["fr"]
    assert "Zyx encore" in page and "/files/" in page
    assert Picture.objects.count() == 0


def test_a_release_is_shown_as_mail_and_as_pdf_too():
    client, release = staff(), make(PressRelease, **draft())
    form, before = opened(client, release), everything()
    state = window_of(client, preview_url(release), form, title_fr="Zyx titre", _kind="mail")
    assert {frame["title"] for frame in state["frames"]} >= {"Zyx titre"}
    frame = next(frame for frame in state["frames"] if frame["language"] == "fr")
    answer = client.get(frame["url"])
    assert "Zyx titre" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "script-src" not in policy and "sandbox" in policy
    state = window_of(client, preview_url(release), form, title_fr="Zyx titre", _kind="pdf")
    assert state["isDocument"]
    assert client.get(state["frames"][0]["url"]).content.startswith(b"%PDF-")
    assert everything() == before
    assert mail.outbox == []


def test_a_record_that_is_brought_back_is_seen_before_it_is():
    client = staff()
    with create_revision():
        event = make(Event, **draft())
    version = Version.objects.get_for_object(event).get()
    event.delete()
    answer = client.get(route(Event, "recover", version.pk))
    action = re.search(r'formaction="([^"]+)"', answer.content.decode())
    before = everything()
    state = window_of(client, action[1], form_of(answer, Event), title_fr="Zyx revenu")
    assert "Zyx revenu" in pages_of(client, state)["fr"]
    assert everything() == before


# Who, and for how long


def test_a_translator_is_shown_what_they_may_type_and_the_rest_as_it_is_stored():
    thing = make(Article, **draft(), title_fr="Zyx gardé")
    client = staff("tom", "Translators")
    form = opened(client, thing)
    assert "title_fr" not in form
    state = window_of(client, preview_url(thing), form, title_fr="Zyx pris", title_en="Zyx typed")
    pages = pages_of(client, state)
    assert "Zyx gardé" in pages["fr"] and "Zyx pris" not in pages["fr"]
    assert "Zyx typed" in pages["en"]


def holder(name: str, *rights: str) -> Client:
    user = get_user_model().objects.create_user(name, password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def test_whoever_may_not_type_in_a_form_finds_nothing_to_look_at():
    thing = make(Article)
    for client in (holder("vera", "view_article"), holder("nemo")):
        assert looked_at(client, preview_url(thing), {"title_fr": "x"}).status_code == 404
        assert looked_at(client, preview_url(Article), {"title_fr": "x"}).status_code == 404


def test_nobody_else_sees_a_window_and_nobody_without_a_second_factor(settings):
    client, thing = staff(), make(Article)
    state = window_of(client, preview_url(thing), opened(client, thing))
    addresses = [state["url"], reverse("admin:typed_preview_state", args=(state["window"],)), state["frames"][0]["url"]]
    other, visitor = staff("paul"), Client()
    for address in addresses:
        assert client.get(address).status_code == 200
        assert other.get(address).status_code == 404
        assert visitor.get(address).status_code == 302
        settings.SECOND_FACTOR = True
        assert client.get(address).status_code in (302, 403)
        settings.SECOND_FACTOR = False
    # A window is taken over by nobody: another account that names it gets one of its own.
    taken = window_of(other, preview_url(thing), opened(other, thing), _window=state["window"])
    assert taken["window"] != state["window"]


def test_a_window_is_erased_when_its_owner_signs_out_and_after_half_an_hour(monkeypatch):
    client, thing = staff(), make(Article)
    form = opened(client, thing)
    state = window_of(client, preview_url(thing), form)
    assert list(Path(default_storage.path(preview_store.FOLDER)).rglob("state.json"))
    client.post(reverse("admin:logout"))
    assert not list(Path(default_storage.path(preview_store.FOLDER)).rglob("state.json"))
    client = staff("paul")
    state = window_of(client, preview_url(thing), form)
    later = time.time() + preview_store.MINUTES * 60 + 5
    monkeypatch.setattr(preview_store.time, "time", lambda: later)
    assert client.get(state["url"]).status_code == 404
    preview_store.sweep()
    assert not list(Path(default_storage.path(preview_store.FOLDER)).rglob("state.json"))


def test_an_account_keeps_so_many_windows_and_all_together_so_many_bytes(monkeypatch):
    client, thing = staff(), make(Article)
    form = opened(client, thing)
    monkeypatch.setattr(preview_store, "MOST_WINDOWS", 2)
    urls = [window_of(client, preview_url(thing), form)["url"] for _turn in range(3)]
    assert [client.get(url).status_code for url in urls].count(404) == 1
    monkeypatch.setattr(preview_store, "ROOM", 1)
    answer = looked_at(client, preview_url(thing), form)
    assert answer.status_code == 503 and answer.json()["words"]


def test_what_is_shown_is_kept_by_nobody_and_framed_by_the_portal_alone():
    client, thing = staff(), make(Article)
    state = window_of(client, preview_url(thing), opened(client, thing))
    window, frame = client.get(state["url"]), client.get(state["frames"][0]["url"])
    for answer in (window, frame):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert window["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in window["Content-Security-Policy"]
    assert "frame-src 'self'" in window["Content-Security-Policy"]
    page = frame.content.decode()
    assert '<base target="_blank">' in page and "<script" not in page
    assert all('target="_self"' in link for link in re.findall(r'<a\b[^>]*href="#[^>]*>', page))


def test_without_scripts_the_button_leads_to_the_window():
    client, thing = staff(), make(Article)
    page = client.get(route(Article, "change", thing.pk)).content.decode()
    action = re.search(r'formaction="([^"]+)"', page)
    assert action and urlsplit(action[1]).path == preview_url(thing)
    answer = client.post(action[1], opened(client, thing) | {"title_fr": "Zyx sans script"})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    frames = re.findall(r'src="([^"]*typed-preview[^"]*/fr/)"', page)
    assert "Zyx sans script" in client.get(frames[0]).content.decode()


# Whatever is sent


def test_whatever_is_sent_gets_an_answer_in_plain_words_and_leaves_nothing():
    client, thing = staff(), make(PressRelease, **draft())
    partner = make(Partner, **draft())
    form, before = opened(client, thing), everything()
    worse = [
        {},
        {"title_fr": "a\x00b", "dated": "31/02/2026", "quotes-TOTAL_FORMS": "60", "quotes-INITIAL_FORMS": "x"},
        form | {"quotes-TOTAL_FORMS": "-1", "quotes-INITIAL_FORMS": "5"},
        form | {"caps": ["999999999999999999999", "zz"], "_kind": "../../x", "_window": "../../../etc"},
        form | {"pictures-TOTAL_FORMS": "1", "pictures-0-image": SimpleUploadedFile("x.png", b"no picture at all")},
        form | {"pictures-0-image-sent": "../../secret", "pictures-0-image-kept": "forged"},
        form | {"title_fr": "<script>alert(1)</script>", "body_fr": "<iframe src=//evil></iframe><img src=x onerror=y>"},
    ]
    for posted in worse:
        answer = looked_at(client, preview_url(thing) + "?form=%2Fadmin%2F..%2F", posted)
        assert answer.status_code == 200, answer.content[:300]
        page = client.get(answer.json()["url"]).content.decode()
        assert "alert(1)</script>" not in page
        state = client.get(reverse("admin:typed_preview_state", args=(answer.json()["window"],))).json()
        for shown in pages_of(client, state).values():
            assert "<script" not in shown and "onerror" not in shown and "evil" not in shown
    state = window_of(client, preview_url(partner), opened(client, partner), website="javascript:alert(1)")
    assert not any("javascript:" in page for page in pages_of(client, state).values())
    assert everything() == before


@pytest.mark.parametrize(
    "address",
    [
        "change/news.pressrelease/99999999999999999999999/",
        "change/news.pressrelease/4242/",
        "change/no.such/1/",
        "change/auth.user/1/",
        "add/nonsense/",
        "add/news.logo/",
    ],
)
def test_an_unknown_address_is_unknown(address):
    assert looked_at(staff(), f"/admin/typed-preview/{address}", {"title_fr": "x"}).status_code == 404


def test_an_unknown_window_or_file_is_unknown():
    client, thing = staff(), make(Article)
    state = window_of(client, preview_url(thing), opened(client, thing))
    window = f"/admin/typed-preview/{state['window']}"
    addresses = [f"/admin/typed-preview/{'0' * 32}/", "/admin/typed-preview/../", f"{window}/{state['version']}/xx/"]
    addresses += [
        f"{window}/1/fr/",
        f"{window}/{state['version']}/files/../fr",
        f"{window}/{state['version']}/files/..%2f..%2fstate.json",
    ]
    for address in addresses:
        assert client.get(address).status_code == 404, address
    assert client.get(preview_url(thing)).status_code == 405


def test_every_model_of_the_portal_is_counted():
    """The proof that nothing is left behind looks at every table."""
    assert {model._meta.db_table for model in apps.get_models()} <= set(everything())
