"""What rooms write to the outbox: with their own transaction or not at all, and sent as carefully as a mailing."""

import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.template import TemplateDoesNotExist
from django.utils import timezone
from django.utils.translation import override

from mailing import list_requests, subscribers, worker
from mailing.confirmations import ALL_CONFIRMATIONS
from mailing.mailings import DELIVERIES
from mailing.newsletter_readers import READERS
from mailing.outbox_queue import OUTBOX
from mailing.tests.smtp_sink import ACCEPT_AND_CUT, Sink
from mailing.tests.test_mailings import confirmed, deliver, released, through  # noqa: F401  a fixture
from publishing import languages
from publishing.enums import MailState
from publishing.outbox import NOTICE_PAUSE, OutboxMessage, OutboxNotice, notify, post
from publishing.workers import worker_name
from tests.backoffice import route, staff

MAIN, OTHER = languages.main(), languages.others()[0]
JANE = "jane@example.org"
TEMPLATE = "told/something"
SETTLED = (MailState.SENT, MailState.REFUSED, MailState.DROPPED)
pytestmark = pytest.mark.usefixtures("message_templates")


def tell(
    recipient: str = JANE, language: str = MAIN, template: str = TEMPLATE, what: str = "Something", **given
) -> OutboxMessage:
    return post(recipient, language, template, {"what": what}, **given)


def states() -> dict[str, str]:
    return dict(OutboxMessage.objects.order_by("pk").values_list("recipient", "state"))


# Posting


@pytest.mark.django_db(transaction=True)
def test_a_message_is_posted_in_a_transaction_only():
    with pytest.raises(TransactionManagementError):
        tell()
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_posted():
    class Regret(Exception):
        pass

    with pytest.raises(Regret), transaction.atomic():
        tell()
        raise Regret
    deliver()
    assert (OutboxMessage.objects.count(), mail.outbox) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"recipient": "jane"}, ValidationError),
        ({"recipient": ""}, ValidationError),
        ({"recipient": "jane@example.org\nBcc: x@example.org"}, ValidationError),
        ({"language": "xx"}, ValueError),
        ({"template": "told/nothing"}, TemplateDoesNotExist),
        ({"what": object()}, TypeError),
    ],
)
def test_what_could_not_be_sent_is_refused_where_it_is_posted(given, error):
    with pytest.raises(error), transaction.atomic():
        tell(**given)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_an_address_is_kept_in_its_one_writing():
    assert tell(" Jane@ÉCOLE.example.org ").recipient == "Jane@xn--cole-9oa.example.org"


# Sending


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
def test_a_message_says_what_was_posted_in_its_language(through, language):  # noqa: F811
    with override(OTHER if language == MAIN else MAIN):
        row = tell(language=language, what="L’« IA » <b>&</b> it's")
    with through(Sink()) as sink:
        deliver()
        deliver()
    ((address, message),) = sink.messages
    row.refresh_from_db()
    assert (address, row.state, row.attempts) == (JANE, MailState.SENT, 1)
    text, html = (message.get_body((kind,)).get_content().strip() for kind in ("plain", "html"))
    assert text == f"{language} {language}: L’« IA » <b>&</b> it's http://127.0.0.1:8000"
    assert html == f'<p lang="{language}">L’« IA » &lt;b&gt;&amp;&lt;/b&gt; it&#x27;s</p>'
    assert message["Subject"].strip() == "L’« IA » <b>&</b> it's at PostGenAI@Paris"
    assert message["Message-ID"] == row.message_id == OUTBOX.message_id(row)
    assert (message["Content-Language"], message["Auto-Submitted"]) == (language, "auto-generated")
    assert parseaddr(message["From"]) == ("PostGenAI@Paris", "presse@example.org")
    assert "List-Unsubscribe" not in message


@pytest.mark.django_db
def test_a_message_may_do_without_html():
    tell(template="told/plain")
    deliver()
    (message,) = mail.outbox
    assert (message.body, message.alternatives) == ("Plain words.\n", [])


@pytest.mark.django_db
def test_a_message_waits_for_its_moment():
    moment = datetime(2031, 5, 2, 8, 0, tzinfo=UTC)
    tell(not_before=moment)
    for minutes, sent in ((-1, 0), (1, 1)):
        with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
            deliver()
        assert len(mail.outbox) == sent


@pytest.mark.django_db
def test_a_message_that_cannot_be_written_holds_nobody_up():
    tell("a@example.org", template="told/broken")
    tell("b@example.org")
    deliver()
    assert [message.to for message in mail.outbox] == [["b@example.org"]]
    assert states() == {"a@example.org": MailState.WAITING, "b@example.org": MailState.SENT}


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_holds_up_none_behind_it(client):
    """The first of two requests for the press list lacks what it needs; it rests, and is asked again after a while."""
    with transaction.atomic():
        broken = notify("mailing.press-list-asked", {"email": "broken@example.org"})
        list_requests.note(subscribers.PRESS, JANE, [MAIN], "test")
        tell("b@example.org")
    deliver()
    deliver()
    assert [message.to for message in mail.outbox] == [[JANE], ["b@example.org"]]
    assert list(OutboxNotice.objects.values_list("pk", flat=True)) == [broken.pk]
    OutboxNotice.objects.update(
        payload={"email": "broken@example.org", "codes": [], "origin": "", "language": MAIN, "themes": []}
    )
    deliver()
    assert OutboxNotice.objects.exists()
    with time_machine.travel(timezone.now() + NOTICE_PAUSE + timedelta(seconds=1), tick=False):
        deliver()
    assert not OutboxNotice.objects.exists()


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_is_told_by_readyz(client):
    with transaction.atomic():
        notify("mailing.press-list-asked", {"email": "broken@example.org"})
    deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert worker.is_overdue()


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(len(worker.PREPARATIONS)))
def test_what_cannot_be_prepared_holds_up_no_mail(monkeypatch, number):
    def stumble():
        raise ValueError("no such thing")

    preparations = list(worker.PREPARATIONS)
    preparations[number] = stumble
    monkeypatch.setattr(worker, "PREPARATIONS", tuple(preparations))
    tell()
    deliver()
    assert states() == {JANE: MailState.SENT}


@pytest.mark.django_db
@pytest.mark.parametrize("queue", [OUTBOX, DELIVERIES], ids=["outbox", "press list"])
def test_a_row_whose_gate_cannot_be_asked_holds_up_no_other(monkeypatch, queue):
    asked = queue.gate

    def stumble(row, at):
        if "broken" in queue.recipient(row):
            raise ValueError("no such thing")
        return asked(row, at)

    monkeypatch.setattr(queue, "gate", stumble)
    if queue is DELIVERIES:
        released()
    for address in ("broken@example.org", "whole@example.org"):
        confirmed(address) if queue is DELIVERIES else tell(address)
    deliver()
    assert {message.to[0] for message in mail.outbox} == {"whole@example.org"}
    (broken,) = [row for row in queue.reading() if "broken" in queue.recipient(row)]
    assert broken.state == MailState.WAITING and broken.not_before is not None


@pytest.mark.django_db
@pytest.mark.parametrize("list_of", [subscribers.PRESS, READERS], ids=["press list", "newsletter"])
def test_a_question_that_cannot_be_written_holds_up_no_other_mail(monkeypatch, list_of):
    sender = next(one for one in ALL_CONFIRMATIONS if one._list is list_of)
    write = sender._question

    def stumble(entry, token, codes):
        if entry.email.startswith("broken"):
            raise ValueError("no text")
        return write(entry, token, codes)

    monkeypatch.setattr(sender, "_question", stumble)
    monkeypatch.setattr(sender, "_paused", {})
    for name in ("broken", "whole"):
        list_of.ask(f"{name}@example.org", [MAIN], "test")
    tell()
    deliver()
    assert [message.to for message in mail.outbox] == [["whole@example.org"], [JANE]]
    (waiting,) = list_of.to_be_asked()
    assert waiting.email == "broken@example.org"


@pytest.mark.django_db
def test_not_now_is_tried_again_later(through):  # noqa: F811
    tell()
    answers = ["450 4.2.1 later"]
    with through(Sink(lambda step, address: answers.pop() if step == "rcpt" and answers else None)) as sink:
        deliver()
        assert (sink.messages, states()) == ([], {JANE: MailState.WAITING})
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            deliver()
    assert (sink.addresses, states()) == ([JANE], {JANE: MailState.SENT})


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_tried_again(through):  # noqa: F811
    tell()
    with through(Sink(lambda step, address: "550 5.1.1 no such user" if step == "rcpt" else None)) as sink:
        deliver()
        deliver()
    assert (sink.messages, states()) == ([], {JANE: MailState.REFUSED})


@pytest.mark.django_db
def test_an_unknown_outcome_waits_for_a_person_who_decides(through):  # noqa: F811
    row = tell()
    with through(Sink(lambda step, address: ACCEPT_AND_CUT if step == "text" else None)) as sink:
        for hours in (0, 1, 30):
            with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
                deliver()
    assert (len(sink.messages), states()) == (1, {JANE: MailState.UNKNOWN})
    officer = staff("olga", group="Press officers")
    page = officer.get(route(OutboxMessage, "changelist"), {"state__exact": MailState.UNKNOWN}).content.decode()
    assert JANE in page
    officer.post(route(OutboxMessage, "changelist"), {"action": "send_again", "_selected_action": [row.pk]})
    with through(Sink()) as another:
        deliver()
    assert states() == {JANE: MailState.SENT}
    assert another.messages[0][1]["Message-ID"] == sink.messages[0][1]["Message-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize(("begun", "state"), [("", MailState.WAITING), ("<portal-1.x@example.org>", MailState.UNKNOWN)])
def test_what_a_dead_worker_held_is_taken_back(begun, state):
    tell()
    dead = f"{socket.gethostname()[:40]}/999999999/aaaaaaaa"
    OutboxMessage.objects.update(state=MailState.CLAIMED, claimed_by=dead, claimed_at=timezone.now(), message_id=begun)
    OUTBOX.rescue(worker_name())
    assert states() == {JANE: state}


@pytest.mark.django_db
def test_no_two_workers_claim_the_same():
    for number in range(7):
        tell(f"a{number}@example.org")
    first, second, third = (OUTBOX.claim(f"host/{number}/x", 4) for number in range(3))
    assert (len(first), len(second), third) == (4, 3, [])
    assert not set(first) & set(second)


@pytest.mark.django_db
def test_after_a_backup_was_restored_nothing_leaves_by_itself():
    tell()
    call_command("deliver", after_restore=True)
    deliver()
    assert (mail.outbox, states()) == ([], {JANE: MailState.UNKNOWN})


@pytest.mark.django_db
def test_readyz_tells_messages_that_wait_for_a_worker(client):
    tell()
    tell("later@example.org", not_before=timezone.now() + timedelta(days=3))
    assert "mail: ok" in client.get("/readyz").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "mail: failed" in client.get("/readyz").content.decode()
        deliver()
        assert "mail: ok" in client.get("/readyz").content.decode()


# Keeping and forgetting


@pytest.mark.django_db
def test_the_daily_round_deletes_what_was_settled_a_month_ago():
    now = timezone.now()
    for state in MailState:
        for days in (29, 31):
            row = tell(f"{state}-{days}@example.org")
            then = now - timedelta(days=days)
            done = then if state in SETTLED else None
            OutboxMessage.objects.filter(pk=row.pk).update(state=state, created_at=then, done_at=done)
    call_command("forget")
    kept = [f"{state}-{days}@example.org" for state in MailState for days in (29, 31)]
    gone = [f"{state}-31@example.org" for state in SETTLED]
    assert sorted(states()) == sorted(set(kept) - set(gone))


@pytest.mark.django_db
def test_erasing_an_address_deletes_the_messages_to_it():
    tell("Jane@example.org")
    tell("john@example.org")
    call_command("forget", email=JANE)
    assert states() == {"john@example.org": MailState.WAITING}


# The back office


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
def test_staff_read_where_messages_stand_in_their_language_and_not_what_they_say(language):
    row = tell(what="canarizzq")
    client = staff("olga", group="Press officers", language=language)
    for state in MailState:
        OutboxMessage.objects.update(state=state)
        with override(language):
            words = str(state.label)
        for url in (route(OutboxMessage, "changelist"), route(OutboxMessage, "change", row.pk)):
            page = client.get(url).content.decode()
            assert (words in page, JANE in page, TEMPLATE in page, "canarizzq" in page) == (True, True, True, False)
    assert len({str(state.label) for state in MailState}) == len(MailState)


@pytest.mark.django_db
def test_messages_are_not_written_by_hand():
    row = tell()
    claire = staff()
    assert claire.get(route(OutboxMessage, "add")).status_code == 403
    assert claire.post(route(OutboxMessage, "change", row.pk), {"recipient": "x@example.org"}).status_code == 403
    assert claire.post(route(OutboxMessage, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert states() == {JANE: MailState.WAITING}


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_nobody_reads_or_decides_without_the_right(group):
    row = tell()
    OutboxMessage.objects.update(state=MailState.UNKNOWN)
    client = staff("emma", group=group)
    for name, args in (("changelist", ()), ("change", (row.pk,)), ("history", (row.pk,))):
        assert JANE not in client.get(route(OutboxMessage, name, *args), follow=True).content.decode()
    data = {"action": "send_again", "_selected_action": [row.pk]}
    assert client.post(route(OutboxMessage, "changelist"), data).status_code == 403
    assert states() == {JANE: MailState.UNKNOWN}


@pytest.mark.django_db
def test_a_context_is_kept_as_json():
    row = post(JANE, MAIN, TEMPLATE, {"what": ["a", 1, {"b": None}], "at": datetime(2026, 12, 5, tzinfo=UTC)})
    row.refresh_from_db()
    assert json.loads(json.dumps(row.context)) == {"what": ["a", 1, {"b": None}], "at": "2026-12-05T00:00:00Z"}
