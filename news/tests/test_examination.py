"""The check of a release reads its words and nothing else: those of the records, or words that were kept."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from news import reading
from news.models import Attachment, Boilerplate, Correction, Picture, PressContact, PressRelease, Quote, ReleaseBoilerplate
from news.reading import ReleaseWords, read_words
from news.release_checks import examination
from news.release_checks.examination import Checked, examine, fingerprint_of_digests, keep, report_on
from news.release_checks.fields import FormFields
from news.release_checks.knowledge import load
from news.release_checks.mending import mend
from news.release_checks.text_parts import readings_of
from proofreading import engine
from proofreading.findings import ERROR, WARNING, Finding
from proofreading.knowledge import Knowledge, KnownBoilerplate, KnownContact, KnownRecord
from publishing import languages
from publishing.dates_in_words import day_in_words
from publishing.localized_text import LocalizedHTML, LocalizedText
from tests.make import make

from .newsroom import MAIN, OTHER, ready, user

DAY = date(2026, 5, 22)
TWICE = "Il est ouvert à tous les les étudiants."


# Words made by hand: pytest-django lets no query pass


def written(language: str = MAIN, **given) -> ReleaseWords:
    """Words that lack nothing, in a language, but for what is given."""

    def said(words: str) -> LocalizedText:
        return LocalizedText(words, language)

    values = {
        "title": said("Titre"),
        "subtitle": said(""),
        "place": said("Paris"),
        "dated": DAY,
        "lead": said("Une phrase."),
        "body": LocalizedHTML("<p>Un texte.</p>", language),
        "quotes": (),
        "boilerplates": (reading.AboutText(7, said("À propos"), LocalizedHTML("<p>Nous.</p>", language)),),
        "contacts": (reading.ContactCard(3, "Service de presse", said(""), (language,), "", "presse@example.org"),),
        "pictures": (reading.PressPicture(5, "a/vue.png", 4, 2, said("Une vue"), said(""), "Atelier", "CC BY"),),
        "attachments": (),
        "corrections": (),
        "named": (),
    }
    return ReleaseWords(form=reading.WORDS_FORM, language=language, **(values | given))


def knowing(**given) -> Knowledge:
    """What a portal knows that has the contact and the boilerplate of these words, but for what is given of the contact."""
    contact = KnownContact(
        "Service de presse", "presse@example.org", "", record=KnownRecord("news.presscontact", 3, "Service de presse"), **given
    )
    about = KnownBoilerplate({}, {}, DAY, KnownRecord("news.boilerplate", 7, "À propos"), "socle")
    return Knowledge(contacts=[contact], boilerplates=[about], today=DAY)


def found(known: Knowledge | None = None, *words: ReleaseWords) -> list[Finding]:
    known = known or knowing()
    by_language = {one.language: one for one in words}
    with engine.strict():
        return list(report_on(by_language, readings_of(by_language, known), known).findings)


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity, finding.place.field) for finding in findings]


def picture(**given) -> reading.PressPicture:
    return replace(written().pictures[0], **given)


def test_words_that_lack_nothing_are_sound():
    assert told(found(None, written())) == []


def test_a_fault_in_the_words_is_found_in_its_field():
    words = written(body=LocalizedHTML(f"<p>{TWICE}</p>", MAIN))
    assert told(found(None, words)) == [("word-twice", WARNING, "body")]


def test_a_text_that_fell_back_is_not_the_languages_own():
    """English that has borrowed a French lead with a fault has no fault; a borrowed alternative text is a missing one."""
    french = LocalizedText(TWICE, MAIN)
    words = written(
        OTHER,
        title=LocalizedText("A title", OTHER),
        lead=french,
        body=LocalizedHTML("<p>A text.</p>", OTHER),
        boilerplates=(),
        pictures=(picture(alt=french, caption=french),),
    )
    assert told(found(None, words)) == [
        ("picture-without-alt", WARNING, "picture-5-alt"),
        ("no-boilerplate", WARNING, "release_boilerplates"),
    ]
    texts = {part.source for part in readings_of({OTHER: words}, knowing())[OTHER].parts}
    assert TWICE not in texts


def test_a_language_that_borrows_its_title_and_its_text_says_nothing():
    words = written(OTHER, title=LocalizedText("Titre", MAIN), body=LocalizedHTML(f"<p>{TWICE}</p>", MAIN), contacts=())
    assert told(found(None, words)) == []


def test_what_pictures_lack():
    bare = picture(picture=12, alt=LocalizedText("", MAIN), credit=" ", licence="")
    assert told(found(None, written(pictures=(picture(), bare)))) == [
        ("picture-without-alt", ERROR, "picture-12-alt"),
        ("picture-without-credit", ERROR, "picture-12-credit"),
        ("picture-without-licence", ERROR, "picture-12-licence"),
    ]


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ({"valid_from": DAY}, []),
        ({"valid_until": DAY - timedelta(days=1)}, ["no-contact", "contact-out-of-date"]),
        ({"valid_from": DAY + timedelta(days=1)}, ["no-contact", "contact-out-of-date"]),
    ],
)
def test_a_contact_is_one_on_the_days_that_are_known(dates, codes):
    assert [finding.code for finding in found(knowing(**dates), written())] == codes


def test_readers_need_a_contact_today_whatever_the_day_of_the_release():
    """Valid today and not on the day of the release, and the other way round."""
    later, earlier = written(dated=DAY + timedelta(days=30)), written(dated=DAY - timedelta(days=30))
    known = knowing(valid_from=DAY, valid_until=DAY)
    assert told(found(known, later)) == [("contact-out-of-date", WARNING, "contact-3")]
    assert told(found(known, earlier)) == [("contact-out-of-date", WARNING, "contact-3")]
    known.today = DAY + timedelta(days=1)
    assert told(found(known, written())) == [("no-contact", ERROR, "release_contacts")]


def test_a_contact_whom_the_portal_does_not_know_any_more_is_none():
    known = knowing()
    known.contacts = []
    assert [finding.code for finding in found(known, written())] == ["no-contact", "contact-out-of-date"]


def test_a_boilerplate_is_as_old_as_its_record():
    known = knowing()
    known.boilerplates[0].as_of = DAY - timedelta(days=401)
    (stale,) = found(known, written())
    assert (stale.code, stale.place.field, stale.record.pk) == ("boilerplate-stale", "boilerplate-socle", 7)
    looked_at = known.boilerplates[0].as_of
    with override("fr"):
        assert stale.message.render("fr").endswith(f" le {day_in_words(looked_at)}.")
    assert looked_at.isoformat() in json.dumps(stale.message.as_json())
    known.boilerplates[0].as_of = DAY - timedelta(days=400)
    assert found(known, written()) == []


def test_a_decision_on_a_picture_stays_with_it_whatever_stands_before():
    """Kept by its number, an override of one picture’s credit would pass to the next picture that takes its place."""
    first, second = picture(picture=11, credit=""), picture(picture=12, credit="")
    both = {finding.key for finding in found(None, written(pictures=(first, second)))}
    (alone,) = found(None, written(pictures=(second,)))
    (other,) = found(None, written(pictures=(first,)))
    assert alone.key != other.key
    assert both == {alone.key, other.key}


def test_decisions_are_kept_under_names_that_stay():
    """What staff decided of a finding is found by these; another name would ask it anew."""
    gone = LocalizedText("", MAIN)
    words = written(
        quotes=(reading.SpokenQuote(9, None, "Maud", gone, LocalizedText("Oui.", MAIN)),), pictures=(picture(alt=gone),)
    )
    known = knowing(valid_from=DAY - timedelta(days=9), valid_until=DAY - timedelta(days=9))
    known.boilerplates[0].as_of = date(2020, 1, 1)
    fields = {part.field for part in readings_of({MAIN: words}, known)[MAIN].parts}
    assert {"quotes-0-text", "quotes-0-role", "boilerplate-socle-title", "boilerplate-socle-body", "picture-5-alt"} <= fields
    assert "contact-3" in {part.field for part in readings_of({MAIN: words}, knowing())[MAIN].parts}
    assert {finding.code: finding.evidence for finding in found(known, words)} == {
        "picture-without-alt": "picture-5-alt ",
        "no-contact": "release_contacts ",
        "contact-out-of-date": "contact-3 ",
        "boilerplate-stale": "boilerplate-socle 2020-01-01",
    }


def test_kept_words_are_checked_like_those_of_the_day():
    words = written(body=LocalizedHTML(f"<p>{TWICE}</p>", MAIN))
    kept = ReleaseWords.from_text(words.as_text())
    assert [finding.key for finding in found(None, kept)] == [finding.key for finding in found(None, words)]


# Words of records


@pytest.fixture
def release(db):
    """A release with a row of everything, and a repeated word in its text and in its quotation."""
    release = ready("in review", body_fr=f"<p>{TWICE}</p>")
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    make(Quote, release=release, text_fr=f"Nous ouvrons. {TWICE}")
    make(Picture, release=release, image="news.picture/jeton/vue.png", width=4, height=2)
    make(Attachment, release=release, language="", file="news.attachment/jeton/a.pdf")
    make(Correction, release=release)
    return release


MODELS = (PressRelease, Quote, Boilerplate, PressContact, Picture, Attachment, Correction)


@pytest.fixture
def texts_looked_at(monkeypatch):
    """The text columns of records that anybody looks at once the words of a release have been read."""
    seen, armed = set(), []

    def watched(model: type[models.Model]):
        texts = {field.name for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)}

        def look(self, name):
            if armed and name in texts:
                seen.add(f"{model.__name__}.{name}")
            return models.Model.__getattribute__(self, name)

        monkeypatch.setattr(model, "__getattribute__", look, raising=False)

    def read(stored, language):
        armed.clear()
        words = read_words(stored, language)
        armed.append(language)
        return words

    for model in MODELS:
        watched(model)
    monkeypatch.setattr(examination, "read_words", read)
    return seen


def test_no_text_of_a_record_is_looked_at_once_the_words_are_read(release, texts_looked_at):
    known = load()
    assert "word-twice" in {finding.code for finding in examine(release, known).report.findings}
    assert texts_looked_at == set()
    assert release.title_fr
    assert texts_looked_at == {"PressRelease.title_fr"}, "whoever looks is seen"


def test_what_is_checked_is_what_the_words_say(release, monkeypatch):
    """Of records with a fault, read as words without one, nothing is found."""
    monkeypatch.setattr(examination, "read_words", lambda stored, language: written(language))
    assert [finding for finding in examine(release, knowing()).report.findings if finding.language == MAIN] == []


def test_an_examination_takes_as_many_queries_whatever_hangs_on_a_release(release):
    with CaptureQueriesContext(connection) as few:
        examine(release)
    for number in range(3):
        make(Quote, release=release)
        make(Picture, release=release)
        make(Attachment, release=release)
        make(Correction, release=release)
        ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate, f"Socle{number}"))
    with CaptureQueriesContext(connection) as many:
        examine(release)
    assert len(many) == len(few)


def test_findings_lead_to_the_fields_of_the_form(release):
    """To the second row of pictures, too, where the first has no file and is in no words."""
    Picture.objects.filter(release=release).update(rank=2, alt_fr="", alt_en="")
    make(Picture, release=release, rank=1)
    checked = examine(release)
    fields = FormFields(checked.release)
    led = {(finding.code, fields.anchor(finding.place.origin)) for finding in checked.report.findings}
    assert led >= {
        ("word-twice", "id_body_fr"),
        ("word-twice", "id_quotes-0-text_fr"),
        ("picture-without-alt", "id_pictures-1-alt_fr"),
        ("picture-without-file", "id_pictures-0-image"),
    }


def test_a_picture_without_a_file_is_told_of_once_and_in_no_words(release):
    make(Picture, release=release, alt_fr=TWICE)
    checked = examine(release)
    told_of = [finding for finding in checked.report.findings if finding.code == "picture-without-file"]
    assert [(finding.severity, finding.language) for finding in told_of] == [(WARNING, MAIN)]
    assert [len(words.pictures) for words in checked.words.values()] == [1] * len(languages.codes())


def test_a_kept_check_is_of_the_very_words_that_were_read(release):
    kept = keep(examine(release), user("olga"))

    def digests():
        stored = PressRelease.objects.for_words().get(pk=release.pk)
        return {code: read_words(stored, code).digest for code in languages.codes()}

    first = digests()
    assert kept.fingerprint == fingerprint_of_digests(first) == fingerprint_of_digests(dict(reversed(first.items())))
    Attachment.objects.filter(release=release).update(title_en="Another title")
    assert digests()[MAIN] == first[MAIN]
    assert kept.fingerprint != fingerprint_of_digests(digests()), "the other language is what this one was held against"


def test_two_languages_that_change_places_are_other_words():
    assert fingerprint_of_digests({"fr": "a", "en": "b"}) != fingerprint_of_digests({"fr": "b", "en": "a"})


# Mending what is stored


def twice_in(checked: Checked, field: str) -> Finding:
    return next(one for one in checked.report.findings if one.code == "word-twice" and one.place.field == field)


def stored_anew(checked: Checked) -> Checked:
    return replace(checked, release=PressRelease.objects.for_words().get(pk=checked.release.pk))


@pytest.mark.parametrize("field", ["body", "quotes-0-text"])
def test_what_was_read_is_mended_only_where_it_is_still_stored(release, field):
    checked = examine(release)
    PressRelease.objects.filter(pk=release.pk).update(body_fr=f"<p>Avant. {TWICE}</p>")
    Quote.objects.filter(release=release).update(text_fr=f"Avant. {TWICE}")
    with override("en"), pytest.raises(ValidationError, match="not stored as it was checked"):
        mend(stored_anew(checked), [twice_in(checked, field)])
    release.refresh_from_db()
    assert (release.body_fr, release.quotes.get().text_fr) == (f"<p>Avant. {TWICE}</p>", f"Avant. {TWICE}")


def test_a_quotation_that_is_gone_is_not_mended(release):
    checked = examine(release)
    release.quotes.all().delete()
    with override("en"), pytest.raises(ValidationError, match="not stored as it was checked"):
        mend(stored_anew(checked), [twice_in(checked, "quotes-0-text")])


def test_a_text_that_came_in_without_being_cleaned_is_mended_by_hand(release):
    """Words are clean, whatever the database holds; the places of a text that is not are not theirs."""
    raw = f'<p class="x">{TWICE}</p>'
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_pressrelease SET body_fr = %s WHERE id = %s", [raw, release.pk])
    checked = examine(release)
    with override("en"), pytest.raises(ValidationError, match="not stored as it was checked"):
        mend(checked, [twice_in(checked, "body")])
    release.refresh_from_db()
    assert release.body_fr == raw
