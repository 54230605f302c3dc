"""What the pages that span every app say of themselves to machines."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from publishing import languages
from publishing.kept_entries import kept_by_rows
from publishing.structured import Node, absolute, cluster, describes_page, kept, moment

from .opendata import LICENCE_URL, Fresh, ShownDataSet, shown


@describes_page("home")
def home(context: dict) -> Node:
    """The home page is about the cluster: who runs it, and what the State gives it."""
    return cluster() | {
        "description": _(
            "PostGenAI@Paris, the research and education cluster in artificial intelligence led by Sorbonne University."
        ),
        "parentOrganization": {"@type": "CollegeOrUniversity", "name": _("Sorbonne University")},
        "funding": {
            "@type": "Grant",
            "identifier": settings.GRANT_REFERENCE,
            "funder": {"@type": "GovernmentOrganization", "name": "Agence nationale de la recherche"},
        },
    }


@describes_page("search", page="SearchResultsPage")
def search(context: dict) -> Node:
    """Results are for people: a page that no engine keeps lists nothing."""
    return {}


@describes_page("open-data")
def open_data(context: dict) -> Node:
    """The catalogue of the data sets, each with its files, its licence and its date."""
    return _catalogue(context["fresh"])


@kept_by_rows
def _catalogue(fresh: Fresh) -> Node:
    return {
        "@type": "DataCatalog",
        "name": _("Open data"),
        "publisher": cluster(),
        "license": LICENCE_URL,
        "dataset": [_dataset(one, LICENCE_URL) for one in shown(fresh)],
    }


def _dataset(dataset: ShownDataSet, licence: str) -> Node:
    files = (("text/csv", dataset.csv), ("application/json", dataset.json))
    return kept(
        {
            "@type": "Dataset",
            "name": str(dataset.dataset.title),
            "description": str(dataset.dataset.description),
            "inLanguage": languages.codes(),
            "license": licence,
            "isAccessibleForFree": True,
            "creator": cluster(),
            "dateModified": moment(dataset.modified) if dataset.modified else "",
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(path)} for kind, path in files
            ],
        }
    )
