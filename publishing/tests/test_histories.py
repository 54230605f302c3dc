"""Histories in words: who changed what, in the reader’s language and for their eyes alone; what is taken back."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from reversion import revisions
from reversion.models import Version

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Keyword
from cluster.models import Institution, Theme
from news.models import Article, Event, PressRelease, Quote
from partners.models import Partner
from proofreading.meaning import compared
from publishing import languages, tasks
from publishing.admin import PortalAdmin
from publishing.admin_history import PER_PAGE
from publishing.models import Published
from publishing.tasks import Task
from tests.backoffice import change_url, form_of, opened, route, staff, taken_back
from tests.make import PAST, cap, draft, make, past
from tests.pages import flat

pytestmark = pytest.mark.django_db

KINDS = [model for model, site in admin.site._registry.items() if isinstance(site, PortalAdmin)]
LONG = "Le consortium réunit des chercheurs de plusieurs établissements autour de la santé et du droit."
LONGER = LONG.replace("chercheurs", "chercheuses et des chercheurs")


def saved(thing, **values) -> Version:
    """A revision of a thing with some values, and its version."""
    with revisions.create_revision():
        for name, value in values.items():
            setattr(thing, name, value)
        thing.save()
    return Version.objects.get_for_object(thing).first()


def words_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    main = response.content.decode().partition('<div id="content-main"')[2].partition("</main>")[0]
    return flat(strip_tags(re.sub(r"<[^>]*>", lambda tag: tag[0] + " ", main))).replace("\u00a0", " ").replace("&#x27;", "'")


def test_the_history_of_a_record_and_its_rows_in_the_readers_language():
    programme, theme = cap(**draft()), make(Theme, name_fr="Climat", name_en="Climate")
    other = make(Institution, name_fr="Institut Ajouté", name_en="Added Institute")
    keyword = make(Keyword, name_fr="océan", name_en="ocean")
    saved(programme, summary_fr=LONG, title_en="Before")
    gone = programme.involvements.exclude(role=InvolvementRole.LEAD).first() or programme.involvements.first()
    with revisions.create_revision():
        revisions.set_user(staff_user())
        programme.title_en, programme.summary_fr, programme.theme = "After", LONGER, theme
        programme.keywords.add(keyword)
        gone.delete()
        Involvement.objects.create(cap=programme, institution=other, role=InvolvementRole.PARTICIPANT)
        member = programme.memberships.first()
        member.role = [choice for choice, _words in member._meta.get_field("role").choices if choice != member.role][0]
        member.save()
        programme.save()
    for language in languages.codes():
        with override(language):
            role, institution = member._meta.get_field("role").verbose_name, str(gone.institution)
            said = [str(theme), str(keyword), str(other), institution, str(capfirst(role)), str(member.get_role_display())]
            first = gettext("First version kept.")
        newest = words_of(client_in(language), route(CAP, "history", programme.pk)).partition(first)[0]
        assert "Ada Exemple" in newest and "chercheuses et des" in newest
        assert re.search(r"Before →.*After", newest)
        assert [words for words in said if words not in newest] == []
        assert "object (" not in newest


def staff_user(name="ada"):
    return get_user_model().objects.create_user(name, first_name="Ada", last_name="Exemple", is_staff=True)


def client_in(language: str):
    return staff(f"reader-{language}", language=language)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.model_name)
def test_every_kind_has_a_history_a_comparison_and_a_list_of_what_is_gone(model):
    thing = cap(**draft()) if model is CAP else make(model, **(draft() if issubclass(model, Published) else {}))
    first = saved(thing)
    texts = [name for name in tasks.fields_of(model, Task.EDIT) if _is_plain_text(model, name)]
    if texts:
        saved(thing, **{texts[0]: "Zzyzx"})
    client = staff()
    for path in (
        route(model, "history", thing.pk),
        f"{route(model, 'compare', thing.pk)}?old={first.pk}",
        f"{route(model, 'compare', thing.pk)}?old={first.pk}&new={Version.objects.get_for_object(thing).first().pk}",
    ):
        assert ("Zzyzx" in words_of(client, path)) is bool(texts), path
    last = Version.objects.get_for_object(thing).first()
    with taken_back():
        thing.delete()
        assert route(model, "recover", last.pk) in client.get(route(model, "recoverlist")).content.decode()
        assert client.get(route(model, "recover", last.pk)).status_code == 200
    other = make(Theme)
    strange = saved(other) if model is not Theme else saved(make(Article))
    for asked in (f"old={strange.pk}", "old=x", "", "old=99999999999999999999"):
        assert client.get(f"{route(model, 'compare', thing.pk)}?{asked}").status_code == 404


def _is_plain_text(model, name: str) -> bool:
    stored = model._meta.get_field(name)
    return stored.get_internal_type() in {"CharField", "TextField"} and not stored.choices and (stored.max_length or 99) > 20


def test_a_long_history_is_paged_by_a_fixed_number_of_queries():
    programme, client = cap(**draft()), staff()
    path, counts = route(CAP, "history", programme.pk), []
    for number in range(1, PER_PAGE + 3):
        saved(programme, title_fr=f"Titre {number}")
        if number in (2, PER_PAGE):
            client.get(path)  # A process asks for each content type once; which test comes first must not matter.
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[1]
    first, second = words_of(client, path), words_of(client, f"{path}?p=2")
    assert "Titre 3" in first and "First version" not in first
    assert "Titre 2" in second and "First version" in second


def test_a_part_is_taken_back_into_the_form_and_the_rest_stays():
    release = make(PressRelease, **draft())
    kept, gone = (make(Quote, release=release, speaker=name, text_fr=name) for name in ("Kept", "Gone"))
    then, gone_pk = saved(release, title_fr="Alors", title_en="Then"), gone.pk
    kept.text_fr = "Autrement"
    kept.save(), gone.delete()
    added = make(Quote, release=release, speaker="Added")
    saved(release, title_fr="Maintenant", title_en="Now")
    client = staff()
    shown = words_of(client, f"{route(PressRelease, 'compare', release.pk)}?old={then.pk}")
    assert all(word in shown for word in ("Alors", "Maintenant", "Then", "Now", "Gone", "Added", "Autrement"))
    asked = f"{route(PressRelease, 'revision', release.pk, then.pk)}?parts=&part=title_fr&part=news.quote:{gone_pk}"
    page = client.get(asked)
    form = form_of(page, PressRelease)
    assert (form["title_fr"], form["title_en"]) == ("Alors", "Now")
    assert sorted(str(quote.speaker) for quote in release.quotes.all()) == ["Added", "Kept"], "looking changes nothing"
    action = re.search(r'<form[^>]*action="([^"]*)"[^>]*id="pressrelease_form"', flat(page.content.decode()))
    sends_to = unescape(action[1])
    assert parse_qs(urlsplit(sends_to).query) == {"parts": [f"news.quote:{gone_pk} title_fr"]}
    assert client.post(sends_to, form).status_code == 302
    release.refresh_from_db()
    assert (release.title_fr, release.title_en) == ("Alors", "Now")
    assert sorted(str(quote.speaker) for quote in release.quotes.all()) == ["Added", "Gone", "Kept"]
    kept.refresh_from_db()
    assert kept.text_fr == "Autrement"
    newest = words_of(client, route(PressRelease, "history", release.pk)).partition("Compare with what")[0]
    assert "Taken back in part from the version of" in newest and "Gone" in newest
    taken = f"{route(PressRelease, 'revision', release.pk, then.pk)}?parts=&part=news.quote:{added.pk}"
    assert client.post(taken, form_of(client.get(taken), PressRelease)).status_code == 302
    assert sorted(str(quote.speaker) for quote in release.quotes.all()) == ["Gone", "Kept"]
    nothing = client.get(f"{route(PressRelease, 'revision', release.pk, then.pk)}?parts=")
    assert nothing["Location"].startswith(route(PressRelease, "compare", release.pk))


@pytest.mark.parametrize("asked", ["", "?parts=&part=withdrawn_at&part=public_from_fr&part=public_from_en&part=title_fr"])
def test_no_restore_changes_moments_or_withdrawal_or_another_record_of_the_same_revision(asked):
    article, other = make(Article, **past()), make(Article, **past())
    with revisions.create_revision():
        article.title_fr, other.title_fr = "Alors", "Autre alors"
        article.save(), other.save()
    then = Version.objects.get_for_object(article).first()
    for thing in (article, other):
        saved(thing, title_fr="Maintenant", withdrawn_at=PAST, public_from_en=None)
    client = staff()
    url = route(Article, "revision", article.pk, then.pk) + asked
    assert client.post(url, form_of(client.get(url), Article)).status_code == 302
    article.refresh_from_db(), other.refresh_from_db()
    assert (article.title_fr, other.title_fr) == ("Alors", "Maintenant")
    for thing in (article, other):
        assert (thing.withdrawn_at, thing.public_from_en) == (PAST, None)


def test_a_restored_list_and_relation_and_a_recovered_record_among_others():
    client, keywords = staff(), [make(Keyword), make(Keyword)]
    programme, theme = cap(**draft()), make(Theme)
    programme.keywords.set(keywords[:1])
    then = saved(programme)
    old_theme = programme.theme
    programme.keywords.set(keywords[1:])
    saved(programme, theme=theme, title_fr="Maintenant")
    url = f"{route(CAP, 'revision', programme.pk, then.pk)}?parts=&part=keywords&part=theme"
    assert client.post(url, form_of(client.get(url), CAP)).status_code == 302
    programme.refresh_from_db()
    assert (programme.theme, list(programme.keywords.all()), programme.title_fr) == (old_theme, keywords[:1], "Maintenant")
    events = make(Event, **draft()), make(Event, **draft())
    with revisions.create_revision():
        for event in events:
            event.save()
    saved(events[1], title_fr="Plus tard")
    client.post(route(Event, "delete", events[0].pk), {"post": "yes"})
    listed = words_of(client, route(Event, "recoverlist"))
    assert str(events[0]) in listed and "claire" in listed
    url = route(Event, "recover", Version.objects.get_deleted(Event).get().pk)
    assert client.post(url, form_of(client.get(url), Event)).status_code == 302
    events[1].refresh_from_db()
    assert Event.objects.count() == 2 and events[1].title_fr == "Plus tard"


def test_private_fields_are_in_no_history_of_those_who_may_not_see_them():
    partner = make(Partner)
    first = saved(partner, contact_name="Premier Contact")
    saved(partner, contact_name="Second Contact", name="Société Montrée")
    paths = [route(Partner, "history", partner.pk), f"{route(Partner, 'compare', partner.pk)}?old={first.pk}"]
    translator = staff("theo", group="Translators")
    for path in paths:
        assert "Second Contact" in words_of(staff(f"root{len(path)}"), path)
        seen = words_of(translator, path)
        assert "Société Montrée" in seen and "Contact" not in seen
        assert "Take" not in seen


def test_the_first_version_says_in_the_readers_language_what_was_changed():
    event = make(Event, **draft())
    client = staff()
    client.post(change_url(event), opened(client, event) | {"address": "1 rue d’Exemple"})
    assert re.search(r"First version kept\. Changed: \w[^:]*\.", words_of(client, route(Event, "history", event.pk)))
    french = words_of(client_in("fr"), route(Event, "history", event.pk))
    assert "Adresse postale" in french and "Changed" not in french and "{" not in french


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("un mot", "un mot", []),
        ("l'été", "l’été", ["l’été"]),
        ("<p>un <b>mot</b></p>", "<p>un mot</p>", []),
        ("a b", "a c", ["c"]),
    ],
)
def test_an_exact_difference_tells_typography_too(old, new, changed):
    found = [part.new for part in compared(old, new, is_html="<" in old, is_exact=True) if part.is_changed]
    assert found == changed
