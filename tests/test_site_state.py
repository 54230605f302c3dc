"""The first page of the back office is the state of the site: each number is that of the list that it leads to."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caps.models import CAP, HalQuery, Opportunity, Publication
from cluster.enums import CountedFigure
from cluster.models import Institution, KeyFigure, Milestone, Page
from mailing.enums import ContactRole, SubscriberState
from mailing.models import (
    ContactDelivery,
    ContactMessage,
    Delivery,
    Mailbox,
    Mailing,
    MailServerTrouble,
    NewsletterDelivery,
    NewsletterIssue,
    Subscriber,
)
from mailing.tests.visitors import visitors_message
from news.models import Event, Picture, PressContact, PressRelease
from news.tests.newsroom import user
from partners.models import Partner, Pledge
from publishing import clock, languages, site_state
from publishing.collaboration_tables import Assignment, RecordCare
from publishing.enums import LinkOutcome, MailState
from publishing.languages import column, columns
from publishing.library_pictures import LibraryPicture
from publishing.link_tables import OutgoingLink
from publishing.outbox import OutboxMessage
from tests.backoffice import route, staff
from tests.make import cap, draft, future, make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRET = "Secret de presse"

GROUPS = {
    "Editors": ["content", "translations", "press", "partners", "mail"],
    "Translators": ["translations", "content"],
    "Press officers": ["press", "translations", "content", "partners", "mail", "press-list"],
    "Administrators": ["press", "content", "translations", "partners", "mail", "press-list"],
}
"""The sections that each group finds, what it works on first."""


def plant(number: int) -> None:
    """So many things for every line of the page, and as many beside that none of them is about."""
    for _each in range(number):
        plant_content()
        plant_press()
        plant_mail()


def plant_content() -> None:
    now, today = clock.now(), clock.today()
    make(KeyFigure, counted_by=CountedFigure.THEMES, value=999, as_of=today.isoformat())
    make(KeyFigure, counted_by="", as_of="2024")
    make(Milestone, is_planned=True)
    make(Milestone, is_planned=True, date=str(today.year))
    make(Milestone)
    make(CAP), cap()
    make(Opportunity), make(Opportunity, closes=today + 7 * DAY), make(Opportunity, closes=today + 8 * DAY)
    make(Opportunity, closes=today - DAY, **dict.fromkeys(columns("outcome"), "")), make(Opportunity, closes=today - DAY)
    make(Publication, hal_state="gone"), make(Publication), make(Publication, hal_state="gone", withdrawn_at=now)
    for until in (None, today - DAY, today + 60 * DAY, today + 61 * DAY):
        make(Partner, logo="logo.png", logo_permission="By mail", logo_permission_until=until)
    make(Partner, logo="logo.png", logo_permission=""), make(Partner, logo_permission="")
    for ends in (-8, -6, 6, 8):
        make(Event, starts_at=now + ends * DAY - timedelta(hours=2), ends_at=now + ends * DAY)
    for nights in (1, 2):
        address = f"https://gone.example.org/{OutgoingLink.objects.count()}"
        OutgoingLink.objects.create(address=address, outcome=LinkOutcome.GONE, nights=nights)
    plant_pictures()
    page = make(Page, **{column("title", languages.others()[0]): ""}, **draft())
    page.lead_fr = "Autrement"
    page.save()
    kind = {"content_type": ContentType.objects.get_for_model(Page), "object_id": page.pk}
    RecordCare.objects.create(**kind, review_on=today), Assignment.objects.create(**kind, title=SECRET, due_on=today - DAY)
    kind["object_id"] = page.pk + 1_000_000
    RecordCare.objects.create(**kind, review_on=today + DAY), Assignment.objects.create(**kind, title=SECRET, due_on=today)


def plant_pictures() -> None:
    """Of the library, of releases, and the logos of institutions and partners."""
    today, [other] = clock.today(), languages.others()[:1]
    ended, *_others = [make(LibraryPicture, permission_until=today + days * DAY) for days in (-1, 0, 61)]
    release = make(PressRelease, **draft())
    make(Picture, release=release, library=ended), make(Picture, release=release, library=make(LibraryPicture))
    for code in languages.codes():
        (
            make(LibraryPicture, **{column("alt", code): ""}),
            make(LibraryPicture, **{column("alt", code): "", "is_decorative": True}),
        )
        make(Picture, release=make(PressRelease, **draft()), **{column("alt", code): ""})
    mute = {"logo": "logo.png", column("logo_alt", other): ""}
    make(Institution, **mute), make(Institution, logo="logo.png"), make(Institution, **mute | {"logo": ""})
    make(Partner, **mute, logo_permission="By mail")


def plant_press() -> None:
    make(PressContact, last_confirmed=None), make(PressContact, last_confirmed=clock.today())
    make(PressRelease, SECRET, **future())
    make(PressRelease, **draft(), **dict.fromkeys(languages.columns("review"), "in_review"))
    make(PressRelease, **draft())
    moments = languages.columns("public_from")
    make(PressRelease, **dict.fromkeys(moments, clock.now() - timedelta(hours=1)))
    make(PressRelease, **dict.fromkeys(moments, clock.now() - timedelta(minutes=1)))


def plant_mail() -> None:
    now = timezone.now()
    number = Subscriber.objects.count()
    for state in SubscriberState.values:
        for code, days in product(languages.codes(), (1, 31)):
            number += 1
            given = {"confirmed_at": now - days * DAY, "left_at": now - days * DAY, "leave_token": str(number)}
            Subscriber.objects.create(email=f"j{number}@example.org", language=code, state=state, origin="x", **given)
    release = PressRelease.objects.filter(**{f"{column('title', languages.main())}__startswith": SECRET}).latest("pk")
    stopped = Mailing.objects.create(release=release, language=languages.main(), filled_at=now - DAY, stopped_at=now)
    mailing = Mailing.objects.create(release=release, language=languages.others()[0], filled_at=now - DAY)
    for row in Subscriber.objects.order_by("pk")[:2]:
        Delivery.objects.create(mailing=stopped, subscriber=row)
        Delivery.objects.create(mailing=mailing, subscriber=row)
    Delivery.objects.create(mailing=mailing, subscriber=Subscriber.objects.order_by("pk")[2], state=MailState.UNKNOWN)
    late = NewsletterIssue.objects.create(title_fr="Lettre", send_from=now - DAY)
    NewsletterDelivery.objects.create(issue=late, state=MailState.UNKNOWN)
    plant_contact()
    MailServerTrouble.objects.get_or_create(defaults={"since": now, "seen_at": now, "reply": "450 later"})
    for state in (MailState.WAITING, MailState.UNKNOWN, MailState.DROPPED):
        OutboxMessage.objects.create(recipient="a@example.org", language=languages.main(), template="x", state=state)
    OutboxMessage.objects.update(created_at=now - DAY)
    Subscriber.objects.filter(confirmed_at__gt=now - 2 * DAY).update(created_at=now - DAY)


def plant_contact() -> None:
    """Messages of visitors: one that nobody got, one that waits for an answer, one that is answered; a mailbox that refuses."""
    now, week = timezone.now(), 8 * DAY
    for state in (MailState.REFUSED, MailState.SENT, MailState.UNKNOWN, MailState.WAITING):
        for days in (DAY, week):
            message = visitors_message()
            ContactMessage.objects.filter(pk=message.pk).update(created_at=now - days)
            to = {"contact_message": message, "role": ContactRole.MAILBOX, "recipient": "office@example.org"}
            ContactDelivery.objects.create(**to, state=state)
    answered = visitors_message(answered_at=now)
    ContactMessage.objects.filter(pk=answered.pk).update(created_at=now - week)
    ContactDelivery.objects.update(created_at=now - DAY)
    for days, email in ((0, "refused"), (2, "refused"), (0, "mended")):
        number = Mailbox.objects.count()
        mailbox = make(Mailbox, email=f"{email}{number}@example.org", is_fallback=False)
        Mailbox.objects.filter(pk=mailbox.pk).update(refused_email=f"refused{number}@example.org", refused_at=now - days * DAY)


def client_of(who, language: str = "en") -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["language"] = language
    return client


def rows_of(client: Client, url: str) -> int:
    """How many things the list behind a line has."""
    response = client.get(url)
    assert response.status_code == 200, url
    return response.context["cl"].result_count if "cl" in response.context else response.context["page"].paginator.count


def test_each_line_leads_to_a_list_of_exactly_what_it_counts_for_every_group():
    plant(2)
    for name, sections in GROUPS.items():
        client = client_of(user(name, name))
        state = client.get(reverse("admin:index")).context["state"]
        assert [found.key for found in state] == sections, name
        lines = [line for found in state for line in found.lines if line.count is not None]
        assert {line.url: line.count for line in lines} == {line.url: rows_of(client, line.url) for line in lines}
        for found in state:
            assert found.lines == sorted(found.lines, key=lambda line: line.urgency)


def test_whoever_may_all_finds_a_line_for_every_check_and_nothing_that_a_check_is_not_about():
    plant(1)
    shown = staff().get(reverse("admin:index"))
    found = {line.url: line.count for group in shown.context["state"] for line in group.lines}
    assert {check.url for check in site_state._checks.values()} <= set(found)
    one = {"cluster.figures_disagree", "cluster.figures_old", "caps.rules_broken", "news.in_review", "news.events_ended"}
    one |= {"caps.publications_given_up"}
    one |= {"cluster.milestones_past", "news.events_ending", "publishing.broken_links", "mailing.stopped", "news.scheduled"}
    one |= {"publishing.to_review", "publishing.overdue_tasks"}
    one |= {f"caps.opportunities_{name}" for name in ("closing", "without_outcome", "without_end")}
    one |= {"mailing.newsletters_not_gone", "mailing.newsletters_unknown"}
    one |= {"mailing.outbox_overdue", "mailing.outbox_unknown", "mailing.unknown_outcome", "news.contacts_to_confirm"}
    one |= {"publishing.pictures_ended", "publishing.pictures_ending", "news.pictures_ended"}
    one |= {"cluster.mute_logos", "partners.mute_logos"}
    one |= {
        column(key, code) for key in ("publishing.pictures_without_alt", "news.mute_pictures") for code in languages.codes()
    }
    expected = dict.fromkeys(one, 1) | {
        "partners.logo_permission": 3,
        "news.without_contact": 4,
        "mailing.prepared_too_late": 1,
    }
    expected |= {
        "mailing.joined": 2,
        "mailing.left": 4,
        "mailing.pending": 4,
        "mailing.deliveries_overdue": 2,
        "mailing.asked_too_late": 2,
        "mailing.contact_nobody": 2,
        "mailing.contact_overdue": 2,
        "mailing.contact_unknown": 2,
        "mailing.contact_unanswered": 1,
        "mailing.mailbox_refused": 1,
    }
    expected |= {f"mailing.confirmed_{code}": 2 for code in languages.codes()}
    assert {key: found[site_state._checks[key].url] for key in expected} == expected
    assert "All is well" not in shown.content.decode()


def test_a_translator_reads_no_number_of_the_press_list_nor_any_title():
    plant(1)
    for group in ("Translators", "Editors"):
        shown = client_of(user(group, group)).get(reverse("admin:index")).content.decode()
        assert "subscriber" not in shown and SECRET not in shown and "mail server has taken" not in shown
    shown = client_of(user("olga", "Press officers")).get(reverse("admin:index")).content.decode()
    assert "confirmed subscribers in French" in shown and SECRET in shown and "mail server has taken" in shown


def test_a_figure_counted_from_what_somebody_may_not_see_is_not_said_to_be_wrong():
    make(Pledge, partner=make(Partner), amount=7_000_000)
    make(KeyFigure, counted_by=CountedFigure.INDUSTRIAL_PLEDGES, value=999, as_of=clock.today().isoformat())
    somebody = user("somebody")
    somebody.user_permissions.add(*Permission.objects.filter(codename__in=["view_keyfigure", "change_keyfigure"]))
    assert site_state.state_for(somebody) == []
    somebody.user_permissions.add(Permission.objects.get(codename="view_pledge"))
    somebody = type(somebody).objects.get(pk=somebody.pk)
    [group] = site_state.state_for(somebody)
    assert [line.count for line in group.lines] == [1]


def test_the_filter_is_offered_to_whom_the_check_concerns_alone():
    old, _fresh = make(KeyFigure, as_of="2024"), make(KeyFigure, as_of=clock.today().isoformat())
    url = f"{route(KeyFigure, 'changelist')}?{site_state.ATTENTION}=cluster.figures_old"
    editor, officer = client_of(user("eve", "Editors")), client_of(user("olga", "Press officers"))
    assert [figure.pk for figure in editor.get(url).context["cl"].result_list] == [old.pk]
    assert "Key figures over a year old" in editor.get(url).content.decode()
    assert rows_of(officer, url) == 2 and "Key figures over a year old" not in officer.get(url).content.decode()
    assert rows_of(editor, f"{route(KeyFigure, 'changelist')}?{site_state.ATTENTION}=caps.rules_broken") == 2


@pytest.mark.parametrize(("language", "words"), [("en", "All is well"), ("fr", "Tout va bien")])
def test_where_nothing_is_to_be_done_one_sentence_says_so(language, words):
    shown = client_of(user("eve", "Editors"), language).get(reverse("admin:index"))
    assert words in shown.content.decode() and not site_state.asks_for_something(shown.context["state"])
    (told,) = [line.url for group in shown.context["state"] for line in group.lines]
    assert told == site_state.list_url(HalQuery), "when HAL was last asked, or that it was not yet, is always told"


def test_a_key_belongs_to_one_check():
    check = next(iter(site_state._checks.values()))
    with pytest.raises(ValueError, match="two checks"):
        site_state.register(site_state.StateCheck(check.key, check.section, check.model, (), check.rows, check.words))


QUERIES = {"Editors": 51, "Translators": 12, "Press officers": 51, "Administrators": 81}


def test_the_page_makes_as_many_queries_for_three_things_of_a_kind_as_for_one():
    clients = {group: client_of(user(group, group)) for group in QUERIES}
    for number in (1, 2):
        plant(number)
        for group, client in clients.items():
            client.get(reverse("admin:index"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("admin:index"))
            assert len(queries) == QUERIES[group], group
