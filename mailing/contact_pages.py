"""What the pages around the contact form show: the form as it is asked for, and who is going to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from . import contact_routing
from .contact_forms import ContactForm
from .contact_recipients import ContactRecipient
from .contact_tables import ContactMessage, ContactSubject, Mailbox
from .enums import ContactTopic


def form_for(given: Mapping[str, str], language: str) -> ContactForm:
    """The empty form, with whom or what the address asks for (``?programme=…``, ``?subject=partnership``)."""
    recipient = ContactRecipient.asked(given, language)
    subject = None if recipient else subject_asked(given.get("subject", ""))
    initial = {"subject": str(subject.pk)} if subject else {}
    return ContactForm(language=language, recipient=recipient, initial=initial)


def subject_asked(name: str) -> ContactSubject | None:
    """The subject that an address names, by its role or its number, if it is offered."""
    if not name or len(name) > 20 or not (name.isascii() and name.replace("_", "").isalnum()):
        return None
    by_number = Q(pk=int(name)) if name.isdecimal() and len(name) < 10 else Q(pk__in=())
    return ContactSubject.objects.filter(Q(topic=name) | by_number, is_offered=True).first()


def context_of(form: ContactForm) -> dict[str, Any]:
    """What the form's piece shows: whom one writes to, who answers and when."""
    recipient = form.recipient
    chosen = subject_asked(str(form["subject"].value() or "")) if "subject" in form.fields else None
    return {
        "form": form,
        "recipient": recipient,
        "mailbox": contact_routing.mailbox_for(recipient, chosen) if recipient or chosen else None,
        "language": form.language,
    }


def received(message: ContactMessage) -> dict[str, Any]:
    """What is said once a message is received: its reference, and who answers."""
    return {"message": message, "mailbox": contact_routing.mailbox_for(ContactRecipient.of_message(message), message.subject)}


def who_answers(topic: ContactTopic) -> Mailbox | None:
    """The mailbox that answers on a subject that pages lead to."""
    subject = ContactSubject.objects.filter(topic=topic).select_related("mailbox").first()
    return contact_routing.mailbox_for(None, subject)
