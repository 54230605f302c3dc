"""What a programme's page says of itself to machines."""

from __future__ import annotations

from cluster.structured import institution_named, person_named
from partners.structured import partner_named
from publishing.structured import Node, absolute, cluster, describes, kept, text

from .models import CAP


@describes(CAP)
def cap(programme: CAP, language: str) -> Node:
    """A programme with those who take part in it, each in the part they take."""
    return kept(
        {
            "@type": "ResearchProject",
            "name": text(programme, "title"),
            "alternateName": programme.acronym,
            "identifier": str(programme.number),
            "description": text(programme, "summary"),
            "url": absolute(programme.get_absolute_url()),
            "sameAs": programme.website,
            "knowsAbout": text(programme.theme, "name"),
            "keywords": [text(word, "name") for word in programme.keywords.all()],
            "foundingDate": programme.start,
            "dissolutionDate": programme.end,
            "parentOrganization": cluster(),
            "member": [
                *(_in_part(institution_named(row.institution), row.get_role_display()) for row in programme.involvements.all()),
                *(_in_part(person_named(row.person), row.get_role_display()) for row in programme.memberships.all()),
                *(partner_named(row.partner) for row in programme.partner_involvements.all()),
            ],
        }
    )


def _in_part(who: Node, part: str) -> Node:
    return {"@type": "OrganizationRole", "roleName": part, "member": who}
