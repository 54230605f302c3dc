"""What the contact form adds to other pages: the way to write to whom or of what they are about."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.enums import PageKey
from cluster.models import Institution, Page
from partners.models import Partner
from publishing.models import Addressed
from publishing.page_sections import PageSection, adds_to

from . import contact_pages
from .contact_recipients import ContactRecipient
from .enums import ContactTopic


@adds_to(CAP, Institution, Partner)
def to_write_to(record: Addressed, language: str) -> PageSection:
    """The door of a page's subject: no address is shown, the form is opened with its recipient."""
    recipient = ContactRecipient.of(record)
    return PageSection("mailing/_of_recipient.html", {"invitation": recipient.kind.invitation, "url": recipient.url(language)})


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
