"""A portal that makes each page once, however many tests look at it."""

from __future__ import annotations

import gzip


class EachPageOnce:
    """Gives a page of an earlier request again, as a cache before the portal would, until something is written to it.

    Only what a visitor without cookies gets with none; and never what says the address of this server, which is another one
    for each file of tests.
    """

    _ASKED = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE")
    _OF_ONE_VISITOR = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")

    def __init__(self, application, kept: dict):
        self.application, self.kept = application, kept
        self.written = False

    def __call__(self, environ, start_response):
        self.written |= environ["REQUEST_METHOD"] != "GET"
        if self.written or any(name in environ for name in self._OF_ONE_VISITOR):
            return self.application(environ, start_response)
        asked = tuple(environ.get(name) for name in self._ASKED)
        status, headers, content = self.kept.get(asked) or self._made(environ, asked)
        start_response(status, headers)
        return [content]

    def _made(self, environ, asked: tuple):
        begun = []
        answer = self.application(environ, lambda status, headers, exc_info=None: begun.append((status, headers)))
        try:
            content = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        [(status, headers)] = begun
        names = {name.lower(): value for name, value in headers}
        if names["content-type"].startswith("text/html") and "set-cookie" not in names:
            html = gzip.decompress(content) if names.get("content-encoding") == "gzip" else content
            if environ["HTTP_HOST"].encode() not in html:
                self.kept[asked] = (status, headers, content)
        return status, headers, content
