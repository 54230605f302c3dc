"""What the page of a newsletter says of itself to machines."""

from __future__ import annotations

from publishing.structured import Node, absolute, cluster, describes, kept, moment

from . import newsletter_reading
from .models import NewsletterIssue


@describes(NewsletterIssue, page="ItemPage")
def newsletter(record: NewsletterIssue, language: str) -> Node:
    return kept(
        {
            "@type": "PublicationIssue",
            "name": newsletter_reading.title_of(record, language),
            "description": " ".join(newsletter_reading.paragraphs_of(record, language)[:1]),
            "url": absolute(record.get_absolute_url()),
            "inLanguage": language,
            "datePublished": moment(record.send_from) if record.send_from else "",
            "publisher": cluster(),
            "isAccessibleForFree": True,
        }
    )
