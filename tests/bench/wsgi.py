"""The portal as gunicorn serves it, and beside it in the same processes the bare list that everything is measured by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler

from portal.wsgi import application as portal

BARE = "/bare-list/"


class BareHandler(WSGIHandler):
    """Django's own handler with one view and no middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        from portal.bare_list import BareList

        self._middleware_chain = convert_exception_to_response(BareList.as_view())


_bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return (_bare if environ.get("PATH_INFO") == BARE else portal)(environ, start_response)
