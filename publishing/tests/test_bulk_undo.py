"""An action of a list is undone by whoever took it, within a day and once, where nobody changed the record since."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caps.models import CAP
from mailing.admin.mailings import MailingAdmin
from mailing.admin.queued_mail import QueuedMailAdmin
from news.tests.newsroom import user
from publishing import clock
from publishing.collaboration_tables import BulkChange
from publishing.enums import LinkOutcome, MailState
from publishing.link_tables import OutgoingLink
from publishing.outbox import OutboxMessage
from search.models import Entry
from tests.backoffice import route
from tests.make import cap, draft

pytestmark = pytest.mark.django_db


def client_of(who, language: str = "en") -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["language"] = language
    return client


@pytest.fixture
def eve():
    return user("eve", "Editors")


def act(client: Client, model, action: str, *rows, **given):
    data = {"action": action, "_selected_action": [row.pk for row in rows]} | given
    return client.post(route(model, "changelist"), data, follow=True)


def undo(client: Client, change=None):
    change = change or BulkChange.objects.latest("pk")
    return client.post(reverse("admin:undo", args=[change.pk]), follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(("language", "words"), [("en", "Undo"), ("fr", "Annuler")])
def test_what_was_made_public_is_taken_back_and_says_so(eve, language, words):
    first, second, public = cap(**draft()), cap(**draft()), cap()
    before = public.stamp
    client = client_of(eve, language)
    page = act(client, CAP, "publish_fr", first, second, public)
    assert f">{words}</button>" in "".join(said(page)) and page.content.count(b'class="undo-offer"') == 1
    assert {first, second, public} == set(CAP.objects.public("fr"))
    undo(client)
    assert set(CAP.objects.public("fr")) == {public}
    public.refresh_from_db()
    assert public.stamp == before
    first.refresh_from_db()
    assert first.public_from("fr") is None
    assert set(Entry.objects.filter(language="fr", model_label="caps.cap").values_list("object_id", flat=True)) >= {public.pk}
    assert LogEntry.objects.filter(object_id=str(first.pk)).count() == 2


def test_what_was_changed_or_deleted_since_stays_and_is_named_with_the_reason(eve):
    kept, changed, gone = cap(**draft()), cap(**draft(), title_fr="Changé"), cap(**draft())
    client = client_of(eve)
    act(client, CAP, "publish_fr", kept, changed, gone)
    changed.refresh_from_db()
    changed.title_fr = "Changé depuis"
    changed.save()
    gone_name, changed_name = str(gone), str(changed)
    CAP.objects.get(pk=gone.pk).delete()
    told = said(undo(client))
    assert any(changed_name in words and "changed since" in words for words in told), told
    assert any(gone_name in words and "deleted since" in words for words in told)
    assert set(CAP.objects.public("fr")) == {changed}


def test_it_is_undone_once_within_a_day_and_by_whoever_did_it_alone(eve):
    record, olga = cap(**draft()), user("ada", "Administrators")
    client = client_of(eve)
    act(client, CAP, "publish_fr", record)
    assert undo(client_of(olga)).status_code == 404
    assert client.get(reverse("admin:undo", args=[BulkChange.objects.get().pk])).status_code == 405
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        late = client_of(eve)
        assert undo(late).status_code == 404
    undo(client)
    assert not CAP.objects.public("fr").exists()
    act(client, CAP, "publish_fr", record)
    assert any("undone already" in words for words in said(undo(client, BulkChange.objects.earliest("pk"))))
    assert CAP.objects.public("fr").exists()


def test_what_is_kept_for_it_is_gone_after_a_day(eve):
    act(client_of(eve), CAP, "publish_fr", cap(**draft()))
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        act(client_of(eve), CAP, "publish_fr", cap(**draft()))
        assert BulkChange.objects.count() == 1


def test_who_lost_the_right_undoes_nothing(eve):
    record = cap(**draft())
    client = client_of(eve)
    act(client, CAP, "publish_fr", record)
    eve.groups.set([Group.objects.get(name="Translators")])
    assert undo(client).status_code == 403
    assert CAP.objects.public("fr").exists() and BulkChange.objects.get().undone_at is None


def test_a_state_that_would_break_a_rule_does_not_come_back(eve):
    record = cap(**draft())
    client = client_of(eve)
    act(client, CAP, "publish_fr", record)
    act(client, CAP, "publish_en", record)
    told = said(undo(client, BulkChange.objects.earliest("pk")))
    assert any("changed since" in words for words in told)
    assert CAP.objects.public("en").exists() and CAP.objects.public("fr").exists()


def test_an_action_that_changed_nothing_offers_nothing(eve):
    page = act(client_of(eve), CAP, "publish_fr", cap())
    assert "undo-offer" not in page.content.decode() and not BulkChange.objects.exists()


def test_a_word_on_a_link_is_taken_back():
    link = OutgoingLink.objects.create(address="https://gone.example.org/", outcome=LinkOutcome.GONE, nights=3)
    root = user("root")
    root.is_superuser = True
    root.save()
    client = client_of(root)
    act(client, OutgoingLink, "accept", link)
    link.refresh_from_db()
    assert link.accepted_at is not None
    undo(client)
    link.refresh_from_db()
    assert (link.accepted_at, list(OutgoingLink.objects.broken())) == (None, [link])


def test_a_decision_on_a_message_is_taken_back_and_what_sends_says_beforehand_that_it_cannot_be():
    olga = client_of(user("olga", "Press officers"))
    arrived, again = [
        OutboxMessage.objects.create(recipient="a@example.org", language="fr", template="x", state=MailState.UNKNOWN)
        for _each in range(2)
    ]
    act(olga, OutboxMessage, "mark_arrived", arrived)
    undo(olga)
    arrived.refresh_from_db()
    assert (arrived.state, arrived.done_at) == (MailState.UNKNOWN, None)
    act(olga, OutboxMessage, "send_again", again)
    assert BulkChange.objects.count() == 1
    for action in (QueuedMailAdmin.send_again, MailingAdmin.go_on):
        assert "cannot be undone" in str(action.short_description)


def test_what_a_list_deleted_is_brought_back_where_deletions_are():
    root = user("root")
    root.is_superuser = True
    root.save()
    page = act(client_of(root), CAP, "delete_selected", cap(), post="yes")
    assert not CAP.objects.exists() and not BulkChange.objects.exists()
    assert route(CAP, "recoverlist") in "".join(said(page))


def test_more_than_can_be_kept_is_not_offered(eve, monkeypatch):
    monkeypatch.setattr("publishing.bulk_undo.MOST", 1)
    page = act(client_of(eve), CAP, "publish_fr", cap(**draft()), cap(**draft()))
    assert CAP.objects.public("fr").count() == 2 and clock.now()
    assert "undo-offer" not in page.content.decode()
