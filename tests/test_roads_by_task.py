"""Every road to a record but the fields of its form, by task: rows, actions, restores, deletions, spreadsheets, previews.

Rights are given one by one here: what the portal's groups make of them is theirs (``tests/test_fields_by_task.py``).
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from reversion.models import Version

from caps.models import CAP
from cluster.admin import KeyFigureAdmin
from cluster.enums import CountedFigure
from cluster.models import Institution, KeyFigure, Person
from news.models import Article, Picture, PressRelease
from partners.models import Partner, Pledge
from publishing import languages, tasks
from publishing.admin import PortalAdmin, PublishedAdmin
from publishing.admin_tasks import FieldsByTask, RowsByTask
from publishing.models import Published, Record
from publishing.tasks import Task
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import draft, future, make, past
from tests.responses import let_go
from tests.test_fields_by_task import MODELS, PRESS_ROOM, WITHOUT_TEXTS, client_of, rows_of, stored, whole

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
MOMENTS = dict.fromkeys(languages.columns("public_from"), "2027-03-05 14:00")


def identity(model):
    return model._meta.label_lower


def holder(*names: str) -> Client:
    """Somebody of the staff with these rights, and no other."""
    user = User.objects.create_user(f"holder {User.objects.count()}", is_staff=True)
    rights = [Permission.objects.get(content_type__app_label=app, codename=name) for app, name in (n.split(".") for n in names)]
    user.user_permissions.set(rights)
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def of(model, *actions) -> list[str]:
    return [f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action in actions]


# The table reaches everything


def test_every_form_of_a_record_and_every_row_is_by_task():
    for model in MODELS:
        site = admin.site._registry[model]
        assert isinstance(site, FieldsByTask | PortalAdmin), model
        assert isinstance(site, PublishedAdmin) is issubclass(model, Published), model
        assert all(issubclass(inline, RowsByTask) for inline in site.inlines), model


def test_no_list_is_typed_in():
    assert [model for model, site in admin.site._registry.items() if site.list_editable] == []


def test_every_task_has_its_right():
    """A right that does not exist would be held by nobody, and a field that is nobody's would be noticed by nobody."""
    rights = {f"{right.content_type.app_label}.{right.codename}" for right in Permission.objects.select_related("content_type")}
    for model in {*MODELS, *(rows for kind in MODELS for rows, _key in rows_of(kind))}:
        needed = {task for task in Task if tasks.fields_of(model, task)} | {Task.EDIT}
        if model is PressRelease:
            assert tasks.right(model, Task.PUBLISH) == "news.approve_pressrelease"
        assert {tasks.right(model, task) for task in needed} <= rights, model


def test_groups_hold_the_rights_of_their_tasks():
    """Translators have every text but what the press room shares, and read."""
    translators = Group.objects.get(name="Translators")
    held = {f"{right.content_type.app_label}.{right.codename}" for right in translators.permissions.all()}
    with_texts = {model for model in apps.get_models() if issubclass(model, Record)}
    with_texts |= {rows for kind in MODELS for rows, _key in rows_of(kind) if tasks.translations(rows)}
    wanted = {tasks.right(model, Task.TRANSLATE) for model in with_texts if identity(model) not in PRESS_ROOM | WITHOUT_TEXTS}
    assert {right for right in held if ".view_" not in right} == wanted


def test_a_text_of_another_language_alone_is_to_be_translated():
    found = {name: tasks.task_of(Article, name) for name in (f"title_{MAIN}", f"title_{OTHER}", f"slug_{OTHER}", "caps")}
    assert found == {
        f"title_{MAIN}": Task.EDIT,
        f"title_{OTHER}": Task.TRANSLATE,
        f"slug_{OTHER}": Task.EDIT,
        "caps": Task.EDIT,
    }
    assert tasks.fields_of(Article, Task.PUBLISH) == ("withdrawn_at", *languages.columns("public_from"))
    assert tasks.fields_of(Partner, Task.PRIVATE) == ("contact_name", "contact_email", "contact_phone")


# The form of a translator


def test_a_translator_types_their_languages_beside_the_source():
    one = make(Article, title_fr="Titre", body_fr="<p>Un <strong>mot</strong></p>", **draft())
    client = client_of("Translators")
    page = client.get(change_url(one))
    typed = {name for name in form_of(page, Article) if not name.startswith("_")} - {"csrfmiddlewaretoken"}
    assert typed == {f"{stem}_{code}" for stem in ("title", "lead", "body") for code in languages.others()}
    html = page.content.decode()
    assert '<div class="source" lang="fr">Titre</div>' in html
    assert '<div class="source" lang="fr"><p>Un <strong>mot</strong></p></div>' in html
    assert 'name="_save"' in html
    assert 'name="_addanother"' not in html


WITH_ROWS = [model for model in MODELS if list(rows_of(model)) and identity(model) not in WITHOUT_TEXTS]


@pytest.mark.parametrize("model", WITH_ROWS, ids=identity)
def test_a_translator_neither_adds_nor_removes_rows(model):
    thing, translator = whole(model), client_of("Translators")
    form, before = opened(client_of("root"), thing), stored(thing)
    for rows, key in rows_of(model):
        prefix = rows._meta.get_field(key).remote_field.get_accessor_name()
        count = int(form[f"{prefix}-TOTAL_FORMS"])
        again = {name: value for name, value in form.items() if name.startswith(f"{prefix}-0-")}
        form |= {name.replace(f"{prefix}-0-", f"{prefix}-{count}-"): value for name, value in again.items()}
        form |= {f"{prefix}-{count}-id": "", f"{prefix}-TOTAL_FORMS": str(count + 1), f"{prefix}-0-DELETE": "on"}
    assert translator.post(change_url(thing), form).status_code == 302
    assert stored(thing) == before


def test_a_translator_follows_what_is_public_but_no_approved_release():
    article, release = make(Article, **past()), make(PressRelease, **future())
    translator, root = client_of("Translators"), client_of("root")
    for thing, status in ((article, 302), (release, 403)):
        form = opened(root, thing) | {f"title_{OTHER}": "Changed", f"title_{MAIN}": "Changé"}
        assert translator.post(change_url(thing), form).status_code == status
        thing.refresh_from_db()
        assert (getattr(thing, f"title_{OTHER}") == "Changed") is (status == 302)
        assert getattr(thing, f"title_{MAIN}") != "Changé"


def test_a_translator_cannot_empty_what_the_public_needs():
    one, translator = make(Article, **past()), client_of("Translators")
    response = translator.post(change_url(one), opened(translator, one) | {f"title_{OTHER}": ""})
    assert list(response.context["adminform"].form.errors) == [f"title_{OTHER}"]


def test_a_translator_has_no_other_page_of_those_who_edit():
    release = make(PressRelease, **draft())
    root, translator = client_of("root"), client_of("Translators")
    root.post(change_url(release), opened(root, release))
    version = Version.objects.get_for_object(release).get()
    stamp = {"_stamp": str(PressRelease.objects.get().stamp)}
    for path, data in (
        (route(PressRelease, "revision", release.pk, version.pk), opened(root, release)),
        (reverse("admin:news_pressrelease_check", args=[release.pk]), {"action": "keep", **stamp}),
        (reverse("admin:news_pressrelease_life", args=[release.pk]), {"step": "submit", **stamp}),
        (route(PressRelease, "add"), {}),
        (route(PressRelease, "delete", release.pk), {"post": "yes"}),
    ):
        assert translator.post(path, data).status_code == 403, path
    assert translator.get(route(PressRelease, "recoverlist")).status_code == 403


# Publication is a right of its own


@pytest.mark.parametrize("model", [Article, CAP, Partner, Institution], ids=identity)
def test_without_the_right_to_publish_a_draft_is_written_and_what_is_public_is_not(model):
    rows = [name for rows, _key in rows_of(model) for name in of(rows, "view", "add", "change", "delete")]
    editor = holder(*of(model, "view", "add", "change", "delete"), *rows)
    unpublished, public = whole(model), make(model, **past())
    form = opened(client_of("root"), unpublished) | MOMENTS | {"withdrawn_at": "2027-04-05 14:00", f"slug_{OTHER}": "changed"}
    assert editor.post(change_url(unpublished), form).status_code == 302
    unpublished.refresh_from_db()
    assert (unpublished.slug(OTHER), unpublished.states[0].moment, unpublished.withdrawn_at) == ("changed", None, None)
    for code in languages.codes():
        data = {"action": f"publish_{code}", "_selected_action": [unpublished.pk]}
        editor.post(route(model, "changelist"), data)
    assert stored(unpublished)[identity(model), f"public_from_{MAIN}"] == ["None"]
    assert editor.post(change_url(public), opened(client_of("root"), public)).status_code == 403
    assert editor.post(route(model, "delete", public.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    editor.post(route(model, "changelist"), chosen)
    assert model.objects.filter(pk=public.pk).exists()
    assert editor.post(route(model, "delete", unpublished.pk), {"post": "yes"}).status_code == 302


def test_a_new_record_without_the_right_to_publish_is_a_draft():
    editor = holder(*of(Article, "view", "add"))
    pattern = make(Article, **draft())
    form = {name: value for name, value in opened(client_of("root"), pattern).items() if not name.startswith(("slug", "_"))}
    assert editor.post(route(Article, "add"), form | MOMENTS | {"is_example": "on"}).status_code == 302
    new = Article.objects.exclude(pk=pattern.pk).get()
    assert (new.title_fr, new.is_example, new.is_settled()) == (pattern.title_fr, True, False)


def test_whoever_may_publish_and_nothing_else_moves_the_moments_alone():
    one = make(Article, **draft())
    publisher = holder(*of(Article, "view", "publish"))
    form = opened(client_of("root"), one) | MOMENTS | {f"title_{OTHER}": "Changed"}
    assert publisher.post(change_url(one), form).status_code == 302
    one.refresh_from_db()
    assert one.is_settled()
    assert getattr(one, f"title_{OTHER}") != "Changed"


@pytest.mark.parametrize("group", ["Translators", "no group", "anonymous"])
@pytest.mark.parametrize("model", list(admin.site._registry), ids=identity)
def test_no_action_of_a_list_does_anything_for_who_has_no_right(model, group, django_user_model):
    thing = whole(model) if issubclass(model, Record) else None
    client, site = client_of(group), admin.site._registry[model]
    keys = [thing.pk] if thing else list(model._base_manager.values_list("pk", flat=True))
    before = stored(thing) if thing else list(model._base_manager.order_by("pk").values())
    names = {"delete_selected", *(f"publish_{code}" for code in languages.codes()), *(site.actions or ())}
    for name in names:
        client.post(route(model, "changelist"), {"action": name, "_selected_action": keys, "post": "yes"})
    assert (stored(thing) if thing else list(model._base_manager.order_by("pk").values())) == before


# Restores


def _versions(thing) -> list[int]:
    return [version.pk for version in Version.objects.get_for_object(thing)]


def test_a_restore_changes_no_moment_and_no_withdrawal():
    root, one = client_of("root"), make(Article, **future())
    root.post(change_url(one), opened(root, one) | {f"title_{OTHER}": "First"})
    Article.objects.filter(pk=one.pk).update(**past(), **{f"title_{OTHER}": "Second"})
    url = route(Article, "revision", one.pk, _versions(one)[0])
    form = form_of(root.get(url), Article)
    assert form[f"public_from_{MAIN}"] == "2024-05-22 09:00"
    assert root.post(url, form).status_code == 302
    one.refresh_from_db()
    assert getattr(one, f"title_{OTHER}") == "First"
    assert [one.public_from(code) for code in languages.codes()] == list(past().values())


def test_a_restore_that_lacks_a_text_of_a_public_language_is_refused_in_words():
    root, one = client_of("root"), make(Article, **draft() | {f"lead_{OTHER}": ""})
    root.post(change_url(one), opened(root, one))
    Article.objects.filter(pk=one.pk).update(**past(), **{f"lead_{OTHER}": "Lead"})
    url = route(Article, "revision", one.pk, _versions(one)[0])
    response = root.post(url, form_of(root.get(url), Article))
    assert list(response.context["adminform"].form.errors) == [f"lead_{OTHER}"]


def test_a_restore_keeps_what_its_maker_may_not_see():
    one, root = make(Partner, **draft() | {"contact_email": "first@example.org"}), client_of("root")
    root.post(change_url(one), opened(root, one))
    Partner.objects.filter(pk=one.pk).update(contact_email="second@example.org")
    editor = holder(*of(Partner, "view", "change"), *of(Pledge, "view", "add", "change", "delete"))
    url = route(Partner, "revision", one.pk, _versions(one)[0])
    page = editor.get(url)
    assert "first@example.org" not in page.content.decode()
    assert editor.post(url, form_of(page, Partner) | {"contact_email": "third@example.org"}).status_code == 302
    one.refresh_from_db()
    assert one.contact_email == "second@example.org"


def test_a_restore_takes_the_right_to_every_row_that_it_brings_back():
    one, root = make(Partner, **draft()), client_of("root")
    make(Pledge, partner=one)
    root.post(change_url(one), opened(root, one))
    editor = holder(*of(Partner, "view", "add", "change", "private"))
    url = route(Partner, "revision", one.pk, _versions(one)[0])
    assert (editor.get(url).status_code, editor.post(url, {}).status_code) == (403, 403)
    Partner.objects.get().delete()
    url = route(Partner, "recover", Version.objects.get_deleted(Partner).get().pk)
    assert (editor.get(url).status_code, editor.post(url, {}).status_code) == (403, 403)


def test_what_is_recovered_without_the_right_to_publish_is_a_draft():
    one, root = make(Article, **past()), client_of("root")
    root.post(change_url(one), opened(root, one))
    key = one.pk
    one.delete()
    editor = holder(*of(Article, "view", "add", "change"))
    url = route(Article, "recover", Version.objects.get_deleted(Article).get().pk)
    assert editor.post(url, form_of(editor.get(url), Article) | MOMENTS).status_code == 302
    again = Article.objects.get()
    assert (again.pk, again.is_settled()) == (key, False)


# Spreadsheets


def _upload(client: Client, text: str):
    file = SimpleUploadedFile("partners.csv", text.encode())
    return client.post(route(Partner, "import"), {"file": file})


def test_a_sheet_changes_no_public_partner_without_the_right_to_publish():
    make(Partner, name="Public", kind="sme", **past()), make(Partner, name="Draft", kind="sme", **draft())
    editor = holder(*of(Partner, "view", "add", "change"))
    response = _upload(editor, "name;kind\nDraft;startup\nPublic;startup\n")
    assert [row.number for row in response.context["judged"].wrong] == [3]
    assert not response.context["kept"]
    unchanged = _upload(editor, "name;kind\nDraft;startup\nPublic;sme\n")
    editor.post(route(Partner, "import"), {"rows": unchanged.context["kept"]})
    assert dict(Partner.objects.values_list("name", "kind")) == {"Public": "sme", "Draft": "startup"}


def test_a_sheet_fills_no_private_column_without_the_right_to_it():
    make(Partner, name="Draft", kind="sme", contact_email="secret@example.org", **draft())
    editor, keeper = holder(*of(Partner, "view", "add", "change")), holder(*of(Partner, "view", "add", "change", "private"))
    sheet = "name;contact_email\nDraft;other@example.org\n"
    response = _upload(editor, sheet)
    (error,) = response.context["form"].errors["file"]
    assert error == "These columns are not yours to fill, take them out of the file: contact_email."
    assert "secret@example.org" not in response.content.decode()
    assert not response.context["kept"]
    data = {"format": "csv"}
    assert "secret@example.org" not in editor.post(route(Partner, "export"), data).content.decode()
    assert "secret@example.org" in keeper.post(route(Partner, "export"), data).content.decode()
    keeper.post(route(Partner, "import"), {"rows": _upload(keeper, sheet).context["kept"]})
    assert Partner.objects.get().contact_email == "other@example.org"


def test_a_preview_made_by_another_is_confirmed_by_ones_own_rights():
    make(Partner, name="Public", kind="sme", **past())
    allowed = holder(*of(Partner, "view", "add", "change", "publish"))
    confirm = {"rows": _upload(allowed, "name;kind\nPublic;startup\n").context["kept"]}
    holder(*of(Partner, "view", "add", "change")).post(route(Partner, "import"), confirm)
    assert Partner.objects.get().kind == "sme"


# What is private


CANARY = "canary7315"


@pytest.fixture
def secret() -> Partner:
    one = make(
        Partner, **draft() | {name: CANARY for name in Partner.private_fields} | {"contact_email": f"{CANARY}@example.org"}
    )
    make(Pledge, partner=one, amount=7315937)
    root = client_of("root")
    root.post(change_url(one), opened(root, one))
    return one


def test_models_that_keep_something_private_are_known():
    """The tests below are of partners: a model that becomes private in part belongs here, too."""
    assert [model for model in apps.get_models() if tasks.private_fields(model)] == [Partner]


@pytest.mark.parametrize("group", ["Translators", "Press officers"])
def test_nothing_private_is_told_to_those_who_may_not_see_it(secret, group):
    client = client_of(group)
    version = Version.objects.get_for_object(secret).get()
    field = {"app_label": "caps", "model_name": "partnerinvolvement", "field_name": "partner"}
    for path, query in (
        (change_url(secret), {}),
        (route(Partner, "history", secret.pk), {}),
        (route(Partner, "revision", secret.pk, version.pk), {}),
        (route(Partner, "delete", secret.pk), {}),
        (route(Partner, "changelist"), {}),
        (reverse("admin:autocomplete"), {"term": "", **field}),
        (route(Partner, "export"), {}),
    ):
        text = client.get(path, query).content.decode()
        assert CANARY not in text, path
        assert "7315937" not in text.replace(" ", "").replace(" ", ""), path
    assert not client.get(route(Partner, "changelist"), {"q": CANARY}).context["cl"].result_count
    exported = client.post(route(Partner, "export"), {"format": "csv"}).content.decode()
    assert secret.name in exported
    assert CANARY not in exported


@pytest.mark.parametrize("lookup", ["contact_email__startswith", "contact_name", "contact_phone__gt"])
def test_a_list_is_not_narrowed_by_what_one_may_not_see(secret, lookup):
    """A list that is empty for one value and not for the next tells the value."""
    for group, may in (("Translators", False), ("Press officers", False), ("Editors", True)):
        answers = [client_of(group).get(route(Partner, "changelist"), {lookup: value}) for value in (CANARY, "0")]
        assert [answer.status_code for answer in answers] == ([200, 200] if may else [400, 400]), group


def test_a_look_up_along_relations_is_hidden_too(secret):
    reader = User.objects.create_user("reader", is_staff=True)
    assert tasks.hides(reader, CAP, "partner_involvements__partner__contact_email")
    assert tasks.hides(reader, Partner, "^contact_name")
    assert not tasks.hides(reader, Partner, "name__startswith")
    assert not tasks.hides(reader, Person, "roles__institution__name_fr")


def test_the_sum_of_pledges_is_told_to_those_alone_who_see_them(secret):
    Partner.objects.update(**past(), kind="sme")
    figure = make(KeyFigure, value=7, qualifier="", counted_by=CountedFigure.INDUSTRIAL_PLEDGES)
    for group, told in (("Editors", "7"), ("Translators", "")):
        (row,) = client_of(group).get(route(KeyFigure, "changelist")).context["cl"].result_list
        assert row == figure
        assert KeyFigureAdmin(KeyFigure, admin.site).count_now(row) == told


# Previews and files


def test_whoever_works_on_a_thing_sees_it_and_its_files_before_the_public():
    release = make(PressRelease, **draft())
    picture = make(Picture, release=release)
    picture.image.save("one.png", ContentFile(b"x"), save=False)
    Picture.objects.filter(pk=picture.pk).update(image=picture.image.name)
    with override(OTHER):
        preview = reverse("preview", kwargs={"label": "news.pressrelease", "pk": release.pk})
    reader = holder("news.view_pressrelease", "news.view_picture")
    people = {"Editors": 200, "Translators": 200, "Press officers": 200, "no group": 404, "anonymous": 404}
    clients = {group: client_of(group) for group in people} | {"reader": reader}
    for name, client in clients.items():
        for path in (preview, f"/media/{picture.image.name}"):
            answer = client.get(path)
            assert answer.status_code == people.get(name, 404), (name, path)
            let_go(answer)


def test_the_first_page_offers_translators_to_change_what_they_translate():
    page = staff("theo", group="Translators").get(reverse("admin:index")).content.decode()
    article = page[page.index("model-article") :]
    assert "read only" not in article[: article.index("</tr>")]
    logo = page[page.index("model-logo") :]
    assert "read only" in logo[: logo.index("</tr>")]


def test_models_fields_are_all_of_some_task():
    """What no form may hold by mistake: a column that the tests by field would not know of."""
    for model in MODELS:
        columns = {name for task in Task for name in tasks.fields_of(model, task)}
        texts = {field.name for field in model._meta.concrete_fields if isinstance(field, models.Field) and field.editable}
        stems = {name for name in texts if languages.column(name, MAIN) in texts}
        assert columns == texts - stems - {model._meta.pk.name}, model
