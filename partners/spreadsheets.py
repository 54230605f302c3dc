"""Partners as spreadsheets. Publication is not for spreadsheets: new rows come in as drafts."""

from cluster.models.institutions import lines
from publishing.languages import columns
from publishing.spreadsheet_kinds import SheetKind

from .models import Partner

PARTNERS = SheetKind(
    Partner,
    columns=(
        "name",
        "kind",
        "sector",
        "country",
        "siren",
        "foreign_number",
        "aliases",
        "website",
        "since",
        *columns("description"),
        *columns("slug"),
        *Partner.private_fields,
    ),
    name_of=lambda texts: texts.get("name", ""),
    names_in=("name", "aliases"),
    names=lambda partner: [partner.name, *lines(partner.aliases)],
    identifiers=("siren",),
    also={
        "name": ("raison sociale", "company"),
        "kind": ("type",),
        "since": ("depuis", "partenaire depuis"),
        "siren": ("n siren", "numero siren"),
    },
)
