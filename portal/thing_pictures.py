"""The card of one page, shown where it is shared: seen exactly when the page is."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from cluster.models import Person
from news.documents import card, store
from publishing import languages
from publishing.conditional_answers import asked_again
from publishing.erasing import Erasure, register_last
from publishing.own_pages import OwnPage
from search import index


def thing_picture(request: HttpRequest, kind: str, key: int) -> HttpResponseBase:
    """A kind that pictures its pages itself (a press release, by its edition) has no card here."""
    language = languages.current()
    model = next((one for one in index.registered() if one.url_name == kind and not one.picture_route), None)
    thing = index.kind_of(model).shown(language).filter(pk=key).first() if model is not None and key < 2**31 else None
    if model is None or not isinstance(thing, OwnPage):
        raise Http404
    title = index.kind_of(model).document(thing, language).title
    shown = card.of_thing(thing, title, language)
    return asked_again(
        request,
        card.digest(shown),
        lambda: FileResponse(card.open_picture(shown, _folder(kind, key, language)), content_type="image/png"),
    )


def _folder(kind: str, key: int, language: str) -> str:
    return f"thing-{kind}-{key}-{language}"


def _forget(erasure: Erasure) -> None:
    """The cards kept of a person who is erased."""
    if erasure.subject.person is None:
        return
    for code in languages.codes():
        folder = f"{store.FOLDER}/{_folder(Person.url_name, erasure.subject.person, code)}"
        try:
            erasure.files.update(f"{folder}/{name}" for name in default_storage.listdir(folder)[1])
        except OSError:
            continue


def connect() -> None:
    register_last("cards of pages", _forget)
