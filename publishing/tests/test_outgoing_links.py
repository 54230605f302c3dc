"""Links out of the portal: which are looked at, what comes of it, and what staff are told."""

import contextlib
import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caps.models import Publication
from news.models import Article, PressRelease
from partners.models import Partner
from publishing import languages, link_checking, outgoing_links
from publishing.enums import LinkOutcome
from publishing.link_checking import Look, is_public_address, look_at
from publishing.link_tables import LinkUse, OutgoingLink
from tests.backoffice import route, staff
from tests.make import draft, make, past, seal_anew

MAIN = languages.main()


class Site(BaseHTTPRequestHandler):
    """Another site, on this machine: each path answers in a way of its own."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self):
        self.answer("HEAD")

    def do_GET(self):
        self.answer("GET")

    def answer(self, method):
        path = self.path.partition("?")[0]
        self.asked.append((method, self.path))
        if path == "/drops":
            with contextlib.suppress(OSError):
                for _drop in range(100):
                    self.wfile.write(b"X")
                    time.sleep(0.05)
            return
        status, location = {
            "/fine": (200, ""),
            "/moved": (301, "/fine"),
            "/for-now": (302, "/fine"),
            "/moved-then-gone": (308, "/gone"),
            "/round": (302, "/round"),
            "/gone": (404, ""),
            "/no-head": (405 if method == "HEAD" else 200, ""),
            "/no-program": (403, ""),
            "/broken-server": (503, ""),
            "/%C3%A9t%C3%A9": (200, ""),
            "/inside": (302, "http://192.0.2.1/admin"),
        }.get(path, (404, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "look"),
    [
        ("/fine", Look(LinkOutcome.FINE, 200)),
        ("/fine?q=é b", Look(LinkOutcome.FINE, 200)),
        ("/été", Look(LinkOutcome.FINE, 200)),
        ("/moved", Look(LinkOutcome.FINE, 200, "/fine")),
        ("/for-now", Look(LinkOutcome.FINE, 200)),
        ("/moved-then-gone", Look(LinkOutcome.GONE, 404)),
        ("/round", Look(LinkOutcome.GONE)),
        ("/gone", Look(LinkOutcome.GONE, 404)),
        ("/no-head", Look(LinkOutcome.FINE, 200)),
        ("/no-program", Look(LinkOutcome.REFUSED, 403)),
        ("/broken-server", Look(LinkOutcome.SILENT, 503)),
    ],
)
def test_what_comes_of_a_look(site, path, look):
    found = look_at(site + path, lambda address: True)
    assert (found.outcome, found.status) == (look.outcome, look.status)
    assert found.moved_to == (site + look.moved_to if look.moved_to else found.moved_to)
    assert bool(found.moved_to) is (bool(look.moved_to) or path == "/moved-then-gone")


def test_nothing_of_the_operators_network_is_asked(site):
    before = len(Site.asked)
    assert look_at(site + "/fine") == Look(LinkOutcome.REFUSED)
    assert len(Site.asked) == before, "not a byte was sent"
    assert look_at(site + "/inside", lambda address: address == "127.0.0.1") == Look(LinkOutcome.REFUSED)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        silent = look_at(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert silent == Look(LinkOutcome.REFUSED), "whether something answers there is not told either"
    inside = (
        "127.0.0.1",
        "10.0.0.7",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.7",
        "0.0.0.0",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "2002:7f00:1::1",
        "64:ff9b::a00:7",
        "64:ff9b:1::a00:7",
        "fec0::1",
    )
    assert not any(map(is_public_address, inside))
    assert all(map(is_public_address, ("134.157.0.1", "2001:660:3402::1", "64:ff9b::869d:1")))
    address = f"http://2130706433:{site.rpartition(':')[2]}/fine"  # 127.0.0.1 as one number
    assert look_at(address) == Look(LinkOutcome.REFUSED)


def test_a_site_that_answers_drop_by_drop_holds_nobody(site, monkeypatch):
    monkeypatch.setattr(link_checking, "LONGEST", 0.2)
    assert look_at(f"{site}/drops", lambda address: True) == Look(LinkOutcome.SILENT)


def test_a_name_with_letters_of_its_own_leads_to_no_other_owner(monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: asked.append(host) or [])
    assert look_at("https://straße.example/") == Look(LinkOutcome.REFUSED)
    assert look_at("https://under_score.example/") == Look(LinkOutcome.REFUSED)
    assert asked == ["xn--strae-oqa.example", "under_score.example"]


@pytest.mark.parametrize("address", ["http://", "https://exa mple.org/", "http://[::1", "ftp://example.org/", "http://a" * 300])
def test_what_is_no_address_is_told_and_raises_nothing(address):
    assert look_at(address).outcome in (LinkOutcome.GONE, LinkOutcome.SILENT)
    assert outgoing_links.leads_out(address) in (True, False)


def test_a_machine_without_network_tells_of_no_broken_link():
    silent, fine = Look(LinkOutcome.SILENT), Look(LinkOutcome.FINE, 200)
    assert link_checking.is_cut_off([silent] * 3 + [link_checking.UNKNOWN_HOST] * 2 + [fine])
    assert not link_checking.is_cut_off([silent] * 2 + [fine] * 4)
    assert not link_checking.is_cut_off([silent])


def link(address):
    return f'<p>Voir <a href="{address}">ici</a>.</p>'


@pytest.mark.django_db
def test_what_the_public_reads_is_looked_at_and_nothing_else():
    both = {name: f"Mots {name}" for name in languages.columns("title")}
    make(
        Article, **past(), **both, body_fr=link("https://fr.example.net/?a=1&amp;b=2"), body_en=link("https://en.example.net/")
    )
    make(Article, **draft(), body_fr=link("https://draft.example.net/"))
    make(Article, **past(), is_example=True, body_fr=link("https://example-of-ours.example.net/"))
    make(
        Partner,
        **past(),
        website="https://partner.example.net/",
        description_fr=link("/fr/presse/") + link("mailto:a@example.org"),
    )
    words = {"title": "Words", "authors": "A", "url": "", "file_url": "", "licence": ""}
    make(Publication, doi="10.1/words", **words)
    make(Publication, doi="10.1/read-from-hal", hal_state="found", **words)
    release = make(PressRelease, **past(), body_fr=link("https://approved.example.net/"))
    seal_anew(release)
    PressRelease.objects.filter(pk=release.pk).update(body_fr=link("https://typed-since.example.net/"))
    assert outgoing_links.collect() == OutgoingLink.objects.count()
    found = {(use.link.address, use.record, use.field, use.language) for use in LinkUse.objects.all()}
    assert {address for address, *_use in found if "programme" not in address} == {
        "https://fr.example.net/?a=1&b=2",
        "https://en.example.net/",
        "https://partner.example.net/",
        "https://doi.org/10.1/words",
        "https://approved.example.net/",
    }
    kept = OutgoingLink.objects.get(address="https://partner.example.net/")
    kept.note(LinkOutcome.FINE, 200)
    Article.objects.all().delete()
    outgoing_links.collect()
    assert not OutgoingLink.objects.filter(address__contains="en.example.net").exists()
    kept.refresh_from_db()
    assert kept.outcome == LinkOutcome.FINE, "what is known of a link stays while it is read"


@pytest.mark.django_db
def test_a_link_is_broken_after_so_many_nights_and_right_where_a_person_says_so():
    gone, silent = (OutgoingLink.objects.create(address=f"https://{name}.example.net/") for name in ("gone", "silent"))
    for night, broken in ((1, []), (2, [gone]), (3, [gone, silent])):
        gone.note(LinkOutcome.GONE, 404)
        silent.note(LinkOutcome.SILENT)
        assert (gone.nights, silent.nights) == (night, night)
        assert list(OutgoingLink.objects.broken().order_by("pk")) == broken
        assert [one for one in (gone, silent) if one.is_broken()] == broken
    OutgoingLink.objects.filter(pk=gone.pk).update(accepted_at=timezone.now())
    gone.note(LinkOutcome.GONE, 404)  # as it was read before the person spoke
    gone.refresh_from_db()
    assert not gone.is_broken(), "it was found right, and says the same"
    gone.note(LinkOutcome.FINE, 200)
    gone.note(LinkOutcome.GONE, 404)
    gone.note(LinkOutcome.GONE, 404)
    assert gone.is_broken(), "it went another way since, and is told again"


@pytest.mark.django_db
def test_a_night_looks_at_each_link_once(monkeypatch):
    make(Partner, **past(), website="https://partner.example.net/")
    asked = []

    def look(address):
        asked.append(address)
        return Look(LinkOutcome.GONE, 404)

    monkeypatch.setattr(link_checking.look_at_all, "__defaults__", (look, 0.0))
    for hours, times in ((0, 1), (5, 1), (24, 2)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            call_command("check_links", stdout=(said := StringIO()))
        assert len(asked) == times
    assert "Broken: 1." in said.getvalue()
    monkeypatch.setattr(link_checking, "is_cut_off", lambda looks: True)
    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(CommandError, match="does not reach"):
        call_command("check_links", stdout=StringIO())
    assert OutgoingLink.objects.get().nights == 2


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.django_db
def test_staff_see_what_is_broken_and_say_what_is_right():
    for place in range(2):
        make(Partner, **past(), website=f"https://partner-{place}.example.net/")
        make(Article, **past(), body_fr=link(f"https://article-{place}.example.net/"))
    outgoing_links.collect()
    OutgoingLink.objects.update(outcome=LinkOutcome.GONE, status=404, nights=2)
    OutgoingLink.objects.filter(address__contains="article-1").update(outcome=LinkOutcome.REFUSED, status=403)
    editor, translator = staff("eve", group="Editors"), staff("theo", group="Translators")
    listed = route(OutgoingLink, "changelist")
    few = queries_of(editor, listed)
    page = editor.get(listed).content.decode()
    assert all(f'href="https://{name}.example.net/"' in page for name in ("partner-0", "partner-1", "article-0"))
    assert "article-1" not in page
    assert "article-1" in editor.get(listed, {"state": "unclear"}).content.decode()
    chosen = OutgoingLink.objects.get(address__contains="partner-0")
    for place in range(2, 6):
        make(Partner, **past(), website=f"https://partner-{place}.example.net/")
    outgoing_links.collect()
    OutgoingLink.objects.filter(outcome=LinkOutcome.UNKNOWN).update(outcome=LinkOutcome.GONE, nights=2)
    assert queries_of(editor, listed) == few
    OutgoingLink.objects.filter(nights=2, status=None).delete()
    asked = {"action": "accept", "_selected_action": [chosen.pk]}
    translator.post(listed, asked)
    assert OutgoingLink.objects.broken().filter(pk=chosen.pk).exists()
    editor.post(listed, asked)
    assert not OutgoingLink.objects.broken().filter(pk=chosen.pk).exists()
    assert chosen.address not in editor.get(listed).content.decode()
    for client in (editor, translator):
        assert client.get(route(OutgoingLink, "changelist"), {"state": "zz", "q": "é" * 300}).status_code == 200
        assert client.post(route(OutgoingLink, "add")).status_code == 403
