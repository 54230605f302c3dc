"""Links that lead out of the portal, and whether they still lead somewhere: looked at every night, told to staff, never edited.

Of links within the portal those are told that the public is not led by, since what they lead to is not public or is unknown.

Only what the public reads is looked at. To ask for an address tells its owner that somebody knows of it: a link in a text
that is not public yet would announce the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from . import clock, languages
from .enums import LinkOutcome
from .fields import RichTextField
from .link_tables import LONGEST, NIGHTS_GONE, LinkUse, OutgoingLink
from .models import Published
from .portal_links import FollowedLinks, addresses_in, path_of


@dataclass(frozen=True)
class FoundLink:
    """An address as the public reads it: in which field of which record, and in which language if the field has several."""

    address: str
    model: type[models.Model]
    pk: int
    field: str
    language: str = ""


LinkSource = Callable[[], Iterable[FoundLink]]


_sources: list[LinkSource] = []
_read_otherwise: set[type[models.Model]] = set()


def register(source: LinkSource, instead_of: type[models.Model] | None = None) -> LinkSource:
    """Add a place where the public reads links; ``instead_of`` what its model's own columns say."""
    if source not in _sources:
        _sources.append(source)
    if instead_of is not None:
        _read_otherwise.add(instead_of)
    return source


def leads_out(address: str) -> bool:
    """Whether an address is a page of another site, which can be asked for."""
    try:
        parts = urlsplit(address)
        host, own = parts.hostname, urlsplit(settings.SITE_URL).hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and host != own and len(address) <= LONGEST


def _is_told_of(address: str) -> bool:
    return leads_out(address) or bool(path_of(address) and len(address) <= LONGEST)


def found_links() -> Iterator[FoundLink]:
    """Every link that the public reads now, examples left out: a fixed number of queries, whatever there is."""
    for model in apps.get_models():
        if issubclass(model, Published) and model not in _read_otherwise:
            yield from links_of(model)
    for source in _sources:
        yield from (found for found in source() if _is_told_of(found.address))


def links_of(model: type[Published]) -> Iterator[FoundLink]:
    """The links of a model's own columns, in each language that is public."""
    for code in languages.codes():
        names = _columns(model, code)
        if not names:
            return
        rows = model.objects.public(code).real().values_list("pk", *names)
        for pk, *values in rows.iterator():
            for name, value in zip(names, values, strict=True):
                yield from _links_of_value(model, pk, name, value or "", code)


def _columns(model: type[models.Model], code: str) -> list[str]:
    """The columns of links and formatted text that are read in a language: its own, and those that all languages share."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, RichTextField | models.URLField)]
    texts = {field.name for field in fields}
    others = {languages.column(name, other) for name in texts for other in languages.codes() if other != code}
    translated = {name for name in texts if languages.column(name, code) in texts}
    return [field.name for field in fields if field.name not in others | translated]


def _links_of_value(model: type[models.Model], pk: int, name: str, value: str, code: str) -> Iterator[FoundLink]:
    is_text = isinstance(model._meta.get_field(name), RichTextField)
    stem, _underscore, language = name.rpartition("_")
    field, said_in = (stem, code) if language == code and stem else (name, "")
    for address in addresses_in(value) if is_text else [value]:
        if _is_told_of(address):
            yield FoundLink(address, model, pk, field, said_in)


@transaction.atomic
def collect() -> int:
    """Write down every link out that the public reads, and where, and those within the portal that lead nowhere; forget those
    that nobody reads any more. Gives how many."""
    found = {*found_links()}
    inside = {one.address for one in found if not leads_out(one.address)}
    within = FollowedLinks(addresses=inside)
    dead = {address for address in inside if within.leads_nowhere(address)}
    found = {one for one in found if one.address in dead or one.address not in inside}
    wanted = {one.address for one in found}
    known = _keys()
    LinkUse.objects.all().delete()
    OutgoingLink.objects.filter(pk__in=[pk for address, pk in known.items() if address not in wanted]).delete()
    OutgoingLink.objects.bulk_create([_noted(address, address in dead) for address in sorted(wanted - known.keys())])
    known = _keys()
    types = ContentType.objects.get_for_models(*{one.model for one in found})
    LinkUse.objects.bulk_create(
        LinkUse(
            link_id=known[one.address],
            content_type=types[one.model],
            object_id=one.pk,
            field=one.field,
            language=one.language,
        )
        for one in sorted(found, key=lambda one: (one.address, one.model._meta.label, one.pk, one.field, one.language))
    )
    return len(wanted)


def _noted(address: str, is_dead: bool) -> OutgoingLink:
    """A row for an address. That the portal's own page is not public is known at once: no second night is needed."""
    if not is_dead:
        return OutgoingLink(address=address)
    return OutgoingLink(address=address, outcome=LinkOutcome.GONE, nights=NIGHTS_GONE, checked_at=clock.now())


def _keys() -> dict[str, int]:
    return dict(OutgoingLink.objects.values_list("address", "pk"))
