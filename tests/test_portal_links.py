"""Links of formatted text to pages of the portal: they lead where the page is now, and nowhere that is not public."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cluster.models import Theme
from mailing import mail_messages
from news import reading
from news.documents import pdf, plaintext
from news.models import Article, Boilerplate, PressRelease, ReleaseBoilerplate
from publishing import outgoing_links
from publishing.link_tables import LinkUse, OutgoingLink
from publishing.models import SlugRecord
from publishing.portal_links import FollowedLinks, followed
from tests.make import draft, future, make, past, seal_anew

pytestmark = pytest.mark.django_db
SLUG, MOVED = "adresse-ancienne", "adresse-nouvelle"


def link(address, words="le texte"):
    return f'<p>Voir <a href="{address}">{words}</a>.</p>'


@pytest.fixture
def theme():
    return make(Theme, slug_fr=SLUG, slug_en="address")


def move(record, slug=MOVED):
    record.slug_fr = slug
    record.save()


def forms_of(release):
    """A release as each road gives it to the public."""
    release = PressRelease.objects.public("fr").for_public_reading("fr").get(pk=release.pk)
    read = reading.read_public(release, "fr")
    mail = mail_messages.of_release(read, "a@example.org")
    client = Client()
    return {
        "page": client.get(release.get_absolute_url("fr")).content.decode(),
        "text": plaintext.make(read),
        "pdf": str(pdf.data_of(read)),
        "mail": str(mail.alternatives[0][0]),
        "mail as text": mail.body,
        "feed": client.get("/fr/presse/flux/").content.decode(),
    }


def test_a_link_of_what_was_approved_leads_to_the_address_of_today(theme):
    path = theme.get_absolute_url("fr")
    release = make(PressRelease, **past(), body_fr=link(path) + link(f"{settings.SITE_URL}{path}?a=1#b"))
    about = make(Boilerplate, body_fr=link(path, "about"))
    ReleaseBoilerplate.objects.create(release=release, boilerplate=about)
    seal_anew(release)
    sealed = release.edition_fr.payload
    move(theme)
    now = theme.get_absolute_url("fr")
    assert now == path.replace(SLUG, MOVED)
    for name, shown in forms_of(release).items():
        assert SLUG not in shown, name
        assert now in shown, name
    assert f"{now}?a=1#b" in forms_of(release)["page"]
    release.refresh_from_db()
    assert release.edition_fr.payload == sealed and SLUG in sealed, "what was approved stays as it is"

    theme.withdrawn_at = timezone.now()
    theme.save()
    for name, shown in forms_of(release).items():
        assert SLUG not in shown and MOVED not in shown and "le texte" in shown, name


def test_what_is_not_public_is_neither_linked_nor_named_and_staff_are_told(theme):
    hidden = make(Article, **future(), slug_fr="secret-a-venir")
    page = make(Theme, description_fr=link(hidden.get_absolute_url("fr"), "la suite") + link("/fr/n-existe/pas/", "rien"))
    page.description_fr += link(theme.get_absolute_url("fr")) + link("/fr/presse/", "presse")
    page.save()
    shown = Client().get(page.get_absolute_url("fr")).content.decode()
    assert "la suite" in shown and "secret-a-venir" not in shown
    assert link("/fr/presse/", "presse") in shown
    outgoing_links.collect()
    broken = set(OutgoingLink.objects.broken().values_list("address", flat=True))
    assert broken == {hidden.get_absolute_url("fr"), "/fr/n-existe/pas/"}
    assert {use.record for use in LinkUse.objects.filter(link__address__in=broken)} == {page}
    assert not OutgoingLink.objects.filter(address=theme.get_absolute_url("fr")).exists(), "what leads there is not listed"
    assert not OutgoingLink.objects.due().filter(address__in=broken).exists(), "the portal does not ask itself"
    hidden.public_from_fr = timezone.now()
    hidden.save()
    outgoing_links.collect()
    assert set(OutgoingLink.objects.broken().values_list("address", flat=True)) == {"/fr/n-existe/pas/"}


def test_a_draft_that_texts_lead_to_keeps_its_address_when_it_moves():
    """Of an address that was never public nothing is kept, unless something leads there."""
    linked, alone = (make(Article, **draft(), slug_fr=slug) for slug in ("brouillon-lie", "brouillon-seul"))
    text = link(linked.get_absolute_url("fr"))
    make(Article, **draft(), body_fr=text)
    move(linked)
    move(alone, "autre-brouillon")
    kept = set(SlugRecord.objects.filter(language="fr", model_label="news.article").values_list("slug", flat=True))
    assert "brouillon-lie" in kept and "brouillon-seul" not in kept
    Article.objects.filter(pk=linked.pk).update(**past())
    assert followed(text) == text.replace("brouillon-lie", MOVED)


def test_texts_are_looked_up_together_and_those_without_links_not_at_all():
    themes = [make(Theme, slug_fr=f"sujet-{letter}", slug_en=f"topic-{letter}") for letter in "abcd"]
    texts = [link(theme.get_absolute_url("fr")) for theme in themes]
    for number in (1, 4):
        links = FollowedLinks(texts[:number])
        with CaptureQueriesContext(connection) as asked:
            assert [links.follow(text) for text in texts[:number]] == texts[:number]
        assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        for text in ("<p>Rien</p>", link("https://example.org/fr/x/"), link("mailto:a@example.org"), link("#a"), link("/")):
            assert followed(text) == text
        assert followed(link("/fr/presse/")) == link("/fr/presse/")
    assert len(asked) == 0
