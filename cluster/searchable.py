"""What is searched of the consortium's things."""

from publishing.languages import column
from search import index
from search.text import words_of_html


def _get(thing, field: str, language: str) -> str:
    return getattr(thing, column(field, language)) or ""


def register() -> None:
    from .models import Institution, NationalCluster, Page, Person, Pillar, Theme

    index.register(
        Institution,
        lambda it, code: (
            _get(it, "name", code),
            [it.acronym, it.aliases, it.city, words_of_html(_get(it, "description", code))],
        ),
    )
    index.register(
        Person,
        lambda it, code: (
            str(it),
            [words_of_html(_get(it, "biography", code)), *(_get(role, "title", code) for role in it.roles.all())],
        ),
    )
    index.register(
        Theme,
        lambda it, code: (
            _get(it, "name", code),
            [_get(it, "full_name", code), _get(it, "summary", code), words_of_html(_get(it, "description", code))],
        ),
    )
    index.register(
        Pillar,
        lambda it, code: (
            _get(it, "name", code),
            [_get(it, "summary", code), words_of_html(_get(it, "body", code))],
        ),
    )
    index.register(
        Page,
        lambda it, code: (_get(it, "title", code), [_get(it, "lead", code), words_of_html(_get(it, "body", code))]),
    )
    index.register(
        NationalCluster,
        lambda it, code: (
            it.name,
            [
                _get(it, "long_name", code),
                it.aliases,
                it.leads,
                it.consortium,
                it.region,
                it.city,
                _get(it, "objectives", code),
            ],
        ),
    )
