"""What the contact form adds to other pages: the way to write to whom or of what they are about."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from caps.models import CAP
from cluster.enums import PageKey
from cluster.models import Institution, Page
from partners.models import Partner
from publishing.kept_entries import WrittenPiece, kept_by_rows
from publishing.models import Addressed
from publishing.page_sections import PageSection, adds_to, written_section

from . import contact_pages
from .contact_recipients import ContactRecipient
from .enums import ContactTopic


@adds_to(CAP, Institution, Partner)
def to_write_to(record: Addressed, language: str) -> PageSection:
    """The door of a page's subject: no address is shown, the form is opened with its recipient."""
    recipient = ContactRecipient.of(record)
    return PageSection(WrittenPiece(_written_recipient(str(recipient.kind.invitation), recipient.url(language))))


@kept_by_rows
def _written_recipient(invitation: str, url: str) -> SafeString:
    return written_section("mailing/_of_recipient.html", {"invitation": invitation, "url": url})


@adds_to(Page)
def of_page(page: Page, language: str) -> PageSection | None:
    """The contact page has the form itself; that for partners to be leads to it, and says who answers."""
    if page.key == PageKey.CONTACT:
        return PageSection("mailing/_of_contact_page.html")
    if page.key == PageKey.BECOME_A_PARTNER:
        mailbox = contact_pages.who_answers(ContactTopic.PARTNERSHIP)
        return PageSection("mailing/_of_partnership_page.html", {"url": _url_of(language), "mailbox": mailbox})
    return None


def _url_of(language: str) -> str:
    with override(language):
        return f"{reverse('contact-write')}?subject={ContactTopic.PARTNERSHIP.value}"
