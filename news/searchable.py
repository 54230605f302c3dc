"""What is searched of the news and the press."""

from publishing.languages import column
from search import index
from search.text import words_of_html

from .models import Article, Event, PressRelease


def _get(thing, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def register() -> None:
    index.register(
        PressRelease,
        lambda it, code: (
            _get(it, "title", code),
            [
                *(_get(it, field, code) for field in ("subtitle", "lead", "body")),
                *(f"{quote.speaker} {_get(quote, 'text', code)}" for quote in it.quotes.all()),
            ],
        ),
    )
    index.register(Article, lambda it, code: (_get(it, "title", code), [_get(it, "lead", code), _get(it, "body", code)]))
    index.register(
        Event,
        lambda it, code: (_get(it, "title", code), [_get(it, field, code) for field in ("summary", "body", "place")]),
    )
