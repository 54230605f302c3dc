"""Filters of every list, whatever it holds: what a choice promises, what it costs, and what no filter understands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from publishing import languages
from tests.test_filters import FILTERED
from tests.turns import turn_of

pytestmark = pytest.mark.django_db


def promised(client, path: str, query: dict) -> list[tuple[str, str, int]]:
    groups = client.get(path, query).context["filter"].groups
    return [(group.name, choice.option.value, choice.count) for group in groups for choice in group.choices]


@pytest.mark.parametrize("items", [3], indirect=True)
@pytest.mark.parametrize("name", FILTERED)
def test_what_a_choice_promises_is_what_it_gives(client, items, name):
    """Every choice of every facet, alone, beside words, and beside the first choice of each other facet, in every language."""
    for code in turn_of(languages.codes(), FILTERED.index(name), len(languages.codes())):
        with translation.override(code):
            path = reverse(name)
            firsts = {group: value for group, value, _count in reversed(promised(client, path, {}))}
            tried = [{}, {"q": "texte"}, *({group: value} for group, value in firsts.items())]
            for beside in tried:
                for group, value, count in promised(client, path, beside):
                    if group not in beside:
                        assert client.get(path, beside | {group: value}).context["shown"] == count, (beside, group, value)


def chosen_together(client, path: str) -> dict[str, str]:
    """A choice of every facet that has one beside those before it, so that the list is never empty."""
    chosen: dict[str, str] = {}
    for group in client.get(path).context["filter"].groups:
        offered = [value for name, value, count in promised(client, path, chosen) if name == group.name and count]
        chosen |= {group.name: offered[-1]} if offered else {}
    return chosen


QUERIES = {
    "institution-list": (6, 6),
    "person-list": (11, 14),
    "nationalcluster-list": (7, 8),
    "cap-list": (11, 14),
    "opportunity-list": (11, 14),
    "course-list": (8, 11),
    "partner-list": (8, 9),
    "article-list": (8, 11),
    "event-list": (6, 9),
    "pressrelease-list": (11, 14),
    "coverage-list": (5, 7),
    "publication-list": (12, 15),
}
"""Of each list, without words typed and with some, which ask the search index in a query of their own, and some of which
nothing answers to. What its things hold of each filter is kept while the content is unchanged. The link to the other language
asks for the address of what is chosen there: one query for all addresses, and one for each kind of thing chosen."""


HAVE_THE_WORD = {
    "person-list",
    "cap-list",
    "opportunity-list",
    "course-list",
    "article-list",
    "event-list",
    "pressrelease-list",
    "publication-list",
}
"""Lists that find things by the word that is typed: PostgreSQL asks the index for them in one statement, SQLite in two."""


@pytest.mark.parametrize(("words", "number"), [({}, 0), ({"q": "texte"}, 1)], ids=["chosen", "words too"])
@pytest.mark.parametrize("name", FILTERED)
def test_filters_cost_no_query(client, items, name, words, number):
    """As many queries whatever is chosen, for three things as for one."""
    is_one = bool(words) and connection.vendor == "postgresql" and name in HAVE_THE_WORD
    for code in languages.codes():
        with translation.override(code):
            path = reverse(name)
            chosen = chosen_together(client, path)
            client.get(path, chosen | words)
            with CaptureQueriesContext(connection) as queries:
                client.get(path, chosen | words)
            assert len(queries) == QUERIES[name][number] - is_one, code


HOSTILE = (
    {"theme": "zzz"},
    {"theme": ["zzz", "' OR 1=1 --", "\ud7ff"]},
    {"theme[]": "zzz"},
    {"q": "x" * 9000},
    {"year": "-1", "when": "0", "kind": "{{ 7*7 }}", "keyword": "99999999999999999999"},
    {"institution": "é" * 9000},
)


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: str(query)[:40])
@pytest.mark.parametrize("items", [1], indirect=True)
@pytest.mark.parametrize("name", FILTERED)
def test_what_no_filter_understands_is_left_aside_and_said(client, items, name, query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    filters = response.context["filter"]
    asked = set(query) & set(filters.filters)
    assert (response.context["shown"], filters.left_aside) == (response.context["total"], bool(asked))
    assert ("il n’en a pas été tenu compte" in response.content.decode()) == bool(asked)
