"""The archive of the newsletter: what has gone, in the languages in which it went, as far as it is public still."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mailing import newsletter_reading, newsletters
from mailing.models import NewsletterIssue
from mailing.tests.test_newsletter import MAIN, OTHER, issue, sent
from news.models import Article, Event
from portal import navigation
from publishing import languages
from publishing.languages import column
from search.models import Entry
from tests.make import draft, make, past

pytestmark = pytest.mark.django_db


def gone(*things, **given) -> NewsletterIssue:
    """An issue that went to nobody an hour ago, in the main language."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return issue(*things, **{"going": [MAIN], "send_from": an_hour_ago, "filled_at": an_hour_ago} | given)


def in_archive(language: str = MAIN) -> list[NewsletterIssue]:
    found = list(NewsletterIssue.objects.public(language).newest_first())
    assert found == [one for one in NewsletterIssue.objects.newest_first() if one.is_public(language)]
    return found


def test_the_archive_holds_what_has_gone_in_a_language_and_was_not_stopped():
    now = timezone.now()
    one = gone()
    gone(stopped_at=now)
    gone(filled_at=None)
    gone(filled_at=now + timedelta(hours=1))
    other = gone(going=[OTHER])
    both = gone(going=languages.codes())
    issue()
    assert in_archive() == [both, one]
    assert in_archive(OTHER) == [both, other]
    anywhere = NewsletterIssue.objects.public_anywhere()
    assert set(anywhere) == {one, other, both}
    assert anywhere.freshness()[0] == 3


def test_a_language_that_had_nothing_to_tell_when_the_issue_went_is_not_in_the_archive():
    thing = make(Article, **past())
    one = sent(issue(thing), MAIN, OTHER)
    Article.objects.filter(pk=thing.pk).update(**{column("public_from", OTHER): None})
    newsletters.prepare()
    one.refresh_from_db()
    assert (in_archive(), in_archive(OTHER)) == ([one], [])
    assert newsletters.is_as_confirmed(one)


def test_it_tells_what_it_told_and_what_is_public_still(client):
    now = timezone.now()
    over = make(Event, **past(), starts_at=now - timedelta(minutes=40), ends_at=now - timedelta(minutes=20))
    before = make(Event, **past(), starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=2))
    later = make(Article, "Later", **dict.fromkeys(languages.columns("public_from"), now - timedelta(minutes=5)))
    withdrawn = make(Article, "Withdrawn", **past(), withdrawn_at=now)
    kept = make(Article, "Kept", **past())
    one = gone(over, before, later, withdrawn, kept, make(Article, **draft()))
    told = newsletter_reading.read_as_gone(one, MAIN).items
    assert [item.path for item in told] == [over.get_absolute_url(MAIN), kept.get_absolute_url(MAIN)]
    page = client.get(one.get_absolute_url(MAIN)).content.decode()
    assert kept.get_absolute_url(MAIN) in page
    assert withdrawn.get_absolute_url(MAIN) not in page


def test_an_issue_that_did_not_go_is_unknown_and_the_switch_says_where_it_went(client):
    hidden = [issue(), gone(stopped_at=timezone.now()), gone(going=[OTHER])]
    tried = [one.get_absolute_url(MAIN) for one in hidden]
    with override(MAIN):
        tried.append(reverse("newsletter-detail", kwargs={"pk": 10**30}))
    assert [client.get(path).status_code for path in tried] == [404] * 4
    one = gone()
    page = client.get(one.get_absolute_url(MAIN)).content.decode()
    assert f'class="missing" href="{NewsletterIssue.section_url(OTHER)}"' in page
    assert one.get_absolute_url(OTHER) not in page


def test_the_list_the_feed_and_the_sitemap_name_real_issues_and_mark_examples(client):
    older, newer = gone(send_from=timezone.now() - timedelta(days=40)), gone()
    example = gone(is_example=True)
    paths = [one.get_absolute_url(MAIN) for one in (example, newer, older)]
    page = client.get(NewsletterIssue.section_url(MAIN)).content.decode()
    assert sorted(paths, key=page.index) == paths
    with override(MAIN):
        feed = client.get(reverse("newsletter-feed")).content.decode()
    assert sorted(paths, key=feed.index) == paths
    entries = feed.split("<entry>")[1:]
    assert ["[" in entry.partition("</title>")[0] for entry in entries] == [True, False, False]
    sitemap = client.get("/sitemap-newsletter-1.xml").content.decode()
    assert [path in sitemap for path in paths] == [False, True, True]
    assert "noindex" in client.get(example.get_absolute_url(MAIN)).content.decode()


def test_an_empty_archive_is_offered_nowhere(client):
    with override(MAIN):
        archive = reverse("newsletter-list")
        asked = [reverse(name) for name in ("article-list", "newsletter-subscribe", "site-map")]
    assert "newsletter-list" not in navigation.filled_routes(MAIN)
    assert [f'"{archive}"' in client.get(path).content.decode() for path in asked] == [False] * 3
    gone()
    assert [f'"{archive}"' in client.get(path).content.decode() for path in asked] == [True] * 3


def test_what_has_gone_is_found_by_its_own_words_and_nothing_else_is(client):
    words = {column("introduction", MAIN): "Une lettre qui parle de cartographie."}
    one = gone(**words)
    gone(**words, stopped_at=timezone.now())
    issue(**words)
    assert Entry.objects.of(NewsletterIssue, MAIN).count() == 3
    with override(MAIN):
        page = client.get(reverse("search"), {"q": "cartographie"}).content.decode()
    assert re.findall(rf"{NewsletterIssue.section_url(MAIN)}(\d+)/", page) == [str(one.pk)]


def test_a_message_leads_to_its_page_once_it_has_gone():
    thing = make(Article, **past())
    assert newsletter_reading.read(issue(thing), MAIN).url == ""
    one = gone(thing)
    assert newsletter_reading.read(one, MAIN).url.endswith(one.get_absolute_url(MAIN))
    assert newsletter_reading.read(one, OTHER).url == ""


def test_examples_do_not_count_as_the_last_issue():
    new = make(Article, **dict.fromkeys(languages.columns("public_from"), timezone.now() - timedelta(hours=5)))
    gone(new, is_example=True)
    assert newsletters.since_last(issue())["article"] == [new]
