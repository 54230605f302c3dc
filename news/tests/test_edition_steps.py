"""What may be done with what was approved: seen beside the working text, taken back, mended, corrected, struck out, copied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import override

from news import services, striking
from news.admin.life_steps import PublishNow
from news.differences import against_small_mend, differences
from news.enums import EditionKind, StateChangeKind
from news.models import Attachment, Contribution, Correction, Edition, EditionContact, PressContact, PressRelease, Quote
from news.reading import read_public
from news.sealing import working_words
from publishing import languages
from publishing.dates_in_words import day_in_words
from publishing.slugs import is_made_of, slug_of
from tests.backoffice import change_url, opened, route, staff
from tests.make import make, seal_anew

from .newsroom import MAIN, NOON, OTHER, TUESDAY, approve, correct, officer, publish_now, ready, together, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def refused(step, *args, **kwargs) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        step(*args, **kwargs)
    return error.value.message_dict


def public_words(release: PressRelease, code: str = MAIN):
    stored = PressRelease.objects.in_language(code).for_detail().get(pk=release.pk)
    return read_public(stored, code).words


def write(release: PressRelease, **texts: str) -> None:
    """Change the working text by a road that asks nobody."""
    PressRelease.objects.filter(pk=release.pk).update(**texts)
    release.refresh_from_db()


def mend(release: PressRelease, reason: str = "Coquille", codes=(MAIN,)) -> PressRelease:
    return services.mend(release, officer(), codes, reason, seen=services.digests_of(release))


# Approved, and then written on


def test_what_is_written_after_the_approval_reaches_nobody(client):
    release = ready("in review", "Lunaire")
    approve(release, officer(), together(TUESDAY))
    write(release, title_fr="Solaire", lead_fr="Autre chapô")
    with time_machine.travel(TUESDAY, tick=False):
        page = client.get(release.get_absolute_url(MAIN)).content.decode()
    assert "Lunaire" in page and "Solaire" not in page and "Autre chapô" not in page


def test_approving_anew_before_the_moment_lets_the_new_words_out():
    release, olga = ready("in review", "Lunaire"), officer()
    approve(release, olga, together(TUESDAY))
    assert "approved already" in str(refused(approve, release, olga, together(TUESDAY)))
    write(release, title_fr="Solaire")
    approve(release, olga, together(TUESDAY))
    assert [edition.number for edition in release.editions.filter(language=MAIN)] == [1, 2]
    assert [edition.number for edition in release.editions.filter(language=OTHER)] == [1]
    assert public_words(release).title.words == "Solaire"


def test_a_language_that_nobody_sent_for_review_is_not_approved():
    release = ready()
    services.submit(release, user("eve", "Editors"), [MAIN])
    faults = refused(approve, release, officer(), together(TUESDAY))
    assert faults == {f"public_from_{OTHER}": ["This language has not been sent for review."]}
    approve(release, officer(), {MAIN: TUESDAY})
    assert (release.state_in(MAIN), release.state_in(OTHER)) == ("approved", "draft")


def test_a_second_language_that_is_approved_later_changes_no_byte_of_the_first(client):
    release, olga = ready("in review", "Lunaire"), officer()
    publish_now(release, olga, [MAIN])
    before = client.get(f"{release.get_absolute_url(MAIN)[:-1]}.txt").content
    with time_machine.travel(TUESDAY, tick=False):
        publish_now(release, olga, [OTHER])
        assert client.get(f"{release.get_absolute_url(MAIN)[:-1]}.txt").content == before
    assert release.editions.filter(language=MAIN).count() == 1


def test_an_approval_is_taken_back_before_its_moment():
    release, olga = ready("in review"), officer()
    approve(release, olga, together(TUESDAY))
    assert list(refused(services.back_to_draft, release, olga, [MAIN], " ")) == ["note"]
    services.back_to_draft(release, olga, [MAIN], "Too early.")
    assert [release.state_in(code) for code in languages.codes()] == ["draft"] * len(languages.codes())
    assert (release.public_from(MAIN), release.public_from(OTHER)) == (None, None)
    assert release.editions.count() == len(languages.codes())
    assert release.state_changes.last().kind == StateChangeKind.BACK_TO_DRAFT
    public = ready("public")
    assert "not public yet" in str(refused(services.back_to_draft, public, olga, [MAIN], "No"))


# Small mends and corrections


def test_a_small_mend_is_silent_and_logged():
    release = ready("public", lead_fr="Le consorsium réunit des équipes de recherche")
    write(release, lead_fr="Le consortium réunit des équipes de recherche.")
    assert list(refused(mend, release, " ")) == ["reason"]
    mend(release)
    assert public_words(release).lead.words == "Le consortium réunit des équipes de recherche."
    edition = release.edition_in(MAIN)
    assert (edition.kind, edition.reason, edition.number) == (EditionKind.MEND, "Coquille", 2)
    assert public_words(release).corrections == ()
    assert "nothing to mend" in str(refused(mend, release))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Elle réunit 33 équipes", "Elle réunit 35 équipes"),
        ("Elle réunit trente équipes", "Elle réunit treize équipes"),
        ("Le 3 décembre à Paris", "Le 3 novembre à Paris"),
        ("Un million d’euros", "Un milliard d’euros"),
        ("Jeanne Exemple dirige", "Jean Exemple dirige"),
        ("La Sorbonne annonce", "La Sorbone annonce"),
        ("Ce projet est financé", "Ce projet n’est pas financé"),
        ("Le programme commence", "Le programme finit"),
        ("Les effectifs sont en hausse", "Les effectifs sont en baisse"),
        ("Le programme marche", "Le programme marché"),
        ("Les équipes et les étudiants", "Les étudiants et les équipes"),
    ],
)
def test_a_change_of_what_is_said_is_no_small_mend(old, new):
    release = ready("public", lead_fr=old)
    write(release, lead_fr=new)
    assert "Publish a correction" in str(refused(mend, release))
    assert public_words(release).lead.words == old


def test_links_contacts_and_quotations_are_no_small_mends():
    release = ready("public", body_fr='<p>Voir <a href="https://a.example.org/">ici</a>.</p>')
    write(release, body_fr='<p>Voir <a href="https://b.example.org/">ici</a>.</p>')
    assert "link" in str(refused(mend, release)).lower()
    for spoil in (
        lambda one: Quote.objects.create(release=one, speaker="Ada Exemple", text_fr="Bien", text_en="Good"),
        lambda one: one.release_contacts.all().delete(),
        lambda one: PressRelease.objects.filter(pk=one.pk).update(dated=date(2026, 12, 2)),
        lambda one: PressRelease.objects.filter(pk=one.pk).update(place_fr="Lyon"),
    ):
        other = ready("public")
        sealed = public_words(other)
        spoil(other)
        assert against_small_mend(sealed, working_words(other)[MAIN]) != []


def test_a_correction_seals_the_mended_text_with_its_note():
    release = ready("public", lead_fr="Les lauréats")
    write(release, lead_fr="Les lauréates")
    assert public_words(release).lead.words == "Les lauréats"
    correct(release, officer(), {MAIN: "Les lauréats"}, {MAIN: "Les lauréates"})
    said = public_words(release)
    assert (said.lead.words, [note.says.words for note in said.corrections]) == ("Les lauréates", ["Les lauréates"])
    assert release.editions.filter(language=OTHER).count() == 1


def test_a_correction_of_what_was_not_read_is_refused():
    release = ready("public")
    seen = services.digests_of(release)
    write(release, lead_fr="Autre chose")
    faults = refused(services.correct, release, officer(), {MAIN: "A"}, {MAIN: "B"}, seen=seen)
    assert "changed since" in str(faults)
    assert release.edition_in(MAIN).number == 1


def test_what_is_saved_while_a_correction_is_made_is_not_sealed_with_it(monkeypatch):
    """Rows beside the release are not locked: what comes in after the look at them was read by nobody."""
    release = ready("public")
    seen, create = services.digests_of(release), Correction.objects.create

    def create_late(**values):
        Quote.objects.create(release=release, speaker="Ada Exemple", text_fr="Jamais lu", text_en="Never read")
        return create(**values)

    monkeypatch.setattr(Correction.objects, "create", create_late)
    assert "changed since" in str(refused(services.correct, release, officer(), {MAIN: "A"}, {MAIN: "B"}, seen=seen))
    assert release.edition_in(MAIN).number == 1


# Struck out


def test_somebodys_words_are_struck_out_of_every_release_at_once(client):
    releases = [ready("public"), ready("public"), ready("scheduled")]
    for release in releases:
        Quote.objects.create(release=release, speaker="Ada Exemple", text_fr="Paroles lunaires", text_en="Lunar words")
        seal_anew(release, *languages.codes())
    first = releases[0]
    assert "Paroles lunaires" in client.get(first.get_absolute_url(MAIN)).content.decode()
    key = next(key for key, words in striking.strikable_of(first).items() if "Ada Exemple" in words)
    with pytest.raises(PermissionDenied):
        striking.strike(first, user("eve", "Editors"), key, "Asked for", everywhere=True)
    assert list(refused(striking.strike, first, officer(), key, " ", everywhere=True)) == ["reason"]
    concerned = striking.strike(first, officer(), key, "Asked for", everywhere=True)
    assert set(concerned) == set(releases)
    for release in releases[:2]:
        page = client.get(release.get_absolute_url(MAIN)).content.decode()
        assert "Paroles lunaires" not in page and "Ada Exemple" not in page
        log = release.state_changes.get(kind=StateChangeKind.STRUCK)
        assert (log.note, log.by) == ("Asked for", officer())
    assert not [words for words in striking.strikable_of(first).values() if "Ada Exemple" in words]
    assert Edition.objects.filter(payload__contains="Paroles lunaires").exists()


def test_a_contact_who_is_erased_leaves_nothing_and_the_seal_holds(client):
    gone = make(PressContact, "Partie")
    release = ready("public")
    release.release_contacts.create(contact=gone)
    seal_anew(release, *languages.codes())
    assert "Partie" in client.get(release.get_absolute_url(MAIN)).content.decode()
    release.release_contacts.filter(contact=gone).delete()
    gone.delete()
    assert "Partie" not in client.get(release.get_absolute_url(MAIN)).content.decode()
    assert not EditionContact.objects.filter(payload__contains="Partie").exists()
    assert release.edition_in(MAIN).is_whole()


# Copies, places, days, addresses


def test_a_copy_shares_nothing_with_its_release(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored = default_storage.save("news.attachment/jeton/a.pdf", ContentFile(b"%PDF-1.7 a"))
    for state in ("public", "withdrawn"):
        release = ready(state)
        make(Attachment, release=release, file=stored, language=MAIN)
        copy = services.duplicate(release, officer())
        assert (copy.state, copy.slug(MAIN), copy.public_from(MAIN), copy.withdrawn_at) == ("draft", None, None, None)
        assert copy.lead_fr == release.lead_fr and copy.contacts_in(MAIN) == release.contacts_in(MAIN)
        assert copy.attachments.get().file.name != release.attachments.get().file.name
        assert copy.attachments.get().sha256 == release.attachments.get().sha256
        assert copy.state_changes.get().kind == StateChangeKind.CREATED


def test_a_copy_is_made_by_a_button_by_whoever_may_add(client):
    release = ready("withdrawn")
    url = route(PressRelease, "duplicate", release.pk)
    editor = staff("emma", group="Editors")
    assert editor.get(url).status_code == 405
    assert editor.post(url).status_code == 302
    assert PressRelease.objects.count() == 2
    assert client.post(url).status_code in (302, 403)
    assert PressRelease.objects.count() == 2


@pytest.mark.parametrize("place", ["Paris, le 22 mai 2024,", "Paris,", "Paris 5"])
def test_a_place_is_a_place_alone(place):
    release, olga = ready(), staff("olga", group="Press officers")
    response = olga.post(change_url(release), opened(olga, release) | {"place_fr": place})
    assert "Write the place alone" in str(response.context["adminform"].form.errors)


def test_a_day_far_from_the_moment_is_asked_for_once_more():
    release = ready("in review", dated=date(2024, 5, 22))
    faults = refused(approve, release, officer(), together(TUESDAY))
    assert list(faults) == ["confirmed"] and day_in_words(date(2024, 5, 22)) in str(faults)
    approve(release, officer(), together(TUESDAY), confirmed=True)
    assert release.public_from(MAIN) == TUESDAY


def test_one_tick_confirms_what_was_told_together():
    """Who ticks for the day has read that it is soon, too."""
    release = ready("in review", dated=date(2024, 5, 22))
    faults = refused(approve, release, officer(), together(NOON + timedelta(minutes=2)))
    (day, soon) = faults["confirmed"]
    assert day_in_words(date(2024, 5, 22)) in day and "less than five minutes" in soon


def test_who_publishes_at_once_is_told_of_the_day_beside_the_box():
    """The box is ticked before anybody asks: what it confirms has to stand there."""
    release = ready("in review", dated=date(2024, 5, 22))
    seen = services.digests_of(release)
    assert len(refused(services.publish_now, release, officer(), [MAIN], seen=seen)["confirmed"]) == 2
    step = PublishNow(release, by=officer())
    assert day_in_words(date(2024, 5, 22)) in step.fields["confirmed"].help_text
    release = ready("in review", dated=NOON.date())
    assert PublishNow(release, by=officer()).fields["confirmed"].help_text == ""


def test_an_address_follows_its_title_until_the_public_knows_it():
    release, olga = ready(title_fr="Premier titre", slug_fr="premier-titre"), staff("olga", group="Press officers")
    olga.post(change_url(release), opened(olga, release) | {"title_fr": "L’œuvre d’un second titre"})
    release.refresh_from_db()
    assert release.slug_fr == "l-oeuvre-d-un-second-titre"
    olga.post(change_url(release), opened(olga, release) | {"slug_fr": "choisie", "title_fr": "Troisième"})
    olga.post(change_url(release), opened(olga, release) | {"title_fr": "Quatrième"})
    release.refresh_from_db()
    assert release.slug_fr == "choisie"
    public = ready("public", title_fr="Connu", slug_fr="connu")
    olga.post(change_url(public), opened(olga, public) | {"title_fr": "Autrement"})
    public.refresh_from_db()
    assert public.slug_fr == "connu"


def test_addresses_are_whole_words():
    assert slug_of("L’appel d'intérêt : « 2e vague »") == "l-appel-d-interet-2e-vague"
    long = slug_of("Un titre qui compte " + "vraiment " * 20 + "beaucoup")
    assert len(long) <= 80 and long.endswith("vraiment")
    assert slug_of("x" * 200) == "x" * 80
    assert is_made_of("", "A") and is_made_of("l-appel-2", "L’appel") and not is_made_of("autre", "L’appel")


# The pages


def test_the_form_and_the_life_show_both_texts_and_the_ways_on():
    release, olga = ready("scheduled", "Lunaire"), staff("olga", group="Press officers")
    assert "The working text says the same." in olga.get(change_url(release)).content.decode()
    write(release, lead_fr="Solaire <script>")
    for url in (change_url(release), route(PressRelease, "life", release.pk)):
        page = olga.get(url).content.decode()
        assert "Approve anew" in page and "<ins>Solaire" in page and "<script>Solaire" not in page
        assert "<del>Lunaire</del>" in page
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=False):
        assert "Publish a correction" in olga.get(change_url(release)).content.decode()


def test_differences_name_every_part():
    release = ready("public")
    sealed = public_words(release)
    Quote.objects.create(release=release, speaker="Ada Exemple", text_fr="Bien", text_en="Good")
    write(release, title_fr="Autre", body_fr="<p>Un</p><p>Deux</p>", dated=date(2026, 12, 2))
    found = {change.part: (change.old, change.new) for change in differences(sealed, working_words(release)[MAIN])}
    assert set(found) == {"title", "body", "dated", "quotes-0"}
    assert found["body"][1] == "Un\nDeux"
    assert found["quotes-0"] == ("", "Ada Exemple – Bien")


# Two persons, over who changed the text


def test_nobody_approves_alone_what_they_changed(settings):
    settings.PRESS_TWO_PERSONS = True
    client = staff("olga", group="Press officers")
    olga, paul = officer(), officer("paul")
    release = ready("in review", author=user("eve", "Editors"))
    client.post(change_url(release), opened(client, release) | {"lead_fr": "De la main d’Olga"})
    assert Contribution.objects.filter(release=release, by=olga, language=MAIN).exists()
    release.refresh_from_db()
    approve(release, olga, {MAIN: TUESDAY})
    assert release.approval_is_kept and not release.is_sealed(MAIN)
    assert "waits for somebody else" in release.state_changes.last().note, "the log does not say that it was approved"
    approve(release, paul, {MAIN: TUESDAY})
    assert release.is_sealed(MAIN)
    own = ready("in review", author=olga)
    assert "somebody else" in str(refused(approve, own, olga, {MAIN: TUESDAY}))


def test_the_database_lets_no_edition_be_changed():
    edition = ready("public").edition_in(MAIN)
    for change in ({"payload": "{}"}, {"title": "Autre"}, {"number": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk)._raw_delete("default")


def test_who_may_take_these_steps():
    release = ready("public")
    eve = user("eve", "Editors")
    for step in (
        lambda: services.back_to_draft(release, eve, [MAIN], "x"),
        lambda: services.mend(release, eve, [MAIN], "x", seen={}),
        lambda: services.correct(release, eve, {}, {}, seen={}),
    ):
        with pytest.raises(PermissionDenied):
            step()
    reader = user("reader")
    reader.user_permissions.add(Permission.objects.get(codename="view_pressrelease"))
    with pytest.raises(PermissionDenied):
        services.duplicate(release, reader)
