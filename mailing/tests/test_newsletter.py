"""The newsletter: who asks for it, what an issue says to whom, and that nothing leaves but what was confirmed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP, Opportunity
from cluster.models import Theme
from mailing import bounces, newsletter_messages, newsletter_readers, newsletters, retention
from mailing.enums import SubscriberState
from mailing.models import NewsletterDelivery, NewsletterIssue, NewsletterItem, NewsletterReader, Subscriber
from mailing.newsletter_queue import NEWSLETTERS
from mailing.newsletter_readers import READERS
from mailing.tests.smtp_sink import CUT, Sink
from mailing.tests.test_bounces import report
from mailing.tests.test_mailings import deliver, through  # noqa: F401
from mailing.worker import hold_after_restore
from news.models import Article, Event
from publishing import languages
from publishing.enums import MailState
from publishing.languages import column, columns
from tests.make import draft, make, past

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
HOUR = timedelta(hours=1)


def reader(email: str, language: str = MAIN, *themes: Theme) -> NewsletterReader:
    token = READERS.hash_for(email, language)
    one = NewsletterReader.objects.create(
        email=email, language=language, state=SubscriberState.CONFIRMED, origin="test", leave_token=token
    )
    one.themes.set(themes)
    return one


def issue(*things, **given) -> NewsletterIssue:
    texts = {column("title", code): f"Lettre {code}" for code in languages.codes()}
    made = NewsletterIssue.objects.create(**texts | given)
    for rank, thing in enumerate(things):
        NewsletterItem.objects.create(issue=made, rank=rank, **{thing._meta.model_name: thing})
    return made


def sent(one: NewsletterIssue, *codes: str, moment=None) -> NewsletterIssue:
    return newsletters.schedule(one.pk, moment, codes or [MAIN])


def text_of(message) -> str:
    return message.get_body(("plain",)).get_content()


def states() -> dict[str, str]:
    return dict(NewsletterDelivery.objects.order_by("pk").values_list("reader__email", "state"))


# Asking, confirming, choosing, leaving


def ask(client, **posted):
    return client.post(reverse("newsletter-subscribe"), {"email": "jane@example.net", "language": [MAIN], **posted})


@pytest.mark.parametrize("language", languages.codes())
def test_from_the_form_to_the_way_out(client, through, language):  # noqa: F811
    """The language of the page, the themes ticked; a button confirms, and one click leaves."""
    cache.clear()
    theme = make(Theme, **past())
    with override(language):
        assert ask(client, language=[language], themes=[theme.pk]).status_code == 200
    with through(Sink()) as sink:
        deliver()
    ((address, message),) = sink.messages
    assert (address, message["Content-Language"]) == ("jane@example.net", language)
    (path,) = {word.partition("8000")[2] for word in text_of(message).split() if "/confirm" in word}
    assert client.get(path).status_code == 200
    assert NewsletterReader.objects.get().state == SubscriberState.PENDING, "opening a link changes nothing"
    client.post(path)
    one = NewsletterReader.objects.get()
    assert (one.state, one.language, list(one.themes.all())) == (SubscriberState.CONFIRMED, language, [theme])
    leave = newsletter_messages.leave_url(one).partition("8000")[2]
    assert client.get(leave).status_code == 200
    assert client.post(leave, {"List-Unsubscribe": "One-Click"}).content == b"ok\n"
    assert NewsletterReader.objects.get().state == SubscriberState.LEFT


def test_known_and_unknown_addresses_are_answered_alike_and_what_is_confirmed_stays(client):
    cache.clear()
    theme = make(Theme, **past())
    known = reader("jane@example.net", MAIN, theme)
    answers = [ask(client, email=email).content for email in ("jane@example.net", "unknown@example.net")]
    assert answers[0] == answers[1]
    known.refresh_from_db()
    assert (known.state, list(known.themes.all())) == (SubscriberState.CONFIRMED, [theme])


def test_the_limits_are_counted_apart_from_those_of_the_press_list(client):
    cache.clear()
    assert [ask(client).status_code for _time in range(4)] == [200, 200, 200, 429]
    assert client.post(reverse("press-subscribe"), {"email": "jane@example.net", "language": [MAIN]}).status_code == 200


def test_the_press_list_and_the_newsletter_do_not_open_each_others_links(client):
    one = reader("jane@example.net")
    token = READERS.token_of(one)
    assert client.post(reverse("press-leave", kwargs={"token": token})).status_code == 404
    assert Subscriber.objects.count() == 0


def test_choices_are_changed_by_the_link_of_a_message(client):
    theme, other = make(Theme, **past()), make(Theme, **past())
    one = reader("jane@example.net", MAIN, theme)
    path = reverse("newsletter-own", kwargs={"token": READERS.token_of(one)})
    assert client.get(path).context["form"].initial["language"] == [MAIN]
    assert client.post(path, {"language": [OTHER], "themes": [other.pk]}).status_code == 200
    rows = {row.language: (row.state, list(row.themes.all())) for row in NewsletterReader.objects.all()}
    assert rows[MAIN][0] == SubscriberState.LEFT
    assert rows[OTHER] == (SubscriberState.CONFIRMED, [other])
    assert client.post(path, {"language": [MAIN]}).status_code == 404, "who has left in a language opens nothing by its link"


def test_choices_without_a_language_are_refused_with_a_sentence(client):
    one = reader("jane@example.net")
    response = client.post(reverse("newsletter-own", kwargs={"token": READERS.token_of(one)}), {})
    assert response.context["form"].errors.keys() == {"language"}
    assert NewsletterReader.objects.get().state == SubscriberState.CONFIRMED


# What an issue says, to whom


def test_a_reader_of_a_theme_gets_its_items_and_those_of_none(through):  # noqa: F811
    ours, theirs = make(Theme, **past()), make(Theme, **past())
    mine, others, plain = (make(Article, **past()) for _number in range(3))
    mine.caps.add(make(CAP, theme=ours))
    others.caps.add(make(CAP, theme=theirs))
    of_theme = make(Opportunity, closes=None, cap=None, institution=None, **past())
    of_theme.themes.add(theirs)
    reader("some@example.org", MAIN, ours), reader("all@example.org")
    sent(issue(mine, others, plain, of_theme))
    with through(Sink()) as sink:
        deliver()
    told = {address: text_of(message) for address, message in sink.messages}
    titles = [getattr(thing, column("title", MAIN)) for thing in (mine, others, plain, of_theme)]
    assert [title in told["all@example.org"] for title in titles] == [True] * 4
    assert [title in told["some@example.org"] for title in titles] == [True, False, True, False]


def test_each_language_says_its_own_and_only_what_is_public_in_it(through):  # noqa: F811
    both, main_only = make(Article, **past()), make(Article, **past() | {column("public_from", OTHER): None})
    reader("a@example.org", MAIN), reader("b@example.org", OTHER)
    sent(issue(both, main_only), MAIN, OTHER)
    with through(Sink()) as sink:
        deliver()
    messages = dict(sink.messages)
    assert messages["b@example.org"]["Subject"] == f"Lettre {OTHER}"
    assert getattr(main_only, column("title", MAIN)) in text_of(messages["a@example.org"])
    assert getattr(main_only, column("title", OTHER)) not in text_of(messages["b@example.org"])
    assert getattr(both, column("title", OTHER)) in text_of(messages["b@example.org"])


def test_headers_and_parts_are_those_of_mail_to_many(through):  # noqa: F811
    one = reader("a@example.org")
    sent(issue(make(Article, **past())))
    with through(Sink()) as sink:
        deliver()
    ((_address, message),) = sink.messages
    url = newsletter_messages.leave_url(one)
    assert message["List-Unsubscribe"].strip() == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Content-Language"], message["Auto-Submitted"]) == (MAIN, "auto-generated")
    assert message["Message-ID"] == NEWSLETTERS.message_id(NewsletterDelivery.objects.get())
    html = message.get_body(("html",)).get_content()
    assert "<img" not in html
    assert READERS.token_of(one) in html
    assert READERS.token_of(one) in text_of(message)


@pytest.mark.parametrize("over", ["draft", "withdrawn", "example", "past event", "cancelled", "closed"])
def test_what_is_not_public_made_up_or_over_is_left_out(over):
    now = timezone.now()
    if over in ("past event", "cancelled"):
        ends = now - HOUR if over == "past event" else now + HOUR
        thing = make(Event, starts_at=now - 2 * HOUR, ends_at=ends, is_cancelled=over == "cancelled", **past())
    elif over == "closed":
        thing = make(Opportunity, opens=None, closes=timezone.localdate() - timedelta(days=1), **past())
    else:
        moments = draft() if over == "draft" else past()
        withdrawn = now - HOUR if over == "withdrawn" else None
        thing = make(Article, withdrawn_at=withdrawn, is_example=over == "example", **moments)
    standing = newsletters.standings(issue(thing))[0]
    assert (standing.reading.items, standing.left_out, standing.can_go) == ((), 1, False)


# That it goes


def test_nothing_leaves_before_the_moment_nor_unconfirmed(through):  # noqa: F811
    moment = timezone.now() + HOUR
    reader("a@example.org")
    waits = issue(make(Article, **past()))
    issue(make(Article, **past()))
    sent(waits, moment=moment)
    with through(Sink()) as sink:
        deliver()
        assert sink.messages == []
        with time_machine.travel(moment + timedelta(seconds=1), tick=False):
            deliver()
            deliver()
    assert sink.addresses == ["a@example.org"]
    assert NewsletterIssue.objects.exclude(filled_at=None).get() == waits


@pytest.mark.parametrize("fault", ["empty", "untitled", "past", "example", "twice", "stamp", "none"])
def test_what_must_not_go_is_not_scheduled(fault):
    things = [] if fault == "empty" else [make(Article, **past())]
    one = issue(*things, is_example=fault == "example", **({column("title", MAIN): ""} if fault == "untitled" else {}))
    if fault == "twice":
        sent(one)
    moment = timezone.now() - HOUR if fault == "past" else None
    with pytest.raises(ValidationError):
        newsletters.schedule(one.pk, moment, [] if fault == "none" else [MAIN], "other" if fault == "stamp" else "")


def test_an_issue_that_says_something_else_by_its_moment_waits_for_a_person(through):  # noqa: F811
    """By whatever road it was changed: nobody has confirmed these words."""
    reader("a@example.org")
    one = sent(issue(make(Article, **past())))
    NewsletterIssue.objects.filter(pk=one.pk).update(**{column("title", MAIN): "Autre chose"})
    with through(Sink()) as sink:
        deliver()
        assert (sink.messages, newsletters.changed_since_confirmed()) == ([], [one.pk])
        assert newsletters.take_back(one.pk)
        sent(one)
        deliver()
    assert [message["Subject"] for _address, message in sink.messages] == ["Autre chose"]


def test_an_item_added_while_messages_wait_holds_them_back(through):  # noqa: F811
    reader("a@example.org")
    one = sent(issue(make(Article, **past())))
    newsletters.prepare()
    NewsletterItem.objects.create(issue=one, article=make(Article, **past()))
    with through(Sink()) as sink:
        deliver()
    assert (sink.messages, states()) == ([], {"a@example.org": MailState.WAITING})


@pytest.mark.parametrize("what", ["item", "all items", "left", "stopped"])
def test_the_gate_is_read_again_at_sending(through, what):  # noqa: F811
    kept, gone = make(Article, **past()), make(Article, **past())
    one = reader("a@example.org")
    scheduled = sent(issue(kept, gone))
    newsletters.prepare()
    if what == "left":
        READERS.leave(READERS.token_of(one))
    elif what == "stopped":
        newsletters.stop(scheduled.pk)
    else:
        taken = [gone.pk] if what == "item" else [kept.pk, gone.pk]
        Article.objects.filter(pk__in=taken).update(withdrawn_at=timezone.now() - HOUR)
    with through(Sink()) as sink:
        deliver()
    if what == "item":
        ((_address, message),) = sink.messages
        assert getattr(gone, column("title", MAIN)) not in text_of(message)
        return
    assert sink.messages == []
    assert states() == {"a@example.org": MailState.WAITING if what == "stopped" else MailState.DROPPED}


def test_who_leaves_between_envelope_and_text_gets_nothing(through):  # noqa: F811
    one = reader("a@example.org")
    sent(issue(make(Article, **past())))

    def leaving(step, address):
        if step == "rcpt":
            NewsletterReader.objects.filter(pk=one.pk).update(state=SubscriberState.LEFT)

    newsletters.prepare()
    with through(Sink()) as sink, pytest.MonkeyPatch.context() as patch:
        from mailing import smtp

        envelope = smtp.SmtpConnection._envelope

        def slow(line, address):
            refusal = envelope(line, address)
            leaving("rcpt", address)
            return refusal

        patch.setattr(smtp.SmtpConnection, "_envelope", staticmethod(slow))
        deliver()
    assert (sink.messages, states()) == ([], {"a@example.org": MailState.DROPPED})


def test_a_line_that_is_cut_after_the_text_is_for_a_person(through):  # noqa: F811
    reader("a@example.org")
    sent(issue(make(Article, **past())))
    with through(Sink(answer=lambda step, address: CUT if step == "text" else None)):
        deliver()
        deliver()
    assert states() == {"a@example.org": MailState.UNKNOWN}


def test_after_a_restore_nothing_scheduled_goes_by_itself(through):  # noqa: F811
    reader("a@example.org")
    sent(issue(make(Article, **past())))
    assert hold_after_restore() == 1
    with through(Sink()) as sink:
        deliver()
    assert sink.messages == []


def test_an_issue_whose_moment_is_a_day_past_does_not_go(through):  # noqa: F811
    reader("a@example.org")
    one = sent(issue(make(Article, **past())))
    with through(Sink()) as sink, time_machine.travel(one.send_from + timedelta(hours=25), tick=False):
        deliver()
    assert sink.messages == []


# What is known afterwards, and forgotten


def test_what_came_back_and_who_left_is_told_and_outlives_the_address(through):  # noqa: F811
    for name in "abc":
        reader(f"{name}@example.org")
    one = sent(issue(make(Article, **past())))
    with through(Sink()):
        deliver()
    rows = {row.reader.email[0]: row for row in NewsletterDelivery.objects.select_related("reader")}
    assert bounces.take(report(rows["a"].message_id)) == 1
    READERS.leave(READERS.token_of(rows["b"].reader))
    assert {row.email[0]: row.state for row in NewsletterReader.objects.all()} == {
        "a": SubscriberState.BOUNCED,
        "b": SubscriberState.LEFT,
        "c": SubscriberState.CONFIRMED,
    }
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert retention.forget().gone == 2
    counted = newsletters.with_progress(NewsletterIssue.objects.filter(pk=one.pk)).get()
    assert (counted.in_sent, counted.in_refused, counted.left_total) == (2, 1, 1)
    assert list(NewsletterReader.objects.values_list("email", flat=True)) == ["c@example.org"]
    assert "example.org" not in "".join(NewsletterDelivery.objects.filter(reader=None).values_list("outcome", flat=True))


def test_addresses_that_were_never_confirmed_go_after_a_week():
    READERS.ask("jane@example.net", [MAIN], "test", themes=[make(Theme, **past())])
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        retention.forget()
        assert NewsletterReader.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert retention.forget().unconfirmed == 1
    assert not NewsletterReader.objects.exists()


def test_one_address_is_erased_from_every_list(through):  # noqa: F811
    one = reader("a@example.org", MAIN, make(Theme, **past()))
    sent(issue(make(Article, **past())))
    newsletters.prepare()
    assert retention.erase_address(one.email) == 1
    assert (NewsletterReader.objects.count(), NewsletterDelivery.objects.count()) == (0, 0)


# What is new


def test_suggestions_are_what_became_public_since_the_last_issue_and_stands_in_none():
    now = timezone.now()
    lately = dict.fromkeys(columns("public_from"), now - HOUR)
    told, new, old, made_up = (
        make(Article, **lately),
        make(Article, **lately),
        make(Article, **past()),
        make(Article, is_example=True, **lately),
    )
    last = issue(told)
    NewsletterIssue.objects.filter(pk=last.pk).update(send_from=now - 2 * HOUR, filled_at=now)
    found = newsletters.since_last(issue())
    assert (found["article"], found["event"], found["opportunity"]) == ([new], [], [])
    assert old not in found["article"] and made_up not in found["article"]


def test_how_many_read_each_language():
    reader("a@example.org", MAIN), reader("b@example.org", MAIN), reader("b@example.org", OTHER)
    assert newsletter_readers.how_many() == {MAIN: 2, OTHER: 1}
