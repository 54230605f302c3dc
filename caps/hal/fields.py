"""The fields of HAL's search interface that are asked for, each with where it is documented.

Documentation: ``INTERFACE`` says how to ask (``q``, ``fq``, ``fl``, ``rows``, ``sort``, ``wt``; Solr's own signs are escaped
by a backslash), ``FIELDS_PAGE`` lists the fields, ``TYPES_PAGE`` the kinds of documents. HAL answers as Apache Solr does;
paging by ``cursorMark`` is Solr's (``PAGING``): the sort ends with the key ``docid``, and the last page gives back the mark
it was asked by.

How a field's name ends says what it is good for (``FIELDS_PAGE``): ``_s`` a string to show, to filter by and to search exactly,
``_bool`` a truth, ``_i`` a number, ``_tdate`` a moment.

Not verified at the service, and so read with care: that ``researchData_s`` and ``relatedData_s`` hold DOIs or addresses,
``swhidId_s`` SWHIDs and ``softCodeRepository_s`` addresses (programs of others read them so); whether ``licence_s`` is an
address or a code (only an address is kept); whether an answer has an ``ETag`` (it is used where there is one).
``authIdHal_s`` and ``authORCIDIdExt_s`` leave out authors without one: they say that somebody is an author, never which one.
"""

from __future__ import annotations

from ..enums import HalQueryKind, PublicationKind

INTERFACE = "https://api.archives-ouvertes.fr/docs/search"
FIELDS_PAGE = "https://api.archives-ouvertes.fr/docs/search/?schema=fields#fields"
TYPES_PAGE = "https://api.archives-ouvertes.fr/ref/doctype"
PAGING = "https://solr.apache.org/guide/solr/latest/query-guide/pagination-of-results.html"

ASKED: dict[str, str] = {
    "docid": "HAL’s own number of a document; the key that pages are sorted by",
    "halId_s": "HAL id, such as hal-04512345, the same for all versions",
    "version_i": "number of the version; searches give the latest",
    "docType_s": "kind, by a code of TYPES_PAGE",
    "submitType_s": "file, annex or notice: with a full text of its own, or without",
    "uri_s": "address of its page on HAL",
    "title_s": "titles, the one in the language of the document first",
    "language_s": "languages of the document, ISO 639-1",
    "authFullName_s": "authors in order, given name first",
    "authFirstName_s": "their given names, in the same order",
    "authLastName_s": "their family names, in the same order",
    "authIdHal_s": "the idHAL of those who have one",
    "authORCIDIdExt_s": "the ORCID iD of those who have one",
    "doiId_s": "DOI, without an address before it",
    "openAccess_bool": "whether the text can be read by everybody, on HAL or elsewhere",
    "fileMain_s": "address of the full text on HAL",
    "licence_s": "licence of the full text",
    "publicationDate_s": "day, month or year of its publication",
    "producedDate_s": "day, month or year of the document",
    "producedDateY_i": "year of the document",
    "journalTitle_s": "journal",
    "conferenceTitle_s": "conference",
    "bookTitle_s": "book that a chapter is of",
    "authorityInstitution_s": "institutions that gave the degree",
    "publisher_s": "publishers",
    "volume_s": "volume",
    "issue_s": "issues",
    "page_s": "pages",
    "keyword_s": "keywords",
    "anrProjectReference_s": "references of the ANR grants",
    "europeanProjectReference_s": "references of the European grants",
    "researchData_s": "data that the document stands on",
    "relatedData_s": "data that are related to it",
    "swhidId_s": "identifiers in Software Heritage",
    "softCodeRepository_s": "repository of the source code",
}
"""What is asked for, with what ``FIELDS_PAGE`` says of it in short; the abstracts are added per language."""

QUERY_FIELDS: dict[str, str] = {
    HalQueryKind.ANR: "anrProjectReference_s",
    HalQueryKind.EUROPEAN: "europeanProjectReference_s",
    HalQueryKind.ORCID: "authORCIDIdExt_s",
    HalQueryKind.IDHAL: "authIdHal_s",
}
"""The field that each kind of question asks; the four are in ``FIELDS_PAGE``."""

ABSTRACT_LANGUAGES = ("fr", "en", "es", "de", "it", "pt")
"""Languages in which abstracts are asked for, as ``fr_abstract_s``."""

KINDS: dict[str, PublicationKind] = {
    **dict.fromkeys(("ART", "NOTE"), PublicationKind.ARTICLE),
    **dict.fromkeys(("COMM", "POSTER", "PRESCONF"), PublicationKind.CONFERENCE),
    **dict.fromkeys(("THESE", "ETABTHESE", "HDR", "MEM"), PublicationKind.THESIS),
    **dict.fromkeys(("UNDEFINED", "PREPRINT", "WORKINGPAPER"), PublicationKind.PREPRINT),
    **dict.fromkeys(("OUV", "DOUV", "PROCEEDINGS", "ISSUE"), PublicationKind.BOOK),
    **dict.fromkeys(("COUV", "NOTICE"), PublicationKind.CHAPTER),
    **dict.fromkeys(
        ("REPORT", "RESREPORT", "TECHREPORT", "FUNDREPORT", "EXPERTREPORT", "DMP", "CREPORT", "REPACT", "SYNTHESE"),
        PublicationKind.REPORT,
    ),
    "SOFTWARE": PublicationKind.SOFTWARE,
    **dict.fromkeys(("IMG", "VIDEO", "SON", "MAP", "DATASET", "DATA"), PublicationKind.DATA),
}
"""The kinds of HAL (``TYPES_PAGE``). What it adds one day is an “other publication” until it stands here."""


def field_list() -> str:
    return ",".join([*ASKED, *(f"{code}_abstract_s" for code in ABSTRACT_LANGUAGES)])


def quoted(value: str) -> str:
    """A value as one term of Solr, whatever signs it holds (``INTERFACE``, “caractères à échapper”)."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
