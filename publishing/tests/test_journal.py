"""What no backup may undo is written down, whatever road brings it about."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import checks
from django.db import connection, models, transaction
from django.utils import timezone

from news.models import Article, PressRelease, ReadingLink
from publishing import journal, languages
from publishing.enums import JournalKind
from publishing.journal import UPDATE
from publishing.journal_tables import JournalLine
from publishing.models import Published
from publishing.records import Record
from tests.make import draft, make

pytestmark = pytest.mark.django_db
CLOSING = {"withdrawn_at", "revoked_at", "expires_at", "valid_until", "is_cancelled", "is_active", "left_at"} | {
    "permission_until",
    "logo_permission_until",
    "used_at",
    *languages.columns("public_from"),
}
"""Columns by which something ends, is taken back or is closed: a table that has one is watched."""
NO_END = {
    "socialaccount.socialtoken.expires_at": "tokens of the provider are not kept",
    "portal.invitation.expires_at": "given once, when the link is made",
    "mailing.newsletterdelivery.left_at": "a figure of how an issue fared; the reader's own row is watched",
    "caps.halquery.is_active": "what is asked of HAL shows nothing by itself",
}


def lines(kind=None) -> list[tuple[str, str, str]]:
    found = JournalLine.objects.filter(**({"kind": kind} if kind else {}))
    return list(found.values_list("kind", "model", "record"))


def _by_sql(article):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_article SET withdrawn_at = %s WHERE id = %s", [timezone.now(), article.pk])


def _by_save(article):
    article.withdrawn_at = timezone.now()
    article.save(update_fields=["withdrawn_at"])


def _by_bulk_update(article):
    article.withdrawn_at = timezone.now()
    Article.objects.bulk_update([article], ["withdrawn_at"])


@pytest.mark.parametrize(
    "withdraw",
    [
        _by_save,
        _by_bulk_update,
        _by_sql,
        lambda article: Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now()),
        lambda article: Article._base_manager.update_or_create(pk=article.pk, defaults={"withdrawn_at": timezone.now()}),
    ],
)
@pytest.mark.cases(5)
def test_every_road_writes_a_line(withdraw):
    article = make(Article)
    withdraw(article)
    assert lines() == [(JournalKind.WITHDRAWN, "news.article", str(article.pk))]
    line = JournalLine.objects.get()
    assert len(line.key) == 32 and abs((timezone.now() - line.at).total_seconds()) < 5


def test_what_changes_nothing_writes_nothing_and_what_is_taken_back_neither():
    article = make(Article)
    Article.objects.filter(pk=article.pk).update(withdrawn_at=None, title_fr="x")
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
        transaction.set_rollback(True)
    assert lines() == []


def test_every_deletion_of_a_record_is_written_by_its_queryset_too():
    kept, gone = make(Article), make(Article)
    keys = str(gone.pk)
    Article.objects.filter(pk=gone.pk)._raw_delete(using="default")
    assert lines(JournalKind.DELETED) == [(JournalKind.DELETED, "news.article", keys)]
    assert Article.objects.get() == kept


def test_no_table_that_closes_something_is_forgotten():
    """A new column of this kind is watched, or says here why it closes nothing."""
    watched = {f"{one.label}.{name}" for one in journal.watches() for name in one.changes if one.event == UPDATE}
    watched |= {f"{one.label}.left_at" for one in journal.watches() if "left_at" in one.says}
    found = {
        f"{model._meta.label_lower}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.name in CLOSING
    }
    assert found - watched - NO_END.keys() == set()
    assert NO_END.keys() - found == set()


def test_every_record_is_watched_by_its_deletion_and_every_published_one_by_its_moments():
    watched = {(one.kind, one.model) for one in journal.watches()}
    records = {model for model in apps.get_models() if issubclass(model, Record)}
    assert {model for kind, model in watched if kind == JournalKind.DELETED} >= records
    for kind in (JournalKind.WITHDRAWN, JournalKind.MOVED):
        published = {model for model in records if issubclass(model, Published)}
        assert {model for known, model in watched if known == kind} == published


def test_every_line_is_compared_after_a_restore():
    for one in journal.watches():
        entry = journal.JournalEntry("", "", one.kind.value, one.label, "1")
        assert journal.comparison(entry) is not None, (one.kind, one.label)


def test_lines_hold_keys_moments_and_states_but_no_words_of_anybody():
    """Of texts only those of a closed list, and keyed hashes."""
    said = {
        f"{one.label}.{name}"
        for one in journal.watches()
        for name in one.says
        for column in [next(each for each in one.model._meta.concrete_fields if each.attname == name)]
        if isinstance(column, models.CharField | models.TextField | models.JSONField) and not column.choices
    }
    assert said == {
        "mailing.erasedaddress.digest",
        "mailing.mailing.language",
        "news.edition.language",
    }


def test_a_password_is_not_written_only_that_it_changed():
    account = User.objects.create_user("ada", password="a long old password")
    account.set_password("a long new password")
    account.save()
    assert [line.said for line in JournalLine.objects.filter(model="auth.user")] == [{}]


def test_a_link_that_is_revoked_says_when():
    link = ReadingLink.objects.create(
        release=make(PressRelease, **draft()),
        language=languages.main(),
        reader="x",
        token_hash="hash",
        expires_at=timezone.now(),
    )
    ReadingLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    said = JournalLine.objects.get(kind=JournalKind.REVOKED).said
    assert set(said) == {"revoked_at", "expires_at"} and all(said.values())


def test_the_check_tells_a_trigger_that_is_missing():
    run = lambda: [one.id for one in checks.run_checks(tags=[checks.Tags.database], databases=["default"])]  # noqa: E731
    assert "publishing.W010" not in run()
    name, table = next(iter(sorted(journal.present(connection).items())))
    journal._drop(connection, {name: table})
    assert "publishing.W010" in run()
    journal.install(connection)
    assert journal.missing(connection) == set()


def test_triggers_are_made_anew_only_where_they_differ(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        journal.install(connection)


def test_a_note_belongs_to_a_transaction():
    journal.note(JournalKind.OPENED, "publishing.quarantine", 1, why="test")
    assert lines(JournalKind.OPENED) == [(JournalKind.OPENED, "publishing.quarantine", "1")]
