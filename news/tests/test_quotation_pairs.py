"""A quotation in two languages is read side by side by somebody who may approve, before the second language goes out."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import override

from news import services
from news.models import PressRelease, QuotationReading, Quote
from news.release_checks import quotation_pairs
from news.release_checks.examination import examine
from news.release_checks.quotation_pairs import pairs_to_read, unread
from publishing import languages
from publishing.conflicts import STAMP
from tests.backoffice import route, staff
from tests.make import make

from .newsroom import (
    MAIN,
    NOON,
    OTHER,
    TUESDAY,
    officer,
    read_quotations,
    ready,
    together,
    words,
)
from .test_life import refused

pytestmark = pytest.mark.django_db
SAID = {"text_fr": "Nous ouvrons nos portes à tous.", "text_en": "We open our doors to all."}
IN_A_TEXT = {
    "body_fr": "<p>« Nous cherchons ensemble depuis dix ans », dit Maud Kervella.</p>",
    "body_en": "<p>“We have searched together for ten years,” says Maud Kervella.</p>",
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def approve(release: PressRelease, by, moments):
    return services.approve(release, by, moments, seen=services.digests_of(release))


def publish_now(release: PressRelease, by, chosen):
    return services.publish_now(release, by, chosen, True, seen=services.digests_of(release))


def correct(release: PressRelease, by, said, says):
    return services.correct(release, by, said, says, seen=services.digests_of(release))


def quoting(state: str = "in review", **texts: str) -> PressRelease:
    release = ready(state, **texts)
    make(Quote, release=release, speaker="Maud Kervella", person=None, role_fr="", role_en="", **SAID)
    return PressRelease.objects.get(pk=release.pk)


def refusal(step, *args) -> str:
    return " ".join(sentence for told in refused(step, *args).values() for sentence in told)


def post(client, release: PressRelease, action: str, *keys: str, stamp: str = ""):
    release.refresh_from_db()
    data = {"action": action, "finding": keys, STAMP: stamp or str(release.stamp), "onward": "quotation-x"}
    return client.post(route(PressRelease, "check", release.pk), data)


def key_of(pair: quotation_pairs.QuotationPair) -> str:
    return pair.key


def test_the_second_language_waits_until_each_quotation_is_read():
    release = quoting(**IN_A_TEXT)
    told = refusal(approve, release, officer(), together(TUESDAY))
    assert SAID["text_fr"] in told and "dix ans" in told and "Maud Kervella" in told
    pairs = pairs_to_read(examine(release))
    assert [[bool(side.text) for side in pair.sides] for pair in pairs] == [[True, True]] * 2
    quotation_pairs.mark_read(examine(release), officer(), pairs[0].key)
    assert "Nobody has read" in refusal(approve, release, officer(), together(TUESDAY))
    quotation_pairs.mark_read(examine(release), officer(), pairs[1].key)
    approve(release, officer(), together(TUESDAY))
    assert all(map(release.is_sealed, languages.codes()))


def test_what_nobody_has_read_is_told_once_and_cut_at_a_word():
    """It stands beside no moment: of two languages neither is the one at fault."""
    long = "Nous avons relu ensemble chaque phrase de ce texte, longuement, avant de le faire paraître dans les deux langues."
    release = quoting()
    Quote.objects.update(text_fr=long)
    with pytest.raises(ValidationError) as refused:
        approve(release, officer(), together(TUESDAY))
    told = refused.value.message_dict
    assert list(told) == [NON_FIELD_ERRORS] and len(told[NON_FIELD_ERRORS]) == 1
    shown = re.search(r"“(.*)…”", told[NON_FIELD_ERRORS][0])
    assert shown and long.startswith(f"{shown[1]} ") or long[len(shown[1])] == ","


def test_one_language_alone_asks_for_nothing():
    release = quoting()
    approve(release, officer(), {MAIN: TUESDAY})
    assert release.is_sealed(MAIN)
    assert SAID["text_fr"] in refusal(approve, release, officer(), {OTHER: TUESDAY})
    read_quotations(release)
    approve(release, officer(), {OTHER: TUESDAY})
    assert release.is_sealed(OTHER)


@pytest.mark.parametrize("changed", [{"text_fr": "Autre."}, {"text_en": "Other."}, {"speaker": "Maud Kervela"}], ids=str)
def test_a_change_of_either_text_or_of_the_speaker_takes_the_tick_away(changed):
    release = quoting()
    read_quotations(release)
    assert unread(examine(release), languages.codes()) == []
    Quote.objects.update(**changed)
    assert len(unread(examine(release), languages.codes())) == 1
    Quote.objects.update(**SAID, speaker="Maud Kervella")
    assert unread(examine(release), languages.codes()) == []


def test_what_is_read_is_what_will_stand_side_by_side_in_public():
    """French was approved with other words than it has now: English is read beside those of the edition in force."""
    release = quoting()
    approve(release, officer(), {MAIN: TUESDAY})
    Quote.objects.update(text_fr="Nous fermons nos portes à tous.")
    release = PressRelease.objects.get(pk=release.pk)
    checked = examine(release)
    assert [pair.sides[0].text for pair in unread(checked, [OTHER])] == [SAID["text_fr"]]
    shown = [(pair.sides[0].text, pair.sides[0].is_approved) for pair in pairs_to_read(checked)]
    assert shown == [("Nous fermons nos portes à tous.", False), (SAID["text_fr"], True)]
    quotation_pairs.mark_read(checked, officer(), pairs_to_read(checked)[0].key)
    assert SAID["text_fr"] in refusal(approve, release, officer(), {OTHER: TUESDAY})
    read_quotations(release)
    approve(release, officer(), {OTHER: TUESDAY})


def test_a_quotation_that_one_language_has_alone_is_read_as_well():
    release = quoting()
    Quote.objects.update(text_en="")
    (pair,) = unread(examine(release), languages.codes())
    assert [side.text for side in pair.sides] == [SAID["text_fr"], ""]


def test_no_road_goes_round_the_tick():
    release = quoting()
    assert "Nobody has read" in refusal(publish_now, release, officer(), languages.codes())
    read_quotations(release)
    publish_now(release, officer(), languages.codes())
    Quote.objects.update(text_en="We close our doors to all.")
    release = PressRelease.objects.get(pk=release.pk)
    assert "Nobody has read" in refusal(correct, release, officer(), words("A"), words("B"))
    read_quotations(release)
    correct(release, officer(), words("A"), words("B"))


def test_quotations_that_cannot_be_looked_at_keep_the_text_back(monkeypatch):
    release = quoting()
    read_quotations(release)
    monkeypatch.setattr("news.release_checks.quotation_pairs._quotations", lambda *_args: 1 / 0)
    assert "could not be made" in refusal(approve, release, officer(), together(TUESDAY))
    assert not release.is_sealed(MAIN)


def test_whoever_may_approve_ticks_one_quotation_at_a_time():
    release = quoting(**IN_A_TEXT)
    keys = [pair.key for pair in pairs_to_read(examine(release))]
    for group, status in (("Translators", 403), ("Editors", 403)):
        assert post(staff(group, group=group), release, "read", keys[0]).status_code == status
    assert not QuotationReading.objects.exists()
    olga = staff("olga", group="Press officers")
    answer = post(olga, release, "read", *keys)
    assert answer.url.endswith("/check/#quotation-x")
    assert [(reading.key, reading.by.username) for reading in QuotationReading.objects.all()] == [(keys[0], "olga")]
    page = olga.get(route(PressRelease, "check", release.pk)).content.decode()
    User.objects.filter(username="olga").update(first_name="Olga", last_name="Martin")
    named = olga.get(route(PressRelease, "check", release.pk)).content.decode()
    said = re.search(r'<p class="read-by">(.*?)</p>', named, re.DOTALL)
    words = " ".join(re.sub("<[^>]*>", "", said[1]).split()) if said else ""
    assert re.fullmatch(r"Read in both languages by Olga Martin, \d+ \w+ \d{4}, [\w. ]+", words), words
    assert "Read in both languages by olga" in page and "1 quotation is still to be read" in page
    post(olga, release, "unread", keys[0])
    assert not QuotationReading.objects.exists()
    Quote.objects.update(text_en="Other.")
    post(olga, release, "read", next(key for key in keys if key not in map(key_of, pairs_to_read(examine(release)))))
    assert not QuotationReading.objects.exists()
