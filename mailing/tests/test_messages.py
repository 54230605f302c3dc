"""What a message to journalists carries, how it is set, and how large it may be."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from mailing import mail_messages
from mailing.mail_styles import with_inline_styles
from mailing.tests.test_mailings import released
from news.models import Attachment, Boilerplate, Picture, PressContact, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from news.reading import read
from publishing import languages
from publishing.localized_text import LocalizedText
from publishing.phone_fields import written_in
from tests.backoffice import route, staff
from tests.make import make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
LEAVE = "http://127.0.0.1:8000/leave/"


def _png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    return written.getvalue()


def whole(**given) -> PressRelease:
    """A release with everything that one may carry."""
    release = released(**given)
    make(Quote, release=release)
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    picture = make(Picture, release=release)
    picture.image.save("kept.png", ContentFile(_png()))
    attachment = make(Attachment, release=release, language="")
    attachment.file.save("figures.pdf", ContentFile(b"%PDF-1.4"))
    return PressRelease.objects.for_reading().get(pk=release.pk)


def parts(message) -> tuple[str, str]:
    (html,) = message.alternatives
    return message.body, html.content


@pytest.mark.parametrize("language", languages.codes())
def test_both_parts_carry_all_that_the_release_carries(language):
    release = whole()
    reading = read(release, language)
    text, html = parts(mail_messages.of_release(reading, "a@example.org", LEAVE))
    words = reading.words
    (quote,), (about,), (card,), (picture,), (file,) = (
        words.quotes,
        words.boilerplates,
        words.contacts,
        words.pictures,
        words.attachments,
    )
    with override(language):
        address = f"http://127.0.0.1:8000{release.get_absolute_url(language).rstrip('/')}"
    carried = [
        *(words.title.words, words.subtitle.words, words.lead.words, quote.text.words, quote.speaker, quote.role.words),
        *(about.title.words, re.sub("<.*?>", "", about.body.html), card.name, card.email, written_in(card.phone, language)),
        *(picture.caption.words, picture.credit, picture.licence, file.title.words),
        *(f"http://127.0.0.1:8000/media/{picture.file}", f"http://127.0.0.1:8000/media/{file.file}"),
        *(f"{address}/", f"{address}.pdf", f"{address}.zip", LEAVE),
    ]
    assert [each for each in carried if each not in text] == []
    assert [each for each in carried if each not in html] == []


def test_a_part_that_falls_back_says_its_language():
    release = whole(subtitle_en="")
    _text, html = parts(mail_messages.of_release(read(release, OTHER), "a@example.org"))
    assert f'<html lang="{OTHER}">' in html
    assert f'<span lang="{MAIN}">{release.subtitle_fr}</span>' in html


def test_the_sender_is_named_in_words_and_the_beginning_is_told_beside_the_subject():
    release = whole()
    _text, html = parts(mail_messages.of_release(read(release, MAIN), "a@example.org"))
    body = html.partition("<body")[2]
    assert re.search(r">PostGenAI<span[^>]*>@</span>Paris<", body)
    (preheader,) = (words.strip() for words in re.findall(r"display:none[^>]*>([^<]*)<", body))
    assert preheader == release.lead_fr
    assert body.index(preheader) < body.index("PostGenAI<span")


def test_every_element_that_has_a_look_carries_it():
    body = '<h2>A</h2><p>B <a href="https://a.example.org/?x=1&amp;y=%3E">c</a></p><ul><li><p>d</p></li></ul><table><tbody><tr><td>e</td></tr></tbody></table>'
    release = released(body_fr=body)
    _text, html = parts(mail_messages.of_release(read(release, MAIN), "a@example.org"))
    inside = html.partition("<body")[2]
    bare = [tag for tag in re.findall(r"<(?:h1|h2|h3|p|a|ul|ol|li|blockquote|td|th)\b[^>]*>", inside) if "style=" not in tag]
    assert bare == []
    assert 'href="https://a.example.org/?x=1&amp;y=%3E" style=' in html


@pytest.mark.parametrize(
    ("html", "styled"),
    [
        ('<p style="x">a</p>', '<p style="x">a</p>'),
        ("<i>a < b > c</i>", "<i>a < b > c</i>"),
        ('<a href="x>y">a</a>', '<a href="x>y" style="color:#1c4e8c;text-decoration:underline">a</a>'),
    ],
)
def test_styles_are_added_and_nothing_else_is_changed(html, styled):
    assert with_inline_styles(html) == styled


def test_colours_are_chosen_for_dark_screens_too():
    _text, html = parts(mail_messages.of_release(read(released(), MAIN), "a@example.org"))
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_the_withdrawal_says_its_notice_and_nothing_of_the_text():
    release = whole()
    notice = LocalizedText("Le montant était faux.", MAIN)
    message = mail_messages.of_withdrawal(read(release, MAIN), notice, "a@example.org", LEAVE)
    for part in parts(message):
        assert "Le montant était faux." in part and release.title_fr in part and LEAVE in part
        assert release.lead_fr not in part and ".pdf" not in part and "/media/" not in part


LONG = "<p>" + "Une phrase assez longue pour peser. " * 4000 + "</p>"


@pytest.mark.parametrize(("language", "said"), [("fr", "150 ko"), ("en", "150 kB")])
def test_a_message_that_mailboxes_would_cut_is_told_on_the_page_of_the_life(language, said):
    fits, cut = released(timezone.now() + timedelta(days=1)), released(timezone.now() + timedelta(days=1), body_fr=LONG)
    officer = staff("olga", group="Press officers", language=language)
    assert mail_messages.size_of_html(read(fits, MAIN)) < mail_messages.CUT_AT < mail_messages.size_of_html(read(cut, MAIN))
    assert "Gmail" not in officer.get(route(PressRelease, "life", fits.pk)).content.decode()
    page = officer.get(route(PressRelease, "life", cut.pk)).content.decode()
    assert page.count("Gmail") == 1
    assert re.search(r"1[45]\d(?: |\u202f|\xa0)k[oB]", page)


def test_the_page_of_the_life_of_a_bare_draft_says_nothing_of_sizes():
    release = make(
        PressRelease,
        **dict.fromkeys(languages.columns("public_from")),
        **dict.fromkeys([*languages.columns("slug"), languages.column("body", OTHER)], ""),
    )
    page = staff("olga", group="Press officers").get(route(PressRelease, "life", release.pk))
    assert (page.status_code, "Gmail" in page.content.decode()) == (200, False)
