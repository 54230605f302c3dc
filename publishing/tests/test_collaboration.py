"""Working together: who looks after a page, comments, tasks. Only who may view a record reads of it, and the public never."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from caps.models import CAP
from cluster.models import Page
from news.tests.newsroom import user
from publishing import clock, collaboration, languages, notifications
from publishing.collaboration_tables import Assignment, CommentAddressee, RecordCare, RecordComment
from publishing.erasing import Subject
from publishing.erasing import erase as erase_person
from publishing.notifications import StaffPreferences
from search.models import Entry, StaffEntry
from tests.backoffice import change_url, opened, route
from tests.make import cap, make

pytestmark = pytest.mark.django_db
SECRET = "Secretissimezz"
DAY = timedelta(days=1)


def account(name: str, group: str | None, language: str = "en"):
    found = user(name, group)
    found.email = f"{name}@example.org"
    found.save()
    StaffPreferences.objects.update_or_create(user=found, defaults={"language": language})
    return found


@pytest.fixture
def eve():
    return account("eve", "Editors")


@pytest.fixture
def theo():
    return account("theo", "Translators", "fr")


@pytest.fixture
def nina():
    """Staff who may see nothing."""
    return account("nina", None)


def client_of(who, language: str = "en") -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["language"] = language
    return client


def panel(record) -> str:
    return reverse("admin:working_together", args=[record._meta.label_lower, record.pk])


def send(client: Client, record, do: str, **given):
    return client.post(
        f"{panel(record)}?part=1", {"do": do, **{name.replace("__", "-"): value for name, value in given.items()}}
    )


def waiting(who, language: str = "en") -> dict[str, list[str]]:
    page = client_of(who, language).get(reverse("admin:index"))
    return {lines.key: [found.title.words for found in lines.found] for lines in page.context["waiting"]}


def delivered() -> list:
    """Whatever leaves within five minutes."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        call_command("deliver", once=True)
    return list(mail.outbox)


# Comments


def test_a_comment_tells_whom_it_names_who_looks_after_the_page_and_nobody_else(eve, theo, nina):
    olga, record = account("olga", "Press officers"), cap()
    collaboration.look_after(record, eve, eve, None)
    ada = account("ada", "Administrators")
    send(
        client_of(ada),
        record,
        "comment",
        comment__text=f"Bonjour @Theo, @nina et @inconnu, {SECRET} <b>",
        comment__told=olga.pk,
    )
    assert set(CommentAddressee.objects.values_list("account__username", flat=True)) == {"eve", "theo", "olga"}
    for who in (eve, theo, olga):
        assert waiting(who) == {"publishing.comments": [str(record)]}, who
    assert (waiting(ada), waiting(nina)) == ({}, {})
    sent = {message.to[0]: message for message in delivered()}
    assert set(sent) == {"eve@example.org", "theo@example.org", "olga@example.org"}
    assert SECRET in sent["theo@example.org"].body and change_url(record) in sent["theo@example.org"].body


def test_whoever_turned_these_mails_off_gets_none_and_finds_the_line_all_the_same(eve, theo):
    StaffPreferences.objects.filter(user=theo).update(silenced=["publishing.comments", "publishing.tasks"])
    record = cap()
    collaboration.comment(record, eve, "Vois", told=[theo])
    collaboration.give_task(eve, "À relire", theo, record=record)
    assert set(waiting(theo)) == {"publishing.comments", "publishing.tasks"}
    assert delivered() == []


def test_an_answer_a_word_and_a_resolution_take_the_line_away(eve, theo):
    record = cap()
    first = collaboration.comment(record, eve, "Vois", told=[theo])
    send(client_of(theo), record, "answer", key=first.pk, **{f"answer__{first.pk}__text": "Vu"})
    assert (waiting(theo), waiting(eve)) == ({}, {"publishing.comments": [str(record)]})
    send(client_of(eve), record, "seen", key=first.pk)
    assert waiting(eve) == {}
    collaboration.answer(first, record, eve, "Encore")
    assert waiting(theo) == {"publishing.comments": [str(record)]}
    send(client_of(eve), record, "resolve", key=first.pk)
    assert waiting(theo) == {}
    assert RecordComment.objects.get(pk=first.pk).resolved_by == eve
    collaboration.answer(first, record, theo, "Pas tout à fait")
    assert not RecordComment.objects.get(pk=first.pk).is_resolved


def test_a_comment_is_shown_as_it_was_typed_and_is_no_markup_and_no_link(eve):
    record = cap()
    collaboration.comment(record, eve, '<script>alert(1)</script> https://example.org/ "x"', field="title_fr")
    body = client_of(eve).get(panel(record)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; https://example.org/" in body
    assert 'href="https://example.org/' not in body
    assert f'{change_url(record)}#id_title_fr"' in body


@pytest.mark.parametrize("language", languages.codes())
def test_what_cannot_be_taken_is_said_and_stays_typed(eve, language):
    client, record = client_of(eve, language), cap()
    response = send(client, record, "comment", comment__text="   ", comment__field="")
    assert response.status_code == 200 and b"errorlist" in response.content
    response = send(client, record, "comment", comment__text="x" * 4001)
    assert b"errorlist" in response.content and b"x" * 4000 in response.content
    response = send(client, record, "comment", comment__text="Bien", comment__field="nonsense", comment__told="zz")
    assert b"errorlist" in response.content and b">Bien</textarea>" in response.content.replace(b"\n", b"")
    response = send(client, record, "care", care__owner="99", care__review_on="31/02/2026")
    assert response.content.count(b"errorlist") == 2 and b"31/02/2026" in response.content
    response = send(client, record, "task", task__title="Dire", task__due_on="5/12/26")
    assert response.content.count(b"errorlist") == 2 and b'value="Dire"' in response.content
    assert not (RecordComment.objects.exists() or Assignment.objects.exists() or RecordCare.objects.exists())


def test_one_deletes_ones_own_and_what_was_answered_loses_its_words_alone(eve, theo):
    record = cap()
    first = collaboration.comment(record, eve, SECRET)
    answer = collaboration.answer(first, record, theo, "Réponse")
    assert send(client_of(eve), record, "delete", key=answer.pk).status_code == 403
    send(client_of(eve), record, "delete", key=first.pk)
    assert list(RecordComment.objects.order_by("pk").values_list("text", flat=True)) == ["", "Réponse"]
    send(client_of(theo), record, "delete", key=answer.pk)
    send(client_of(theo), record, "delete", key=first.pk)
    assert list(RecordComment.objects.values_list("pk", flat=True)) == [first.pk]


# Who looks after a page


def test_a_page_whose_day_has_come_waits_for_who_looks_after_it_and_is_told_once(eve, theo):
    record, other = cap(), make(Page)
    client = client_of(eve)
    send(client, record, "care", care__owner=theo.pk, care__review_on=clock.today().strftime("%d/%m/%Y"))
    collaboration.look_after(other, eve, None, clock.today() - DAY)
    collaboration.look_after(make(Page), eve, theo, clock.today() + DAY)
    assert waiting(theo) == {"publishing.reviews": [str(record)]}
    for _worker in range(2):
        notifications.prepare()
    assert [message.to for message in delivered()] == [["theo@example.org"]]
    assert delivered() == []
    state = [line for group in client.get(reverse("admin:index")).context["state"] for line in group.lines]
    [line] = [line for line in state if "review=due" in line.url]
    assert (line.count, client.get(line.url).context["cl"].result_count) == (2, 2)


def test_a_new_day_of_review_is_told_anew_and_what_is_put_off_meanwhile_is_not(theo):
    record = make(Page)
    collaboration.look_after(record, user("root", "Editors"), theo, clock.today())
    notifications.prepare()
    collaboration.look_after(record, user("root"), theo, clock.today() + 30 * DAY)
    assert delivered() == []
    collaboration.look_after(record, user("root"), theo, clock.today() - DAY)
    notifications.prepare()
    assert len(delivered()) == 1


def test_lists_are_filtered_by_who_looks_after_a_page(eve, theo):
    mine, theirs, nobodys = cap(), cap(), cap()
    collaboration.look_after(mine, eve, eve, clock.today())
    collaboration.look_after(theirs, eve, theo, None)
    client = client_of(eve)

    def found(value: str) -> set:
        return set(client.get(route(CAP, "changelist"), {"care": value}).context["cl"].queryset)

    assert (found("mine"), found("nobody"), found("due")) == ({mine}, {nobodys}, {mine})


def test_who_only_views_a_page_sees_who_looks_after_it_and_changes_nothing(eve):
    olga, record = account("olga", "Press officers"), cap()
    collaboration.look_after(record, eve, eve, clock.today())
    page = client_of(olga).get(panel(record))
    assert page.context["care_form"] is None and b"eve" in page.content
    assert send(client_of(olga), record, "care", care__owner=olga.pk).status_code == 403
    assert RecordCare.objects.get().owner == eve


# Tasks


def test_a_task_waits_for_whom_it_is_given_and_its_giver_is_told_that_it_is_done(eve, theo):
    record = cap()
    given = {"task__title": "Relire", "task__assignee": theo.pk, "task__due_on": "5 décembre 2020", "task__details": SECRET}
    send(client_of(eve), record, "task", **given)
    task = Assignment.objects.get()
    assert (task.given_by, task.assignee, task.due_on.isoformat(), task.is_overdue) == (eve, theo, "2020-12-05", True)
    assert waiting(theo) == {"publishing.tasks": ["Relire"]}
    [message] = delivered()
    assert message.to == ["theo@example.org"] and SECRET in message.body and "Tâche" in message.subject
    state = [line for group in client_of(eve).get(reverse("admin:index")).context["state"] for line in group.lines]
    [late] = [line for line in state if "whose=overdue" in line.url]
    assert (late.count, client_of(eve).get(late.url).context["cl"].result_count) == (1, 1)
    send(client_of(theo), record, "done", key=task.pk)
    assert waiting(theo) == {}
    [message] = delivered()
    assert message.to == ["eve@example.org"]


def test_a_task_about_nothing_is_for_two_people_alone(eve, theo):
    olga = account("olga", "Press officers")
    client = client_of(eve)
    url = route(Assignment, "add")
    data = {"title": SECRET, "assignee": theo.pk, "due_on": "", "details": ""}
    assert client.post(url, data).status_code == 302
    task = Assignment.objects.get()
    assert (task.given_by, waiting(theo)) == (eve, {"publishing.tasks": [SECRET]})
    for who, is_shown in ((eve, True), (theo, True), (olga, False), (user("root"), False)):
        client = client_of(who)
        assert (SECRET in client.get(route(Assignment, "changelist")).content.decode()) is is_shown, who
        shown = client.get(change_url(task), follow=True)
        assert (SECRET in shown.content.decode()) is is_shown, who
    assert client_of(olga).post(reverse("admin:publishing_assignment_done", args=[task.pk])).status_code == 404
    assert client_of(theo).post(change_url(task), data | {"title": "Autre"}).status_code in (302, 403)
    assert Assignment.objects.get().title == SECRET
    client_of(theo).post(reverse("admin:publishing_assignment_done", args=[task.pk]))
    assert Assignment.objects.get().done_by == theo


def test_nobody_is_given_a_task_about_what_they_may_not_see(eve, nina):
    record = cap()
    response = send(client_of(eve), record, "task", task__title="Voir", task__assignee=nina.pk)
    assert b"errorlist" in response.content and not Assignment.objects.exists()
    with pytest.raises(ValidationError):
        collaboration.give_task(eve, "Voir", nina, record=record)


# Rights


def test_who_may_not_view_a_record_finds_nothing_of_it_anywhere(eve, nina):
    record = cap()
    collaboration.look_after(record, eve, eve, clock.today())
    first = collaboration.comment(record, eve, SECRET)
    collaboration.give_task(eve, SECRET, eve, record=record)
    client = client_of(nina)
    assert client.get(panel(record)).status_code == client.get(panel(Page(pk=0))).status_code == 404
    for do in ("comment", "answer", "seen", "resolve", "delete", "task", "done", "care"):
        assert send(client, record, do, key=first.pk, comment__text="x").status_code == 404
    for model in (RecordCare, RecordComment, Assignment):
        body = client.get(route(model, "changelist"), {"whose": "all"}).content.decode()
        assert SECRET not in body and str(record) not in body
    with pytest.raises(PermissionDenied):
        collaboration.comment(record, nina, "x")


def test_who_lost_the_right_is_told_nothing_any_more(eve, theo):
    record = cap()
    collaboration.comment(record, eve, SECRET, told=[theo])
    collaboration.give_task(eve, SECRET, theo, record=record)
    collaboration.look_after(record, eve, theo, clock.today())
    notifications.prepare()
    theo.groups.clear()
    theo.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert (waiting(theo), delivered()) == ({}, [])


def test_keys_of_other_records_and_nonsense_are_unknown(eve):
    record, other = cap(), cap()
    first = collaboration.comment(other, eve, "x")
    client = client_of(eve)
    for key in (str(first.pk), "zz", "9" * 30, "", "²"):
        assert send(client, record, "resolve", key=key).status_code == 404
    assert send(client, record, "nonsense").status_code == 403
    for label, pk in (("auth.user", eve.pk), ("zz", 1), ("caps.membership", 1), ("caps.cap", 2**63)):
        assert client.get(reverse("admin:working_together", args=[label, pk])).status_code == 404


# Never in public, and gone with its record


def test_nothing_of_it_is_in_public_pages_exports_revisions_or_the_search(eve):
    record = cap()
    client = client_of(eve)
    client.post(change_url(record), opened(client, record))
    collaboration.comment(record, eve, SECRET)
    collaboration.give_task(eve, SECRET, eve, record=record)
    client.post(change_url(record), opened(client, record))
    public = Client()
    for path in (record.get_absolute_url("fr"), record.get_absolute_url("en"), reverse("open-data"), reverse("cap-list")):
        assert SECRET not in public.get(path).content.decode(), path
    assert not public.get(reverse("search"), {"q": SECRET}).context["results"].groups
    assert not any(SECRET in json.dumps(list(model.objects.values()), default=str) for model in (Entry, StaffEntry))
    assert SECRET not in json.dumps(list(Version.objects.values_list("serialized_data", flat=True)))


def test_it_goes_with_the_record_and_only_then(eve):
    record, other = cap(), cap()
    for thing in (record, other):
        collaboration.look_after(thing, eve, eve, None)
        collaboration.comment(thing, eve, "x")
        collaboration.give_task(eve, "x", eve, record=thing)
    key = record.pk
    record.delete()
    for table in (RecordCare, RecordComment, Assignment):
        assert [row.object_id for row in table.objects.all()] == [other.pk] != [key]


def test_what_an_account_wrote_outlives_it_without_a_name(eve, theo):
    record = cap()
    collaboration.comment(record, theo, "Reste")
    collaboration.give_task(theo, "Reste", eve, record=record)
    collaboration.give_task(eve, "Reste aussi", theo, record=record)
    theo.delete()
    body = client_of(eve).get(panel(record)).content.decode()
    assert body.count("somebody whose account is gone") == 3 and "theo" not in body


def test_an_erased_person_is_told_where_a_comment_names_them(eve):
    record, root = cap(), user("root")
    root.is_superuser = True
    root.save()
    collaboration.comment(record, eve, "Demander à Zoé Xylander")
    done = erase_person(Subject(names=("Zoé Xylander",)), root, "demande", is_rehearsal=False)
    assert [row.model for row in done.remaining] == [RecordComment]
    send(client_of(root), record, "delete", key=RecordComment.objects.get().pk)
    assert not RecordComment.objects.exists()


# Few queries


def test_the_panel_and_the_first_page_ask_as_many_queries_for_much_as_for_little(eve, theo):
    record, client = cap(), client_of(theo)
    counts = []
    for _round in range(2):
        for _each in range(3):
            first = collaboration.comment(record, eve, "Vois", told=[theo])
            collaboration.answer(first, record, eve, "Encore", told=[theo])
            collaboration.give_task(eve, "À faire", theo, record=record)
        paths = (f"{panel(record)}?part=1", reverse("admin:index"), route(RecordComment, "changelist") + "?whose=all")
        asked = []
        for path in (*paths, *paths):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            asked.append(len(queries))
        counts.append(asked[len(paths) :])
    assert counts[0] == counts[1]


def test_the_form_itself_asks_nothing_more_for_it(eve):
    record, client = cap(), client_of(eve)
    client.get(change_url(record))
    with CaptureQueriesContext(connection) as before:
        client.get(change_url(record))
    collaboration.comment(record, eve, "Vois")
    with CaptureQueriesContext(connection) as after:
        page = client.get(change_url(record))
    assert len(before) == len(after)
    assert panel(record) in page.content.decode()
    assert not any("recordcomment" in query["sql"] for query in after)


def test_the_lists_and_pages_beside_answer_whatever_is_asked_of_them(eve, theo):
    record = cap()
    collaboration.look_after(record, eve, eve, clock.today())
    first = collaboration.comment(record, eve, "Vois")
    task = collaboration.give_task(eve, "Relire", theo, record=record)
    client = client_of(eve)
    for model in (RecordCare, RecordComment, Assignment):
        for query in ("q=relire", "whose=zz&kind=zz&review=zz", "o=99.-1", "kind=1&p=7", "whose=all&q=%00"):
            page = client.get(f"{route(model, 'changelist')}?{query}", follow=True)
            assert page.status_code in (200, 400), (model, query)
    for thing in (RecordCare.objects.get(), first, task):
        assert client.get(change_url(thing)).status_code == 200
        assert client.get(route(type(thing), "history", thing.pk)).status_code == 200
    assert client_of(theo).get(route(Assignment, "delete", task.pk)).status_code == 403
    assert client.get(route(Assignment, "delete", task.pk)).status_code == 200
    assert client.post(route(Assignment, "delete", task.pk), {"post": "yes"}).status_code == 302
    for name in ("change", "delete"):
        assert client.post(route(RecordComment, name, first.pk), {"post": "yes", "text": "x"}).status_code == 403
    assert (Assignment.objects.count(), RecordComment.objects.get().text) == (0, "Vois")
