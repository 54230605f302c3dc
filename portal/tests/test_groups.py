"""What each group may do, cell by cell through HTTP."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from reversion.models import Version

from caps.models import CAP, Course, Opportunity
from cluster.models import Institution
from news.enums import ReleaseState
from news.models import Article, Boilerplate, PressRelease
from partners.models import Partner
from publishing import languages
from publishing.library_pictures import LibraryPicture
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.library import library_picture
from tests.make import cap, draft, future, make, seal_anew

pytestmark = pytest.mark.django_db
GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
# For each group: may it list, add, change, delete?
RIGHTS = {
    LibraryPicture: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "lac-", "Administrators": "lacd"},
    CAP: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "l---", "Administrators": "lacd"},
    Opportunity: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "l---", "Administrators": "lacd"},
    Course: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "l---", "Administrators": "lacd"},
    Partner: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "l---", "Administrators": "lacd"},
    Article: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "lacd", "Administrators": "lacd"},
    PressRelease: {"Editors": "lac-", "Translators": "l-c-", "Press officers": "lacd", "Administrators": "lacd"},
    Boilerplate: {"Editors": "l---", "Translators": "l---", "Press officers": "lacd", "Administrators": "lacd"},
    get_user_model(): {"Editors": "----", "Translators": "----", "Press officers": "----", "Administrators": "lacd"},
}


def thing_of(model):
    if model is get_user_model():
        return model.objects.create_user("somebody", password="x")
    if model is PressRelease:
        return release_draft()
    if model is LibraryPicture:
        return library_picture()
    return cap(**draft()) if model is CAP else make(model, **(draft() if hasattr(model, "public_from") else {}))


def release_draft():
    return make(PressRelease, **draft())


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("model", RIGHTS, ids=lambda model: model._meta.label_lower)
def test_each_cell_of_the_table(model, group):
    listed, add, change, delete = RIGHTS[model][group]
    client, one = staff("staff", group=group), thing_of(model)
    delete_url = route(model, "delete", one.pk)
    assert (client.get(route(model, "changelist")).status_code == 200) is (listed == "l")
    assert (client.get(route(model, "add")).status_code == 200) is (add == "a")
    assert (client.get(change_url(one)).status_code == 200) is (listed == "l")
    if model is not get_user_model():
        form = opened(staff("root"), one)
        assert (client.post(change_url(one), form).status_code == 302) is (change == "c")
    assert (client.post(change_url(one), {}).status_code == 403) is (change != "c")
    assert (client.get(delete_url).status_code == 200) is (delete == "d")
    client.post(delete_url, {"post": "yes"})
    assert model._base_manager.filter(pk=one.pk).exists() is (delete != "d")


def test_the_groups_hold_exactly_their_rights():
    """The table in the migration is frozen; this counts what came of it, so that a slip in a name shows."""
    counts = {group.name: group.permissions.count() for group in Group.objects.all()}
    # Kinds of records, of rows on them, and of what is published among the records; then those of the news and the press room.
    content, rows, published = 13, 5, 12
    # Publications, of which nothing is translated, with the two kinds of their ties, and what HAL is asked.
    publications = {
        "Editors": 3 + 1 + 2 * 4 + 3,
        "Translators": 1 + 2,
        "Press officers": 1 + 2,
        "Administrators": 4 + 1 + 2 * 4 + 4,
    }
    news, news_rows, shared = 4, 5, 3
    # Of the rows, those with texts to translate.
    texts, news_texts = 4, 3
    # A partner's contacts and its pledges are for those who keep the partners.
    private = 1 + 4
    # Articles, events and coverage; the four steps of a release; reading links given and seen opened.
    publishing, steps, links = 3, 4, 3
    read = 2
    # Persons quoted are asked to approve their words, and their answers read.
    sign_offs = 2
    # Addresses seen, taken in and erased, mailings and messages seen and decided on, whatever else the portal has to tell.
    # And what is known of journalists, named lists kept.
    press_list = 3 + 2 + 2 + 2 + 6
    # Accounts are invited and freed, and the log of both is read.
    # Links to other sites are seen, and found right.
    links_seen, links_found_right = 1, 1
    # A person is erased from every room; one person approves in place of two.
    accounts = 2 * 4 + 1 + 1 + 1 + 1
    # The library of pictures is written by whoever writes.
    library = 3
    # Mailboxes and subjects of the contact form are content; what visitors write is read and answered, with the mails about it.
    contact_settings, answering = 2, 2 + 2
    # Whoever holds events sees who registers and what they need, registers people and cancels; the press office erases.
    registrations, erased = 4, 1
    office = publishing + 1 + steps + links + read + sign_offs + press_list + links_seen + links_found_right
    office += registrations + erased
    # Newsletters are written by editors too; who reads them, and that they go, is the press office's.
    newsletters = {"Editors": 4 + 4, "Translators": 2 + 1, "Press officers": 5 + 4 + 2 + 2, "Administrators": 5 + 4 + 2 + 2}
    assert {name: number - publications[name] - newsletters[name] for name, number in counts.items()} == {
        "Editors": content * 3
        + rows * 4
        + published
        + private
        + news * 3
        + news_rows * 4
        + publishing
        + shared
        + 3
        + read
        + sign_offs
        + links_seen
        + links_found_right
        + registrations
        + library
        + contact_settings * 3
        + answering,
        "Translators": content * 2
        + rows
        + texts
        + news * 2
        + news_rows
        + news_texts
        + shared
        + 2
        + read
        + links_seen
        + library
        - 1
        + contact_settings * 2,
        "Press officers": content
        + rows
        + (news + news_rows + shared + 1) * 4
        + office
        + library
        + contact_settings
        + answering,
        "Administrators": (content + rows + news + news_rows + shared + 1) * 4
        + published
        + private
        + office
        + accounts
        + library
        + 1
        + contact_settings * 4
        + answering
        + 1,
    }


def test_the_steps_of_a_release_are_rights_of_the_press_office():
    for step in ("approve", "correct", "withdraw", "share"):
        right = Permission.objects.get(codename=f"{step}_pressrelease")
        assert {group.name for group in right.group_set.all()} == {"Press officers", "Administrators"}
    assert not Permission.objects.filter(codename="publish_pressrelease").exists()


@pytest.mark.parametrize("group", GROUPS)
def test_no_list_publishes_a_release(group):
    one = release_draft()
    client = staff("eve", group=group)
    for code in languages.codes():
        client.post(route(PressRelease, "changelist"), {"action": f"publish_{code}", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert [one.public_from(code) for code in languages.codes()] == [None for _code in languages.codes()]


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_a_release_that_is_or_will_be_public_is_not_for_them(group):
    one = make(PressRelease, **future())
    form = opened(staff("root"), one)
    client = staff("eve", group=group)
    assert client.get(change_url(one)).status_code == 200
    assert client.post(change_url(one), form | {"title_en": "Changed"}).status_code == 403


def test_reverting_is_no_way_round_the_right_to_approve():
    one = release_draft()
    officer, editor = staff("olga", group="Press officers"), staff("eve", group="Editors")
    officer.post(change_url(one), opened(officer, one))
    version = Version.objects.get_for_object(one).get()
    url = route(PressRelease, "revision", one.pk, version.pk)
    form = form_of(editor.get(url), PressRelease)
    one.refresh_from_db()
    seal_anew(one, **future())
    assert editor.post(url, form).status_code == 403
    one.refresh_from_db()
    assert one.state == ReleaseState.APPROVED


def test_editors_publish_what_is_theirs():
    one = make(Institution, **draft())
    editor = staff("eve", group="Editors")
    moments = {"public_from_fr": "2026-12-05 14:00", "public_from_en": "2026-12-05 14:00"}
    assert editor.post(change_url(one), opened(editor, one) | moments).status_code == 302
    one.refresh_from_db()
    assert one.public_from_fr is not None


def test_editors_take_rows_off_a_programme_but_not_the_programme():
    one = cap(**draft())
    editor = staff("eve", group="Editors")
    assert editor.post(change_url(one), opened(editor, one) | {"memberships-0-DELETE": "on"}).status_code == 302
    assert one.memberships.count() == 1


def test_nobody_signed_in_without_staff_rights_comes_in(client):
    user = get_user_model().objects.create_user("reader", password="x")
    client.force_login(user)
    assert client.get(route(CAP, "changelist")).status_code == 302


def test_an_administrator_neither_becomes_nor_touches_an_account_with_every_right():
    user = get_user_model()
    client, root = staff("ada", group="Administrators"), user.objects.create_superuser("root", password="x")
    own = user.objects.get(username="ada")
    form = form_of(client.get(change_url(own)), user)
    assert client.post(change_url(own), form | {"is_superuser": "on", "first_name": "Ada"}).status_code == 302
    own.refresh_from_db()
    assert (own.first_name, own.is_superuser) == ("Ada", False)
    assert client.post(change_url(root), {"username": "taken"}).status_code == 403
    assert client.post(route(user, "delete", root.pk), {"post": "yes"}).status_code == 403
    passwords = {"password1": "a-new-password-1", "password2": "a-new-password-1", "usable_password": "true"}
    assert client.post(f"/admin/auth/user/{root.pk}/password/", passwords).status_code == 403
    client.post(route(user, "changelist"), {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"})
    root.refresh_from_db()
    assert (root.username, root.check_password("x")) == ("root", True)
