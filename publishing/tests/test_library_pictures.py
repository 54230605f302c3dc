"""The library of pictures: when a picture is shown, to whom its file is, where it is used, and how it is cut."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from reversion.models import Version

from caps.models import CAP, Opportunity
from cluster.models import Institution, Page, Person, Role
from news.models import Article, Event
from publishing import clock, languages, picture_crops, renditions
from publishing.dates_in_words import day_in_words
from publishing.enums import LibraryPictureState, PictureLicence
from publishing.library_pictures import LibraryPicture
from publishing.picture_crops import CARD, SQUARE, FocalPoint
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.library import library_picture, png
from tests.make import cap, draft, future, make, past
from tests.responses import let_go

pytestmark = pytest.mark.django_db
MAIN = languages.main()
ALT, CREDIT = languages.column("alt", MAIN), languages.column("credit", MAIN)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page_of(thing, language=MAIN) -> str:
    with override(language):
        response = Client().get(thing.get_absolute_url(language))
    assert response.status_code == 200
    return response.content.decode()


def status(client, path: str) -> int:
    response = client.get(f"/media/{path}")
    let_go(response)
    return response.status_code


# Whether it may be shown

TODAY = clock.today()
CASES = [
    ({}, LibraryPictureState.READY),
    ({"permission_until": TODAY + timedelta(days=61)}, LibraryPictureState.READY),
    ({"permission_until": TODAY + timedelta(days=60)}, LibraryPictureState.ENDING),
    ({"permission_until": TODAY}, LibraryPictureState.ENDING),
    ({"permission_until": TODAY - timedelta(days=1)}, LibraryPictureState.ENDED),
    ({"permission_until": TODAY - timedelta(days=1), ALT: ""}, LibraryPictureState.ENDED),
    ({"licence": PictureLicence.PERMISSION}, LibraryPictureState.PERMISSION_MISSING),
    ({"licence": PictureLicence.PERMISSION, "permission_by": "Studio"}, LibraryPictureState.PERMISSION_MISSING),
    ({"licence": PictureLicence.PERMISSION, "permission_by": "Studio", "permission_on": TODAY}, LibraryPictureState.READY),
    ({ALT: ""}, LibraryPictureState.INCOMPLETE),
    ({ALT: None}, LibraryPictureState.INCOMPLETE),
    ({ALT: "", "is_decorative": True}, LibraryPictureState.READY),
    ({"licence": ""}, LibraryPictureState.INCOMPLETE),
    ({"licence": PictureLicence.CC_BY, CREDIT: ""}, LibraryPictureState.INCOMPLETE),
    ({"licence": PictureLicence.CC0, CREDIT: None}, LibraryPictureState.READY),
]


@pytest.mark.parametrize(("given", "state"), CASES)
def test_the_rule_is_the_same_for_one_picture_and_for_a_list(given, state):
    picture = library_picture(**given)
    shown = state in {LibraryPictureState.READY, LibraryPictureState.ENDING}
    assert picture.state() == state
    assert picture.may_be_shown() is shown is LibraryPicture.objects.showable().filter(pk=picture.pk).exists()
    assert [one for one in LibraryPictureState if LibraryPicture.objects.in_state(one).exists()] == [state]


def holders():
    """A public record of each kind that shows a picture, without one yet."""
    person = make(Person)
    make(Role, person=person, institution=make(Institution))
    return [make(Article), make(Event), make(Opportunity), make(Page), cap(), person]


def name_it(thing, picture) -> None:
    field = thing.pictured_by
    type(thing).objects.filter(pk=thing.pk).update(**{field: picture})


def test_a_page_shows_its_picture_with_its_texts_and_credit():
    for thing in holders():
        picture = library_picture(type(thing).__name__)
        name_it(thing, picture)
        for code in languages.codes():
            shown = page_of(thing, code)
            assert f"{type(thing).__name__} alt {code}" in shown
            assert f"{type(thing).__name__} credit {code}" in shown
            assert f"/media/{picture.image.name}" in shown
            assert f'width="{picture.width}"' in shown


def test_a_text_that_is_missing_falls_back_marked_with_its_language():
    [other] = languages.others()[:1]
    article = make(
        Article, picture=library_picture(**{languages.column("alt", other): "", languages.column("credit", other): ""})
    )
    shown = page_of(article, other)
    assert f'alt="Amphi alt {MAIN}"' in shown
    assert f'lang="{MAIN}"' in shown.partition("<picture>")[2].partition("</picture>")[0]
    assert f'<span lang="{MAIN}">Amphi credit {MAIN}</span>' in shown


def test_a_decorative_picture_says_nothing():
    shown = page_of(make(Article, picture=library_picture(is_decorative=True)))
    assert "Amphi alt" not in shown
    assert 'alt=""' in shown.partition("<picture>")[2].partition("</picture>")[0]


def test_a_page_without_a_picture_is_as_it_was():
    shown = page_of(make(Article))
    assert "<figure" not in shown and "<img" not in shown


def test_no_page_shows_what_may_not_be_shown_and_the_form_says_why(client):
    yesterday = TODAY - timedelta(days=1)
    picture = library_picture(permission_until=yesterday)
    article = make(Article, picture=picture)
    assert picture.image.name not in page_of(article)
    assert status(client, picture.image.name) == 404
    office = staff()
    response = office.post(change_url(article), opened(office, article), follow=True)
    assert f"The permission ended on {day_in_words(yesterday)}." in response.content.decode()
    LibraryPicture.objects.update(permission_until=TODAY)
    assert picture.image.name in page_of(article)
    assert status(client, picture.image.name) == 200


# To whom its file is


def test_a_file_is_public_while_something_public_shows_it(client):
    picture = library_picture()
    picture_crops.make(picture.image.name, picture.focal_point)
    cut = SQUARE.path(picture.image.name, picture.focal_point)
    names = [picture.image.name, cut]
    for thing in holders():
        assert [status(client, name) for name in names] == [404, 404], "nothing public shows it"
        for hidden in (draft(), future(), past() | {"withdrawn_at": clock.now()}):
            name_it(thing, picture)
            type(thing).objects.filter(pk=thing.pk).update(**hidden)
            assert [status(client, name) for name in names] == [404, 404], (thing, hidden)
            unknown = client.get("/media/publishing.librarypicture/nowhere/unknown.png")
            assert client.get(f"/media/{names[0]}").headers == unknown.headers
        type(thing).objects.filter(pk=thing.pk).update(withdrawn_at=None, **past())
        assert [status(client, name) for name in names] == [200, 200], thing
        name_it(thing, None)


def test_a_person_without_a_role_makes_no_portrait_public(client):
    picture = library_picture()
    person = make(Person, portrait=picture)
    assert status(client, picture.image.name) == 404
    make(Role, person=person, institution=make(Institution))
    assert status(client, picture.image.name) == 200


def test_staff_who_write_see_every_picture_and_nobody_keeps_it():
    picture = library_picture()
    for group in ("Editors", "Translators", "Press officers"):
        response = staff(group, group=group).get(f"/media/{picture.image.name}")
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
        let_go(response)


# Cuts around the point to keep in sight


@pytest.mark.parametrize(
    ("size", "crop", "point", "box"),
    [
        ((1000, 500), SQUARE, (50, 50), (250, 0, 750, 500)),
        ((1000, 500), SQUARE, (0, 50), (0, 0, 500, 500)),
        ((1000, 500), SQUARE, (100, 50), (500, 0, 1000, 500)),
        ((1000, 500), SQUARE, (60, 0), (350, 0, 850, 500)),
        ((500, 1000), SQUARE, (50, 30), (0, 50, 500, 550)),
        ((1200, 1200), CARD, (50, 100), (0, 570, 1200, 1200)),
        ((1, 3000), CARD, (50, 50), (0, 1500, 1, 1501)),
    ],
)
def test_a_cut_keeps_the_point_in_its_middle_as_far_as_the_edges_let_it(size, crop, point, box):
    assert crop.box(size, FocalPoint(*point)) == box


def two_halves() -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (1000, 500), "red")
    picture.paste("blue", (500, 0, 1000, 500))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def colour_of(path: str) -> str:
    with default_storage.open(path) as file, Image.open(file) as cut:
        red, _green, blue = cut.convert("RGB").getpixel((cut.width // 2, cut.height // 2))
    return "red" if red > blue else "blue"


def test_a_point_that_moves_makes_new_cuts_and_removes_the_old_ones():
    picture = library_picture(content=two_halves(), focal_x=10)
    name = picture.image.name
    assert picture_crops.make(name, picture.focal_point)
    old = SQUARE.path(name, picture.focal_point)
    assert colour_of(old) == "red"
    assert picture.shown(SQUARE).width == 500
    picture.focal_x = 90
    assert picture.shown(SQUARE).width == 1000, "the whole, until the new cut is made"
    assert picture_crops.make(name, picture.focal_point)
    assert colour_of(SQUARE.path(name, picture.focal_point)) == "blue"
    assert not default_storage.exists(old)
    assert not picture_crops.make(name, picture.focal_point), "what is made is not made again"
    renditions.forget(name)
    assert default_storage.listdir(name.rpartition("/")[0])[1] == [name.rpartition("/")[2]]


def test_what_a_licence_forbids_to_cut_is_shown_whole():
    picture = library_picture(licence=PictureLicence.CC_BY_ND)
    picture_crops.make(picture.image.name, picture.focal_point)
    assert picture.shown(SQUARE).width == picture.width
    assert picture.shown_where_shared() is None


def test_a_shared_page_shows_the_cut_made_for_it():
    picture = library_picture(content=png((1600, 1200)))
    article = make(Article, picture=picture)
    assert '<meta property="og:image:type" content="image/png">' in page_of(article)
    renditions.make_missing()
    shown = page_of(article)
    assert f"/media/{CARD.path(picture.image.name, picture.focal_point)}" in shown
    for said in (
        'type" content="image/jpeg"',
        'width" content="1200"',
        'height" content="630"',
        f'alt" content="Amphi alt {MAIN}"',
    ):
        assert f"og:image:{said}" in shown
    assert '"image":' in shown


# Used, deleted, kept once


def test_a_picture_in_use_is_not_deleted_and_says_where_it_is_used():
    picture = library_picture()
    article = make(Article, "Rentrée", picture=picture)
    office = staff()
    form = office.get(change_url(picture)).content.decode()
    assert change_url(article) in form and str(article) in form
    page = office.get(route(LibraryPicture, "delete", picture.pk)).content.decode()
    assert str(article) in page
    office.post(route(LibraryPicture, "delete", picture.pk), {"post": "yes"})
    with pytest.raises(models.ProtectedError), transaction.atomic():
        picture.delete()
    Article.objects.update(picture=None)
    office.post(route(LibraryPicture, "delete", picture.pk), {"post": "yes"})
    assert not LibraryPicture.objects.exists()


def _uploaded(content: bytes) -> LibraryPicture:
    url = reverse("admin:publishing_librarypicture_upload_one")
    answer = staff("uploader").post(url, {"image": SimpleUploadedFile("une.png", content), "kind": "photograph"})
    return LibraryPicture.objects.get(pk=answer.json()["pk"])


def test_the_same_file_is_kept_once():
    first = _uploaded(png(colour=(1, 2, 3)))
    office = staff()
    add = reverse("admin:publishing_librarypicture_upload_one")
    response = office.post(add, {"image": SimpleUploadedFile("autre.png", png(colour=(1, 2, 3))), "kind": "photograph"})
    assert response.status_code == 422
    assert f"This picture is in the library already: “{first.title}”." in response.content.decode()
    with first.image.open() as file:
        kept = file.read()
    with pytest.raises(IntegrityError), transaction.atomic():
        library_picture(content=kept)


def test_days_of_a_permission_and_the_point_are_in_order():
    for wrong in ({"focal_x": 101}, {"permission_on": TODAY, "permission_until": TODAY - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            library_picture(**wrong)


# In the back office


def test_the_list_finds_what_is_to_be_done():
    used, unused = library_picture("Usé"), library_picture("Éteint", permission_until=TODAY - timedelta(days=1))
    mute = library_picture("Muet", **{ALT: ""})
    make(Article, picture=used, **draft())
    office = staff()
    found = {
        "state=ended": [unused],
        "state=incomplete": [mute],
        f"without={MAIN}": [mute],
        f"attention={languages.column('publishing.pictures_without_alt', MAIN)}": [mute],
        "attention=publishing.pictures_ended": [unused],
        "use=unused": [mute, unused],
        "use=used": [used],
        "q=eteint": [unused],
        "kind=portrait": [],
    }
    for query, pictures in found.items():
        response = office.get(f"{route(LibraryPicture, 'changelist')}?{query}")
        assert list(response.context["cl"].result_list) == pictures, query
    home = office.get(reverse("admin:index")).content.decode()
    assert "picture of the library whose permission has ended" in home
    assert f"attention={languages.column('publishing.pictures_without_alt', MAIN)}" in home


def test_the_list_asks_no_more_for_more_pictures(django_assert_max_num_queries):
    office, url = staff(), route(LibraryPicture, "changelist")
    library_picture()
    office.get(url)
    with django_assert_max_num_queries(99) as few:
        office.get(url)
    for _number in range(6):
        library_picture()
    with django_assert_max_num_queries(len(few)):
        office.get(url)


def test_several_pictures_are_uploaded_at_once_and_each_is_judged_alone():
    office = staff(group="Editors")
    files = [
        SimpleUploadedFile("toits.png", png()),
        SimpleUploadedFile("notes.txt", b"not a picture"),
        SimpleUploadedFile("cour.png", png()),
    ]
    response = office.post(
        reverse("admin:publishing_librarypicture_upload"),
        {"images": files, "kind": "photograph", CREDIT: "Studio", "licence": "own"},
        follow=True,
    )
    kept = LibraryPicture.objects.order_by("title")
    assert [(one.title, getattr(one, CREDIT), one.licence) for one in kept] == [
        ("cour", "Studio", "own"),
        ("toits", "Studio", "own"),
    ]
    assert not any(one.may_be_shown() for one in kept), "nobody has said what they show"
    page = response.content.decode()
    assert "“notes.txt”: This file is no picture" in page
    assert list(response.context["cl"].result_list) == list(kept.order_by("-pk"))
    assert Version.objects.get_for_model(LibraryPicture).count() == 2
    again = office.post(reverse("admin:publishing_librarypicture_upload"), {"kind": "photograph"})
    assert "This field is required." in again.content.decode()


def test_the_chooser_finds_pages_and_refuses_who_may_not_see():
    for number in range(26):
        library_picture(f"Toit{number}")
    library_picture("Éléphant", kind="portrait")
    office, url = staff(), reverse("admin:publishing_librarypicture_choose")
    first = office.get(url)
    assert "no-store" in first["Cache-Control"]
    assert first.content.decode().count("data-picture=") == 24
    assert office.get(url, {"page": "2"}).content.decode().count("data-picture=") == 3
    for asked in ({"q": "elephant"}, {"kind": "portrait"}, {"q": "ÉLÉPHANT", "page": "99"}):
        assert office.get(url, asked).content.decode().count("data-picture=") == 1
    assert office.get(url, {"q": "' % _"}).status_code == 200
    assert office.get(reverse("admin:publishing_librarypicture_card", args=[10**25])).status_code == 404
    nobody = staff("nobody", group="Editors")
    Group.objects.get(name="Editors").permissions.clear()
    for name in ("choose", "upload_one", "upload"):
        assert nobody.get(reverse(f"admin:publishing_librarypicture_{name}")).status_code == 403


def test_a_picture_uploaded_beside_a_form_is_in_the_library_and_chosen():
    office = staff(group="Editors")
    url = reverse("admin:publishing_librarypicture_upload_one")
    assert 'name="image"' in office.get(url).content.decode()
    refused = office.post(url, {"title": "Cour", "kind": "photograph", ALT: "Une cour pavée"})
    assert refused.status_code == 422
    assert "Une cour pavée" in refused.content.decode(), "nothing that was typed is lost"
    texts = {"kind": "photograph", ALT: "Une cour pavée", "licence": "own"}
    made = office.post(url, {"image": SimpleUploadedFile("cour.png", png()), **texts})
    assert made.status_code == 201
    picture = LibraryPicture.objects.get()
    answer = made.json()
    assert (answer["pk"], answer["name"]) == (picture.pk, "cour")
    article = make(Article, **draft())
    form = opened(office, article)
    assert form["picture"] == ""
    assert office.post(change_url(article), form | {"picture": str(picture.pk)}).status_code == 302
    article.refresh_from_db()
    assert article.picture == picture
    assert opened(office, article)["picture"] == str(picture.pk)


def test_without_scripts_the_latest_are_in_a_plain_box_with_the_chosen_one(monkeypatch):
    monkeypatch.setattr("publishing.library_choice.OFFERED", 2)
    old, *_others = [library_picture(f"Toit{number}") for number in range(4)]
    article = make(Article, picture=old)
    page = staff().get(change_url(article)).content.decode()
    box = page.partition('<select name="picture"')[2].partition("</select>")[0]
    assert box.count("<option") == 4
    assert f'value="{old.pk}" selected' in box


def test_an_unknown_key_is_refused_in_a_sentence():
    article = make(Article, **draft())
    office = staff()
    response = office.post(change_url(article), opened(office, article) | {"picture": "999999"})
    assert response.status_code == 200
    assert "picture" in response.context["adminform"].form.errors
    assert form_of(response, Article)["title_fr"] == article.title_fr


def test_a_revision_of_a_page_brings_its_picture_back():
    office = staff()
    page, picture = make(Page, **draft()), library_picture()
    office.post(change_url(page), opened(office, page) | {"picture": str(picture.pk)})
    office.post(change_url(page), opened(office, page) | {"picture": ""})
    page.refresh_from_db()
    assert page.picture is None
    assert [version.field_dict["picture_id"] for version in Version.objects.get_for_object(page)][:2] == [None, picture.pk]


def test_every_kind_that_shows_a_picture_says_so():
    assert {CAP, Opportunity, Page, Person, Article, Event} == {
        model for model in {type(thing) for thing in holders()} if model.pictured_by
    }


def test_a_lost_file_is_left_out():
    picture = library_picture()
    article = make(Article, picture=picture)
    default_storage.delete(picture.image.name)
    default_storage.save(picture.image.name, ContentFile(b""))
    assert page_of(article)
