"""What an opportunity’s page says of itself to machines.

An open post is a ``JobPosting`` where it has all that search engines require of one: a title, a description, the day it was
posted, who takes on, and where (https://developers.google.com/search/docs/appearance/structured-data/job-posting). They ask
that nothing else be called so, and that no closed post be; an example is offered by nobody. All these, and calls, are a
``CreativeWork`` that expires.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, format_html

from cluster.structured import institution_named
from proofreading.html_tokens import HtmlTag, html_tokens
from publishing.fields import sanitize
from publishing.localized_text import localized_text
from publishing.structured import Node, absolute, cluster, describes, kept, moment, said_to_be_an_example, text

from .enums import OpportunityKind, OpportunityState
from .models import Opportunity

A_DAY = len("2026-10-01")
FORM = frozenset({"p", "ul", "ol", "li", "h2", "h3", "strong", "em", "br"})
"""The elements that stay in the description of a post; of a link its words."""


@describes(Opportunity)
def opportunity(record: Opportunity, language: str) -> Node:
    return _job_posting(record, language) or _call(record, language)


def _call(record: Opportunity, language: str) -> Node:
    public = record.public_from(language)
    return kept(
        {
            "@type": "CreativeWork",
            "name": text(record, "title"),
            "description": text(record, "summary"),
            "genre": record.get_kind_display(),
            "url": absolute(record.get_absolute_url()),
            "inLanguage": language,
            "datePublished": moment(public) if public else "",
            "expires": record.closes,
            "keywords": [text(word, "name") for word in record.keywords.all()],
            "about": [*_programme(record), *([institution_named(record.institution)] if record.institution else [])],
            "publisher": cluster(),
        }
    )


def _job_posting(record: Opportunity, language: str) -> Node | None:
    """The node of an open post; none where something that is required of one is missing."""
    employer, public = _employer(record), record.public_from(language)
    is_offered = record.is_post and record.state is OpportunityState.OPEN and not record.is_example
    if not (is_offered and employer and public and record.city):
        return None
    posted = max(filter(None, (timezone.localdate(public), record.opens)))
    until = record.closing_moment
    return kept(
        {
            "@type": "JobPosting",
            "title": text(record, "title"),
            "description": _description(record, language),
            "url": absolute(record.get_absolute_url()),
            "identifier": {"@type": "PropertyValue", "name": settings.PORTAL_NAME, "value": str(record.pk)},
            "datePosted": posted,
            "validThrough": moment(until) if until else "",
            "employmentType": "INTERN" if record.kind == OpportunityKind.INTERNSHIP else "",
            "hiringOrganization": employer,
            "jobLocation": {
                "@type": "Place",
                "name": text(record, "place"),
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": record.city,
                    "addressCountry": record.country.code,
                },
            },
            "jobStartDate": record.begins if len(record.begins) == A_DAY else "",
            "applicationContact": _contact(record),
        }
    )


def _description(record: Opportunity, language: str) -> str | Node:
    """The summary and the text as HTML, which job search engines ask for, in the language that both are read in."""
    summary, body = (localized_text(record, name, language) for name in ("summary", "body"))
    html = str(format_html("<p>{}</p>", summary.words))
    if body.language == summary.language:
        html += _bare_form(body.words)
    return html if summary.language == language else {"@value": html, "@language": summary.language}


def _bare_form(html: str) -> str:
    """Formatted text with the elements of ``FORM`` alone, and without their attributes."""
    written: list[str] = []
    for token in html_tokens(sanitize(html)):
        if not isinstance(token, HtmlTag):
            written.append(escape(token.text))
        elif token.name in FORM:
            written.append(f"</{token.name}>" if token.is_closing else f"<{token.name}>")
    return "".join(written)


def _employer(record: Opportunity) -> Node:
    """Who takes on: the body named on the record, or else its public institution."""
    if record.employer:
        return {"@type": "Organization", "name": record.employer}
    return institution_named(record.institution) if record.institution else {}


def _contact(record: Opportunity) -> Node:
    node = kept({"name": record.contact_name, "email": record.contact_email, "telephone": record.contact_phone})
    return {"@type": "ContactPoint"} | node if node else {}


def _programme(record: Opportunity) -> list[Node]:
    cap = record.cap
    if cap is None:
        return []
    node = {"@type": "ResearchProject", "name": text(cap, "title"), "alternateName": cap.acronym}
    return [said_to_be_an_example(cap, node | {"url": absolute(cap.get_absolute_url())})]
