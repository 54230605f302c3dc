"""What a partner's page says of itself to machines."""

from __future__ import annotations

from publishing.structured import Node, absolute, cluster, describes, kept, prose, said_to_be_an_example

from .models import Partner


def partner_named(record: Partner) -> Node:
    """A public partner as another page names it."""
    node = {"@type": "Organization", "name": record.name, "url": absolute(record.get_absolute_url())}
    return said_to_be_an_example(record, node)


@describes(Partner)
def partner(record: Partner, language: str) -> Node:
    return kept(
        {
            "@type": "Organization",
            "name": record.name,
            "description": prose(record, "description"),
            "url": record.website or absolute(record.get_absolute_url()),
            "identifier": record.siren and {"@type": "PropertyValue", "propertyID": "SIREN", "value": record.siren},
            "address": {"@type": "PostalAddress", "addressCountry": record.country.code},
            "memberOf": cluster(),
        }
    )
