"""Nobody waits unseen: what a step, a moment that comes near and a lost message tell to whom, on the first page and by mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from mailing.models import Delivery, Mailing
from mailing.tests.strict_server import StrictServer
from mailing.tests.test_mailings import confirmed, through  # noqa: F401  a fixture
from news import notifications as press
from news import services, sign_offs
from news.enums import QuoteVerdict, StateChangeKind
from news.models import Contribution, PressRelease, Quote, SignOffLink, StateChange
from news.tests.newsroom import MAIN, NOON, OTHER, TUESDAY, approve, publish_now, ready, reschedule, together, user, words
from publishing import languages, notifications
from publishing.enums import MailState
from publishing.languages import column
from publishing.notifications import NotificationOccasion, StaffPreferences
from publishing.outbox import OutboxMessage
from tests.backoffice import route
from tests.make import make, seal_anew

pytestmark = pytest.mark.django_db


def account(name: str, group: str | None, language: str = MAIN, **given):
    one = user(name, group)
    for field, value in ({"email": f"{name}@example.org"} | given).items():
        setattr(one, field, value)
    one.save()
    StaffPreferences.objects.update_or_create(user=one, defaults={"language": language})
    return one


@pytest.fixture
def people():
    """Somebody of each group, and an officer who reads the other language."""
    with time_machine.travel(NOON, tick=False):
        return {
            "eve": account("eve", "Editors"),
            "theo": account("theo", "Translators"),
            "olga": account("olga", "Press officers"),
            "otto": account("otto", "Press officers", OTHER),
            "ada": account("ada", "Administrators"),
            "nina": account("nina", None),
        }


def signed_in(one, language: str = "en") -> Client:
    client = Client()
    client.force_login(one)
    client.cookies["language"] = language
    return client


def home(one, language: str = "en") -> str:
    return signed_in(one, language).get(reverse("admin:index")).content.decode()


def waiting(one) -> dict[str, list[str]]:
    """What the first page says to somebody: the titles of each kind."""
    response = signed_in(one).get(reverse("admin:index"))
    return {lines.key: [thing.title.words for thing in lines.found] for lines in response.context["waiting"]}


def deliver(at=None) -> list[mail.EmailMessage]:
    """What leaves from a moment on, a while after it."""
    before = len(mail.outbox)
    with time_machine.travel((at or NOON) + timedelta(minutes=2), tick=False):
        call_command("deliver", once=True)
    return mail.outbox[before:]


def addressed(sent) -> list[str]:
    return sorted(one.to[0].partition("@")[0] for one in sent)


def draft_of(author, word: str = "Secret") -> PressRelease:
    return ready("draft", word, author=author)


def submitted(author, by, word: str = "Secret") -> PressRelease:
    return services.submit(draft_of(author, word), by)


# Sent for review


@time_machine.travel(NOON, tick=False)
def test_a_release_sent_for_review_is_told_to_all_who_may_approve_but_who_did_it(people):
    User.objects.filter(pk=people["eve"].pk).update(first_name="Eve", last_name="Martin")
    release = submitted(people["eve"], people["eve"])
    sent = deliver()
    assert addressed(sent) == ["ada", "olga", "otto"]
    for message in sent:
        language = message.extra_headers["Content-Language"]
        assert language == (OTHER if message.to == ["otto@example.org"] else MAIN)
        with override(language):
            title, heading = getattr(release, column("title", language)), str(press.TO_REVIEW.heading)
            assert gettext("Sent by %(who)s") % {"who": "Eve Martin"} in message.body
        assert "\u2060" not in message.body
        page = "http://127.0.0.1:8000" + press.page_of(release)
        (html,) = (content for content, _kind in message.alternatives)
        for part in (message.body, html):
            assert title in part and page in part and reverse("admin:my_notifications") in part
            assert getattr(release, column("lead", language)) not in part and "Secret body" not in part
        assert heading in message.subject and title in message.subject
    with_right = {name: waiting(one) for name, one in people.items()}
    title = getattr(release, column("title", OTHER))
    for name in ("olga", "otto", "ada"):
        assert with_right[name] == {"news.to_review": [title]}
    for name in ("eve", "theo", "nina"):
        assert with_right[name] == {} and "Secret" not in home(people[name])


@time_machine.travel(NOON, tick=False)
def test_an_officer_who_sends_it_is_not_written_to(people):
    submitted(people["eve"], people["olga"])
    assert addressed(deliver()) == ["ada", "otto"]


@time_machine.travel(NOON, tick=False)
def test_a_row_of_the_outbox_holds_keys_and_no_words(people):
    submitted(people["eve"], people["eve"])
    rows = OutboxMessage.objects.all()
    assert len(rows) == 3
    assert all(set(row.context) == {"kind", "account", "subject", "change"} for row in rows)
    assert "Secret" not in str([row.__dict__ for row in rows])


@pytest.mark.parametrize(
    "lost",
    [
        lambda one: one.groups.clear(),
        lambda one: setattr(one, "is_active", False),
        lambda one: setattr(one, "is_staff", False),
        lambda one: setattr(one, "email", "other@example.org"),
        lambda one: setattr(one, "email", ""),
        lambda one: StaffPreferences.objects.filter(user=one).update(mails=False),
        lambda one: StaffPreferences.objects.filter(user=one).update(silenced=["news.to_review"]),
    ],
    ids=["right", "active", "staff", "address changed", "no address", "all off", "kind off"],
)
@time_machine.travel(NOON, tick=False)
def test_who_lost_the_right_or_turned_it_off_after_the_step_is_not_written_to(people, lost):
    submitted(people["eve"], people["eve"])
    lost(people["olga"])
    people["olga"].save()
    assert addressed(deliver()) == ["ada", "otto"]
    assert OutboxMessage.objects.get(recipient="olga@example.org").state == MailState.DROPPED


@pytest.mark.parametrize(
    "given",
    [{"email": ""}, {"email": "no address"}, {"is_active": False}, {"is_staff": False}],
    ids=["none", "broken", "inactive", "not staff"],
)
@time_machine.travel(NOON, tick=False)
def test_accounts_that_cannot_be_written_to_get_no_row_and_hold_up_no_step(people, given):
    account("olga", "Press officers", **given)
    submitted(people["eve"], people["eve"])
    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == ["ada@example.org", "otto@example.org"]


@time_machine.travel(NOON, tick=False)
def test_what_is_sent_and_sent_back_at_once_tells_its_author_alone(people):
    release = submitted(people["eve"], people["eve"])
    services.send_back(release, people["olga"], "Encore une fois")
    assert addressed(deliver()) == ["eve"]
    assert deliver() == []


@time_machine.travel(NOON, tick=False)
def test_a_language_after_the_other_makes_one_mail(people):
    release = draft_of(people["eve"])
    for code in languages.codes():
        services.submit(release, people["eve"], [code])
    sent = deliver()
    assert addressed(sent) == ["ada", "olga", "otto"]
    both = [str(languages.name(code)) for code in languages.codes()]
    assert all(name.lower() in sent[0].body.lower() for name in both)


@time_machine.travel(NOON, tick=False)
def test_a_step_that_is_taken_back_tells_nobody(people):
    class Regret(Exception):
        pass

    release = draft_of(people["eve"])
    with pytest.raises(Regret), transaction.atomic():
        services.submit(release, people["eve"])
        raise Regret
    assert not OutboxMessage.objects.exists()


# Sent back


@time_machine.travel(NOON, tick=False)
def test_what_is_sent_back_is_told_to_author_contributor_and_submitter_with_the_note(people):
    release = draft_of(people["eve"])
    Contribution.objects.create(release=release, language=OTHER, by=people["theo"], after="x")
    services.submit(release, people["otto"])
    services.send_back(release, people["olga"], "Le chapô <b>est</b> trop long")
    sent = deliver()
    assert addressed(sent) == ["eve", "otto", "theo"]
    assert all("Le chapô <b>est</b> trop long" in message.body for message in sent)
    assert all("Le chapô &lt;b&gt;est&lt;/b&gt; trop long" in message.alternatives[0][0] for message in sent)
    for name in ("eve", "otto", "theo"):
        assert "news.given_back" in waiting(people[name])
        assert "Le chapô &lt;b&gt;est&lt;/b&gt; trop long" in home(people[name])
    for name in ("olga", "ada", "nina"):
        assert waiting(people[name]) == {}


@time_machine.travel(NOON, tick=False)
def test_the_line_of_what_was_sent_back_goes_when_it_is_handed_over_again(people):
    release = submitted(people["eve"], people["eve"])
    services.send_back(release, people["olga"], "Non")
    assert "news.given_back" in waiting(people["eve"])
    services.submit(release, people["eve"], [MAIN])
    assert "news.given_back" in waiting(people["eve"])  # the other language is still hers
    services.submit(release, people["eve"])
    assert waiting(people["eve"]) == {}


@time_machine.travel(NOON, tick=False)
def test_a_translator_has_no_line_of_a_language_that_they_did_not_touch(people):
    release = draft_of(people["eve"])
    Contribution.objects.create(release=release, language=OTHER, by=people["theo"], after="x")
    services.submit(release, people["eve"], [MAIN])
    services.send_back(release, people["olga"], "Non")
    assert waiting(people["theo"]) == {} and "news.given_back" in waiting(people["eve"])
    assert addressed(deliver()) == ["eve"]


@time_machine.travel(NOON, tick=False)
def test_an_author_who_may_no_longer_work_on_releases_hears_nothing(people):
    release = submitted(people["eve"], people["eve"])
    services.send_back(release, people["olga"], "Non")
    people["eve"].groups.clear()
    assert deliver() == [] and waiting(people["eve"]) == {} and "Secret" not in home(people["eve"])


# Approved, changed by others


@time_machine.travel(NOON, tick=False)
def test_an_approval_is_told_to_the_author_with_its_moments(people):
    release = submitted(people["eve"], people["eve"])
    approve(release, people["olga"], together(TUESDAY))
    (message,) = deliver()
    assert message.to == ["eve@example.org"]
    assert message.body.count("mardi 8 décembre 2026 à 14\u00a0h") == len(languages.codes())
    assert waiting(people["olga"]) == {}


@time_machine.travel(NOON, tick=False)
def test_a_moment_moved_at_once_is_told_once_as_it_stands(people):
    release = submitted(people["eve"], people["eve"])
    approve(release, people["olga"], together(TUESDAY))
    reschedule(release, people["olga"], together(TUESDAY + timedelta(days=1)))
    (message,) = deliver()
    assert "mercredi 9 décembre 2026 à 14\u00a0h" in message.body and "8 décembre" not in message.body


@time_machine.travel(NOON, tick=False)
def test_an_approval_taken_back_at_once_is_told_as_given_back(people):
    release = submitted(people["eve"], people["eve"])
    approve(release, people["olga"], together(TUESDAY))
    services.back_to_draft(release, people["olga"], languages.codes(), "Un chiffre est faux")
    (message,) = deliver()
    assert message.to == ["eve@example.org"] and "Un chiffre est faux" in message.body


@time_machine.travel(NOON, tick=False)
def test_a_withdrawal_is_told_to_the_author(people):
    release = submitted(people["eve"], people["eve"])
    publish_now(release, people["olga"], languages.codes())
    services.withdraw(release, people["olga"], words("Retiré"))
    sent = [message for message in deliver() if "eve@example.org" in message.to]
    with override(MAIN):
        assert [str(press.CHANGED_IN_PUBLIC.heading) in message.subject for message in sent] == [True]


# Two persons


@pytest.fixture
def kept(people, settings):
    """An approval by one of two who wrote: the text waits for somebody else."""
    settings.PRESS_TWO_PERSONS = True
    with time_machine.travel(NOON, tick=False):
        release = draft_of(people["eve"])
        for code in languages.codes():
            digest = services.digests_of(release)[code]
            Contribution.objects.create(release=release, language=code, by=people["olga"], after=digest)
        services.submit(release, people["eve"])
        deliver()
        mail.outbox.clear()
        approve(release, people["olga"], together(TUESDAY))
        assert release.approval_is_kept
    return release


@time_machine.travel(NOON, tick=False)
def test_an_approval_that_is_kept_is_told_to_the_other_approvers(people, kept):
    sent = deliver()
    assert addressed(sent) == ["ada", "otto"]
    for name in ("ada", "otto"):
        assert list(waiting(people[name])) == ["news.second_person"]
    assert waiting(people["olga"]) == {} and waiting(people["eve"]) == {}


@time_machine.travel(NOON, tick=False)
def test_an_approval_that_is_kept_is_over_once_the_second_one_is_given(people, kept):
    approve(kept, people["otto"], together(TUESDAY))
    assert kept.is_sealed(MAIN)
    assert waiting(people["ada"]) == {}
    assert "ada" not in addressed(deliver())


@time_machine.travel(NOON, tick=False)
def test_an_approval_that_is_kept_does_not_count_for_other_words(people, kept):
    Contribution.objects.create(release=kept, language=MAIN, by=people["eve"], after="other", at=NOON + timedelta(seconds=1))
    Contribution.objects.create(release=kept, language=OTHER, by=people["eve"], after="other", at=NOON + timedelta(seconds=1))
    assert list(waiting(people["olga"])) == ["news.to_review"]
    assert addressed(deliver()) == []


@time_machine.travel(NOON, tick=False)
def test_an_approval_by_one_person_alone_is_told_to_those_who_may_confirm_it(people, settings):
    settings.PRESS_TWO_PERSONS = True
    release = draft_of(people["ada"])
    services.submit(release, people["ada"])
    deliver()
    seen, moments = services.digests_of(release), together(TUESDAY)
    services.approve(release, people["ada"], moments, seen=seen, override="Nobody else is there tonight.")
    assert addressed(deliver()) == ["olga", "otto"]
    assert "news.to_confirm" in waiting(people["olga"]) and waiting(people["ada"]) == {}
    services.confirm(release, people["olga"], [release.edition_in(code).pk for code in languages.codes()])
    assert waiting(people["otto"]) == {}


@time_machine.travel(NOON, tick=False)
def test_who_alone_wrote_a_text_is_not_asked_to_review_it(people, settings):
    submitted(people["olga"], people["olga"])
    Contribution.objects.update(by=people["olga"])
    assert "news.to_review" in waiting(people["olga"])
    settings.PRESS_TWO_PERSONS = True
    assert waiting(people["olga"]) == {} and "news.to_review" in waiting(people["otto"])


# What a person quoted says


@time_machine.travel(NOON, tick=False)
def test_an_answer_of_a_person_quoted_is_told_to_who_asked_and_to_who_wrote(people):
    release = draft_of(people["eve"])
    quote = make(Quote, release=release, person=None)
    link = SignOffLink(quote=quote, reader="Ada Exemple", language=MAIN, created_by=people["olga"], expires_at=TUESDAY)
    sign_offs.give(link)
    sign_offs.answer(link, QuoteVerdict.APPROVED, "")
    sign_offs.answer(link, QuoteVerdict.CHANGE, "Il manque un mot.")
    sent = deliver()
    assert addressed(sent) == ["eve", "olga"]  # of two answers the later one, and nobody else hears of it
    for message in sent:
        assert "Ada Exemple" in message.body and "Il manque un mot." in message.body
        assert getattr(quote, column("text", MAIN)) not in message.body
    sign_offs.answer(link, QuoteVerdict.APPROVED, "")
    release.quotes.all().delete()
    assert deliver() == []


# A moment that comes near


def in_part(moment=TUESDAY) -> PressRelease:
    """The main language is scheduled; the other one is not approved."""
    release = ready("draft", "Secret")
    setattr(release, column("public_from", MAIN), moment)
    return seal_anew(release)


def test_a_language_that_is_missing_is_told_once_a_moment_and_two_days_before(people):
    release = in_part()
    early, near = TUESDAY - timedelta(hours=49), TUESDAY - timedelta(hours=47)
    with time_machine.travel(early, tick=False):
        assert list(waiting(people["olga"])) == ["news.language_missing"]
        assert "2026-12-08" in home(people["olga"])
        assert waiting(people["eve"]) == waiting(people["theo"]) == {}
    assert deliver(early) == []
    sent = deliver(near)
    assert addressed(sent) == ["ada", "olga", "otto"]
    assert deliver(near) == [] and deliver(near + timedelta(hours=3)) == []
    with time_machine.travel(near, tick=False):
        reschedule(release, people["olga"], {MAIN: TUESDAY + timedelta(hours=1)})
    assert addressed(deliver(near + timedelta(minutes=5))) == ["ada", "olga", "otto"]


def test_a_language_that_is_approved_meanwhile_is_not_told_of(people):
    release = in_part()
    near = TUESDAY - timedelta(hours=47)
    with time_machine.travel(near, tick=False):
        notifications.prepare()
        services.submit(release, people["eve"], [OTHER]) if people["eve"].has_perm("news.change_pressrelease") else None
        approve(release, people["olga"], {OTHER: TUESDAY})
        assert waiting(people["otto"]) == {}
    assert [message for message in deliver(near) if "2026-12-08" in message.subject] == []
    states = OutboxMessage.objects.filter(context__kind="news.language_missing").values_list("state", flat=True)
    assert set(states) == {MailState.DROPPED}


def test_an_example_is_no_occasion(people):
    PressRelease.objects.filter(pk=in_part().pk).update(is_example=True)
    assert deliver(TUESDAY - timedelta(hours=47)) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_an_occasion_once(people):
    in_part()
    with time_machine.travel(TUESDAY - timedelta(hours=47), tick=False):
        notifications.prepare()
        kind = press.SOON_IN_PART
        for subject, occasion in kind.due(timezone.now()):
            notifications._tell_once(kind, subject, occasion)  # a worker that read before the other had written
    assert OutboxMessage.objects.count() == 3 and NotificationOccasion.objects.count() == 1


# Messages of unknown outcome


@pytest.fixture
def lost(people):
    release = ready("public", "Secret")
    mailing = Mailing.objects.create(release=release, language=MAIN, filled_at=NOON)
    for name in "abc":
        Delivery.objects.create(mailing=mailing, subscriber=confirmed(f"{name}@example.org"), state=MailState.UNKNOWN)
    return mailing


@time_machine.travel(NOON, tick=False)
def test_messages_of_unknown_outcome_are_told_once_a_mailing(people, lost):
    sent = deliver()
    assert addressed(sent) == ["ada", "olga", "otto"] and deliver() == []
    assert all("3" in message.body and "a@example.org" not in message.body for message in sent)
    assert list(waiting(people["olga"])) == ["mailing.unknown_outcome"]
    for name in ("eve", "theo", "nina"):
        assert waiting(people[name]) == {}
    (thing,) = signed_in(people["olga"]).get(reverse("admin:index")).context["waiting"][0].found
    listed = signed_in(people["olga"]).get(thing.url)
    assert {row.pk for row in listed.context["cl"].result_list} == set(lost.deliveries.values_list("pk", flat=True))


@time_machine.travel(NOON, tick=False)
def test_once_all_is_decided_the_next_loss_is_told_anew(people, lost):
    deliver()
    lost.deliveries.update(state=MailState.SENT, done_at=NOON)
    assert waiting(people["olga"]) == {} and deliver() == []
    lost.deliveries.update(state=MailState.UNKNOWN)
    assert addressed(deliver()) == ["ada", "olga", "otto"]


# The first page


@time_machine.travel(NOON, tick=False)
def test_the_first_page_names_some_and_leads_to_all(people):
    releases = [submitted(people["eve"], people["eve"], f"Texte{number}") for number in range(notifications.MOST_LINES + 2)]
    page = home(people["olga"])
    (lines,) = signed_in(people["olga"]).get(reverse("admin:index")).context["waiting"]
    assert (len(lines.found), lines.more) == (notifications.MOST_LINES, 2)
    assert "and 2 more" in page and lines.url.replace("&", "&amp;") in page
    listed = signed_in(people["olga"]).get(lines.url).context["cl"].result_list
    assert {release.pk for release in listed} == {release.pk for release in releases}
    assert signed_in(people["olga"]).get(lines.found[0].url).status_code == 200


@time_machine.travel(NOON, tick=False)
def test_the_filter_of_the_list_offers_what_concerns_its_reader(people):
    offered = {}
    for name in ("eve", "olga"):
        page = signed_in(people[name]).get(route(PressRelease, "changelist")).content.decode()
        offered[name] = set(re.findall(r"\?waits=(\w+)", page))
    assert offered == {"eve": {"returned"}, "olga": {"review", "second", "confirm", "returned", "language"}}
    ready("in review")
    found = signed_in(people["eve"]).get(route(PressRelease, "changelist"), {"waits": "review"}).context["cl"].result_list
    assert len(found) == 1  # the filter is not hers, and the list is


@time_machine.travel(NOON, tick=False)
def test_the_first_page_asks_as_many_queries_for_many_as_for_one(people, lost):
    counted = []
    client = signed_in(people["olga"])
    for number in (1, notifications.MOST_LINES + 3):
        for _n in range(number):
            submitted(people["eve"], people["eve"])
            services.send_back(submitted(people["olga"], people["olga"]), people["otto"], "Non")
            in_part()
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("admin:index")).context["waiting"]) == 4
        counted.append(len(queries))
    assert counted[0] == counted[1]


@time_machine.travel(NOON, tick=False)
def test_a_step_asks_as_many_queries_for_many_accounts_as_for_few(people):
    counted = []
    for number in (0, 5):
        for n in range(number):
            account(f"more{n}", "Press officers")
        release = draft_of(people["eve"])
        eve = user("eve")
        with CaptureQueriesContext(connection) as queries:
            services.submit(release, eve)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# One's own choices


def test_each_person_turns_off_what_they_do_not_want(people):
    client, page = signed_in(people["olga"]), reverse("admin:my_notifications")
    assert client.get(page).status_code == 200
    wanted = [key for key, _label in client.get(page).context["form"].fields["wanted"].choices]
    assert "news.to_review" in wanted and "mailing.unknown_outcome" in wanted
    wanted.remove("news.to_review")
    response = client.post(page, {"language": OTHER, "mails": "on", "wanted": wanted})
    assert (response.status_code, response.cookies["language"].value) == (302, OTHER)
    kept = StaffPreferences.objects.get(user=people["olga"])
    assert (kept.language, kept.mails, kept.silenced) == (OTHER, True, ["news.to_review"])
    with time_machine.travel(NOON, tick=False):
        submitted(people["eve"], people["eve"])
        assert addressed(deliver()) == ["ada", "otto"]
        assert "news.to_review" in waiting(people["olga"])


def test_what_is_not_offered_to_somebody_stays_as_they_chose_it(people):
    StaffPreferences.objects.filter(user=people["eve"]).update(silenced=["news.to_review"])
    client, page = signed_in(people["eve"]), reverse("admin:my_notifications")
    offered = [key for key, _label in client.get(page).context["form"].fields["wanted"].choices]
    assert "news.to_review" not in offered and "news.given_back" in offered
    client.post(page, {"language": MAIN, "wanted": offered})
    kept = StaffPreferences.objects.get(user=people["eve"])
    assert (kept.mails, kept.silenced) == (False, ["news.to_review"])


@pytest.mark.parametrize("given", [{"language": "xx"}, {"language": MAIN, "wanted": ["news.to_review", "nonsense"]}, {}])
def test_a_choice_that_is_none_is_refused_and_changes_nothing(people, given):
    client, page = signed_in(people["olga"]), reverse("admin:my_notifications")
    response = client.post(page, given)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    kept = StaffPreferences.objects.get(user=people["olga"])
    assert (kept.language, kept.mails, kept.silenced) == (MAIN, True, [])


def test_staff_of_no_group_have_a_page_and_the_public_has_none(people):
    page = reverse("admin:my_notifications")
    assert signed_in(people["nina"]).get(page).status_code == 200
    assert Client().get(page).status_code == 302
    assert StateChange.objects.filter(kind=StateChangeKind.SUBMITTED).count() == 0


def test_the_pages_stand_behind_the_second_factor(people, settings):
    settings.SECOND_FACTOR = True
    for name in ("my_notifications", "calendar"):
        response = signed_in(people["olga"]).get(reverse(f"admin:{name}"))
        assert (
            response.status_code == 302
            and "second-factor" in signed_in(people["olga"]).get(response.url, follow=True).request["PATH_INFO"]
        )


# On a server that reads strictly


@time_machine.travel(NOON, tick=False)
def test_the_mails_are_what_a_strict_server_takes(people, through):  # noqa: F811
    release = submitted(people["eve"], people["eve"], "Éclairé")
    services.send_back(release, people["olga"], "Une ligne\r\n.\r\nBcc: x@example.org")
    services.submit(release, people["eve"])
    with time_machine.travel(NOON + timedelta(minutes=2), tick=True), through(StrictServer()) as server:
        call_command("deliver", once=True)
    assert server.refused == []
    assert sorted(one.recipients for one in server.accepted) == [(f"{name}@example.org",) for name in ("ada", "olga", "otto")]
    assert {row.state for row in OutboxMessage.objects.filter(recipient="eve@example.org")} == {MailState.DROPPED}


@time_machine.travel(NOON, tick=False)
def test_a_note_of_several_lines_is_taken_by_a_strict_server(people, through):  # noqa: F811
    release = submitted(people["eve"], people["eve"], "Éclairé")
    services.send_back(release, people["olga"], "Une ligne\r\n.\r\nBcc: x@example.org")
    with time_machine.travel(NOON + timedelta(minutes=2), tick=True), through(StrictServer()) as server:
        call_command("deliver", once=True)
    (taken,) = server.accepted
    assert (server.refused, taken.recipients, taken.message["Bcc"]) == ([], ("eve@example.org",), None)
    assert "\n.\nBcc: x@example.org" in taken.message.get_body(("plain",)).get_content().replace("\r\n", "\n")
