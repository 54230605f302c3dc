from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.management.base import BaseCommand, CommandError

from mailing.server_replies import told
from mailing.smtp import SmtpConnection, Unreachable

TIMEOUT = 20
"""Seconds to wait for each reply."""


class Command(BaseCommand):
    help = (
        "Asks the mail server of EMAIL_URL whether it takes mail from MAIL_FROM: connects, greets, encrypts and signs in as "
        "told, names the sender, and goes. No message is sent."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        backend = get_connection(timeout=TIMEOUT)
        if not isinstance(backend, EmailBackend):
            self.stdout.write("EMAIL_URL names no mail server: mails go elsewhere.")
            return
        try:
            with SmtpConnection(backend) as connection:
                self.stdout.write(f"The mail server takes the portal’s mail: {connection.probe()}")
        except Unreachable as error:
            raise CommandError(f"The mail server takes nothing: {told(str(error))}") from error
