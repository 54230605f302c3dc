"""What the programmes add to the pages of the consortium and of the partners."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from cluster.models import Institution, Person, Theme
from cluster.querysets import institution_is_public
from partners.models import Partner
from publishing.examples import real_count
from publishing.kept_entries import WrittenPiece, kept_by_rows
from publishing.languages import columns
from publishing.page_sections import PageSection, adds_to, written_section
from publishing.prepared_queries import prepared

from .enums import InvolvementRole
from .models import CAP, Course, Membership, Opportunity, Publication
from .publication_querysets import OpenShare

OF_THEME = 60
"""Programmes, and those of each kind who take part in them, that the page of a theme, a member or a partner shows; the list of
programmes leads on."""
LATEST = 10
"""Publications that the page of a programme shows; the list leads on."""
LATEST_OF_PERSON = 40
"""And that of a person, whose other publications the list of the cluster does not have."""


@adds_to(Institution)
def of_institution(institution: Institution, language: str) -> PageSection:
    """What it leads, what it joins, and who stands for it there."""
    found = _of_institution.read(language, institution=institution.pk)
    more = _all_programmes("institution", institution, language) if len(found) > OF_THEME else ""
    return PageSection(WrittenPiece(_written_of_institution(found, institution.pk, more)))


@kept_by_rows
def _written_of_institution(found: list[CAP], institution: int, more: str) -> SafeString:
    caps = found[:OF_THEME]
    lead = [cap for cap in caps if cap.lead and cap.lead.institution_id == institution]
    joins = [cap for cap in caps if cap not in lead]
    standing = ((row, cap) for cap in caps for row in cap.memberships.all() if row.institution_id == institution)
    people = _gathered((row.person, cap) for row, cap in standing)
    content = {"leads": lead, "joins": joins, "people": people, "more": more}
    return written_section("caps/_of_institution.html", content)


@prepared
def _of_institution(language: str, *, institution: int) -> QuerySet:
    return CAP.objects.public(language).involving(Institution(pk=institution)).for_list()[: OF_THEME + 1]


@adds_to(CAP, Institution)
def courses_of(record: CAP | Institution, language: str) -> PageSection | None:
    """What it teaches now."""
    if isinstance(record, CAP):
        courses = _taught_in.read(language, cap=record.pk)
    else:
        courses = _taught_at.read(language, institution=record.pk)
    return PageSection(WrittenPiece(_written_courses(courses))) if courses else None


@kept_by_rows
def _written_courses(courses: list[Course]) -> SafeString:
    return written_section("caps/_of_courses.html", {"courses": courses})


@prepared
def _taught_in(language: str, *, cap: int) -> QuerySet:
    return Course.objects.offered(language).filter(caps=cap).for_list()[:OF_THEME]


@prepared
def _taught_at(language: str, *, institution: int) -> QuerySet:
    return Course.objects.offered(language).of_institution(Institution(pk=institution)).for_list()[:OF_THEME]


@adds_to(Theme)
def of_theme(theme: Theme, language: str) -> PageSection:
    """Everything under the theme: its programmes, then who leads, joins and accompanies them.

    Of more programmes than anybody reads the first ones, with those who take part in them; the list of programmes has all.
    """
    found = _of_theme.read(language, theme=theme.pk)
    has_more = len(found) > OF_THEME
    count = CAP.objects.public(language).filter(theme=theme).real().count() if has_more else None
    more = _all_programmes("theme", theme, language) if has_more else ""
    partners = _partners_in.read(language, caps=found.keys[:OF_THEME])
    return PageSection(WrittenPiece(_written_of_theme(found, partners, count, more)))


@kept_by_rows
def _written_of_theme(found: list[CAP], partners: list[Partner], count: int | None, more: str) -> SafeString:
    caps = found[:OF_THEME]
    involved = [(row, cap) for cap in caps for row in cap.involvements.all()]
    content = {
        "caps": caps,
        "count": real_count(caps) if count is None else count,
        "more": more,
        "leads": _gathered((row.institution, cap) for row, cap in involved if row.role == InvolvementRole.LEAD),
        "joins": _gathered((row.institution, cap) for row, cap in involved if row.role != InvolvementRole.LEAD),
        "people": _gathered((row.person, cap) for cap in caps for row in cap.memberships.all()),
        "partners": partners,
    }
    return written_section("caps/_of_theme.html", content)


@prepared
def _of_theme(language: str, *, theme: int) -> QuerySet:
    return CAP.objects.public(language).filter(theme=theme).for_list()[: OF_THEME + 1]


@prepared
def _partners_in(language: str, *, caps: list[int]) -> QuerySet:
    return Partner.objects.public(language).in_programmes([CAP(pk=cap) for cap in caps]).for_list()


@adds_to(Person)
def of_person(person: Person, language: str) -> PageSection | None:
    memberships = _memberships.read(language, person=person.pk)
    return PageSection(WrittenPiece(_written_of_person(memberships))) if memberships else None


@kept_by_rows
def _written_of_person(memberships: list[Membership]) -> SafeString:
    return written_section("caps/_of_person.html", {"memberships": memberships})


@prepared
def _memberships(language: str, *, person: int) -> QuerySet:
    rows = Membership.objects.filter(person=person, cap__in=CAP.objects.public(language))
    public = institution_is_public(Institution.objects.public(language))
    shown = rows.select_related("cap__theme", "institution").annotate(institution_is_public=public)
    return shown.only("role", "start", "end", *columns("title"), *OF_PLACE).order_by("cap__number", "pk")[:OF_THEME]


OF_PLACE = (
    *(f"cap__{name}" for name in ("number", "acronym", "is_example", "theme__rank", *columns("title"), *columns("slug"))),
    *(f"institution__{name}" for name in (*columns("name"), *columns("slug"))),
)
"""The columns of the programme and of the institution of a place that the page of a person shows."""


@adds_to(Person)
def publications_of_person(person: Person, language: str) -> PageSection | None:
    """What somebody published since the award, whether it thanks the cluster or not."""
    things = _publications_of_person.read(language, person=person.pk)
    if not things:
        return None
    left_out = 0
    if len(things) > LATEST_OF_PERSON:
        found = Publication.objects.public(language).of_person(person)
        left_out = found.real().count() - real_count(things[:LATEST_OF_PERSON])
    access = _access_of_person.read(language, person=person.pk)
    return PageSection(WrittenPiece(_written_publications(things, access, LATEST_OF_PERSON, "", left_out)))


@prepared
def _publications_of_person(language: str, *, person: int) -> QuerySet:
    return Publication.objects.public(language).of_person(Person(pk=person)).for_list()[: LATEST_OF_PERSON + 1]


@prepared
def _access_of_person(language: str, *, person: int) -> QuerySet:
    return Publication.objects.public(language).of_person(Person(pk=person)).counted_by_openness()


@prepared
def _publications_of_programme(language: str, *, cap: int) -> QuerySet:
    return Publication.objects.public(language).of_programme(CAP(pk=cap)).for_list()[: LATEST + 1]


@adds_to(CAP)
def publications_of_programme(cap: CAP, language: str) -> PageSection | None:
    things = _publications_of_programme.read(language, cap=cap.pk)
    if not things:
        return None
    more = f"{Publication.section_url(language)}?{urlencode({'programme': cap.slug(language)})}" if len(things) > LATEST else ""
    access = _access_of_programme.read(language, cap=cap.pk)
    return PageSection(WrittenPiece(_written_publications(things, access, LATEST, more, 0)))


@prepared
def _access_of_programme(language: str, *, cap: int) -> QuerySet:
    return Publication.objects.public(language).of_programme(CAP(pk=cap)).counted_by_openness()


@kept_by_rows
def _written_publications(
    things: list[Publication], access: list[tuple[bool, int]], most: int, more: str, left_out: int
) -> SafeString:
    """The latest, with the share in open access of all of them."""
    content = {"things": things[:most], "share": OpenShare.of(access), "more": more, "left_out": left_out}
    return written_section("caps/_of_publications.html", content)


@adds_to(Partner)
def of_partner(partner: Partner, language: str) -> PageSection | None:
    """Nothing of one that takes part in none: a body that funds the cluster has no gap where a company has its programmes."""
    found = _of_partner.read(language, partner=partner.pk)
    if not found:
        return None
    more = _all_programmes("partner", partner, language) if len(found) > OF_THEME else ""
    return PageSection(WrittenPiece(_written_of_partner(found, more)))


@kept_by_rows
def _written_of_partner(found: list[CAP], more: str) -> SafeString:
    return written_section("caps/_of_partner.html", {"caps": found[:OF_THEME], "more": more})


@prepared
def _of_partner(language: str, *, partner: int) -> QuerySet:
    return CAP.objects.public(language).filter(partner_involvements__partner=partner).for_list()[: OF_THEME + 1]


@adds_to(CAP, Institution)
def of_host(host: CAP | Institution, language: str) -> PageSection | None:
    """What one may apply to there, the nearest deadline first; nothing where nothing is open."""
    found = _open_at.read(language, **{"cap" if isinstance(host, CAP) else "institution": host.pk})
    return PageSection(WrittenPiece(_written_of_host(found))) if found else None


@kept_by_rows
def _written_of_host(opportunities: list[Opportunity]) -> SafeString:
    return written_section("caps/_of_host.html", {"opportunities": opportunities})


@prepared
def _open_at(language: str, **host: int) -> QuerySet:
    return Opportunity.objects.public(language).open().filter(**host).next_to_close()[:OF_THEME]


def _all_programmes(facet: str, record: Theme | Institution | Partner, language: str) -> str:
    """The address of the list of programmes, narrowed to those of a record."""
    return f"{CAP.section_url(language)}?{urlencode({facet: record.slug(language)})}"


def _gathered(pairs: Iterable[tuple[object, CAP]]) -> list[tuple[object, list[CAP]]]:
    """Each member once, with its programmes: those of the most real programmes first, at equality as they came.

    No more than a page can hold: those of the most programmes are among them.
    """
    programmes: dict[object, list[CAP]] = {}
    for member, cap in pairs:
        programmes.setdefault(member, []).append(cap)
    return sorted(programmes.items(), key=lambda row: (-real_count(row[1]), -len(row[1])))[:OF_THEME]
