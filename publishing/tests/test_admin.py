"""What every page of the back office promises: both languages side by side, ISO moments, states in words, revisions."""

import io
import re
import zlib
from datetime import UTC, datetime, timedelta

import pillow_heif
import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from reversion.models import Revision, Version

from caps.models import CAP, Keyword
from cluster.models import Institution, KeyFigure, NationalCluster, Page, Person, Role
from news.models import (
    Article,
    Correction,
    Event,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReadingOpening,
    StateChange,
)
from publishing import languages
from publishing.admin_languages import language_columns
from publishing.models import Published, Record
from search import find
from search.models import Entry
from tests import make as make_module
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import cap, draft, future, make, past, person
from tests.pages import flat

pytestmark = pytest.mark.django_db
HOUSE = ("caps", "cluster", "mailing", "news", "partners", "portal", "publishing", "search")
MODELS = [model for model in admin.site._registry if issubclass(model, Record)]


def identity(model):
    return model._meta.label_lower


@pytest.fixture
def claire():
    return staff("claire", first_name="Claire", last_name="Martin")


def make_any(model, word="Texte", **given):
    return person(word, **given) if model is Person else make(model, word, **given)


def set_elsewhere(one) -> set[str]:
    """The fields that a record's form leaves to a page of their own, which has its own tests."""
    return {name for stem in getattr(one, "set_elsewhere", ()) for name in (stem, *languages.columns(stem))}


def test_every_kind_of_record_is_in_the_back_office():
    kinds = {model for model in apps.get_models() if issubclass(model, Record)}
    assert kinds == set(MODELS)


def test_a_list_offers_to_show_all_where_something_narrows_it_alone(claire):
    path = route(CAP, "changelist")
    assert ">Show all<" not in claire.get(path).content.decode()
    assert ">Show all<" in claire.get(path, {"q": "introuvable"}).content.decode()


@pytest.mark.parametrize("model", MODELS, ids=identity)
def test_every_language_of_a_text_stands_in_one_row(model, rf):
    one = admin.site._registry[model]
    request = rf.get("/")
    request.user = _superuser()
    forms = [(model, one.get_fieldsets(request, None))]
    forms += [(inline.model, inline.get_fieldsets(request, None)) for inline in one.get_inline_instances(request)]
    for kind, fieldsets in forms:
        rows = [row for _name, options in fieldsets for row in options["fields"]]
        flat = [name for row in rows for name in ([row] if isinstance(row, str) else row)]
        for column, (stem, _code) in language_columns(kind).items():
            if column in set_elsewhere(one):
                assert column not in flat
                continue
            assert column in flat
            row = next(row for row in rows if not isinstance(row, str) and column in row)
            start = row.index(languages.columns(stem)[0])
            assert list(row[start : start + len(languages.codes())]) == languages.columns(stem)
        assert len(flat) == len(set(flat))


@pytest.mark.parametrize("model", MODELS, ids=identity)
def test_every_editable_field_is_on_the_form(model, rf):
    one = admin.site._registry[model]
    request = rf.get("/")
    request.user = _superuser()
    form = one.get_form(request)
    columns = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    questions = set(form.declared_fields) - columns  # asked beside what is stored
    shown = set(form.base_fields) - questions
    stems = {stem for stem, _code in language_columns(model).values()}
    editable = {
        field.name
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.primary_key and field.name not in stems
    }
    through = {field.name for field in model._meta.many_to_many if not field.remote_field.through._meta.auto_created}
    assert shown == editable - through - set_elsewhere(one)


def _superuser():
    return get_user_model()(is_superuser=True, is_staff=True, is_active=True)


def test_labels_and_widgets_say_their_language(claire):
    page = claire.get(change_url(make(Article))).content.decode()
    assert re.search(r'<label[^>]* for="id_title_fr">Title – French', page)
    assert re.search(r'<label[^>]* for="id_title_en">Title – English', page)
    assert re.search(r'<label[^>]* for="id_public_from_en">Public from – English', page)
    assert re.search(r'<input[^>]* name="title_fr"[^>]* lang="fr"', page)
    assert re.search(r'<textarea[^>]* name="body_en"[^>]* lang="en"', page)


def test_a_view_only_form_names_the_languages_too():
    officer = staff("olga", group="Press officers")
    page = officer.get(change_url(make(Institution))).content.decode()
    assert "Name – French" in page
    assert "Name [fr]" not in page.replace("name [fr]", "Name [fr]")


@pytest.mark.parametrize("language", languages.codes())
def test_the_page_is_in_the_editors_language(language):
    page = flat(staff(language=language).get(reverse("admin:index")).content.decode())
    assert f'<html lang="{language}"' in page
    assert "PostGenAI@Paris" in page
    offered = re.findall(r'<button type="submit" name="language" value="(\w+)" lang="\w+"( aria-current="true")?>', page)
    assert offered == [(code, ' aria-current="true"' if code == language else "") for code in languages.codes()]
    assert f'action="{reverse("set_language")}"' in page


def test_the_sign_in_page_has_the_language_switch_too(client):
    assert f'action="{reverse("set_language")}"' in client.get(reverse("account_login")).content.decode()


def test_the_language_switch_stays_on_the_page(claire):
    path = route(CAP, "changelist")
    response = claire.post(reverse("set_language"), {"language": "fr", "next": path}, follow=True)
    assert response.request["PATH_INFO"] == path
    assert '<html lang="fr"' in response.content.decode()


# Addresses that tell nothing, previews


def test_no_address_tells_where_a_thing_is(claire):
    one = make(Article, **draft())
    kind = ContentType.objects.get_for_model(Article).pk
    assert claire.get(f"/admin/r/{kind}/{one.pk}/").status_code == 404
    assert "/admin/r/" not in claire.get(change_url(one)).content.decode()


@pytest.mark.parametrize("name", ["courses", "hal_queries", "none_such", "title_fr", "", None])
def test_suggestions_for_what_no_form_has_are_refused(claire, name):
    """The name by which another kind's field leads back is one of them."""
    asked = {"app_label": "caps", "model_name": "cap", "term": "", **({} if name is None else {"field_name": name})}
    assert claire.get(reverse("admin:autocomplete"), asked).status_code == 403
    asked = {"app_label": "caps", "model_name": "cap", "field_name": "keywords", "term": ""}
    assert claire.get(reverse("admin:autocomplete"), asked).status_code == 200


def test_a_draft_has_a_preview_per_language_and_no_page(claire):
    one = make(Article, **draft())
    shown = claire.get(change_url(one)).context["sights"]
    for sight, code in zip(shown, languages.codes(), strict=True):
        with override(code):
            assert sight.preview_url == reverse("preview", kwargs={"label": "news.article", "pk": one.pk})
        assert (sight.language, sight.words, sight.public_url) == (code, "not public", "")


def test_a_public_thing_has_its_page_per_language(claire):
    one = make(Article, **(draft() | {"public_from_fr": make_module.PAST}))
    first, second = claire.get(change_url(one)).context["sights"]
    assert (first.words, first.public_url) == ("public since 22 May 2024", one.get_absolute_url("fr"))
    assert (second.words, second.public_url) == ("not public", "")


def test_who_may_only_read_gets_no_preview():
    one = make(Institution)
    sights = staff("olga", group="Press officers").get(change_url(one)).context["sights"]
    assert [sight.preview_url for sight in sights] == ["" for _code in languages.codes()]
    assert [sight.public_url for sight in sights] == [one.get_absolute_url(code) for code in languages.codes()]


# Lists


@time_machine.travel("2026-11-20 12:00:00+00:00", tick=False)
def test_a_list_says_what_the_public_sees_in_each_language(claire):
    moment = timezone.now() + timedelta(days=15, hours=1)
    make(Article, "Un", public_from_fr=make_module.PAST, public_from_en=moment)
    make(Article, "Deux", **past(), withdrawn_at=timezone.now() - timedelta(days=1))
    make(Article, "Trois", is_example=True, **draft())
    rows = claire.get(route(Article, "changelist")).context["cl"].result_list
    model_admin = admin.site._registry[Article]
    with override("en"):
        words = [[column(row) for column in model_admin.state_columns] + [model_admin.example(row)] for row in rows]
    assert words == [
        ["not public", "not public", "example"],
        ["withdrawn since 19 November 2026", "withdrawn since 19 November 2026", None],
        ["public since 22 May 2024", "from Saturday 5 December 2026, 2 pm", None],
    ]


def test_a_person_whom_nothing_makes_public_is_not_called_public(claire):
    make(Person, **past())
    person(**past())
    page = claire.get(route(Person, "changelist")).content.decode()
    assert page.count("public since 22 May 2024") == 2
    assert page.count("ready, but what it depends on is not public") == 2


def test_the_filter_by_state_asks_the_rule_of_visibility(claire):
    shown = make(Article, **past())
    coming = make(Article, **future())
    unset = make(Article, **draft())
    gone = make(Article, **past(), withdrawn_at=make_module.PAST)

    def found(**query):
        return set(claire.get(route(Article, "changelist"), query).context["cl"].result_list)

    for code in languages.codes():
        assert found(**{f"state_{code}": "public"}) == {shown}
        assert found(**{f"state_{code}": "scheduled"}) == {coming}
        assert found(**{f"state_{code}": "draft"}) == {unset}
        assert found(**{f"state_{code}": "withdrawn"}) == {gone}


@pytest.mark.parametrize("language", languages.codes())
@pytest.mark.parametrize("model", MODELS, ids=identity)
def test_a_list_takes_the_same_queries_for_one_and_three(model, language, django_assert_num_queries):
    client = staff(language=language)
    url = route(model, "changelist")
    make_any(model)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert client.get(url).context["cl"].result_count == 1
    make_any(model)
    make_any(model)
    with django_assert_num_queries(len(one)):
        assert client.get(url).context["cl"].result_count == 3


def test_every_list_is_in_a_stated_order_and_can_be_searched(claire):
    for model in MODELS:
        one = admin.site._registry[model]
        assert one.ordering, model
        thing = make_any(model, "Zanzibar")
        found = claire.get(route(model, "changelist"), {"q": "zanzibar"}).context["cl"].result_list
        assert list(found) == [thing], model


def test_searches_name_language_columns_only():
    for model in MODELS:
        base = {stem for stem, _code in language_columns(model).values()}
        names = {name.split("__")[-1].lstrip("=^@") for name in admin.site._registry[model].search_fields}
        assert not names & base, model


# Figures


@pytest.mark.parametrize("language", languages.codes())
def test_staff_see_where_a_claim_and_the_count_disagree(language):
    make(Institution), make(Institution)
    right = make(KeyFigure, value=1, qualifier="more_than", counted_by="institutions")
    wrong = make(KeyFigure, value=21, qualifier="", counted_by="institutions")
    uncounted = make(KeyFigure, value=5, counted_by="")
    rows = staff(language=language).get(route(KeyFigure, "changelist")).context["cl"].result_list
    one = admin.site._registry[KeyFigure]
    with override("en"):
        words = {row: (one.count_now(row), one.agreement(row)) for row in rows}
    assert words == {right: ("2", "agree"), wrong: ("2", "DISAGREE"), uncounted: ("", "")}


def test_the_amounts_are_held_against_the_declared_envelope(claire):
    make(NationalCluster, amount_meur=75), make(NationalCluster, amount_meur=285)
    envelope = make(KeyFigure, key="national_envelope", value=360, qualifier="")
    page = claire.get(route(NationalCluster, "changelist")).content.decode()
    assert "The amounts add up to 360" in page
    assert "The declared envelope is 360 M€: the two agree." in page
    KeyFigure.objects.filter(pk=envelope.pk).update(value=400)
    assert "the two DISAGREE" in claire.get(route(NationalCluster, "changelist")).content.decode()


# Moments


def test_a_moment_is_typed_as_iso_and_said_in_words(claire):
    one = make(Article, public_from_fr=make_module.PAST, public_from_en=None)
    page = flat(claire.get(change_url(one)).content.decode())
    assert re.search(r'<input type="text" name="public_from_fr" value="2024-05-22 09:00"', page)
    words = "Wednesday 22 May 2024, 2024-05-22 at 09:00 in Paris (2024-05-22 07:00 UTC)"
    assert re.search(rf'<output class="moment-words" for="id_public_from_fr"[^>]*>{re.escape(words)}</output>', page)
    assert re.search(r'<output class="moment-words" for="id_public_from_en"[^>]*></output>', page)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("05/12/2026", "Add the time"),
        ("2026-03-29 02:30", "This time does not exist"),
        ("2026-10-25 02:30", "This time comes twice"),
        ("2026-12-05 25:00", "Write a day and a 24-hour clock"),
    ],
)
@pytest.mark.parametrize("language", languages.codes())
def test_a_moment_that_nobody_can_mean_is_refused_beside_its_field(typed, sentence, language):
    one = make(Article, **draft())
    client = staff(language=language)
    response = client.post(change_url(one), opened(client, one) | {"public_from_fr": typed})
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["public_from_fr"]
    if language == "en":
        assert errors["public_from_fr"][0].startswith(sentence)
    assert form_of(response, Article)["public_from_fr"] == typed


# Rules in words


def test_a_language_lacking_a_text_is_refused_beside_the_text(claire):
    one = make(Article, **draft())
    typed = {"public_from_fr": "2026-12-05 14:00", "public_from_en": "2026-12-05 13:00", "title_en": "", "lead_en": "Kept"}
    response = claire.post(change_url(one), opened(claire, one) | typed)
    errors = response.context["adminform"].form.errors
    assert errors["title_en"] == ["Needed before this can be public in this language."]
    assert errors["public_from_en"] == ["French always comes first: give this language the same moment or a later one."]
    kept = form_of(response, Article)
    assert {name: kept[name] for name in typed} == typed


def test_an_address_in_use_in_the_same_language_is_an_error_of_its_field(claire):
    make(Institution, slug_fr="sorbonne", slug_en="paris")
    one = make(Institution, **draft())
    response = claire.post(change_url(one), opened(claire, one) | {"slug_fr": "sorbonne"})
    assert response.status_code == 200
    assert "slug_fr" in response.context["adminform"].form.errors
    assert claire.post(change_url(one), opened(claire, one) | {"slug_fr": "paris", "slug_en": "sorbonne"}).status_code == 302


def _picture(form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form)
    return out.getvalue()


def _bomb():
    """A PNG that says it has 400 million pixels."""
    data = bytearray(_picture("PNG"))
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("logo.jpg", b"<html><script>alert(1)</script></html>"),
        ("logo.png", _bomb()),
    ],
    ids=["svg", "html", "bomb"],
)
def test_a_bad_picture_is_refused_beside_its_field(claire, name, content):
    one = make(Institution, **draft())
    typed = opened(claire, one) | {"name_en": "Typed meanwhile", "logo": SimpleUploadedFile(name, content)}
    response = claire.post(change_url(one), typed)
    assert list(response.context["adminform"].form.errors) == ["logo"]
    assert form_of(response, Institution)["name_en"] == "Typed meanwhile"
    one.refresh_from_db()
    assert not one.logo


def test_a_telephone_s_picture_is_kept_as_jpeg_and_a_small_one_told_of_and_a_logo_drawn(claire):
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c3281b").save(out, "HEIF")
    one = make(Institution, logo_alt_fr="Logo", logo_alt_en="Logo", **draft())
    response = claire.post(
        change_url(one), opened(claire, one) | {"logo": SimpleUploadedFile("photo.heic", out.getvalue())}, follow=True
    )
    one.refresh_from_db()
    assert (one.logo.name[-4:], one.logo.width) == (".jpg", 40)
    assert "40 × 30 pixels" in " ".join(map(str, response.context["messages"]))
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><rect width="9" height="9"/></svg>'
    logo = make(Logo, **draft())
    response = claire.post(
        change_url(logo), opened(claire, logo) | {"image": SimpleUploadedFile("logo.svg", drawing)}, follow=True
    )
    logo.refresh_from_db()
    assert (logo.image.name[-4:], logo.width, logo.height, logo.format) == (".svg", 800, 400, "SVG")
    assert "pixels" not in " ".join(map(str, response.context["messages"]))


def test_a_picture_in_an_inline_is_kept_clean(claire):
    one = make(PressRelease, **draft())
    row = {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-release": str(one.pk),
        "pictures-0-image": SimpleUploadedFile("../../photo.jpg", _picture() + b"<?php hidden ?>"),
        "pictures-0-alt_fr": "Une scène",
        "pictures-0-credit": "Nous",
        "pictures-0-licence": "CC BY 4.0",
        "pictures-0-rank": "1",
    }
    response = claire.post(change_url(one), opened(claire, one) | row)
    assert response.status_code == 302
    picture = Picture.objects.get()
    assert picture.image.name.startswith("news.picture/")
    with picture.image.open() as kept:
        assert b"hidden" not in kept.read()


def test_languages_spoken_are_boxes(claire):
    one = make(PressContact, spoken=["fr"])
    form = opened(claire, one)
    assert form["spoken"] == "fr"
    assert claire.post(change_url(one), form | {"spoken": ["fr", "en"]}).status_code == 302
    one.refresh_from_db()
    assert one.spoken == ["fr", "en"]
    response = claire.post(change_url(one), {name: value for name, value in opened(claire, one).items() if name != "spoken"})
    assert list(response.context["adminform"].form.errors) == ["spoken"]


# New records


def test_addresses_are_proposed_per_language_on_new_records_only(claire):
    def proposed(url):
        fields = claire.get(url).context["adminform"].prepopulated_fields
        return {one["field"].name: [source.name for source in one["dependencies"]] for one in fields}

    assert proposed(route(Article, "add")) == {
        languages.column("slug", code): [languages.column("title", code)] for code in languages.codes()
    }
    assert proposed(route(Person, "add"))[languages.columns("slug")[0]] == ["given_name", "family_name"]
    assert proposed(change_url(make(Article))) == {}


@pytest.mark.parametrize("model", MODELS, ids=identity)
def test_a_record_is_added_changed_and_deleted(model, claire):
    pattern = make_any(model, **(draft() if issubclass(model, Published) else {}))
    form = opened(claire, pattern)
    claire.post(route(model, "delete", pattern.pk), {"post": "yes"})
    assert not model.objects.filter(pk=pattern.pk).exists()
    blank = form_of(claire.get(route(model, "add")), model)
    typed = {name: value if "-" in name else form.get(name, value) for name, value in blank.items()}
    # A browser sends no field for a choice without choices, nor for a box that is not ticked.
    typed |= {name: form[name] for name in ("theme", "spoken") if name in form}
    if "image" in {field.name for field in model._meta.fields}:
        typed["image"] = SimpleUploadedFile("picture.png", _picture("PNG"))
    response = claire.post(route(model, "add"), typed)
    assert response.status_code == 302, response.context["adminform"].form.errors
    one = model.objects.get()
    assert claire.post(change_url(one), opened(claire, one)).status_code == 302
    assert claire.get(route(model, "delete", one.pk)).status_code == 200
    assert claire.get(route(model, "history", one.pk)).status_code == 200


# Publication by an action


def test_publishing_by_action_says_what_is_missing_and_breaks_no_rule(claire):
    ready = make(Article, **draft())
    lacking = make(Article, lead_en="", public_from_fr=make_module.PAST, public_from_en=None)
    unready = make(Article, **draft())
    chosen = [ready.pk, lacking.pk, unready.pk]

    def run(name, keys):
        data = {"action": name, "_selected_action": keys}
        response = claire.post(route(Article, "changelist"), data, follow=True)
        return [str(message) for message in response.context["messages"]]

    said = run("publish_en", chosen)
    assert Article.objects.public("en").count() == 0
    assert any("Needed before this can be public" in one and "Lead – English" in one for one in said)
    assert sum("French always comes first" in one for one in said) == 2
    run("publish_fr", [ready.pk])
    run("publish_en", [ready.pk])
    assert set(Article.objects.public("en")) == {ready}
    assert set(Article.objects.public("fr")) == {ready, lacking}
    assert Version.objects.get_for_object(ready).count() == 2


def test_an_action_never_publishes_a_programme_that_breaks_a_rule(claire):
    one = cap(**draft())
    one.memberships.first().delete()
    data = {"action": "publish_fr", "_selected_action": [one.pk]}
    response = claire.post(route(CAP, "changelist"), data, follow=True)
    assert "two principal investigators; this one has 1" in str([str(one) for one in response.context["messages"]])
    assert not CAP.objects.public("fr").exists()


# Revisions


def test_a_revision_brings_both_languages_and_the_inlines_back(claire):
    one = make(PressRelease, **draft())
    make(Quote, release=one, speaker="Ada", text_fr="Première", text_en="First")
    url = change_url(one)
    claire.post(url, opened(claire, one) | {"title_fr": "Premier titre", "title_en": "First title"})
    claire.post(
        url,
        opened(claire, one)
        | {"title_fr": "Second titre", "title_en": "Second title", "quotes-0-text_fr": "Autre", "quotes-0-text_en": "Other"},
    )
    first = Version.objects.get_for_object(one).last()
    revision = route(PressRelease, "revision", one.pk, first.pk)
    shown = form_of(claire.get(revision), PressRelease)
    assert (shown["title_fr"], shown["title_en"]) == ("Premier titre", "First title")
    assert (shown["quotes-0-text_fr"], shown["quotes-0-text_en"]) == ("Première", "First")
    one.refresh_from_db()
    assert one.title_fr == "Second titre"
    assert claire.post(revision, shown).status_code == 302
    one.refresh_from_db()
    assert (one.title_fr, one.title_en) == ("Premier titre", "First title")
    quote = one.quotes.get()
    assert (quote.text_fr, quote.text_en) == ("Première", "First")
    assert not Entry.objects.filter(model_label="news.pressrelease", object_id=one.pk).exists(), "nothing of it was approved"


def test_one_revision_holds_a_record_and_its_rows(claire):
    one = cap(**draft())
    claire.post(change_url(one), opened(claire, one))
    revision = Revision.objects.get()
    held = sorted(version.content_type.model for version in revision.version_set.all())
    assert held == ["cap", "involvement", "involvement", "membership", "membership"]
    assert revision.user.username == "claire"


def test_reading_makes_no_revision(claire):
    one = make(Article)
    claire.get(change_url(one)), claire.get(route(Article, "changelist"))
    assert not Revision.objects.exists()


def test_a_deleted_record_is_recovered_with_its_rows_and_languages(claire):
    one = person(**draft())
    claire.post(change_url(one), opened(claire, one) | {"roles-0-title_fr": "Directrice", "roles-0-title_en": "Director"})
    claire.post(route(Person, "delete", one.pk), {"post": "yes"})
    assert not Person.objects.exists()
    version = Version.objects.get_deleted(Person).get()
    assert route(Person, "recover", version.pk) in claire.get(route(Person, "recoverlist")).content.decode()
    url = route(Person, "recover", version.pk)
    response = claire.post(url, form_of(claire.get(url), Person))
    assert response.status_code == 302
    again = Person.objects.get()
    assert (again.pk, str(again)) == (one.pk, str(one))
    role = Role.objects.get()
    assert (role.title_fr, role.title_en) == ("Directrice", "Director")
    assert claire.get(url).status_code == 302


def test_a_revert_over_somebody_elses_new_save_is_refused(claire):
    one = make(Article, **draft())
    claire.post(change_url(one), opened(claire, one) | {"title_fr": "Premier"})
    version = Version.objects.get_for_object(one).last()
    revision = route(Article, "revision", one.pk, version.pk)
    form = form_of(claire.get(revision), Article)
    one.refresh_from_db()
    one.title_fr = "Écrit entre-temps"
    one.save()
    response = claire.post(revision, form)
    assert response.status_code == 200
    assert "Écrit entre-temps" in response.context["adminform"].form.errors["title_fr"][0]
    one.refresh_from_db()
    assert one.title_fr == "Écrit entre-temps"


def test_a_version_of_another_kind_of_record_is_unknown(claire):
    article = make(Article, **draft())
    claire.post(change_url(article), opened(claire, article) | {"title_fr": "Avant"})
    claire.post(change_url(article), opened(claire, article) | {"title_fr": "Après"})
    version = Version.objects.get_for_object(article).last()
    make(Page, pk=article.pk, **draft())
    url = route(Page, "revision", article.pk, version.pk)
    form = {"title_fr": "x", "_stamp": str(Page.objects.get().stamp)}
    assert (claire.get(url).status_code, claire.post(url, form).status_code) == (404, 404)
    assert (claire.get(route(Page, "recover", version.pk)).status_code) == 404
    article.refresh_from_db()
    assert article.title_fr == "Après"


def test_the_index_follows_a_saved_inline(claire):
    one = person()
    claire.post(change_url(one), opened(claire, one) | {"roles-0-title_en": "Volcanologist"})
    assert [hit.pk for hit in find.search("volcanologists", "en", kind="person").hits] == [one.pk]


def test_deleting_several_lets_go_of_their_addresses(claire):
    one = make(Keyword), make(Article, slug_fr="a-reprendre", **draft())
    data = {"action": "delete_selected", "_selected_action": [one[1].pk], "post": "yes"}
    assert claire.post(route(Article, "changelist"), data).status_code == 302
    assert not Article.objects.exists()
    new = make(Article, slug_fr="a-reprendre", **draft())
    new.full_clean()


def test_events_show_their_beginning_in_iso(claire):
    one = make(Event)
    words = timezone.localtime(one.starts_at).strftime("%Y-%m-%d %H:%M")
    assert words in claire.get(route(Event, "changelist")).content.decode()


def test_an_error_on_a_field_not_shown_stands_at_the_top():
    from publishing.admin_forms import PortalForm

    class TitleForm(PortalForm):
        class Meta:
            model = Article
            fields = ["title_fr"]

    form = TitleForm({"title_fr": ""}, instance=Article(**future()))
    with override("en"):
        assert not form.is_valid()
        assert "Lead – French: Needed before this can be public in this language." in form.non_field_errors()


def test_somebody_is_called_by_name_where_django_names_an_account_by_itself(claire):
    """It would say what somebody signs in with, which colleagues may not know."""
    account = get_user_model().objects.get(username="claire")
    for step in ("change", "delete", "history"):
        assert "Claire Martin" in main_of(claire.get(route(type(account), step, account.pk)).content.decode()), step
    assert str(get_user_model()(username="olga")) == "olga"


def main_of(page: str) -> str:
    """A page of the back office without its bars."""
    return page[page.index('id="content"') :]


@pytest.mark.parametrize(("language", "words"), [("fr", "1er mars 2027"), ("en", "1 March 2027")])
def test_a_row_that_is_known_by_its_moment_says_it_in_words(language, words):
    """In a list of choices, where a record is used, before it is deleted: nobody reads a line of a log there."""
    kinds = [model for model in apps.get_models() if model.__module__.split(".")[0] in HOUSE and by_its_moment(model)]
    assert {Correction, StateChange, ReadingOpening} <= set(kinds)
    with override(language):
        said = {model: called_at(model, 2027) for model in kinds}
    assert {model: one for model, one in said.items() if words not in one or "2027-" in one} == {}


def by_its_moment(model) -> bool:
    """Whether a row is called by the moment that it keeps: it is called otherwise at another one."""
    return hasattr(model, "at") and called_at(model, 2027) != called_at(model, 2028)


def called_at(model, year: int) -> str:
    numbers = {field.name: 1 for field in model._meta.fields if isinstance(field, models.PositiveSmallIntegerField)}
    return str(model(at=datetime(year, 3, 1, 12, 30, tzinfo=UTC), **numbers))
