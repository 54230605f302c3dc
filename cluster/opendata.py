"""The consortium's data sets."""

from django.utils.translation import gettext_lazy as _

from publishing.opendata import (
    DataSet,
    address,
    chosen,
    flag,
    iso_date,
    listed,
    plain,
    prose,
    publish,
    text,
)

from .enums import ConsortiumList, FigureQualifier, FigureScope, FigureUnit, InstitutionCircle, InstitutionKind, MilestoneLane
from .models import Institution, KeyFigure, Milestone, NationalCluster

SOURCE = (text("source", _("source")), address("source_url", _("address of the source")))

publish(
    DataSet(
        "institutions",
        _("Member institutions"),
        _("The institutions of the consortium, with their ROR identifiers."),
        Institution,
        (
            text("name", _("name")),
            plain("acronym", _("acronym")),
            chosen("kind", _("kind"), InstitutionKind.choices),
            chosen("circle", _("circle"), InstitutionCircle.choices),
            flag("is_lead", _("leads the cluster")),
            plain("city", _("city")),
            address("website", _("website")),
            address("ror", _("ROR identifier")),
            prose("description", _("description")),
        ),
    )
)
publish(
    DataSet(
        "key-figures",
        _("Key figures"),
        _("Dated claims with their sources: each holds as of its date, and for what it describes."),
        KeyFigure,
        (
            plain("key", _("key")),
            text("label", _("what is counted")),
            plain("value", _("value"), type="number"),
            chosen("qualifier", _("qualifier"), FigureQualifier.choices),
            chosen("unit", _("unit"), FigureUnit.choices),
            chosen("scope", _("whom it is about"), FigureScope.choices),
            text("period", _("period")),
            iso_date("as_of", _("as of")),
            *SOURCE,
        ),
    )
)
publish(
    DataSet(
        "milestones",
        _("Timeline"),
        _("The cluster’s steps, and those of the national programme beside them."),
        Milestone,
        (
            iso_date("date", _("date")),
            iso_date("date_end", _("until")),
            text("title", _("title")),
            text("place", _("place")),
            chosen("lane", _("whose story"), MilestoneLane.choices),
            flag("is_planned", _("planned")),
            plain("source", _("source")),
            address("source_url", _("address of the source")),
        ),
    )
)
publish(
    DataSet(
        "national-clusters",
        _("National network"),
        _("The winners of the IA-Cluster call: who leads them, where they are, and how much they received."),
        NationalCluster,
        (
            plain("name", _("name")),
            text("long_name", _("full name")),
            plain("lead", _("lead institution")),
            plain("co_lead", _("co-lead institution")),
            listed("members", _("consortium"), lambda one, code: one.members, per_language=False),
            chosen("consortium_is", _("what the list of members holds"), ConsortiumList.choices),
            plain("region", _("region")),
            plain("city", _("city")),
            plain("latitude", _("latitude"), type="number"),
            plain("longitude", _("longitude"), type="number"),
            plain("amount_meur", _("amount (M€)"), type="number"),
            flag("was_3ia", _("continues a 3IA institute")),
            iso_date("inaugurated", _("inaugurated")),
            text("objectives", _("objectives")),
            address("website", _("website")),
            plain("source", _("source")),
        ),
    )
)
