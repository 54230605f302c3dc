"""The portal of the tests in a browser makes a page once, and never gives one that may be another by now."""

import pytest

from tests.kept_pages import EachPageOnce


class Portal:
    """Says how many times it was asked."""

    def __init__(self, *headers: tuple[str, str], words: str = "page"):
        self.headers = [("Content-Type", "text/html; charset=utf-8"), *headers]
        self.words = words
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response("200 OK", self.headers)
        return [f"{self.words} {self.asked}".encode()]


def ask(application, path: str = "/fr/", method: str = "GET", **more: str) -> str:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "127.0.0.1:1", **more}
    return b"".join(application(environ, lambda status, headers, exc_info=None: None)).decode()


def test_page_is_made_once_for_every_file_of_tests():
    kept = {}
    assert [ask(EachPageOnce(Portal(), kept)) for _file in range(2)] == ["page 1", "page 1"]


def test_each_address_and_each_form_of_it_is_another_page():
    portal = EachPageOnce(Portal(), {})
    asked = [{}, {"path": "/en/"}, {"QUERY_STRING": "q=a"}, {"HTTP_ACCEPT_LANGUAGE": "en"}, {"HTTP_ACCEPT_ENCODING": "gzip"}]
    assert [ask(portal, **one) for one in asked] == [f"page {number}" for number in range(1, 6)]


def test_what_is_made_for_one_visitor_is_made_anew():
    portal = EachPageOnce(Portal(), {})
    ask(portal)
    assert [ask(portal, HTTP_COOKIE="language=fr"), ask(portal, HTTP_COOKIE="language=fr"), ask(portal)] == [
        "page 2",
        "page 3",
        "page 1",
    ]


@pytest.mark.parametrize(
    "portal", [Portal(("Set-Cookie", "a=b")), Portal(words="http://127.0.0.1:1/")], ids=["cookie", "server"]
)
def test_page_with_a_cookie_or_the_server_s_address_is_not_kept(portal):
    portal = EachPageOnce(portal, {})
    assert ask(portal) != ask(portal)


def test_nothing_is_kept_once_something_was_written():
    kept = {}
    portal = EachPageOnce(Portal(), kept)
    ask(portal)
    ask(portal, method="POST")
    assert [ask(portal), ask(portal)] == ["page 3", "page 4"]
    assert ask(EachPageOnce(Portal(), kept)) == "page 1"
