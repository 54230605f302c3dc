"""A person who is erased is found nowhere but where the report says so: not in a table, a file or on a page."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from reversion import revisions
from reversion.models import Version

from caps.models import Membership
from cluster.models import Institution, Person, Role
from mailing.models import Journalist, Subscriber
from mailing.tests.test_mailings import confirmed
from news import embargo_links
from news.enums import QuoteVerdict, StateChangeKind
from news.models import (
    Approval,
    Article,
    Edition,
    EditionContact,
    EditionDoor,
    EditionReference,
    FindingDecision,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReleaseCheck,
    ReleaseContact,
    SignOffAnswer,
    SignOffLink,
    StateChange,
    Strike,
)
from partners.models import Partner
from publishing import erasing, languages
from publishing.erasing import GONE, Subject, erase
from publishing.library_pictures import LibraryPicture
from publishing.outbox import OutboxMessage
from search.models import Entry, StaffEntry, VocabularyWord
from tests.backoffice import route, staff
from tests.library import library_picture
from tests.make import cap, draft, make, past, seal_anew
from tests.nonces import body_of, picture_bytes

pytestmark = pytest.mark.django_db
NONCE, GIVEN = "Zorglubine", "Quillemine"
EMAIL = "quillemine@zorglubine.example.org"
NAMES = (f"{GIVEN} {NONCE}", NONCE)
REASON = "Demande du 3 mars"


@pytest.fixture
def administrator():
    staff("ada", group="Administrators")
    return get_user_model().objects.get(username="ada")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def _person() -> Person:
    with revisions.create_revision():
        person = make(Person, NONCE, given_name=GIVEN, family_name=NONCE)
        person.portrait = library_picture(NONCE)
        person.save()
        make(Role, NONCE, person=person)
        revisions.set_comment(f"{GIVEN} {NONCE} arrive")
    Membership.objects.create(cap=cap(), person=person, institution=make(Institution))
    return person


def _released(person: Person) -> PressRelease:
    """Public, with their words, as its contact, with a picture of them."""
    release = make(PressRelease, "Neutre")
    make(Quote, "Dit", release=release, person=person, speaker=f"{GIVEN} {NONCE}")
    contact = make(PressContact, "Presse", name=f"{GIVEN} {NONCE}", email=EMAIL)
    ReleaseContact.objects.create(release=release, contact=contact)
    ReleaseContact.objects.create(release=release, contact=make(PressContact, "Autre"))
    picture = Picture(release=release, **{f"alt_{code}": f"Portrait de {NONCE}" for code in languages.codes()})
    picture.credit, picture.licence = "Studio", "CC BY"
    picture.image.save("portrait.png", ContentFile(picture_bytes("x")))
    return seal_anew(release)


def _notes(release: PressRelease, person: Person) -> None:
    """What the portal itself has noted of them, all over the house."""
    full = f"{GIVEN} {NONCE}"
    StateChange.objects.create(release=release, kind=StateChangeKind.RETURNED, note=f"Vu avec {full}", old={"a": [full]})
    ReleaseCheck.objects.create(release=release, errors=1, warnings=0, notes=0, findings=[{"sentence": f"{full} a dit."}])
    make(FindingDecision, "Avis", release=release, key="k", code="x", excerpt=full, sentence=f"Et {full}.")
    ReadingLink.objects.create(
        release=release, language="fr", reader=f"{full}, Le Quotidien", token_hash="0", expires_at=timezone.now()
    )
    until = timezone.now() + timedelta(days=1)
    ReadingLink.objects.create(
        release=release, language="fr", reader="Une journaliste", email=EMAIL, seed="ab", token_hash="1", expires_at=until
    )
    alone = {"override": release.edition_in("fr"), "reason": f"{full} ne répond pas."}
    Approval.objects.create(release=release, language="fr", digest="x", name="Ada", **alone)
    asked = {"release": release, "quote": release.quotes.first(), "language": "fr", "expires_at": until}
    own = SignOffLink.objects.create(**asked, reader=full, words=[{"speaker": full, "text": "Dit"}], token_hash="2")
    SignOffAnswer.objects.create(link=own, verdict=QuoteVerdict.APPROVED, digests={"fr": "x"})
    others = SignOffLink.objects.create(**(asked | {"quote": None}), reader="Une autre", token_hash="3")
    SignOffAnswer.objects.create(link=others, verdict=QuoteVerdict.CHANGE, note=f"Demandez à {full}.")
    kind = ContentType.objects.get_for_model(Person)
    log = {"user": get_user_model().objects.get(username="ada"), "content_type": kind, "action_flag": CHANGE}
    LogEntry.objects.create(**log, object_id=str(person.pk), object_repr=full)
    LogEntry.objects.create(
        **{**log, "content_type": None}, object_id="1", object_repr="x", change_message=json.dumps([{"a": f"é {NONCE}"}])
    )
    OutboxMessage.objects.create(recipient="a@example.org", language="fr", template="x", context={"by": full})
    OutboxMessage.objects.create(recipient=EMAIL, language="fr", template="x")
    confirmed(EMAIL)
    Journalist.objects.filter(email=confirmed("b@example.org").email).update(outlet=f"Chez {full}")
    Partner.objects.filter(pk=make(Partner, "Société").pk).update(contact_name=full, contact_phone="+33199000000")


def _unread(person: Person) -> None:
    """A proof, and an edition that another followed before its moment."""
    shared = make(PressRelease, "Épreuve", **draft())
    make(Quote, "Dit", release=shared, person=person, speaker=f"{GIVEN} {NONCE}")
    embargo_links.give(ReadingLink(release=shared, language="fr", reader="B", expires_at=timezone.now() + timedelta(days=1)))
    later = make(PressRelease, "Remplacée", **draft())
    moments = dict.fromkeys(languages.columns("public_from"), timezone.now() + timedelta(days=1))
    later.lead_fr = f"{NONCE} l’a dit."
    later.save()
    seal_anew(later, **moments)
    later.lead_fr = "Personne ne l’a dit."
    later.save()
    seal_anew(later)


def rows_found() -> set[tuple[str, str]]:
    """Every row of every table of the database that holds the name in whatever column, by its key."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                words = " ".join(value if isinstance(value, str) else json.dumps(value, default=str) for value in row)
                if NONCE.casefold() in words.casefold():
                    found.add((table, str(row[names.index("id")]) if "id" in names else str(row[0])))
    return found


def files_found(media: Path) -> set[str]:
    """Every uploaded or made file whose name or content holds the name, packed ones unpacked."""
    return {
        str(path.relative_to(media))
        for path in media.rglob("*")
        if path.is_file() and (NONCE.casefold() in str(path).casefold() or NONCE.casefold() in _content(path.read_bytes()))
    }


def _content(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).casefold()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(name + _content(archive.read(name)) for name in archive.namelist()).casefold()
    return data.decode("utf-8", "replace").casefold()


def copies(rows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The tables in which SQLite's index holds the words of what the search has read once more."""
    return {(table, key) for table, key in rows if table.startswith("search_fts")}


def reported(report) -> set[tuple[str, str]]:
    return {(row.model._meta.db_table, str(row.pk)) for row in report.remaining}


def public_answers(client) -> Iterator[tuple[str, str]]:
    """What the public gets at every address at which they could show."""
    for code in languages.codes():
        with override(code):
            named = ("home", "pressrelease-list", "press-feed", "person-list", "site-map", "open-data")
            paths = [reverse(name) for name in named] + [
                reverse("search") + f"?q={NONCE}",
                reverse("search-suggestions") + f"?q={NONCE[:6]}",
            ]
            for release in PressRelease.objects.public(code):
                paths.append(release.get_absolute_url(code))
                for name in ("pdf", "text", "kit"):
                    paths.append(reverse(f"pressrelease-{name}", kwargs={"slug": release.slug(code)}))
        for path in paths:
            yield path, _content(body_of(client.get(path))).replace(f"?q={NONCE.casefold()}", "")
    for name in ("press-releases", "people", "programmes"):
        for kind in ("csv", "json"):
            yield name, _content(body_of(client.get(reverse(f"dataset-{kind}", kwargs={"name": name}))))


def echoed(path: str) -> bool:
    """The pages of the search say again what was asked."""
    return "?q=" in path


def test_a_person_is_erased_from_every_table_file_and_page(client, administrator, media, django_capture_on_commit_callbacks):
    person = _person()
    release = _released(person)
    _notes(release, person)
    _unread(person)
    shown = {path for path, text in public_answers(client) if NONCE.casefold() in text and not echoed(path)}
    assert len(shown) > 10, "the test has something to lose"
    assert files_found(media)
    assert len({table for table, _key in rows_found()}) > 15
    with django_capture_on_commit_callbacks(execute=True):
        report = erase(Subject(person.pk, NAMES, (EMAIL,)), administrator, REASON)
    assert rows_found() == reported(report)
    # What stays is the archive of what the public has read, and the working picture, which somebody wrote.
    assert {row.model for row in report.remaining} == {Edition, Picture}
    kept = Edition.objects.filter(pk__in=[row.pk for row in report.remaining if row.model is Edition])
    assert {edition.release_id for edition in kept} == {release.pk}
    assert all(edition.is_whole() for edition in kept), "the seal still verifies"
    assert files_found(media) == set()
    for path, text in public_answers(client):
        assert echoed(path) or NONCE.casefold() not in text, path
    assert not EditionDoor.objects.exists()
    assert not Subscriber.objects.filter(email=EMAIL).exists()
    assert Subscriber.objects.filter(email="b@example.org").exists()
    assert not EditionContact.objects.filter(payload__contains=NONCE).exists() and EditionContact.objects.exists()
    assert not EditionReference.objects.filter(person=person.pk).exists()
    assert Strike.objects.filter(edition__release=release, reason=REASON, by=administrator).count() == 2 * len(
        languages.codes()
    )
    line = LogEntry.objects.get(user=administrator, object_repr=GONE, object_id=str(person.pk), content_type=None)
    assert REASON in line.change_message
    assert StateChange.objects.filter(release=release, kind=StateChangeKind.STRUCK, note=REASON).count() == 1


def test_the_search_finds_them_no_more(client, administrator):
    person = _person()
    _released(person)
    with override("fr"):
        address = reverse("search") + f"?q={NONCE}"
    links = person.get_absolute_url("fr")
    assert links in body_of(client.get(address)).decode()
    erase(Subject(person.pk, NAMES), administrator, REASON)
    assert links not in body_of(client.get(address)).decode()
    assert not Entry.objects.filter(lexemes__icontains=NONCE[:8]).exists()
    assert not Entry.objects.filter(text__icontains=NONCE).exists()


def test_running_text_is_said_and_not_rewritten(administrator):
    person = _person()
    release = make(PressRelease, "Neutre", body_fr=f"<p>Selon <strong>{GIVEN}</strong>&nbsp;{NONCE.upper()}, oui.</p>")
    article = make(Article, "Neutre", body_en=f"<p>{NONCE} said so.</p>")
    staff("account", last_name=NONCE)
    report = erase(Subject(person.pk, NAMES), administrator, REASON)
    assert rows_found() - copies(rows_found()) == reported(report)
    advice = {row.model: row.advice for row in report.remaining}
    assert set(advice) == {Edition, PressRelease, Article, get_user_model(), Entry, StaffEntry, VocabularyWord}
    assert "correction" in advice[Edition] and "by hand" in advice[Article] and "account" in advice[get_user_model()]
    release.refresh_from_db(), article.refresh_from_db()
    assert NONCE.upper() in release.body_fr and NONCE in article.body_en
    assert NONCE.upper() in release.edition_fr.payload
    release.body_fr = "<p>Oui.</p>"
    release.save()
    seal_anew(release, "fr")
    again = erase(Subject(None, NAMES), administrator, REASON)
    (edition,) = [row for row in again.remaining if row.model is Edition]
    assert "archive" in edition.advice
    PressRelease.objects.update(withdrawn_at=timezone.now())
    remaining = erase(Subject(None, NAMES), administrator, REASON).remaining
    assert ["archive" in row.advice for row in remaining if row.model is Edition] == [True]


def test_what_is_approved_and_not_public_yet_is_taken_back_first(administrator):
    moments = dict.fromkeys(languages.columns("public_from"), timezone.now() + timedelta(days=1))
    release = make(PressRelease, "Neutre", lead_fr=f"{NONCE} viendra.", **moments)
    report = erase(Subject(None, NAMES), administrator, REASON)
    assert [row.advice for row in report.remaining if row.model is Edition][0].count("Approved") == 1
    empty = dict.fromkeys([*languages.columns("edition"), *languages.columns("public_from")])
    PressRelease.objects.filter(pk=release.pk).update(**empty)
    release = PressRelease.objects.get(pk=release.pk)
    release.lead_fr = "Personne"
    release.save()
    report = erase(Subject(None, NAMES), administrator, REASON)
    assert (report.remaining, rows_found()) == ([], set())
    assert not Edition.objects.filter(language="fr").exists() and Edition.objects.filter(language="en").exists()


def test_twice_changes_nothing_more(administrator):
    person = _person()
    _released(person)
    subject = Subject(person.pk, NAMES, (EMAIL,))
    first = erase(subject, administrator, REASON)
    lines, steps = LogEntry.objects.count(), StateChange.objects.count()
    again = erase(subject, administrator, REASON)
    assert first.done and not again.done
    assert (LogEntry.objects.count(), StateChange.objects.count()) == (lines, steps)
    assert reported(again) == reported(first)


def test_a_rehearsal_tells_the_same_and_changes_nothing(administrator, media, django_capture_on_commit_callbacks):
    person = _person()
    release = _released(person)
    _notes(release, person)
    rows, files = rows_found(), files_found(media)
    with django_capture_on_commit_callbacks(execute=True):
        rehearsed = erase(Subject(person.pk, NAMES, (EMAIL,)), administrator, REASON, is_rehearsal=True)
    assert (rows_found(), files_found(media)) == (rows, files)
    done = erase(Subject(person.pk, NAMES, (EMAIL,)), administrator, REASON)
    assert (done.done, reported(done)) == (rehearsed.done, reported(rehearsed))


def test_a_step_that_fails_takes_everything_back(administrator, monkeypatch):
    person = _person()
    _released(person)
    before = rows_found()

    def fails(erasure):
        raise RuntimeError

    monkeypatch.setitem(erasing._steps, "cluster", fails)
    with pytest.raises(RuntimeError):
        erase(Subject(person.pk, NAMES), administrator, REASON)
    assert rows_found() == before


def test_others_of_nearly_the_same_name_stay(administrator):
    person = _person()
    other = make(Person, "Autre", given_name="Quillemine", family_name="Zorglub")
    quote = make(Quote, "Dit", release=make(PressRelease), person=other, speaker="Quillemine Zorglub")
    make(Article, "Zorglubiner")
    report = erase(Subject(person.pk, NAMES), administrator, REASON)
    assert Person.objects.filter(pk=other.pk).exists() and Quote.objects.filter(pk=quote.pk).exists()
    assert not any(row.model in (Person, Article) for row in report.remaining)


@pytest.mark.parametrize(
    "text",
    [
        "Éléonore d’Ôrsay-Lévêque",
        "ELEONORE D'ORSAY LEVEQUE",
        "eleonore-d-orsay-leveque.png",
        "<b>Éléonore</b>&nbsp;d’<i>Ôrsay</i>-Lévêque",
        "\\u00c9l\\u00e9onore d'Orsay Leveque",
        "Éléonore_d_Orsay_Lévêque",
    ],
)
def test_a_name_is_known_however_it_is_written(text):
    subject = Subject(names=("Eléonore d'Orsay-Lévêque",))
    assert subject.is_in(text) and subject.is_in({"a": [text]})
    assert not subject.is_in(subject.taken_out_of({"a": [text]}))
    assert not subject.is_in(f"x{text}".replace("x<b>", "<b>x")) or "<" in text


@pytest.mark.parametrize(
    ("names", "reason", "field"),
    [(("Li",), "x", "names"), (NAMES, " ", "reason"), (NAMES, f"pour {NONCE}", "reason")],
    ids=["short", "none", "named"],
)
def test_what_would_hurt_is_refused(administrator, names, reason, field):
    person = _person()
    with pytest.raises(ValidationError) as refused:
        erase(Subject(person.pk, names), administrator, reason)
    assert set(refused.value.message_dict) == {field}
    assert Person.objects.filter(pk=person.pk).exists()


def test_it_asks_each_table_once_whatever_it_holds(administrator):
    counts = []
    ContentType.objects.get_for_model(Article)
    for number in (0, 1, 6):
        for _turn in range(number):
            make(Article, "Neutre", body_fr=f"<p>{NONCE}</p>")
        with CaptureQueriesContext(connection) as asked:
            erase(Subject(None, NAMES), administrator, REASON, is_rehearsal=True)
        counts.append(len(asked))
    assert counts[1] == counts[2]


# The command and the page


def test_the_command_says_what_it_would_do_and_does_it_when_told(administrator, capsys):
    person = _person()
    given = {"person": person.pk, "by": "ada", "reason": REASON, "language": "en"}
    call_command("erase_person", **given)
    assert "To be erased" in capsys.readouterr().out
    assert Person.objects.filter(pk=person.pk).exists()
    call_command("erase_person", **given, erase=True)
    assert "people: 1" in capsys.readouterr().out
    assert not Person.objects.filter(pk=person.pk).exists()
    for wrong in ({"by": "nobody"}, {"person": 10**9}, {"person": None}):
        with pytest.raises(CommandError):
            call_command("erase_person", **(given | wrong))
    staff("eve", group="Editors")
    with pytest.raises(CommandError):
        call_command("erase_person", **(given | {"by": "eve", "person": make(Person, "Autre").pk}))


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers"])
def test_the_page_is_for_administrators(group):
    person = make(Person)
    client = staff("eve", group=group)
    path = route(Person, "erase", person.pk)
    assert client.get(path).status_code == 403
    assert client.post(path, {"names": "Personne d’ici", "reason": "x", "erase": "1", "sure": "on"}).status_code == 403
    assert path not in client.get(route(Person, "change", person.pk)).content.decode()
    assert "erase_everywhere" not in client.get(route(Person, "changelist")).content.decode()


def test_the_page_shows_what_will_go_before_anything_goes():
    client = staff("ada", group="Administrators")
    person = _person()
    _released(person)
    path = route(Person, "erase", person.pk)
    assert path in client.get(route(Person, "change", person.pk)).content.decode()
    chosen = client.post(route(Person, "changelist"), {"action": "erase_everywhere", "_selected_action": [person.pk]})
    assert (chosen.status_code, chosen["Location"]) == (302, path)
    form = {"names": "\n".join(NAMES), "emails": EMAIL, "reason": REASON}
    page = client.post(path, form | {"erase": "1", "sure": "on"})
    assert Person.objects.filter(pk=person.pk).exists(), "nobody has seen anything yet"
    text = page.content.decode()
    assert "What will be erased" in text and "People: 1" in text and "Quotes: 1" in text
    seen = page.context["seen"]
    for changed in ({}, {"sure": "on", "names": f"{GIVEN} {NONCE}"}):
        client.post(path, form | {"erase": "1", "seen": seen} | changed)
        assert Person.objects.filter(pk=person.pk).exists()
    done = client.post(path, form | {"erase": "1", "sure": "on", "seen": seen})
    assert "What was erased" in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Version.objects.filter(serialized_data__contains=NONCE).exists()
    assert client.get(path).status_code == 404


def test_a_form_that_is_refused_keeps_what_was_typed():
    client = staff("ada", group="Administrators")
    person = make(Person, given_name="Li", family_name="Wu", **past())
    page = client.post(
        route(Person, "erase", person.pk), {"names": "Wu", "emails": "nobody", "reason": "Wu Li"}
    ).content.decode()
    assert "too short" in page and ">\nnobody</textarea>" in page
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_portrait_that_something_else_shows_stays_and_is_told(administrator):
    person, shared = make(Person, NONCE, given_name=GIVEN, family_name=NONCE), library_picture("Groupe")
    Person.objects.filter(pk=person.pk).update(portrait=shared)
    make(Article, picture=shared)
    report = erase(Subject(person.pk, NAMES), administrator, REASON)
    assert LibraryPicture.objects.filter(pk=shared.pk).exists()
    assert any(str(shared.pk) in sentence for sentence in report.told)
