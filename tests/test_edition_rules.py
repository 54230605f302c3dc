"""Rules of editions, each by itself: what the database refuses, what stays when the records go, whose files are open when."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import override
from reversion.models import Version

from news import contributions, edition_guards, services
from news.enums import EditionKind
from news.models import (
    Attachment,
    Boilerplate,
    Edition,
    EditionContact,
    EditionFile,
    EditionReference,
    Picture,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    SealedFile,
    Strike,
)
from news.sealing import seal, working_words
from news.tests.newsroom import MAIN, NOON, OTHER, TUESDAY, approve, correct, officer, publish_now, ready, together, user, words
from publishing import languages
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import cap, make, person, seal_anew
from tests.nonces import body_of, document_bytes, picture_bytes, words_of_zip

pytestmark = pytest.mark.django_db
FORMS = ("detail", "text", "pdf", "kit", "picture")
POINTER = languages.column("edition", MAIN)


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def whole(state: str = "public", word: str = "Lunaire") -> PressRelease:
    """A release with one of everything."""
    release = ready("draft", word)
    make(Quote, word, release=release, person=person())
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate, word))
    alts, titles = (dict.fromkeys(languages.columns(stem), word) for stem in ("alt", "title"))
    Picture(release=release, image=ContentFile(picture_bytes(word), "vue.png"), credit=word, licence="CC0", **alts).save()
    Attachment(release=release, file=ContentFile(document_bytes(word), "annexe.csv"), **titles).save()
    release.caps.add(cap(word))
    moments = {"public": NOON - timedelta(hours=2), "scheduled": TUESDAY}
    if state in moments:
        seal_anew(release, **dict.fromkeys(languages.columns("public_from"), moments[state]))
    elif state == "in review":
        PressRelease.objects.filter(pk=release.pk).update(**dict.fromkeys(languages.columns("review"), "in_review"))
    release.refresh_from_db()
    return release


def forms_of(client, release: PressRelease, *codes: str) -> dict[str, bytes]:
    """Each public form of a release, and each list that shows it, byte for byte."""
    found = {}
    for code in codes or languages.codes():
        with override(code):
            kwargs = {"slug": release.slug(code)}
            addresses = [reverse(f"pressrelease-{name}", kwargs=kwargs) for name in FORMS]
            addresses += [reverse(name) for name in ("pressrelease-list", "press-feed", "home", "open-data")]
        addresses += [thing.get_absolute_url(code) for thing in release.caps.model.objects.all()]
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            found[address] = body_of(response)
    if not codes:
        for address in ("/sitemap-pressrelease-1.xml", "/data/press-releases.csv", "/data/press-releases.json"):
            found[address] = body_of(client.get(address))
    return found


def overwrite(release: PressRelease, word: str = "Solaire") -> None:
    """Leave nothing of the working text: rows, relations and files go, every text becomes another."""
    for rows in (release.quotes, release.release_boilerplates, release.release_contacts, release.pictures, release.attachments):
        rows.all().delete()
    for relation in (release.caps, release.institutions, release.partners):
        relation.clear()
    texts = [name for stem in ("title", "subtitle", "place", "lead", "body") for name in languages.columns(stem)]
    PressRelease.objects.filter(pk=release.pk).update(**dict.fromkeys(texts, word), dated=NOON.date() - timedelta(days=400))


def execute(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def media(path: str) -> str:
    return f"/media/{path}"


def status(client, path: str) -> int:
    response = client.get(media(path))
    body_of(response)
    return response.status_code


# What the database refuses


@pytest.mark.parametrize("model", [Edition, EditionReference, EditionFile, EditionContact, SealedFile])
def test_no_column_of_what_is_sealed_is_updated(model):
    whole()
    row = model._default_manager.first()
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not field.primary_key:
            with pytest.raises(IntegrityError):
                execute(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", _raw(field, value), row.pk)


def _raw(field: models.Field, value: object) -> object:
    return field.get_db_prep_save(value, connection)


@pytest.mark.parametrize("model", [Edition, EditionReference, EditionFile, Strike])
def test_what_is_sealed_is_not_deleted_while_its_door_is_closed(model):
    edition = whole().edition_in(MAIN)
    Strike.objects.create(edition=edition, part="quotes", place=0, reason="Demandé")
    for where in ("", f" WHERE id = {model._default_manager.first().pk}"):
        with pytest.raises(IntegrityError):
            execute(f"DELETE FROM {model._meta.db_table}{where}")


@pytest.mark.parametrize("model", [EditionReference, EditionFile, EditionContact])
def test_nothing_is_added_to_an_edition(model):
    whole()
    row = model._default_manager.first()
    row.pk, row.place = None, 90
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("taken", ["id", "number"])
def test_no_edition_takes_the_place_of_another(taken):
    """SQLite's INSERT OR REPLACE passes the triggers of deletion; PostgreSQL's nearest is ON CONFLICT DO UPDATE."""
    edition = whole().edition_in(MAIN)
    values = {field.column: _raw(field, getattr(edition, field.attname)) for field in Edition._meta.concrete_fields}
    values["title"] = "Autre"
    values |= {"number": 77} if taken == "id" else {"id": edition.pk + 1000}
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE INTO news_edition ({columns}) VALUES ({marks})"
    else:
        target = "id" if taken == "id" else "release_id, language, number"
        sql = f"INSERT INTO news_edition ({columns}) VALUES ({marks}) ON CONFLICT ({target}) DO UPDATE SET title = 'Autre'"
    with pytest.raises(IntegrityError):
        execute(sql, *values.values())
    assert Edition.objects.get(pk=edition.pk).title == edition.title


def test_a_release_points_at_nothing_but_its_own_approved_words():
    release, other = whole(), ready("public")
    proof = seal(release, working_words(release)[MAIN], EditionKind.PROOF)
    for foreign in (other.edition_in(MAIN), release.edition_in(OTHER), proof):
        with pytest.raises(IntegrityError):
            execute(f"UPDATE news_pressrelease SET {POINTER}_id = %s WHERE id = %s", foreign.pk, release.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            PressRelease.objects.filter(pk=release.pk).update(**{POINTER: foreign})


def test_no_moment_without_an_edition():
    release = ready()
    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.filter(pk=release.pk).update(**{languages.column("public_from", MAIN): NOON})
    public = whole()
    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.filter(pk=public.pk).update(**{POINTER: None})


def test_a_struck_part_is_not_brought_back():
    edition = whole().edition_in(MAIN)
    strike = Strike.objects.create(edition=edition, part="quotes", place=0, reason="Demandé")
    with pytest.raises(IntegrityError), transaction.atomic():
        Strike.objects.filter(pk=strike.pk).update(place=7)
    Strike.objects.filter(pk=strike.pk).update(by=None, reason="Demandé encore")


def test_every_guard_stands():
    assert edition_guards.missing(connection) == set()


def _approve(release: PressRelease) -> None:
    approve(release, officer(), together(TUESDAY))


def _correct(release: PressRelease) -> None:
    PressRelease.objects.filter(pk=release.pk).update(**{languages.column("lead", MAIN): "Le chapô, corrigé depuis."})
    release.refresh_from_db()
    correct(release, officer(), words("Said"), words("Says"))


def _withdraw(release: PressRelease) -> None:
    services.withdraw(release, officer(), words("Withdrawn"))


@pytest.mark.parametrize(
    ("state", "step"),
    [("in review", _approve), ("public", _correct), ("public", _withdraw), ("scheduled", _withdraw)],
    ids=["approved", "corrected", "withdrawn", "withdrawn before its moment"],
)
def test_no_save_of_what_was_read_before_a_step_undoes_it(state, step):
    """Whatever code saves it: a form asks under its lock, a command may not."""
    release = ready(state)
    stale = PressRelease.objects.get(pk=release.pk)
    step(PressRelease.objects.get(pk=release.pk))
    stored = PressRelease.objects.values().get(pk=release.pk)
    for save in (stale.save, lambda: PressRelease.objects.bulk_update([stale], ["stamp", *edition_columns(), "withdrawn_at"])):
        with pytest.raises(IntegrityError), transaction.atomic():
            stale.stamp = uuid.uuid4()
            save()
    assert PressRelease.objects.values().get(pk=release.pk) == stored


def edition_columns() -> list[str]:
    return [name for stem in ("edition", "review") for name in languages.columns(stem)]


def test_an_approval_that_is_taken_back_by_its_step_is_taken_back():
    release = ready("scheduled")
    services.back_to_draft(release, officer(), languages.codes(), "Why")
    assert not release.is_sealed(MAIN)


# What stays


def test_every_public_form_stays_as_it_is_without_the_records(client):
    release = whole()
    before = forms_of(client, release)
    overwrite(release)
    after = forms_of(client, release)
    changed = {address for address in before if before[address] != after[address]}
    assert changed == set()
    assert b"Lunaire" in after[release.get_absolute_url(MAIN)]


def test_what_nobody_approved_is_neither_found_nor_proposed(client):
    release = whole()
    overwrite(release, "Volcanique")
    PressRelease.objects.get(pk=release.pk).save()
    make(Quote, "Basaltique", release=release)
    for code in languages.codes():
        with override(code):
            search, suggestions = reverse("search"), reverse("search-suggestions")
        for word in ("Volcanique", "Basaltique"):
            assert not client.get(search, {"q": word}).context["results"].hits
            assert client.get(suggestions, {"q": word}).json()["suggestions"] == []
        assert release.pk in {hit.pk for hit in client.get(search, {"q": "Lunaire"}).context["results"].hits}


def test_a_boilerplate_of_the_working_text_alone_is_not_in_the_press_room(client):
    release = whole()
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate, "Volcanique"))
    for code in languages.codes():
        with override(code):
            page = client.get(reverse("pressrelease-list")).content.decode()
        assert "Volcanique" not in page and "Lunaire body" in page


@pytest.mark.parametrize("code", languages.codes())
def test_a_correction_in_one_language_changes_no_byte_of_the_other(client, code):
    [other] = [one for one in languages.codes() if one != code]
    release = whole()
    before = forms_of(client, release, other)
    PressRelease.objects.filter(pk=release.pk).update(**dict.fromkeys(languages.columns("lead"), "Autre"))
    release.refresh_from_db()
    correct(release, officer(), {code: "Ceci"}, {code: "Cela"})
    assert forms_of(client, release, other) == before
    assert b"Cela" in client.get(release.get_absolute_url(code)).content


def test_a_language_approved_later_changes_no_byte_of_the_documents_of_the_first(client):
    release, olga = whole("in review"), officer()
    publish_now(release, olga, [MAIN])
    with override(MAIN):
        addresses = [reverse(f"pressrelease-{name}", kwargs={"slug": release.slug(MAIN)}) for name in FORMS[1:]]
    before = [body_of(client.get(address)) for address in addresses]
    with time_machine.travel(TUESDAY, tick=False):
        publish_now(release, olga, [OTHER])
        assert [body_of(client.get(address)) for address in addresses] == before


def test_a_revision_brought_back_changes_nothing_in_public(client):
    release, root = whole("in review"), staff("root")
    root.post(change_url(release), opened(root, release) | {"title_fr": "Premier jet"})
    root.post(change_url(release), opened(root, release) | {"title_fr": "Lunaire encore"})
    release.refresh_from_db()
    publish_now(release, officer(), languages.codes())
    before = forms_of(client, release)
    oldest = Version.objects.get_for_object(release).last()
    address = route(PressRelease, "revision", release.pk, oldest.pk)
    response = root.post(address, form_of(root.get(address), PressRelease))
    assert response.status_code == 302
    release.refresh_from_db()
    assert release.title_fr == "Premier jet"
    assert forms_of(client, release) == before


def test_what_is_sealed_is_what_was_seen_whatever_happens_while_it_is_checked(monkeypatch):
    """A row beside the release can change between the look and the seal: then nothing is sealed, or what was seen."""
    release = whole("in review")
    seen = services.digests_of(release)
    examine = services.examine

    def slow(stored, *args, **kwargs):
        Quote.objects.filter(release=stored).update(text_fr="Autres paroles")
        return examine(stored, *args, **kwargs)

    monkeypatch.setattr(services, "examine", slow)
    with pytest.raises(ValidationError):
        services.approve(release, officer(), together(TUESDAY), True, seen=seen)
    assert not Edition.objects.exists()


def test_two_people_approve_each_others_changes(settings):
    settings.PRESS_TWO_PERSONS = True
    olga, paul = officer(), officer("paul")
    release = ready("in review", author=olga)
    contributions.note([release], olga)
    client = staff("paula", group="Press officers")
    paula = user("paula", "Press officers")
    client.post(change_url(release), opened(client, release) | {"lead_fr": "De la main de Paula"})
    release.refresh_from_db()
    approve(release, olga, {MAIN: TUESDAY})
    assert not release.is_sealed(MAIN)
    approve(release, paula, {MAIN: TUESDAY})
    assert release.is_sealed(MAIN)
    assert {one.by for one in release.approvals.filter(language=MAIN)} == {olga, paula}
    other = ready("in review", author=olga)
    with pytest.raises(ValidationError):
        approve(other, olga, {MAIN: TUESDAY})
    approve(other, paul, {MAIN: TUESDAY})
    assert other.is_sealed(MAIN)


# Files


def test_a_lost_working_file_refuses_to_be_sealed():
    for relation in ("pictures", "attachments"):
        release = whole("in review")
        row = getattr(release, relation).get()
        default_storage.delete(getattr(row, row.file_field).name)
        with pytest.raises(ValidationError):
            publish_now(release, officer(), languages.codes())
        assert not release.editions.exists()


def test_a_file_that_is_not_what_was_read_refuses_to_be_sealed():
    release = whole("in review")
    name = release.pictures.get().image.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(picture_bytes("Solaire")))
    with pytest.raises(ValidationError):
        publish_now(release, officer(), languages.codes())
    assert not release.editions.exists()


def test_a_lost_sealed_file_is_left_out(client):
    release = whole()
    for file in SealedFile.objects.all():
        default_storage.delete(file.path)
    page = client.get(release.get_absolute_url(MAIN))
    assert page.status_code == 200
    assert "annexe.csv" not in page.content.decode()
    with override(MAIN):
        kit = body_of(client.get(reverse("pressrelease-kit", kwargs={"slug": release.slug(MAIN)})))
    assert words_of_zip(kit) == frozenset()


def test_the_same_bytes_are_sealed_once():
    for _time in range(2):
        whole()
    assert SealedFile.objects.count() == 2
    assert EditionFile.objects.count() == 2 * 2 * len(languages.codes())


def test_a_sealed_copy_that_was_spoilt_is_not_taken_for_the_file():
    whole()
    sealed = SealedFile.objects.exclude(document="").get()
    default_storage.delete(sealed.path)
    default_storage.save(sealed.path, ContentFile(document_bytes("Solaire")))
    try:
        whole()
    except ValidationError:
        return
    with default_storage.open(sealed.path) as file:
        assert hashlib.sha256(file.read()).hexdigest() == sealed.sha256


def test_nothing_that_is_done_to_working_files_touches_the_sealed_ones(client):
    release = whole()
    before = {file.path: body_of(client.get(media(file.path))) for file in SealedFile.objects.all()}
    for row in (release.pictures.get(), release.attachments.get()):
        name = getattr(row, row.file_field).name
        default_storage.delete(name)
        default_storage.save(name, ContentFile(b"%PDF-1.7 autre"))
        row.save()
        row.delete()
    assert {path: body_of(client.get(media(path))) for path in before} == before


def test_a_sealed_file_is_open_while_its_edition_is_in_force(client):
    release = whole("scheduled")
    paths = [file.path for file in SealedFile.objects.all()]
    assert [status(client, path) for path in paths] == [404, 404]
    with time_machine.travel(TUESDAY, tick=False):
        assert [status(client, path) for path in paths] == [200, 200]
        release.pictures.all().delete()
        release.attachments.all().delete()
        assert [status(client, path) for path in paths] == [200, 200]
        notes = {code: f"Note {code}" for code in languages.codes()}
        correct(release, officer(), {code: notes[code] for code in [MAIN]}, {code: notes[code] for code in [MAIN]})
        assert [status(client, path) for path in paths] == [200, 200]
        correct(release, officer(), {OTHER: notes[OTHER]}, {OTHER: notes[OTHER]})
        assert [status(client, path) for path in paths] == [404, 404]


def test_files_close_when_the_release_is_withdrawn(client):
    release = whole()
    paths = [file.path for file in SealedFile.objects.all()]
    assert [status(client, path) for path in paths] == [200, 200]
    services.withdraw(release, officer(), {code: "Retiré" for code in languages.codes()})
    assert [status(client, path) for path in paths] == [404, 404]


def test_a_struck_picture_closes_at_once(client):
    release = whole()
    sealed = SealedFile.objects.exclude(picture="").get()
    for code in languages.codes():
        Strike.objects.create(edition=release.edition_in(code), part="pictures", place=0, reason="Licence finie")
    assert status(client, sealed.path) == 404
    assert sealed.path not in client.get(release.get_absolute_url(MAIN)).content.decode()


@pytest.mark.parametrize("state", ["in review", "scheduled", "public"])
def test_working_files_are_seen_by_staff_alone(client, state):
    release = whole(state)
    paths = [release.pictures.get().image.name, release.attachments.get().file.name]
    assert [status(client, path) for path in paths] == [404, 404]
    claire = staff("claire", group="Press officers")
    assert [status(claire, path) for path in paths] == [200, 200]


# Copies and deletion


def test_a_copy_of_a_public_and_of_a_withdrawn_release_shares_nothing(client):
    release, olga = whole(), officer()
    before = forms_of(client, release)
    copy = services.duplicate(release, olga)
    assert not copy.editions.exists() and not copy.approvals.exists() and copy.slug(MAIN) is None
    names = {row.image.name for row in Picture.objects.all()} | {row.file.name for row in Attachment.objects.all()}
    assert len(names) == 4
    overwrite(copy)
    assert forms_of(client, release) == before
    services.withdraw(release, olga, {code: "Retiré" for code in languages.codes()})
    again = services.duplicate(release, olga)
    assert (again.withdrawn_at, again.state, again.editions.count()) == (None, "draft", 0)
    assert again.quotes.get().pk != release.quotes.get().pk


def test_only_what_the_public_never_saw_is_deleted(client):
    root, public = staff("root"), whole()
    for delete in (public.delete, PressRelease.objects.filter(pk=public.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    root.post(route(PressRelease, "changelist"), {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"})
    root.post(route(PressRelease, "delete", public.pk), {"post": "yes"})
    assert client.get(public.get_absolute_url(MAIN)).status_code == 200
    services.withdraw(public, officer(), {code: "Retiré" for code in languages.codes()})
    with pytest.raises(ProtectedError), transaction.atomic():
        public.delete()
    scheduled = whole("scheduled")
    keys = list(scheduled.editions.values_list("pk", flat=True))
    scheduled.delete()
    assert not Edition.objects.filter(pk__in=keys).exists()
    assert not PressRelease.objects.filter(pk=scheduled.pk).exists()


def test_every_edition_reads_as_it_was_sealed():
    release = whole()
    overwrite(release)
    for edition in release.editions.all():
        assert edition.is_whole()
        leaves = [leaf.seal for leaf in edition.contacts.all()]
        assert json.loads(edition.payload)["contacts"] == leaves


def test_an_address_that_was_approved_follows_no_working_title():
    release, root = whole("in review"), staff("root")
    approve(release, officer(), together(TUESDAY))
    before = {code: release.slug(code) for code in languages.codes()}
    texts = {name: "Jamais approuvé" for name in languages.columns("title")}
    assert root.post(change_url(release), opened(root, release) | texts).status_code == 302
    release.refresh_from_db()
    assert {code: release.slug(code) for code in languages.codes()} == before
