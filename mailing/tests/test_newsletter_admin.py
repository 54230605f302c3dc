"""Newsletters in the back office: who writes, who looks, and who says that one goes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mailing import newsletters
from mailing.models import NewsletterIssue, NewsletterItem
from mailing.tests.test_newsletter import issue, reader, sent
from news.models import Article
from publishing import languages
from publishing.languages import column, columns
from tests.backoffice import change_url, opened, route, staff
from tests.make import make, past

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]


def page(name: str, one: NewsletterIssue) -> str:
    return reverse(f"admin:mailing_newsletterissue_{name}", args=[one.pk])


def test_a_newsletter_is_written_side_by_side_and_takes_in_what_is_new():
    editor = staff("Ada", group="Editors")
    one = issue()
    article = make(Article, **dict.fromkeys(columns("public_from"), timezone.now() - timedelta(hours=1)))
    form = opened(editor, one) | {column("title", OTHER): "In winter"}
    assert editor.post(change_url(one), form).status_code == 302
    assert str(article) in editor.get(page("new", one)).content.decode()
    assert editor.post(page("new", one), {"article": [article.pk]}).status_code == 302
    one.refresh_from_db()
    assert (getattr(one, column("title", OTHER)), [row.thing for row in one.items.all()]) == ("In winter", [article])
    editor.post(page("new", one), {"article": [article.pk]})  # by a page that was opened before
    assert NewsletterItem.objects.count() == 1


def test_it_is_looked_at_in_each_language_and_tried_on_oneself():
    officer = staff("Olga", group="Press officers", email="olga@example.org")
    thing = make(Article, **past())
    one = issue(thing)
    for code in languages.codes():
        shown = officer.get(page("look", one), {"language": code}).content.decode()
        assert getattr(thing, column("title", code)) in shown
        frame = officer.get(page("message", one), {"language": code})
        assert frame["Content-Security-Policy"].startswith("default-src 'none'")
        assert getattr(thing, column("title", code)) in frame.content.decode()
    officer.post(page("look", one), {"language": OTHER, "theme": ""})
    (message,) = mail.outbox
    assert (message.to, message.subject.endswith(f"Lettre {OTHER}")) == (["olga@example.org"], True)
    assert officer.get(page("look", one), {"language": "xx"}).status_code == 200


def test_only_who_has_the_right_says_that_it_goes():
    one = issue(make(Article, **past()))
    posted = {"going": [MAIN], "moment": "", "stamp": str(one.stamp)}
    editor = staff("Ada", group="Editors")
    assert [editor.get(page("send", one)).status_code, editor.post(page("send", one), posted).status_code] == [403, 403]
    assert not NewsletterIssue.objects.get().is_scheduled
    officer = staff("Olga", group="Press officers")
    reader("a@example.org", MAIN), reader("b@example.org", MAIN)
    words = dict(officer.get(page("send", one)).context["form"].fields["going"].choices)
    assert " 2 " in words[MAIN] and " 0 " in words[OTHER]
    assert officer.post(page("send", one), posted | {"stamp": "other"}).status_code == 200, "it was changed meanwhile"
    assert officer.post(page("send", one), posted).status_code == 302
    assert NewsletterIssue.objects.get().going == [MAIN]


def test_what_was_confirmed_is_closed_until_that_is_taken_back():
    officer = staff("Olga", group="Press officers")
    one = issue(make(Article, **past()))
    form = opened(officer, one)
    sent(one)
    assert officer.post(change_url(one), form).status_code == 403
    assert officer.get(page("new", one)).status_code == 403
    assert officer.get(route(NewsletterIssue, "delete", one.pk)).status_code == 403
    listed = route(NewsletterIssue, "changelist")
    officer.post(listed, {"action": "take_back", "_selected_action": [one.pk]})
    assert not NewsletterIssue.objects.get().is_scheduled
    assert officer.get(page("new", one)).status_code == 200


def test_the_list_says_what_stands_in_the_way():
    officer = staff("Olga", group="Press officers")
    one = sent(issue(make(Article, **past())))
    NewsletterIssue.objects.filter(pk=one.pk).update(**{column("title", MAIN): "Autre"})
    assert newsletters.changed_since_confirmed() == [one.pk]
    shown = officer.get(route(NewsletterIssue, "changelist")).content.decode()
    assert "changed since it was confirmed" in shown
