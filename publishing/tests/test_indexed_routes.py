"""The index of the routes changes how many are tried, and never what is found."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, ResolverMatch, URLResolver, get_resolver, reverse
from django.utils.translation import override

from portal.lists import LISTS
from publishing import languages
from publishing.indexed_routes import IndexedResolver

ODD = ("", "nothing/", "nothing/at/all/", "manifest.webmanifest", "press/x.pdf", "presse/x.pdf", "press", "//", "media/")


def found(resolver: URLResolver, path: str) -> object:
    try:
        match: ResolverMatch = resolver.resolve(path)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.view_name, match.route


@pytest.mark.parametrize("language", languages.codes())
def test_an_address_leads_where_the_url_configuration_says(language):
    (index,) = (route for route in get_resolver().url_patterns if isinstance(route, IndexedResolver))
    plain = URLResolver(index.pattern, index.url_patterns)
    with override(language):
        lists = [reverse(route).lstrip("/") for route in LISTS]
        asked = [*lists, *(f"{path}some-thing/" for path in lists), *(f"{language}/{odd}" for odd in ODD), "admin/"]
        assert [found(index, path) for path in asked] == [found(plain, path) for path in asked]
        assert sum(found(index, path) is not None for path in asked) > len(lists)
