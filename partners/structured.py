"""What a partner's page says of itself to machines."""

from __future__ import annotations

from publishing.structured import Node, absolute, cluster, describes, kept, prose, said_to_be_an_example

from .models import Partner


def partner_named(one: Partner) -> Node:
    """A public partner as another page names it."""
    node = {"@type": "Organization", "name": one.name, "url": absolute(one.get_absolute_url())}
    return said_to_be_an_example(one, node)


@describes(Partner)
def partner(one: Partner, language: str) -> Node:
    return kept(
        {
            "@type": "Organization",
            "name": one.name,
            "description": prose(one, "description"),
            "url": one.website or absolute(one.get_absolute_url()),
            "identifier": one.siren and {"@type": "PropertyValue", "propertyID": "SIREN", "value": one.siren},
            "address": {"@type": "PostalAddress", "addressCountry": one.country.code},
            "memberOf": cluster(),
        }
    )
