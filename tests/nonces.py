"""Words that were never used before, and a small portal in which every save writes one: for the proof of editions.

What the public may read is not asked of what was stored. Whoever approves reads the preview, and the test keeps the words and
the files that this page showed; whatever is found later, on any public form, must be among them.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import wraps
from random import Random

import pypdf
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image, PngImagePlugin
from reversion.models import Version

from caps.models import CAP
from cluster.models import Institution, Person, Theme
from mailing import subscribers
from mailing.enums import SubscriberState
from mailing.models import Subscriber
from mailing.worker import Worker
from news import services, striking
from news.models import (
    Attachment,
    Boilerplate,
    Picture,
    PressContact,
    PressRelease,
    QuotationReading,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)
from news.release_checks.quotation_pairs import QuotationPair, QuotationSide
from partners.models import Partner
from publishing import languages, renditions
from tests.backoffice import change_url, form_of, opened, route
from tests.make import cap, draft, make, person
from tests.responses import let_go

LETTERS = "bcdfghjkmnpqrtvwz"
NONCE = re.compile(rf"qx[{LETTERS}]{{6}}x")
"""Without a vowel, so that nothing hyphenates or stems it."""
RECORDS = (CAP, Institution, Partner, Person, Theme)
MEDIA = re.compile(r"/media/([^\"\s,<>&\\]+)")


class Nonces:
    def __init__(self) -> None:
        self.made: list[str] = []

    def word(self) -> str:
        number, letters = len(self.made) * 7919 + 1, ""
        for _place in range(6):
            number, rest = divmod(number, len(LETTERS))
            letters += LETTERS[rest]
        self.made.append(f"qx{letters}x")
        return self.made[-1]


def nonces_in(text: str) -> frozenset[str]:
    return frozenset(NONCE.findall(text.lower()))


def picture_bytes(word: str) -> bytes:
    """A PNG that no other is, with a word beside its pixels."""
    shade = hashlib.sha256(word.encode()).digest()
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", word)
    written = io.BytesIO()
    Image.new("RGB", (8, 8), tuple(shade[:3])).save(written, "PNG", pnginfo=info)
    return written.getvalue()


def document_bytes(word: str) -> bytes:
    return f"mot\n{word}\n".encode()


def body_of(response) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    return content


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


@dataclass(frozen=True)
class Seen:
    """What the page of an approver showed: words, files by what they hold, and whom it names or quotes."""

    words: frozenset[str]
    """Of texts; those of contacts, of quotes, of names and inside files stand apart."""
    title: frozenset[str]
    contacts: dict[int, frozenset[str]]
    names: dict[tuple[str, int], frozenset[str]]
    inside: frozenset[str]
    files: frozenset[str]
    quotes: dict[int, frozenset[str]]
    """By the person who speaks."""
    abouts: frozenset[int]
    """The boilerplates that it carries."""
    address: frozenset[str]
    year: int

    @property
    def people(self) -> frozenset[int]:
        return frozenset(self.quotes)

    def without(self, part: str, identity: str) -> Seen:
        """What is left where a part was struck out."""
        kind, _space, key = identity.rpartition(" ")
        match part:
            case "quotes":
                return replace(self, quotes={one: words for one, words in self.quotes.items() if one != int(key)})
            case "contacts":
                return replace(self, contacts={one: words for one, words in self.contacts.items() if one != int(key)})
            case _:
                names = {one: words for one, words in self.names.items() if (one[0].lower(), one[1]) != (kind, int(key))}
                return replace(self, names=names)


@dataclass
class Watched:
    """A release, with what the test knows of its life: not read from the portal, but written down as its steps are taken."""

    pk: int
    editions: dict[str, Seen] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    withdrawn: bool = False

    def release(self) -> PressRelease:
        return PressRelease.objects.get(pk=self.pk)

    def public(self, code: str) -> Seen | None:
        moment = self.moments.get(code)
        shown = moment is not None and moment <= timezone.now() and not self.withdrawn
        return self.editions[code] if shown else None


def same_while_reading(answer: Callable) -> Callable:
    """Work out once what the public may read, for as long as the newsroom is only read (``Newsroom.reading``)."""

    @wraps(answer)
    def known(self: Newsroom, *asked: Watched | models.Model | str) -> object:
        if self.known is None:
            return answer(self, *asked)
        key = (answer, *(part if isinstance(part, str) else (type(part), part.pk) for part in asked))
        if key not in self.known:
            self.known[key] = answer(self, *asked)
        return self.known[key]

    return known


class Newsroom:
    """The portal of the test: two releases that share what can be shared, and all that they name, twice."""

    def __init__(self, random: Random, root: Client, author, officer) -> None:
        self.random, self.root, self.author, self.officer = random, root, author, officer
        self.nonces, self.reader = Nonces(), Client()
        self.known: dict | None = None
        self.caps = [cap("Programme"), cap("Essai", theme=make(Theme))]
        self.institutions = [make(Institution) for _place in range(2)]
        self.partners = [make(Partner) for _place in range(2)]
        self.people = [person() for _place in range(2)]
        self.boilerplates = [make(Boilerplate) for _place in range(2)]
        self.contacts = [make(PressContact), make(PressContact)]
        self.watched = [Watched(self._release(place).pk) for place in range(2)]
        for code in languages.codes():
            Subscriber.objects.create(
                email=f"reader@{code}.example.org",
                language=code,
                state=SubscriberState.CONFIRMED,
                origin="test",
                leave_token=subscribers.hashed(subscribers.leave_token(f"reader@{code}.example.org", code)),
            )
        rows = [row for model in (PressRelease, Quote, Picture, Attachment) for row in model.objects.all()]
        for record in (*rows, *self.boilerplates, *self.contacts, *self.caps, *self.institutions, *self.partners):
            self._write(record)

    def _release(self, place: int) -> PressRelease:
        release = make(PressRelease, **draft(), dated=date(2026, 12, 1))
        make(Quote, release=release, person=self.people[place])
        ReleaseBoilerplate.objects.create(release=release, boilerplate=self.boilerplates[0])
        ReleaseContact.objects.create(release=release, contact=self.contacts[0])
        release.caps.add(self.caps[place])
        release.institutions.add(self.institutions[place])
        release.partners.add(self.partners[place])
        word = self.nonces.word()
        Picture(
            release=release,
            image=ContentFile(picture_bytes(word), "vue.png"),
            alt="Une vue",
            alt_en="A view",
            caption=f"Une vue {word}",
            credit="Nous",
            licence="CC BY 4.0",
        ).save()
        document = ContentFile(document_bytes(self.nonces.word()), "annexe.csv")
        Attachment(release=release, file=document, title="Annexe", title_en="Annex").save()
        return release

    # Texts

    def _fields(self, record: models.Model) -> list[str]:
        stems = {
            PressRelease: ("title", "subtitle", "place", "lead", "body"),
            Quote: ("role", "text"),
            Picture: ("alt", "caption"),
            Attachment: ("title",),
            Boilerplate: ("title", "body"),
            PressContact: ("role",),
            CAP: ("title", "summary"),
            Institution: ("name",),
        }.get(type(record), ())
        plain = {
            Quote: ["speaker"],
            Picture: ["credit", "licence"],
            PressContact: ["name"],
            CAP: ["acronym"],
            Partner: ["name"],
        }
        return [*(name for stem in stems for name in languages.columns(stem)), *plain.get(type(record), [])]

    def _text(self, name: str) -> str:
        word = self.nonces.word()
        text = f"Mots {word}" if not name.endswith("_en") else f"Words {word}"
        return f"<p>{text}</p>" if name.startswith("body") else text

    def _write(self, record: models.Model, names: Iterable[str] = ()) -> None:
        for name in names or self._fields(record):
            setattr(record, name, self._text(name))
        record.save()

    def _some(self, record: models.Model, most: int = 4) -> list[str]:
        names = self._fields(record)
        return self.random.sample(names, min(len(names), self.random.randint(1, most)))

    def _row(self, watched: Watched) -> models.Model:
        """A release, or one of its rows."""
        model = self.random.choice((PressRelease, Quote, Picture, Attachment))
        if model is PressRelease:
            return watched.release()
        return self.random.choice(list(model.objects.filter(release=watched.pk)) or [watched.release()])

    # Roads by which the working text changes

    def by_form(self, watched: Watched) -> str:
        """The release's form with all its rows, as a browser sends it."""
        release = watched.release()
        form = opened(self.root, release)
        texts = [
            name for name in form if re.search(r"(title|subtitle|lead|body|role|text|speaker|alt|caption|credit)(_..)?$", name)
        ]
        texts = [name for name in texts if not name.startswith("_")]
        for name in self.random.sample(texts, self.random.randint(1, 4)):
            form[name] = self._text(name)
        if self.random.random() < 0.5:
            form["caps"] = [str(self.random.choice(self.caps).pk)]
            form["institutions"] = [str(self.random.choice(self.institutions).pk)]
            form["partners"] = [str(self.random.choice(self.partners).pk)]
        if self.random.random() < 0.3:
            form["release_boilerplates-0-boilerplate"] = str(self.random.choice(self.boilerplates).pk)
            form["release_contacts-0-contact"] = str(self.random.choice(self.contacts).pk)
            form["quotes-0-person"] = str(self.random.choice(self.people).pk)
            form["dated"] = self.random.choice(("2026-11-29", "2026-12-01", "2027-01-02"))
        if self.random.random() < 0.4:
            form["pictures-0-image"] = SimpleUploadedFile("autre.png", picture_bytes(self.nonces.word()), "image/png")
            form["attachments-0-file"] = SimpleUploadedFile("autre.csv", document_bytes(self.nonces.word()), "text/csv")
        response = self.root.post(change_url(release), form)
        assert response.status_code in (200, 302)
        return "saved" if response.status_code == 302 else "refused"

    def by_rows(self, watched: Watched) -> str:
        record = self._row(watched)
        self._write(record, self._some(record))
        return type(record).__name__

    def by_update(self, watched: Watched) -> str:
        record = self._row(watched)
        type(record).objects.filter(pk=record.pk).update(**{name: self._text(name) for name in self._some(record)})
        return type(record).__name__

    def by_sql(self, watched: Watched) -> str:
        record = self._row(watched)
        with connection.cursor() as cursor:
            for name in self._some(record):
                table, column = record._meta.db_table, record._meta.get_field(name).column
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [self._text(name), record.pk])
        return type(record).__name__

    def by_relations(self, watched: Watched) -> str:
        release = watched.release()
        for relation, things in (("caps", self.caps), ("institutions", self.institutions), ("partners", self.partners)):
            getattr(release, relation).set(self.random.sample(things, self.random.randint(0, 2)))
        Quote.objects.filter(release=release).update(person=self.random.choice(self.people))
        return "set"

    def by_bytes(self, watched: Watched) -> str:
        """What a stored working file holds is written over, behind the back of the database."""
        picture = Picture.objects.filter(release=watched.pk).first()
        attachment = Attachment.objects.filter(release=watched.pk).first()
        for name, content in (
            (picture and picture.image.name, picture_bytes(self.nonces.word())),
            (attachment and attachment.file.name, document_bytes(self.nonces.word())),
        ):
            if name and default_storage.exists(name):
                default_storage.delete(name)
                default_storage.save(name, ContentFile(content))
        if self.random.random() < 0.7:  # most often somebody saves it, and the row knows its file again
            for row in (picture, attachment):
                if row is not None:
                    row.save()
        return "written over"

    def by_new_files(self, watched: Watched) -> str:
        release = watched.release()
        for row in (*release.pictures.all(), *release.attachments.all()):
            row.delete()
        picture = ContentFile(picture_bytes(self.nonces.word()), "vue.png")
        words = {name: self._text(name) for name in (*languages.columns("alt"), *languages.columns("caption"))}
        Picture(release=release, image=picture, credit=self._text("credit"), licence="CC BY 4.0", **words).save()
        document = ContentFile(document_bytes(self.nonces.word()), "annexe.csv")
        Attachment(release=release, file=document, **{name: self._text(name) for name in languages.columns("title")}).save()
        return "made"

    def by_history(self, watched: Watched) -> str:
        """An earlier version brought back by the history of the back office."""
        release = watched.release()
        versions = list(Version.objects.get_for_object(release))
        if not versions:
            return "none"
        address = route(PressRelease, "revision", release.pk, self.random.choice(versions).pk)
        response = self.root.get(address)
        if response.status_code != 200:
            return "not to be had"
        response = self.root.post(address, form_of(response, PressRelease))
        return "restored" if response.status_code == 302 else "refused"

    # Roads through what releases share

    def by_shared_text(self, watched: Watched) -> str:
        record = self.random.choice([*self.boilerplates, *self.contacts])
        record.refresh_from_db()
        names = self._some(record)
        if self.random.random() < 0.5:
            form = opened(self.root, record) | {name: self._text(name) for name in names}
            return f"{type(record).__name__} {self.root.post(change_url(record), form).status_code}"
        self._write(record, names)
        return type(record).__name__

    def by_linked_record(self, watched: Watched) -> str:
        record = self.random.choice([*self.caps, *self.institutions, *self.partners])
        record.refresh_from_db()
        self._write(record, self._some(record, 2))
        return type(record).__name__

    def by_hiding(self, watched: Watched) -> str:
        """What releases name goes from the public, or comes back."""
        record = self.random.choice([*self.caps, *self.institutions, *self.partners])
        hidden = type(record).objects.filter(pk=record.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
        if not hidden:
            type(record).objects.filter(pk=record.pk).update(withdrawn_at=None)
        return f"{type(record).__name__} {'hidden' if hidden else 'shown'}"

    def by_ending_a_contact(self, watched: Watched) -> str:
        """A contact leaves the press office, or is there again."""
        contact = PressContact.objects.get(pk=self.contacts[1].pk)
        contact.valid_until = None if contact.valid_until else timezone.localdate() - timedelta(days=2)
        contact.save()
        return "ended" if contact.valid_until else "there again"

    # The life

    def seen_by_approver(self, watched: Watched, code: str) -> Seen:
        """What the preview shows, and what the files behind it hold: read by whoever approves, at this moment."""
        with override(code):
            address = reverse("preview", kwargs={"label": "news.pressrelease", "pk": watched.pk})
        page = self.root.get(address).content.decode()
        others = [other for other in self.watched if other is not watched]
        beside = frozenset().union(*(seen.words for other in others if (seen := other.public(code))))
        release = watched.release()
        files = [row.image.name for row in release.pictures.all()]
        files += [row.file.name for row in release.attachments.all() if row.language in ("", code)]
        held = [stored(name) for name in files if default_storage.exists(name)]
        own = {*release.caps.all(), *release.institutions.all(), *release.partners.all()}
        named = [record for record in (*self.caps, *self.institutions, *self.partners) if record in own]
        heading = re.search(r"<h1.*?</h1>", page, re.DOTALL)
        names = {(record._meta.label, record.pk): self.name_of(record, code) for record in named}
        cards = [row.contact for row in release.release_contacts.all() if row.language in ("", code)]
        contacts = {card.pk: self.words_of(card) & nonces_in(page) for card in cards}
        said = [(quote.person_id, self.words_of(quote) & nonces_in(page)) for quote in release.quotes.exclude(person=None)]
        quotes = {key: frozenset().union(*(words for one, words in said if one == key)) for key, _words in said}
        apart = frozenset().union(*names.values(), *contacts.values(), *quotes.values())
        return Seen(
            words=nonces_in(page) - (beside - self._own_words(release)) - apart,
            title=nonces_in(heading[0]) if heading else frozenset(),
            contacts=contacts,
            names=names,
            inside=frozenset().union(*(nonces_in(content.decode("latin-1")) for content in held)),
            files=frozenset(hashlib.sha256(content).hexdigest() for content in held),
            quotes=quotes,
            abouts=frozenset(release.release_boilerplates.values_list("boilerplate", flat=True)),
            address=nonces_in(release.slug(code) or ""),
            year=release.dated.year,
        )

    def words_of(self, record: models.Model) -> frozenset[str]:
        """What a record says at this moment."""
        return self._said_by(record, self._fields(record))

    def name_of(self, record: models.Model, code: str) -> frozenset[str]:
        """By what a record is called at this moment in a language."""
        names = {"acronym", "name", *(languages.column(stem, code) for stem in ("title", "name"))}
        return self._said_by(record, [name for name in self._fields(record) if name in names])

    @staticmethod
    def _said_by(record: models.Model, names: Iterable[str]) -> frozenset[str]:
        now = type(record)._default_manager.get(pk=record.pk)
        return nonces_in(" ".join(str(getattr(now, name)) for name in names))

    def _own_words(self, release: PressRelease) -> frozenset[str]:
        rows = [release, *release.quotes.all(), *release.pictures.all(), *release.attachments.all()]
        rows += [row.boilerplate for row in release.release_boilerplates.all()]
        rows += [row.contact for row in release.release_contacts.all()]
        return nonces_in(" ".join(str(getattr(row, name)) for row in rows for name in self._fields(row)))

    def _take(self, watched: Watched, step, *args, **kwargs) -> str:
        try:
            step(watched.release(), *args, **kwargs)
        except ValidationError as error:
            return f"refused: {next(iter(error.message_dict.values()))[0][:90]}"
        return "taken"

    @staticmethod
    def _digests(watched: Watched) -> dict[str, str]:
        """What the page of a step sends back of what it showed; its reader has ticked the quotations first."""
        for quote in watched.release().quotes.all():
            said = [(code, getattr(quote, languages.column("text", code))) for code in languages.codes()]
            first, second = (QuotationSide(code, quote.speaker, text) for code, text in said)
            QuotationReading.objects.get_or_create(release=quote.release, key=QuotationPair((first, second)).key)
        return services.digests_of(watched.release())

    def submit(self, watched: Watched) -> str:
        return self._take(watched, services.submit, self.author)

    def _to_approve(self, watched: Watched, codes: Iterable[str]) -> dict[str, Seen]:
        return {code: self.seen_by_approver(watched, code) for code in codes if not self._is_out(watched, code)}

    @staticmethod
    def _is_out(watched: Watched, code: str) -> bool:
        moment = watched.moments.get(code)
        return moment is not None and moment <= timezone.now()

    def _some_languages(self) -> list[str]:
        return self.random.choice([languages.codes(), languages.codes(), [languages.main()], languages.others()])

    def approve(self, watched: Watched) -> str:
        if self.random.random() < 0.7:
            self.submit(watched)
        moment = timezone.now() + timedelta(hours=self.random.randint(1, 30))
        codes = self._some_languages()
        seen = self._to_approve(watched, codes)
        answer = self._take(
            watched, services.approve, self.officer, dict.fromkeys(codes, moment), True, seen=self._digests(watched)
        )
        if answer == "taken":
            watched.editions |= seen
            watched.moments |= dict.fromkeys(seen, moment)
        return answer

    def publish(self, watched: Watched) -> str:
        if self.random.random() < 0.7:
            self.submit(watched)
        codes = self._some_languages()
        release = watched.release()
        waiting = [code for code in codes if release.review_of(code) == "in_review"]
        fresh = [code for code in codes if not self._is_out(watched, code)]
        seen = self._to_approve(watched, waiting)
        answer = self._take(watched, services.publish_now, self.officer, codes, confirmed=True, seen=self._digests(watched))
        if answer == "taken":
            watched.editions |= seen
            watched.moments |= dict.fromkeys(fresh, timezone.now().replace(microsecond=0))
        return answer

    def reschedule(self, watched: Watched) -> str:
        codes = self._some_languages()
        moment = self.random.choice([None, timezone.now() + timedelta(hours=self.random.randint(1, 50))])
        answer = self._take(watched, services.reschedule, self.officer, dict.fromkeys(codes, moment), True)
        if answer == "taken":
            for code in codes:
                watched.moments.pop(code, None)
                if moment is not None:
                    watched.moments[code] = moment
        return answer

    def back_to_draft(self, watched: Watched) -> str:
        answer = self._take(watched, services.back_to_draft, self.officer, languages.codes(), "Encore une fois")
        if answer == "taken":
            watched.editions, watched.moments = {}, {}
        return answer

    def correct(self, watched: Watched) -> str:
        codes = self._some_languages()
        texts = {code: self._text(f"says_{code}") for code in codes}
        seen = {code: self.seen_by_approver(watched, code) for code in codes}
        answer = self._take(
            watched, services.correct, self.officer, dict.fromkeys(codes, "Ceci"), texts, seen=self._digests(watched)
        )
        if answer == "taken":
            for code in codes:
                watched.editions[code] = replace(seen[code], words=seen[code].words | nonces_in(texts[code]))
        return answer

    def strike(self, watched: Watched) -> str:
        """Somebody, their words or a name had to go, out of every release."""
        keys = [
            key for key in striking.strikable_of(watched.release()) if key.startswith(("quotes:person", "contacts", "named"))
        ]
        if not keys:
            return "none"
        part, _colon, identity = (key := self.random.choice(keys)).partition(":")
        striking.strike(watched.release(), self.officer, key, "Demandé", everywhere=True)
        for one in self.watched:
            one.editions = {code: seen.without(part, identity) for code, seen in one.editions.items()}
        return part

    def withdraw(self, watched: Watched) -> str:
        notice = {code: f"Retiré {code}" for code in languages.codes()}
        answer = self._take(watched, services.withdraw, self.officer, notice)
        if answer == "taken":
            watched.withdrawn = True
        return answer

    # What the public reads

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Nothing is saved and no time passes within."""
        self.known = {}
        try:
            yield
        finally:
            self.known = None

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address at which a release could show, with its language; the files of the open data have none."""
        for code in languages.codes():
            with override(code):
                for name in ("home", "pressrelease-list", "press-feed", "site-map", "person-list", "theme-list", "open-data"):
                    yield code, reverse(name)
                yield code, reverse("press-feed") + "?page=2"
                yield code, reverse("press-feed") + "?archive=1"
                yield code, reverse("press-feed") + "?archive=2"
            for record in self._records():
                yield code, record.get_absolute_url(code)
        for kind in ("csv", "json"):
            yield "", reverse(f"dataset-{kind}", kwargs={"name": "press-releases"})

    def _records(self) -> list[models.Model]:
        return [*self.caps, *self.institutions, *self.partners, *self.people, *Theme.objects.all()]

    def read(self, address: str) -> tuple[int, bytes]:
        response = self.reader.get(address)
        return response.status_code, body_of(response)

    @same_while_reading
    def shown(self, watched: Watched, code: str) -> frozenset[str]:
        """The words that a release shows now: those that were seen, less contacts that ended and names of what is hidden."""
        seen = watched.public(code)
        if seen is None:
            return frozenset()
        valid = set(PressContact.objects.valid().values_list("pk", flat=True))
        cards = [words for pk, words in seen.contacts.items() if pk in valid]
        things = [record for record in (*self.caps, *self.institutions, *self.partners) if self.is_shown(record, code)]
        names = [seen.names.get((record._meta.label, record.pk), frozenset()) for record in things]
        return seen.words.union(*seen.quotes.values(), *cards, *names)

    def addresses_of(self, code: str = "") -> frozenset[str]:
        """The words of addresses, as they were when the language was approved."""
        codes = [code] if code else languages.codes()
        return frozenset().union(*(seen.address for one in self.watched for lang in codes if (seen := one.public(lang))))

    @same_while_reading
    def is_shown(self, record: models.Model, code: str) -> bool:
        return type(record)._default_manager.public(code).filter(pk=record.pk).exists()

    @same_while_reading
    def allowed(self, code: str = "") -> frozenset[str]:
        """The words of all editions in force."""
        codes = [code] if code else languages.codes()
        return self.addresses_of().union(*(self.shown(one, lang) for one in self.watched for lang in codes))

    @same_while_reading
    def own_of_records(self, code: str = "") -> frozenset[str]:
        """What records with pages of their own say today, and the reusable texts that something in force carries."""
        codes = [code] if code else languages.codes()
        shown = [seen.abouts for one in self.watched for lang in codes if (seen := one.public(lang))]
        abouts = [about for about in self.boilerplates if about.pk in frozenset().union(*shown)]
        return frozenset().union(*map(self.words_of, (*self._records(), *abouts)))


def sealed_paths() -> list[str]:
    """All that lies in the storage, as paths; documents that are made lie elsewhere."""
    found = []
    for folder in default_storage.listdir("")[0]:
        if "." in folder:
            for token in default_storage.listdir(folder)[0]:
                found += [f"{folder}/{token}/{name}" for name in default_storage.listdir(f"{folder}/{token}")[1]]
    return found


def words_of_zip(content: bytes) -> frozenset[str]:
    found: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            found |= nonces_in(name) | nonces_in(inner.decode("utf-8", "replace"))
            if name.endswith(".pdf") and inner.startswith(b"%PDF-1.7\n%"):
                found |= words_of_pdf(inner)
    return frozenset(found)


def words_of_pdf(content: bytes) -> frozenset[str]:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return nonces_in(text) | nonces_in(re.sub(r"[-\u00ad\u2010]?\s*\n\s*", "", text))


def original_is_seen(path: str, seen: frozenset[str]) -> bool:
    original = renditions.original_of(path)
    if not default_storage.exists(original):
        return False
    return hashlib.sha256(stored(original)).hexdigest() in seen


def send_mail() -> list:
    before = len(mail.outbox)
    Worker().round()
    return mail.outbox[before:]
