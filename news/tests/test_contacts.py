"""Press contacts: in force, confirmed, and listed for staff when they are not."""

import io
import re
import zipfile
from datetime import date, timedelta

import pypdf
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from mailing import mail_messages
from news.enums import StruckPart
from news.models import Edition, PressContact, PressRelease, ReleaseContact, Strike
from news.reading import read
from publishing import languages
from tests import pages
from tests.make import PAST, draft, future, make, seal_anew

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("confirmed", "until", "listed"),
    [
        (None, None, True),
        (TODAY - timedelta(days=183), None, False),
        (TODAY - timedelta(days=184), None, True),
        (TODAY, None, False),
        (None, TODAY - timedelta(days=1), False),
        (None, TODAY, True),
    ],
)
def test_contacts_to_confirm(confirmed, until, listed):
    one = make(PressContact, valid_from=None, valid_until=until, last_confirmed=confirmed)
    assert PressContact.objects.to_confirm(TODAY).exists() is listed
    assert one.is_confirmed(TODAY) is (confirmed is not None and confirmed >= TODAY - timedelta(days=183))


def test_staff_see_the_contacts_to_confirm(client):
    make(PressContact, name="Claire Récente", last_confirmed=date.today())
    make(PressContact, name="Ana Ancienne", last_confirmed=None)
    client.force_login(User.objects.create_superuser("root"))
    body = client.get(reverse("admin:news_presscontact_changelist"), {"confirmation": "due"}).content.decode()
    assert "Ana Ancienne" in body
    assert "Claire Récente" not in body


def test_a_contact_that_staff_write_down_counts_as_confirmed_that_day(client):
    client.force_login(User.objects.create_superuser("root"))
    form = client.get(reverse("admin:news_presscontact_add")).context["adminform"].form
    assert form["last_confirmed"].value() == date.today()


def test_releases_without_a_contact_in_force_are_found_by_what_the_public_gets():
    """Of what is approved the contacts of its edition count; of what is in review those of its working text."""
    ended = date.today() - timedelta(days=1)
    review = dict.fromkeys(languages.columns("review"), "in_review")
    given = {
        "in force": (future(), {}),
        "ended": (future(), {"valid_until": ended}),
        "struck": (future(), {}),
        "one language": (future(), {}),
        "review": (draft() | review, {}),
        "review ended": (draft() | review, {"valid_until": ended}),
        "draft": (draft(), {"valid_until": ended}),
    }
    for title, (state, contact) in given.items():
        release = make(PressRelease, title_fr=title, **state)
        code = languages.main() if title == "one language" else ""
        ReleaseContact.objects.create(release=release, contact=make(PressContact, **contact), language=code)
        if any(map(release.public_from, languages.codes())):
            seal_anew(release)
        for edition in Edition.objects.filter(release=release) if title == "struck" else ():
            Strike.objects.create(edition=edition, part=StruckPart.CONTACT, place=0, reason="x")
    found = PressRelease.objects.without_contact().order_by("pk")
    assert [release.title_fr for release in found] == ["ended", "struck", "one language", "review ended"]
    PressRelease.objects.filter(title_fr="ended").update(withdrawn_at=PAST)
    assert PressRelease.objects.without_contact().count() == 3


SPELLINGS = [
    "0033 1 99 00 12 34",
    "01.99.00.12.34",
    "+33 (0)1 99 00 12 34",
    "+33\u202f1\u00a099 00 12 34",
    "(+33) 1-99-00-12-34",
]
MOBILES = [
    "+33 (0)6 39 98 01 23",
    "+33 06 39 98 01 23",
    "0692 12 34 56",
    "+262 692 12 34 56",
    "+44 7911 123456",
    "06.39.98.01.23",
]


def posted(phone: str) -> dict[str, str]:
    texts = {
        "name": "Service de presse",
        "email": "presse@example.org",
        "spoken": "fr",
        "rank": "1",
        "phone": phone,
        "in_press_room": "on",
    }
    return texts | {"role_fr": "", "role_en": ""}


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("phone", SPELLINGS)
def test_any_usual_spelling_of_a_landline_is_kept_in_one_form_and_dialled(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.status_code == 302, answer.context["errors"]
    assert PressContact.objects.get().phone == "+33 1 99 00 12 34"
    page = staff.get("/fr/presse/").content.decode()
    assert '<a href="tel:+33199001234">01 99 00 12 34</a>' in page


@pytest.mark.parametrize("phone", MOBILES)
def test_a_mobile_number_is_refused_in_any_spelling_and_of_any_country(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.context["adminform"].form.errors == {
        "phone": ["Un numéro de mobile n’est jamais public\xa0: indiquez le numéro du service de presse."]
    }
    assert answer.context["adminform"].form["phone"].value() == phone
    assert not PressContact.objects.exists()


@pytest.mark.parametrize("phone", ["99 00 12", "01 99 00 12 34 ou 01 99 00 12 35", "standard"])
def test_what_is_not_one_whole_number_is_refused_in_words(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.context["adminform"].form.errors == {
        "phone": ["Écrivez un seul numéro, entier, comme +33 1 99 00 12 34\u202f; hors de France, avec l’indicatif du pays."]
    }


def test_code_that_saves_a_contact_keeps_the_one_spelling_too():
    contact = PressContact.objects.create(name="Service de presse", email="presse@example.org", phone="0033 1 99 00 12 34")
    assert contact.phone == "+33 1 99 00 12 34"


@pytest.mark.parametrize("phone", MOBILES)
def test_the_rule_is_the_model_s_own(phone):
    with pytest.raises(ValidationError) as refused:
        PressContact(name="Presse", email="presse@example.org", phone=phone).full_clean()
    assert "phone" in refused.value.message_dict


def pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def kit_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as kit:
        return "".join(kit.read(name).decode() for name in kit.namelist() if name.endswith(".txt"))


def forms_of(client, release: PressRelease, code: str) -> dict[str, str]:
    """Every form in which the public gets a release in a language, a mail included; those that are not public are empty."""
    with override(code):
        addresses = {name: reverse(f"pressrelease-{name}", args=[release.slug(code)]) for name in ("text", "pdf", "kit")}
        feed = client.get(reverse("press-feed")).content.decode()
    given = {name: client.get(path) for name, path in addresses.items()} | {"page": client.get(release.get_absolute_url(code))}
    bodies = {
        name: b"".join(answer.streaming_content) if answer.streaming else answer.content
        for name, answer in given.items()
        if answer.status_code == 200
    }
    written = {
        "page": lambda body: pages.flat(body.decode()),
        "text": bytes.decode,
        "pdf": pdf_text,
        "kit": kit_text,
    }
    shown = {name: written[name](bodies[name]) if name in bodies else "" for name in written}
    if release.is_public(code):
        shown["structured"] = str(pages.node(bodies["page"].decode()))
        message = mail_messages.of_release(read(release, code), "a@example.org").message()
        parts = (part for part in message.walk() if part.get_content_maintype() == "text")
        shown |= {f"mail {part.get_content_type()}": part.get_payload(decode=True).decode() for part in parts}
    return shown | {"feed": feed}


@pytest.mark.parametrize("code", languages.codes())
def test_a_contact_made_for_a_release_is_unknown_before_it_and_shown_with_it_alone(client, code):
    contact = make(PressContact, name="Jeanne Nonce", email="nonce@example.org")
    assert not contact.in_press_room
    release = make(PressRelease, **future())
    ReleaseContact.objects.create(release=release, contact=contact)
    seal_anew(release)
    with override(code):
        press_room = reverse("pressrelease-list")
    assert {name: "nonce@" in text for name, text in forms_of(client, release, code).items() if "nonce@" in text} == {}
    assert "onc" not in client.get(press_room).content.decode().replace("annonc", "").replace("nonce=", "")
    PressRelease.objects.update(**dict.fromkeys(languages.columns("public_from"), "2024-05-22T07:00Z"))
    release.refresh_from_db()
    assert [name for name, text in forms_of(client, release, code).items() if "nonce@" not in text] == []
    assert "nonce@" not in client.get(press_room).content.decode()
    PressRelease.objects.update(withdrawn_at="2024-05-23T07:00Z")
    release.refresh_from_db()
    assert [name for name, text in forms_of(client, release, code).items() if "nonce@" in text] == []
    assert "nonce@" not in client.get(press_room).content.decode()
    PressContact.objects.update(in_press_room=True)
    assert "nonce@" in client.get(press_room).content.decode()
    PressContact.objects.update(valid_until="2024-01-01")
    assert "nonce@" not in client.get(press_room).content.decode()


def test_the_form_says_where_a_contact_will_be_seen_and_shows_it_nowhere_by_itself(staff):
    form = pages.flat(staff.get(reverse("admin:news_presscontact_add")).content.decode())
    assert "il ne paraît qu’avec les communiqués publics qui le nomment" in form
    texts = posted("01 99 00 12 34")
    del texts["in_press_room"]
    assert staff.post(reverse("admin:news_presscontact_add"), texts).status_code == 302
    assert not PressContact.objects.get().in_press_room
    assert "presse@example.org" not in staff.get("/fr/presse/").content.decode()


@pytest.mark.parametrize(
    ("code", "said"),
    [("fr", "Hors des heures de bureau : 01 99 00 12 99"), ("en", "Outside office hours: +33 1 99 00 12 99")],
)
def test_the_number_outside_office_hours_stands_beside_the_other_in_every_form(client, code, said):
    contact = make(PressContact, out_of_hours="0199001299", in_press_room=True)
    release = make(PressRelease)
    ReleaseContact.objects.create(release=release, contact=contact)
    seal_anew(release)
    shown = {name: _one_spaced(text) for name, text in forms_of(client, release, code).items()}
    number = said.split(":")[1].strip()
    linked = said.replace(number, f'<a href="tel:+33199001299">{number}</a>')
    with override(code):
        assert linked in _one_spaced(client.get(reverse("pressrelease-list")).content.decode())
    assert linked in shown["page"]
    assert re.search(rf'<a href="tel:\+33199001299"[^>]*>{re.escape(number)}</a>', shown["mail text/html"])
    assert [name for name in ("text", "pdf", "kit", "mail text/plain") if said not in shown[name]] == []
    assert "'telephone': ['+33 1 99 00 12 34', '+33 1 99 00 12 99']" in shown["structured"]


def _one_spaced(text: str) -> str:
    return " ".join(text.split())


def test_a_mobile_is_no_number_outside_office_hours_either(staff):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted("01 99 00 12 34") | {"out_of_hours": MOBILES[0]})
    assert list(answer.context["adminform"].form.errors) == ["out_of_hours"]


def test_the_press_room_tells_its_contacts_apart_by_their_titles_and_their_numbers_come_first(client):
    for languages_of_one in ("fr", "fr,en"):
        make(PressContact, spoken=languages_of_one.split(","), phone="+33199001234", in_press_room=True)
    with override("fr"):
        html = pages.flat(client.get(reverse("pressrelease-list")).content.decode())
    cards = re.search('<div class="press-now">(.*?)</div>', html)[1]
    assert re.findall("<h2>(.*?)</h2>", cards) == [
        " Contact presse (français) ",
        " Contact presse (français, anglais) ",
        "Sous embargo",
    ]
    assert (
        cards.count('<p class="phone"><a href="tel:+33199001234">01 99 00 12 34</a></p>') == 2 == cards.count("01 99 00 12 34")
    )
