"""What a programme's page says of itself to machines."""

from __future__ import annotations

from cluster.structured import institution_named, person_named
from partners.structured import partner_named
from publishing.structured import Node, absolute, cluster, describes, kept, text

from .models import CAP


@describes(CAP)
def cap(one: CAP, language: str) -> Node:
    """A programme with those who take part in it, each in the part they take."""
    return kept(
        {
            "@type": "ResearchProject",
            "name": text(one, "title"),
            "alternateName": one.acronym,
            "identifier": str(one.number),
            "description": text(one, "summary"),
            "url": absolute(one.get_absolute_url()),
            "sameAs": one.website,
            "knowsAbout": text(one.theme, "name"),
            "keywords": [text(word, "name") for word in one.keywords.all()],
            "foundingDate": one.start,
            "dissolutionDate": one.end,
            "parentOrganization": cluster(),
            "member": [
                *(_in_part(institution_named(row.institution), row.get_role_display()) for row in one.involvements.all()),
                *(_in_part(person_named(row.person), row.get_role_display()) for row in one.memberships.all()),
                *(partner_named(row.partner) for row in one.partner_involvements.all()),
            ],
        }
    )


def _in_part(who: Node, part: str) -> Node:
    return {"@type": "OrganizationRole", "roleName": part, "member": who}
