"""A test of a message, to whoever prepares it and to nobody else."""

from __future__ import annotations

from smtplib import SMTPException

from django.contrib import messages
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing.editing import signed_in

from ..server_replies import told
from ..smtp import reply_of
from .recorded import write_down

TEST_TIMEOUT = 10
"""Seconds to wait for the mail server while somebody waits for the page."""


def send_to_oneself(request: HttpRequest, message: EmailMultiAlternatives, about: models.Model) -> None:
    """Hand a message over, say what became of it, and write it down in the log of what it is about."""
    try:
        get_connection(timeout=TEST_TIMEOUT).send_messages([message])
    except (OSError, SMTPException) as error:
        sentence = _("The mail server did not take the message: %(said)s")
        messages.error(request, sentence % {"said": told(reply_of(error))})
        return
    write_down(request, about, gettext_noop("Test message sent to oneself."))
    messages.success(request, _("The test is on its way to %(address)s.") % {"address": signed_in(request).email})
