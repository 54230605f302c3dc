"""What is kept about one person, for whoever asks for it."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import transaction

from mailing.enums import Medium
from mailing.models import Journalist, PressList
from mailing.tests.test_mailings import confirmed, deliver, released
from news.models import PressContact
from publishing import languages
from publishing.outbox import post
from tests.backoffice import staff
from tests.make import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_templates")]
MAIN, OTHER = languages.main(), languages.others()[0]
JANE = "jane@example.org"
PAGE = "/admin/mailing/subscriber/person/"


@pytest.fixture
def jane():
    """Somebody of whom every kind of thing is kept, and a neighbour."""
    one = confirmed("Jane@example.org").journalist
    confirmed(JANE, OTHER)
    confirmed("joan@example.org")
    Journalist.objects.filter(pk=one.pk).update(outlet="Le Journal", medium=Medium.DAILY)
    one.lists.add(PressList.objects.create(name="Science"))
    release = released(title_fr="Un titre", title_en="A title")
    with transaction.atomic():
        post(JANE, MAIN, "told/plain")
    deliver()
    make(PressContact, email=JANE)
    call_command("forget", email="somebody@example.org")
    return release


def exported(capsys, email=JANE, **options) -> str:
    call_command("export_person", email=email, **options)
    return capsys.readouterr().out


def test_everything_that_is_kept_is_exported_and_nothing_of_others(jane, capsys):
    capsys.readouterr()
    data = json.loads(exported(capsys, " JANE@example.org "))
    assert [(row["language"], row["state"], row["origin"]) for row in data["subscriptions"]] == [
        (MAIN, "confirmed", "test"),
        (OTHER, "confirmed", "test"),
    ]
    assert data["known_of_the_owner"] == [{"outlet": "Le Journal", "medium": "daily", "subjects": [], "lists": ["Science"]}]
    assert sorted((row["language"], row["kind"], row["state"]) for row in data["press_releases_sent"]) == sorted(
        (code, "release", "sent") for code in (MAIN, OTHER)
    )
    assert [row["kind"] for row in data["other_messages"]] == ["told/plain"]
    assert data["erased_in"] == []
    contact = PressContact.objects.get()
    assert data["elsewhere"] == [{"record": "news.PressContact", "number": str(contact.pk), "field": "email"}]
    assert "joan" not in json.dumps(data)


def test_of_whom_was_erased_only_the_hash_is_told(jane, capsys):
    call_command("forget", email=JANE)
    PressContact.objects.all().delete()
    capsys.readouterr()
    data = json.loads(exported(capsys))
    assert data["erased_in"] == languages.codes()
    assert [data[name] for name in ("subscriptions", "known_of_the_owner", "press_releases_sent", "other_messages")] == [[]] * 4


@pytest.mark.parametrize(("language", "words"), [("fr", "langue : français"), ("en", "language: French")])
def test_it_can_be_read(jane, capsys, language, words):
    capsys.readouterr()
    text = exported(capsys, form="text", language=language)
    assert words.casefold() in text.casefold().replace("\u202f", " ").replace("\u2060", "").replace("\xa0", " ")
    assert "Le Journal" in text and "Science" in text


def test_what_is_no_address_is_refused(jane, capsys):
    with pytest.raises(CommandError):
        exported(capsys, "jane")


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_press_office_exports_and_a_line_says_so_without_the_address(jane, form, caplog):
    officer = staff("olga", group="Press officers")
    assert officer.get(PAGE).status_code == 200
    with caplog.at_level("INFO", "mailing.person_export"):
        response = officer.post(PAGE, {"email": JANE, "form": form})
    assert "Le Journal" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment;")
    (line,) = LogEntry.objects.all()
    assert line.user.username == "olga"
    assert "jane" not in f"{line.object_repr}{line.object_id}{line.change_message}{caplog.text}"
    assert "exported" in caplog.text


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_nobody_else_exports(jane, group):
    client = staff("emma", group=group)
    assert client.get(PAGE).status_code == client.post(PAGE, {"email": JANE, "form": "json"}).status_code == 403
