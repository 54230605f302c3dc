"""What the consortium's pages say of themselves to machines."""

from __future__ import annotations

from publishing.structured import Node, absolute, cluster, describes, kept, prose, said_to_be_an_example, text

from .enums import InstitutionKind
from .models import Institution, NationalCluster, Page, Person, Pillar, Theme

ORGANISATIONS = {
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


def institution_named(one: Institution) -> Node:
    """A public institution as another page names it."""
    kind = ORGANISATIONS.get(one.kind, "Organization")
    node = {"@type": kind, "name": text(one, "name"), "url": absolute(one.get_absolute_url()), "sameAs": one.ror}
    return said_to_be_an_example(one, kept(node))


def person_named(one: Person) -> Node:
    """A person whom a page may name; the caller knows that it may."""
    node = {"@type": "Person", "name": str(one), "url": absolute(one.get_absolute_url())}
    return said_to_be_an_example(one, node)


@describes(Institution)
def institution(one: Institution, language: str) -> Node:
    return kept(
        {
            "@type": ORGANISATIONS.get(one.kind, "Organization"),
            "name": text(one, "name"),
            "alternateName": one.acronym,
            "description": prose(one, "description"),
            "url": one.website or absolute(one.get_absolute_url()),
            "sameAs": one.ror,
            "location": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": one.city}},
            "memberOf": cluster(),
        }
    )


@describes(Person, page="ProfilePage")
def person(one: Person, language: str) -> Node:
    roles = one.current_roles
    return kept(
        {
            "@type": "Person",
            "name": str(one),
            "givenName": one.given_name,
            "familyName": one.family_name,
            "description": prose(one, "biography"),
            "url": absolute(one.get_absolute_url()),
            "sameAs": [*([f"https://orcid.org/{one.orcid}"] if one.orcid else []), *([one.website] if one.website else [])],
            "jobTitle": [text(role, "title") for role in roles],
            "affiliation": [
                institution_named(role.institution)
                for role in roles
                if role.institution and role.institution.is_public(language)
            ],
        }
    )


@describes(Theme)
def theme(one: Theme, language: str) -> Node:
    return kept(
        {
            "@type": "DefinedTerm",
            "name": text(one, "name"),
            "alternateName": text(one, "full_name"),
            "description": text(one, "summary"),
            "url": absolute(one.get_absolute_url()),
        }
    )


@describes(Pillar)
def pillar(one: Pillar, language: str) -> Node:
    return {
        "@type": "Project",
        "name": text(one, "name"),
        "description": text(one, "summary"),
        "url": absolute(one.get_absolute_url()),
        "parentOrganization": cluster(),
    }


@describes(NationalCluster)
def national_cluster(one: NationalCluster, language: str) -> Node:
    """A laureate, where it is and what it was given."""
    return kept(
        {
            "@type": "ResearchOrganization",
            "name": one.name,
            "alternateName": text(one, "long_name"),
            "description": text(one, "objectives"),
            "url": one.website or absolute(one.get_absolute_url()),
            "location": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": one.city,
                    "addressRegion": one.region,
                    "addressCountry": "FR",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": float(one.latitude), "longitude": float(one.longitude)},
            },
            "funding": {
                "@type": "MonetaryGrant",
                "amount": {"@type": "MonetaryAmount", "currency": "EUR", "value": int(one.amount_meur * 1_000_000)},
            },
        }
    )


@describes(Page)
def page(one: Page, language: str) -> Node:
    """An editorial page is about nothing but itself."""
    return {}
