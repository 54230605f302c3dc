"""What happened since a backup is found in the journal, and is so again once it is applied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cluster.models import Person
from mailing import retention
from mailing.enums import MailingKind, SubscriberState
from mailing.models import Delivery, ErasedAddress, Mailing, Subscriber
from mailing.tests.test_mailings import confirmed, released
from mailing.worker import hold_after_restore
from news.models import Article, Edition, PressContact, PressRelease, Quote, ReadingLink, Strike
from portal.backup import since
from publishing import erasing, journal_file, languages
from publishing.enums import JournalKind, MailState
from publishing.journal_tables import JournalLine, Quarantine
from publishing.outbox import post
from tests.make import draft, future, make, seal_anew

pytestmark = pytest.mark.django_db
MAIN = languages.main()
MOMENTS = languages.columns("public_from")


@pytest.fixture
def happened(settings, tmp_path):
    """Have something happen, and then be undone as an older backup undoes it: the journal alone knows."""
    settings.JOURNAL_DIR = tmp_path / "journal"

    def since_backup(change: Callable[[], object]) -> Quarantine:
        JournalLine.objects.all().delete()
        row = Quarantine.objects.create(backup="yesterday", backup_made_at=timezone.now())
        with transaction.atomic():
            change()
            lines = [journal_file._as_data(line) for line in JournalLine.objects.all()]
            transaction.set_rollback(True)
        journal_file.append(settings.JOURNAL_DIR, lines)
        hold_after_restore()
        return row

    return since_backup


def applied(row: Quarantine) -> list[str]:
    """What was left to a person by each that was applied; afterwards nothing is to be applied any more."""
    left = [words for _one, words in since.apply(since.compare(row))]
    assert since.compare(row).to_apply == []
    return left


def kinds(row: Quarantine) -> dict[str, int]:
    return {kind.value: len(found) for kind, found in since.compare(row).differences.items()}


def test_what_was_withdrawn_stays_withdrawn(happened, client):
    release, article = released(), make(Article)
    at = timezone.now()

    def withdraw():
        PressRelease.objects.filter(pk=release.pk).update(withdrawn_at=at)
        Article.objects.filter(pk=article.pk).update(withdrawn_at=at)

    row = happened(withdraw)
    assert kinds(row) == {"withdrawn": 2}
    assert applied(row) == ["", ""]
    release.refresh_from_db()
    article.refresh_from_db()
    assert release.withdrawn_at == article.withdrawn_at == at and not release.is_public(MAIN)


def test_of_two_moments_the_later_is_kept_and_one_taken_away_stays_away(happened):
    """The last that the journal says counts; nothing becomes public sooner, or at all, by itself."""
    later, away, sooner, new = (make(Article, **future()) for _number in range(4))
    Article.objects.filter(pk=new.pk).update(**draft())
    moment = timezone.now() + timedelta(days=90)

    def move():
        rows = Article.objects.filter
        rows(pk=later.pk).update(**dict.fromkeys(MOMENTS, timezone.now()))
        rows(pk=later.pk).update(**dict.fromkeys(MOMENTS, moment))
        rows(pk=away.pk).update(**draft())
        rows(pk=sooner.pk).update(**dict.fromkeys(MOMENTS, timezone.now()))
        rows(pk=new.pk).update(**dict.fromkeys(MOMENTS, timezone.now()))

    row = happened(move)
    found = since.compare(row)
    assert (len(found.to_apply), len(found.for_a_person)) == (2, 2)
    applied(row)
    for article, expected in ((later, moment), (away, None), (sooner, sooner.public_from(MAIN)), (new, None)):
        article.refresh_from_db()
        assert article.public_from(MAIN) == expected


def test_a_closed_account_stays_closed_and_older_rights_passwords_and_factors_are_gone(happened):
    closed, deleted, changed = (User.objects.create_user(name, password="a long old password") for name in ("a", "b", "c"))
    changed.groups.add(Group.objects.create(name="Some"))
    factor = Authenticator.objects.create(user=changed, type=Authenticator.Type.TOTP, data={})

    def close():
        User.objects.filter(pk=closed.pk).update(is_active=False)
        deleted.delete()
        changed.groups.clear()
        changed.set_password("a long new password")
        changed.save()
        Authenticator.objects.filter(pk=factor.pk).delete()

    key = deleted.pk
    row = happened(close)
    assert kinds(row) == {"deleted": 1, "disabled": 2, "revoked": 2}
    applied(row)
    assert set(User.objects.filter(pk__in=(closed.pk, key)).values_list("is_active", flat=True)) == {False}
    changed = User.objects.get(pk=changed.pk)
    assert changed.is_active and not changed.has_usable_password() and not changed.groups.exists()
    assert not Authenticator.objects.exists()


def test_who_was_let_in_since_is_not_let_in_by_itself(happened):
    account = User.objects.create_user("a", is_active=False)
    row = happened(lambda: User.objects.filter(pk=account.pk).update(is_active=True))
    found = since.compare(row)
    assert (len(found.to_apply), len(found.for_a_person)) == (0, 1)


def test_a_revoked_link_is_dead_and_an_ended_contact_stays_ended(happened):
    link = ReadingLink.objects.create(
        release=make(PressRelease, **future()),
        language=MAIN,
        reader="x",
        token_hash="hash",
        expires_at=timezone.now() + timedelta(days=20),
    )
    contact, today = make(PressContact, valid_until=None), timezone.localdate()

    def revoke():
        ReadingLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
        PressContact.objects.filter(pk=contact.pk).update(valid_until=today)

    row = happened(revoke)
    applied(row)
    link.refresh_from_db()
    contact.refresh_from_db()
    assert not link.is_alive() and contact.valid_until == today


def test_who_left_has_left_and_who_was_erased_is_erased(happened):
    left, erased, stays = confirmed("left@example.org"), confirmed("erased@example.org"), confirmed("stays@example.org")

    def leave():
        Subscriber.objects.filter(pk=left.pk).update(state=SubscriberState.LEFT, left_at=timezone.now())
        retention.erase_address("Erased@example.org")

    row = happened(leave)
    assert Subscriber.objects.count() == 3
    applied(row)
    states = dict(Subscriber.objects.values_list("email", "state"))
    assert states == {"left@example.org": "left", "stays@example.org": "confirmed"}
    assert ErasedAddress.objects.count() == len(languages.codes()) and stays.pk and erased.pk


def test_an_erased_person_is_erased_by_the_hash_of_their_name_alone(happened, settings):
    admin = User.objects.create_superuser("admin")
    person, other = make(Person, given_name="Aimée", family_name="Zyxwv"), make(Person)
    subject = erasing.Subject(person.pk, (str(person),))
    row = happened(lambda: erasing.erase(subject, admin, "asked for"))
    assert not any("Zyxwv" in path.read_text() for path in journal_file.files(settings.JOURNAL_DIR))
    assert kinds(row)["erased"] == 1
    assert "erase_person" in "".join(applied(row))
    assert list(Person.objects.values_list("pk", flat=True)) == [other.pk]


def test_who_was_erased_without_a_record_is_told_to_a_person(happened):
    admin = User.objects.create_superuser("admin")
    contact = make(PressContact, name="Aimée Zyxwv")
    row = happened(lambda: erasing.erase(erasing.Subject(None, ("Aimée Zyxwv",)), admin, "asked for"))
    found = since.compare(row)
    assert [one.entry.kind for one in found.for_a_person] == ["erased"] and contact.pk


def test_what_was_deleted_is_deleted_and_what_is_held_is_withdrawn(happened):
    gone, held = make(Article), released()
    keys = held.pk

    def delete():
        gone.delete()
        JournalLine.objects.create(key="k", kind=JournalKind.DELETED, model="news.pressrelease", record=str(keys))

    pk = gone.pk
    row = happened(delete)
    left = [words for _one, words in since.apply(since.compare(row))]
    assert not Article.objects.filter(pk=pk).exists()
    assert PressRelease.objects.get(pk=keys).is_withdrawn() and sum(map(bool, left)) == 1


def test_what_was_struck_out_stays_out_and_lost_words_are_told(happened):
    release = released()
    make(Quote, release=release)
    edition = seal_anew(release).edition_in(MAIN)

    def strike():
        Strike.objects.create(edition=edition, part="quotes", place=0, reason="somebody's words")
        later = Edition.objects.get(pk=edition.pk)
        later.pk, later.number, later.kind = None, edition.number + 1, "correction"
        later.save(force_insert=True)

    row = happened(strike)
    assert kinds(row) == {"struck": 1, "sealed": 1}
    assert len(since.compare(row).for_a_person) == 1
    applied(row)
    assert Strike.objects.get().edition == edition and "somebody" not in Strike.objects.get().reason


def test_what_was_delivered_is_not_mailed_again(happened):
    """Rows of the backup, rows that it never had, and those of which nothing is known."""
    known, unknown, late = confirmed("a@example.org"), confirmed("b@example.org"), confirmed("c@example.org")
    release, newer = released(), released()
    mailing = Mailing.objects.create(release=release, language=MAIN, filled_at=timezone.now())
    sent, waits = (Delivery.objects.create(mailing=mailing, subscriber=one) for one in (known, unknown))
    message = post_one()

    def deliver():
        rows = Delivery.objects.filter
        rows(pk=sent.pk).update(state=MailState.CLAIMED, message_id="<x@y>")
        rows(pk=sent.pk).update(state=MailState.SENT, done_at=timezone.now())
        type(message).objects.filter(pk=message.pk).update(state=MailState.SENT)
        since_then = Mailing.objects.create(release=newer, language=MAIN, filled_at=timezone.now())
        new = Delivery.objects.create(mailing=since_then, subscriber=late)
        rows(pk=new.pk).update(state=MailState.SENT, done_at=timezone.now())

    row = happened(deliver)
    applied(row)
    states = {
        (one.mailing.release_id, one.subscriber.email): one.state
        for one in Delivery.objects.select_related("mailing", "subscriber")
    }
    assert states == {
        (release.pk, "a@example.org"): MailState.SENT,
        (release.pk, "b@example.org"): MailState.UNKNOWN,
        (newer.pk, "c@example.org"): MailState.SENT,
    }
    message.refresh_from_db()
    assert message.state == MailState.SENT and waits.pk
    assert Mailing.objects.get(release=newer, language=MAIN, kind=MailingKind.RELEASE).stopped_at


def post_one():
    with transaction.atomic():
        return post("a@example.org", MAIN, "mailing/mail/registration", {"registration": 0, "event": 0, "says": "ask"})


def test_lines_from_before_the_backup_say_nothing(happened):
    article = make(Article)
    row = happened(lambda: Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now()))
    Quarantine.objects.update(backup_made_at=timezone.now() + timedelta(hours=1))
    row.refresh_from_db()
    assert since.compare(row).lines == 0


def test_a_journal_that_is_missing_short_or_changed_is_told(happened, settings, tmp_path):
    article = make(Article)
    row = happened(lambda: Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now()))
    assert since.compare(row).fault == ""
    row.journal_head = "f" * 64
    assert "lacks" in english(since.compare, row).fault
    (path,) = journal_file.files(settings.JOURNAL_DIR)
    path.write_text(path.read_text().replace("withdrawn", "withdrawm", 1))
    assert "damaged" in english(since.compare, row).fault
    settings.JOURNAL_DIR = tmp_path / "nowhere"
    assert english(since.compare, row).fault == "There is no journal."


def english(function, *given):
    with override("en"):
        return function(*given)


def test_the_command_line_lists_applies_and_opens_only_then(happened):
    User.objects.create_superuser("ada")
    article = make(Article)
    row = happened(lambda: Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now()))

    def said(name: str, *given: str) -> str:
        call_command(name, *given, stdout=(out := StringIO()))
        return out.getvalue()

    listed = said("quarantine", "--language", "en")
    assert "  [ ] " in listed and "Withdrawn from the public (1)" in listed
    assert "Retiré du public (1)" in said("quarantine", "--language", "fr")
    with pytest.raises(CommandError, match="Not all was applied again"):
        said("open_quarantine", "--by", "ada", "--word", "open", "--language", "en")
    assert "  [x] " in said("quarantine", "--apply", "--language", "en")
    for given in (("--by", "ada", "--word", "ouvre"), ("--word", "ouvrir"), ("--by", "ada")):
        with pytest.raises(CommandError):
            said("open_quarantine", *given, "--language", "fr")
    assert "Le portail est ouvert." in said("open_quarantine", "--by", "ada", "--word", "ouvrir", "--language", "fr")
    row.refresh_from_db()
    assert row.opened_by == "ada" and row.opened_at
    assert "n’est pas en quarantaine" in said("quarantine", "--language", "fr")


def test_without_a_journal_it_opens_only_to_who_says_so(settings):
    settings.JOURNAL_DIR = None
    Quarantine.objects.create(backup="yesterday", backup_made_at=timezone.now())
    out = StringIO()
    with pytest.raises(CommandError, match="no journal to rely on"):
        call_command("open_quarantine", "--by", "Ada", "--word", "open", "--language", "en", stdout=out)
    assert "What nobody can know without it" in out.getvalue()
    call_command("open_quarantine", "--by", "Ada", "--word", "open", "--without-journal", "--language", "en", stdout=out)
    assert not Quarantine.objects.filter(opened_at=None).exists()
