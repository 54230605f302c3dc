"""The state of translations follows every road by which a text is saved."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion import create_revision
from reversion.models import Version

from cluster.models import Institution, Page, Person, Role
from news.models import Article, Attachment, PressRelease, Quote
from news.services import duplicate
from publishing import languages, tasks, translations
from publishing.erasing import Subject, erase
from publishing.signals import one_change
from publishing.tasks import Task
from publishing.translated_texts import TranslatedText, TranslationState
from publishing.translation_lists import texts_for, waiting_for
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import draft, future, make, past

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]


def col(name, language=MAIN):
    return languages.column(name, language)


def free_text(model):
    """A text without which the record may be public."""
    required = getattr(model, "required_texts", ())
    return next(name for name in translations.kinds()[model].fields if name not in required)


def state(thing, name, language=OTHER):
    return row_of(thing, name, language).state


def row_of(thing, name, language=OTHER):
    return TranslatedText.objects.get(model_label=thing._meta.label_lower, object_id=thing.pk, field=name, language=language)


def test_what_is_translated_is_what_translators_write():
    kinds = {kind.label: kind for kind in translations.kinds().values()}
    assert {"news.pressrelease", "news.quote", "news.article", "news.event", "cluster.page", "caps.cap", "cluster.role"} <= set(
        kinds
    )
    assert {"cluster.institution", "cluster.keyfigure", "cluster.milestone", "news.boilerplate", "news.presscontact"} <= set(
        kinds
    )
    assert kinds["news.quote"].record_label == "news.pressrelease"
    assert kinds["cluster.role"].record_label == "cluster.person"
    assert kinds["news.pressrelease"].fields == ("title", "subtitle", "place", "lead", "body")
    for kind in kinds.values():
        columns = {col(name, code) for name in kind.fields for code in languages.others()}
        assert columns <= tasks.translations(kind.model)
        assert not any(name.startswith(("slug", "public_from")) for name in kind.fields)


def test_a_save_of_the_source_alone_leaves_it_behind_and_what_is_no_text_does_not():
    page = make(Page, **draft())
    assert {row.state for row in TranslatedText.objects.of_record(page)} == {TranslationState.COMPLETE}
    page.public_from_fr, page.rank = timezone.now(), 3
    page.title_fr = page.title_fr.upper() + " !"
    page.save()
    assert state(page, "title") == TranslationState.COMPLETE
    page.title_fr = "Autre chose"
    page.save()
    assert state(page, "title") == TranslationState.STALE
    assert state(page, "lead") == TranslationState.COMPLETE
    translations.confirm(page, good=[col("title", OTHER)])
    assert state(page, "title") == TranslationState.COMPLETE


def test_a_save_of_some_columns_looks_at_what_is_stored():
    article = make(Article)
    article.title_fr = "Jamais écrit"
    article.save(update_fields=["rank"] if hasattr(article, "rank") else ["is_example"])
    assert state(article, "title") == TranslationState.COMPLETE
    article.save(update_fields=[col("lead")])
    assert state(article, "title") == TranslationState.COMPLETE
    thin = Article.objects.only("pk", "is_example").get(pk=article.pk)
    thin.title_fr = "Écrit"
    thin.save()
    assert state(article, "title") == TranslationState.STALE


def test_one_change_is_looked_at_in_two_queries_whatever_its_size():
    counts = []
    for number in (1, 4):
        release = make(PressRelease, **draft())
        quotes = [make(Quote, release=release) for _row in range(number)]
        with CaptureQueriesContext(connection) as queries, transaction.atomic(), one_change():
            for thing in (release, *quotes):
                thing.text_fr = thing.title_fr = "Tout est dit autrement"
                thing.save()
        counts.append(sum('"publishing_translatedtext"' in query["sql"] for query in queries))
        assert state(quotes[-1], "text") == TranslationState.STALE
        assert TranslatedText.objects.of_record(release).filter(state=TranslationState.STALE).count() == number + 1
    assert counts == [2, 2]


def test_what_is_taken_back_is_not_looked_at():
    article = make(Article)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), one_change():
        article.title_fr = "Autre chose"
        article.save()
        raise ZeroDivisionError
    assert state(article, "title") == TranslationState.COMPLETE
    with transaction.atomic(), one_change():
        with pytest.raises(ZeroDivisionError), transaction.atomic(), one_change():
            article.save()
            raise ZeroDivisionError
        other = make(Article)
    assert state(article, "title") == TranslationState.COMPLETE
    assert state(other, "title") == TranslationState.COMPLETE


def test_what_is_deleted_is_forgotten_with_its_rows_in_the_same_queries():
    counts = []
    for number in (1, 3):
        release = make(PressRelease, **draft())
        for _row in range(number):
            make(Quote, release=release)
        with CaptureQueriesContext(connection) as queries:
            release.delete()
        counts.append(sum('"publishing_translatedtext"' in query["sql"] for query in queries))
    assert counts == [2, 2]
    assert not TranslatedText.objects.exists()
    release = make(PressRelease, **draft())
    quote = make(Quote, release=release)
    with transaction.atomic(), one_change():
        quote.save()
        quote.delete()
    assert {row.model_label for row in TranslatedText.objects.all()} == {"news.pressrelease"}


def test_a_document_in_one_language_needs_no_title_in_another():
    release = make(PressRelease, **draft())
    row = make(Attachment, release=release, language=MAIN, **{col("title", OTHER): ""})
    assert state(row, "title") == TranslationState.NOT_NEEDED
    row.language = ""
    row.save()
    assert state(row, "title") == TranslationState.MISSING


def test_the_database_keeps_one_row_per_text_and_a_moment_while_it_waits():
    row = row_of(make(Article), "title")
    for change in ({"pk": None}, {"state": TranslationState.STALE}, {"since": timezone.now()}, {"state": "odd"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TranslatedText(**{**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}, **change}).save(
                force_insert="pk" in change
            )


# Forms


def test_the_form_confirms_ticks_and_marks_copies():
    release = make(PressRelease, **draft())
    quotes = [make(Quote, release=release) for _row in range(2)]
    claire = staff()
    form = opened(claire, release) | {
        col("title"): "Un tout autre titre",
        col("lead"): "Un chapô à peine retouché, vraiment",
        "quotes-0-text_fr": "Dit autrement",
        "quotes-1-text_fr": "Dit presque pareil",
        "translation-good": [col("lead", OTHER), "quotes-1-text_en", "stamp", "quotes-7-text_en"],
    }
    assert claire.post(change_url(release), form).status_code == 302
    assert state(release, "title") == TranslationState.STALE
    assert state(release, "lead") == TranslationState.COMPLETE
    assert [state(quote, "text") for quote in quotes] == [TranslationState.STALE, TranslationState.COMPLETE]
    form = opened(claire, release) | {
        col("title", OTHER): "Un tout autre titre",
        "quotes-0-text_en": "Said otherwise",
        "translation-copied": [col("title", OTHER), "quotes-0-text_en"],
    }
    assert claire.post(change_url(release), form).status_code == 302
    assert state(release, "title") == TranslationState.MISSING
    assert row_of(release, "title").is_copied
    assert state(quotes[0], "text") == TranslationState.COMPLETE, "it was written over at once"


def test_a_form_that_is_refused_keeps_its_ticks():
    article = make(Article)
    claire = staff()
    form = opened(claire, article) | {
        col("title"): "Autre titre",
        col("lead", OTHER): "",
        "translation-good": [col("title", OTHER)],
        "translation-copied": [col("body", OTHER)],
    }
    refused = claire.post(change_url(article), form)
    assert refused.status_code == 200
    panels = {panel.name: panel for panel in refused.context["translation_panels"]}
    assert panels[col("title", OTHER)].is_good
    assert panels[col("body", OTHER)].is_copied
    assert state(article, "title") == TranslationState.COMPLETE


def test_the_form_shows_what_changed_to_staff_and_nobody_else(client):
    page = make(Page, title_fr="Le conseil de 2025 décide", title_en="The board decides")
    page.title_fr = "Le conseil de 2026 décide"
    page.lead_en = ""
    page.save()
    shown = staff().get(change_url(page)).content.decode()
    assert "<del>" in shown and "2025" in shown
    assert shown.count('data-state="stale"') == 2 and shown.count('data-state="missing"') == 2
    assert "Small change: the translation is still good." in shown
    public = client.get(page.get_absolute_url(OTHER)).content.decode()
    assert "The board decides" in public
    assert "behind" not in public and "translation-" not in public


def test_a_translator_has_the_tools_of_their_languages_alone():
    person = make(Person)
    role = make(Role, person=person)
    role.title_fr = "Autre titre"
    role.save()
    theo = staff("theo", group="Translators")
    shown = theo.get(change_url(person))
    (panel,) = shown.context["translations_behind"]
    assert (panel.name, panel.is_editable, panel.source_id) == ("roles-0-title_en", True, "")
    form = form_of(shown, Person) | {"translation-good": ["roles-0-title_en", "roles-0-title_fr"]}
    assert theo.post(change_url(person), form).status_code == 302
    assert state(role, "title") == TranslationState.COMPLETE


def test_who_may_not_write_a_translation_confirms_none():
    page = make(Page)
    page.title_fr = "Autre chose"
    page.save()
    eve = staff("eve", group="Editors")
    if eve.post(change_url(page), opened(staff("root"), page) | {"translation-good": [col("title", OTHER)]}).status_code == 302:
        assert Task.TRANSLATE in tasks.open_to(get_user_model().objects.get(username="eve"), page)
    else:
        assert state(page, "title") == TranslationState.STALE


def test_a_restored_version_is_as_old_as_it_is():
    claire = staff()
    page = make(Page, **draft() | {"title_fr": "Un", "title_en": "One"})
    page.title_fr = "Deux"
    with create_revision():
        page.save()
    version = Version.objects.get_for_object(page).get()
    page.title_en = "Two"
    page.save()
    assert state(page, "title") == TranslationState.COMPLETE
    url = route(Page, "revision", page.pk, version.pk)
    assert claire.post(url, form_of(claire.get(url), Page)).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.title_en) == ("Deux", "One")
    assert state(page, "title") == TranslationState.STALE


def test_a_recovered_record_and_its_rows_are_followed_again():
    claire, person = staff(), make(Person, **draft())
    role = make(Role, person=person)
    with create_revision():
        person.save(), role.save()
    version = Version.objects.get_for_object(person).get()
    person.delete()
    assert not TranslatedText.objects.exists()
    url = route(Person, "recover", version.pk)
    assert claire.post(url, form_of(claire.get(url), Person)).status_code == 302
    assert {row.model_label for row in TranslatedText.objects.all()} == {"cluster.person", "cluster.role"}


def test_a_copy_of_a_release_is_as_far_behind_as_the_release():
    root = get_user_model().objects.create_superuser("root", password="x")
    release = make(PressRelease, **draft())
    quotes = [make(Quote, release=release) for _row in range(2)]
    release.title_fr, quotes[0].text_fr = "Tout autre titre", "Dit autrement"
    release.save(), quotes[0].save()
    copy = duplicate(release, root)
    assert (state(copy, "title"), state(copy, "lead")) == (TranslationState.STALE, TranslationState.COMPLETE)
    assert row_of(copy, "title").source == row_of(release, "title").source
    assert [state(quote, "text") for quote in copy.quotes.order_by("pk")] == [TranslationState.STALE, TranslationState.COMPLETE]


# Lists, counts and rights


@pytest.mark.parametrize("model", [Page, Person, Institution])
def test_lists_say_and_filter_it_in_the_same_queries(model):
    claire = staff()
    url = route(model, "changelist")
    fine, missing, stale = (make(model) for _record in range(3))
    name = free_text(model)
    setattr(missing, col(name, OTHER), "")
    missing.save()
    setattr(stale, col(name), "Autrement")
    stale.save()
    claire.get(url)
    with CaptureQueriesContext(connection) as few:
        shown = claire.get(url).content.decode()
    assert "1 missing" in shown and "1 behind" in shown and "complete" in shown
    for chosen, expected in (("missing", missing), ("stale", stale), ("complete", fine)):
        found = claire.get(url, {f"translation_{OTHER}": chosen}).context["cl"].result_list
        assert [record.pk for record in found] == [expected.pk], chosen
    names = [getattr(column, "__name__", column) for column in claire.get(url).context["cl"].list_display]
    ordered = claire.get(url, {"o": f"-{names.index(f'translation_{OTHER}')}"}).context["cl"].result_list
    assert ordered[len(ordered) - 1].pk == fine.pk
    for _record in range(4):
        make(model)
    with CaptureQueriesContext(connection) as many:
        claire.get(url)
    assert len(many) == len(few)


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers", "Administrators", None])
def test_who_translates_sees_exactly_what_they_may_write(group):
    client = staff("somebody", group=group)
    user = get_user_model().objects.get(username="somebody")
    records = [make(Page), make(Page, **draft()), make(Article), make(Article, **draft()), make(Institution, **future())]
    records += [make(PressRelease, **draft()), make(PressRelease, **past())]
    rows = [make(Quote, release=records[-1]), make(Quote, release=records[-2])]
    for thing in (*records, *rows):
        setattr(thing, col(translations.kinds()[type(thing)].fields[0]), "Tout autrement")
        thing.save()
    owners = {thing: thing if thing in records else thing.release for thing in (*records, *rows)}
    expected = {
        (thing._meta.label_lower, thing.pk)
        for thing, owner in owners.items()
        if Task.TRANSLATE in tasks.held(user, type(thing)) and Task.TRANSLATE in tasks.open_to(user, owner)
    }
    assert set(texts_for(user).behind().values_list("model_label", "object_id")) == expected
    with CaptureQueriesContext(connection) as queries:
        standings = waiting_for(user)
    assert len(queries) <= 1
    assert sum(standing.waiting for standing in standings) == len(expected)
    assert client.get(route_of_page()).status_code == (200 if standings else 403)


def route_of_page():
    return reverse("admin:translations")


def test_the_page_lists_the_oldest_first_narrows_and_takes_the_same_queries():
    claire = staff()
    counts = []
    for number in range(1, 3):
        for _round in range(number):
            for model in (Page, Article):
                record = make(model)
                record.title_fr = "Tout autre chose"
                record.save()
        claire.get(route_of_page())
        with CaptureQueriesContext(connection) as queries:
            shown = claire.get(route_of_page())
        counts.append(len(queries))
    assert counts[0] == counts[1]
    lines = shown.context["lines"]
    assert [line.row.since for line in lines] == sorted(line.row.since for line in lines)
    assert len(lines) == 6
    narrowed = claire.get(route_of_page(), {"kind": "cluster.page", "state": "stale", "language": OTHER}).context["lines"]
    assert {line.row.record_label for line in narrowed} == {"cluster.page"}
    assert not claire.get(route_of_page(), {"state": "missing"}).context["lines"]
    assert (
        len(
            claire.get(route_of_page(), {"kind": "auth.user", "state": "complete", "language": "xx", "p": "z"}).context["lines"]
        )
        == 6
    )


def test_save_and_next_goes_down_the_list_and_back():
    claire = staff()
    pages = [make(Page) for _number in range(3)]
    for page in pages:
        page.title_fr = "Autrement"
        page.save()
    make(Article, **{col("title", OTHER): ""} | draft())
    url = claire.get(route_of_page(), {"kind": "cluster.page"}).context["lines"][0].url
    for page in pages:
        address = url.partition("#")[0]
        assert change_url(page) in address
        form = form_of(claire.get(address), Page) | {col("title", OTHER): f"Otherwise {page.pk}", "_next_translation": "1"}
        url = claire.post(address, form).url
    assert url == f"{route_of_page()}?kind=cluster.page"
    assert not TranslatedText.objects.behind().filter(record_label="cluster.page").exists()
    form = form_of(claire.get(address), Page) | {"_continue": "1"}
    assert claire.post(address, form).url == address
    for place in ("after=odd", "after=2026-01-01~1", "language=xx&after=~", ""):
        form = form_of(claire.get(change_url(pages[0])), Page) | {"_next_translation": "1"}
        assert claire.post(f"{change_url(pages[0])}?_translations={place}", form).status_code == 302


def test_home_says_how_many_wait():
    claire = staff()
    assert "text missing in" not in claire.get("/admin/").content.decode()
    make(Page, **{col("title", OTHER): "", **draft()})
    shown = claire.get("/admin/").content.decode()
    assert "text missing in English" in shown and f"{route_of_page()}?language={OTHER}&amp;state=missing" in shown


# Commands and erasing


def test_the_command_takes_what_is_there_as_it_stands_and_forgets_what_is_gone(capsys):
    page = make(Page)
    stale = make(Page)
    stale.title_fr = "Autrement"
    stale.save()
    TranslatedText.objects.of_record(page).delete()
    Page.objects.filter(pk=page.pk).update(**{col("lead", OTHER): ""})
    gone = make(Article)
    Article.objects.filter(pk=gone.pk)._raw_delete("default")
    call_command("follow_translations")
    assert (state(page, "title"), state(page, "lead")) == (TranslationState.COMPLETE, TranslationState.MISSING)
    assert TranslatedText.objects.of_record(gone).exists()
    Page.objects.filter(pk=page.pk).update(**{col("title"): "Autrement"})
    call_command("follow_translations")
    assert state(page, "title") == TranslationState.COMPLETE, "nobody looked"
    call_command("follow_translations", "--all")
    assert state(page, "title") == state(stale, "title") == TranslationState.STALE
    assert not TranslatedText.objects.of_record(gone).exists()
    before = list(TranslatedText.objects.order_by("pk").values())
    call_command("follow_translations", "--all")
    assert list(TranslatedText.objects.order_by("pk").values()) == before


def test_an_erased_person_is_taken_out_of_the_source_texts_that_are_kept():
    page = make(Page, title_fr="Ada Exemplaire préside", title_en="A person presides", **draft())
    page.title_fr, page.title_en = "Une autre préside", "Another person presides"
    page.save()
    page.title_fr = "Ada Exemplaire revient"
    page.save(), setattr(page, "title_fr", "Personne"), page.save()
    root = get_user_model().objects.create_superuser("root", password="x")
    subject = Subject(names=("Ada Exemplaire",))
    row = row_of(page, "title")
    assert subject.is_in(row.earlier)
    erasure = erase(subject, root, "Asked for it")
    row.refresh_from_db()
    assert not subject.is_in(row.earlier) and not subject.is_in(row.source)
    assert not any(remaining.model is TranslatedText for remaining in erasure.remaining)
