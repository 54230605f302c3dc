"""Links within formatted text that lead to pages of the portal: they follow what they lead to.

Such a link is kept as the path that its page had when it was chosen or typed. The ledger of addresses (``SlugRecord``) never
gives a path to another thing, so that the path names the thing for good. Whatever is written for readers (page, preview, mail,
feed, PDF, text) looks it up when it is written: the link leads to the address that the thing has now, and where the thing is
not public the words stand without a link. So the words that were approved stay as they are, and their links are of today.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape, unescape

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import override

from . import languages
from .models import Addressed, SlugRecord

_HREF = re.compile(r"""<a\b[^>]*?\bhref="([^"]*)\"""", re.IGNORECASE)
_LINK = re.compile(r"""(<a\b[^>]*?\bhref=")([^"]*)("[^>]*>)(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(r"[?#].*", re.DOTALL)


def addresses_in(html: str) -> Iterator[str]:
    """The addresses that a formatted text leads to, in their order."""
    for match in _HREF.finditer(html):
        yield unescape(match[1]).strip()


def path_of(address: str) -> str:
    """The path of an address that lies in the portal, whether it is written whole or not; empty for all others."""
    own = settings.SITE_URL.rstrip("/")
    path = address[len(own) :] if address.startswith(f"{own}/") else address
    return path if path.startswith("/") and not path.startswith("//") else ""


@dataclass(frozen=True)
class PageReference:
    """What a path of the portal leads to: the page of a thing, or a file beside it (``route``), in a language."""

    model: type[Addressed]
    language: str
    slug: str
    route: str

    def path_to(self, record: Addressed) -> str:
        """The path of today."""
        kwargs = record.url_kwargs(self.language)
        if not self.route.endswith("-detail"):
            kwargs = {"slug": kwargs["slug"]}
        with override(self.language):
            return reverse(self.route, kwargs=kwargs)


@cache
def _routes() -> dict[str, type[Addressed]]:
    """The routes that lead to a thing by its slug, with the thing's model."""
    found: dict[str, type[Addressed]] = {}
    for model in apps.get_models():
        if issubclass(model, Addressed) and model.url_name:
            found |= dict.fromkeys((f"{model.url_name}-detail", *model.files_beside), model)
    return found


def reference_of(address: str) -> PageReference | None:
    """What an address leads to; nothing where it is no page of a thing."""
    path = _TAIL.sub("", path_of(address))
    language = path.split("/", 2)[1] if path else ""
    if language not in languages.codes():
        return None
    try:
        with override(language):
            match = resolve(path)
    except Resolver404:
        return None
    model, slug = _routes().get(match.url_name or ""), match.kwargs.get("slug")
    if model is None or not slug or match.url_name is None:
        return None
    return PageReference(model, language, slug, match.url_name)


def is_unknown_path(address: str) -> bool:
    """Whether an address lies among the pages of a language, where no page of any kind can answer."""
    path = _TAIL.sub("", path_of(address))
    language = path.split("/", 2)[1] if path else ""
    if language not in languages.codes():
        return False
    try:
        with override(language):
            resolve(path)
    except Resolver404:
        return True
    return False


@dataclass(frozen=True)
class SettledLinks:
    """Where the links of some texts lead at one moment: a value, under which what is written of the texts can be kept."""

    addresses: tuple[tuple[str, str | None], ...] = ()
    """Each address that leads to a page of the portal as it was typed, and that of today; none where it is not public."""

    def follow(self, html: str) -> str:
        """A clean formatted text whose links are of today."""
        if not self.addresses:
            return html
        addresses = dict(self.addresses)

        def today(link: re.Match[str]) -> str:
            before = unescape(link[2]).strip()
            now = addresses.get(before, before)
            if now is None:
                return link[4]
            return link[0] if now == before else f"{link[1]}{escape(now)}{link[3]}{link[4]}</a>"

        return _LINK.sub(today, html)


class FollowedLinks:
    """The links of some texts, looked up together when the first of them is written: a query for the ledger, and one for each
    kind and language of what they lead to. Texts without a link to the portal cost nothing."""

    def __init__(self, texts: Iterable[str] = (), addresses: Iterable[str] = ()) -> None:
        self._texts = [text for text in texts if "href=" in text]
        self._addresses = list(addresses)

    @cached_property
    def _references(self) -> dict[str, PageReference]:
        addresses = {address for text in self._texts for address in addresses_in(text)}.union(self._addresses)
        inside = sorted(address for address in addresses if path_of(address))
        return {address: found for address in inside if (found := reference_of(address))}

    @cached_property
    def _paths(self) -> dict[PageReference, str]:
        """The path of today of what is public."""
        return dict(_followed({*self._references.values()}))

    def address_of(self, address: str) -> str | None:
        """Where a link leads today; ``None`` where what it leads to is not public."""
        reference = self._references.get(address)
        if reference is None:
            return address
        path = self._paths.get(reference)
        if path is None:
            return None
        own = address[: len(address) - len(path_of(address))]
        tail = _TAIL.search(address)
        return f"{own}{path}{tail[0] if tail else ''}"

    def leads_nowhere(self, address: str) -> bool:
        return self.address_of(address) is None or is_unknown_path(address)

    @cached_property
    def settled(self) -> SettledLinks:
        return SettledLinks(tuple((address, self.address_of(address)) for address in self._references))

    def follow(self, html: str) -> str:
        """A clean formatted text whose links are of today."""
        return self.settled.follow(html)


def followed(html: str) -> str:
    """One text alone, its links of today."""
    return FollowedLinks([html]).follow(html)


def _followed(references: set[PageReference]) -> Iterator[tuple[PageReference, str]]:
    if not references:
        return
    ledger = _ledger(references)
    by_kind: dict[tuple[type[Addressed], str], list[PageReference]] = defaultdict(list)
    for reference in references:
        by_kind[reference.model, reference.language].append(reference)
    for (model, language), wanted in by_kind.items():
        column = languages.column("slug", language)
        keys = {ledger[key] for reference in wanted if (key := _key(reference)) in ledger}
        rows = model.objects.public(language).for_sitemap()
        records = list(rows.filter(Q(pk__in=keys) | Q(**{f"{column}__in": {reference.slug for reference in wanted}})))
        by_slug, by_key = {record.slug(language): record for record in records}, {record.pk: record for record in records}
        for reference in wanted:
            record = by_slug.get(reference.slug) or by_key.get(ledger.get(_key(reference), 0))
            if record is not None:
                try:
                    yield reference, reference.path_to(record)
                except NoReverseMatch:
                    continue


def _key(reference: PageReference) -> tuple[str, str, str]:
    return reference.model._meta.label_lower, reference.language, reference.slug


def _ledger(references: Iterable[PageReference]) -> Mapping[tuple[str, str, str], int]:
    """Whose each address is, or was."""
    wanted, slugs = {_key(reference) for reference in references}, {reference.slug for reference in references}
    lines = SlugRecord.objects.filter(slug__in=slugs).values_list("model_label", "language", "slug", "object_id")
    return {(label, language, slug): pk for label, language, slug, pk in lines if (label, language, slug) in wanted}
