"""What the consortium's pages say of themselves to machines."""

from __future__ import annotations

from publishing.structured import Node, absolute, cluster, describes, kept, prose, said_to_be_an_example, text, words

from . import figure_texts
from .enums import FigureScope, InstitutionKind
from .models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Theme

ORGANISATIONS: dict[str, str] = {
    InstitutionKind.UNIVERSITY: "CollegeOrUniversity",
    InstitutionKind.HIGHER_EDUCATION: "CollegeOrUniversity",
    InstitutionKind.BUSINESS_SCHOOL: "CollegeOrUniversity",
    InstitutionKind.DESIGN_SCHOOL: "CollegeOrUniversity",
    InstitutionKind.ARTS_SCHOOL: "CollegeOrUniversity",
    InstitutionKind.RESEARCH_ORGANISATION: "ResearchOrganization",
    InstitutionKind.RESEARCH_INSTITUTE: "ResearchOrganization",
    InstitutionKind.ADVANCED_STUDY: "ResearchOrganization",
    InstitutionKind.HOSPITAL: "Hospital",
    InstitutionKind.COURT: "GovernmentOrganization",
    InstitutionKind.ASSEMBLY: "GovernmentOrganization",
    InstitutionKind.AGENCY: "GovernmentOrganization",
}


def institution_named(record: Institution) -> Node:
    """A public institution as another page names it."""
    kind = ORGANISATIONS.get(record.kind, "Organization")
    node = {"@type": kind, "name": text(record, "name"), "url": absolute(record.get_absolute_url()), "sameAs": record.ror}
    return said_to_be_an_example(record, kept(node))


def person_named(record: Person) -> Node:
    """A person whom a page may name; the caller knows that it may."""
    node = {"@type": "Person", "name": str(record), "url": absolute(record.get_absolute_url())}
    return said_to_be_an_example(record, node)


@describes(Institution, of_rows=True)
def institution(record: Institution, language: str) -> Node:
    return kept(
        {
            "@type": ORGANISATIONS.get(record.kind, "Organization"),
            "name": text(record, "name"),
            "alternateName": record.acronym,
            "description": prose(record, "description"),
            "url": record.website or absolute(record.get_absolute_url()),
            "sameAs": record.ror,
            "location": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": record.city}},
            "memberOf": cluster(),
        }
    )


@describes(Person, page="ProfilePage", of_rows=True)
def person(record: Person, language: str) -> Node:
    roles = record.current_roles
    return kept(
        {
            "@type": "Person",
            "name": str(record),
            "givenName": record.given_name,
            "familyName": record.family_name,
            "description": prose(record, "biography"),
            "url": absolute(record.get_absolute_url()),
            "sameAs": record.elsewhere,
            "identifier": f"https://orcid.org/{record.orcid}" if record.orcid else "",
            "jobTitle": [text(role, "title") for role in roles],
            "knowsAbout": record.subjects_in(language),
            "knowsLanguage": list(record.spoken),
            "affiliation": [
                *(institution_named(role.shown_institution) for role in roles if role.shown_institution),
                *([{"@type": "Organization", "name": text(record, "laboratory")}] if record.laboratory else []),
            ],
        }
    )


@describes(Theme, of_rows=True)
def theme(record: Theme, language: str) -> Node:
    return kept(
        {
            "@type": "DefinedTerm",
            "name": text(record, "name"),
            "alternateName": text(record, "full_name"),
            "description": text(record, "summary"),
            "url": absolute(record.get_absolute_url()),
        }
    )


@describes(Pillar)
def pillar(record: Pillar, language: str) -> Node:
    return {
        "@type": "Project",
        "name": text(record, "name"),
        "description": text(record, "summary"),
        "url": absolute(record.get_absolute_url()),
        "parentOrganization": cluster(),
    }


@describes(NationalCluster)
def national_cluster(record: NationalCluster, language: str) -> Node:
    """A winner, where it is and what it was given."""
    return kept(
        {
            "@type": "ResearchOrganization",
            "name": record.name,
            "alternateName": text(record, "long_name"),
            "description": text(record, "objectives"),
            "url": record.website or absolute(record.get_absolute_url()),
            "location": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": record.city,
                    "addressRegion": record.region,
                    "addressCountry": "FR",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": float(record.latitude), "longitude": float(record.longitude)},
            },
            "funding": {
                "@type": "MonetaryGrant",
                "amount": {"@type": "MonetaryAmount", "currency": "EUR", "value": int(record.amount_meur * 1_000_000)},
            },
        }
    )


@describes(KeyFigure)
def key_figure(record: KeyFigure, language: str) -> Node:
    """What was observed, when, and where that is written."""
    return kept(
        {
            "@type": "Observation",
            "name": words(figure_texts.sentence(record, language)),
            "value": int(record.value) if record.value == record.value.to_integral() else float(record.value),
            "unitText": str(record.get_unit_display()) if record.unit else "",
            "observationDate": record.as_of if len(record.as_of) == len("2024-05-22") else "",
            "observationAbout": cluster() if record.scope == FigureScope.CLUSTER else {},
            "url": absolute(record.get_absolute_url()),
            "subjectOf": {"@type": "CreativeWork", "name": text(record, "source"), "url": record.source_url},
        }
    )


@describes(Page)
def page(record: Page, language: str) -> Node:
    """An editorial page is about nothing but itself."""
    return {}
