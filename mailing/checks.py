"""What ``check --deploy`` says of the settings of mail: they are read as a strict mail server reads them.

Whether a server is there and takes them is asked by ``manage.py try_mail_server``: a check speaks to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from publishing.mail_addresses import fault_of_header, is_mail_domain, mailbox

_SENDERS = {"DEFAULT_FROM_EMAIL": "MAIL_FROM", "SERVER_EMAIL": "MAIL_FROM"}
_FIRST_BYTE, _IN_THE_CLEAR = 465, (25, 587)
"""The ports on which a server expects TLS from the first byte, and those on which it begins in the clear (RFC 8314)."""


@register(Tags.security, deploy=True)
def check_senders(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """No mail leaves from a sender that a server cannot read; a name that must be quoted is to be quoted where it is set."""
    found: list[CheckMessage] = []
    for name, variable in _SENDERS.items():
        value = getattr(settings, name)
        if fault := fault_of_header(value):
            found.append(Error(f"{name}: {fault}. No mail can leave.", hint=_to_write(variable, value), id="mailing.E001"))
    if not found and (fault := fault_of_header(settings.MAIL_FROM)):
        sentence = f"MAIL_FROM: {fault}. The portal adds what is missing; other programs that read it may not."
        found.append(Warning(sentence, hint=_to_write("MAIL_FROM", settings.MAIL_FROM), id="mailing.W001"))
    return found


@register(Tags.security, deploy=True)
def check_mail_server(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """EMAIL_URL as far as it can be judged without asking the server. No part of it but the host and the port is shown."""
    return list(_faults_of_server()) if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend") else []


def _faults_of_server() -> Iterator[CheckMessage]:
    host, port = settings.EMAIL_HOST or "", settings.EMAIL_PORT or 0
    hint = "Write EMAIL_URL=smtp+tls://name:password@mail.example.org:587 with your server’s name."
    if not is_mail_domain(host):
        yield Error(f"EMAIL_URL: “{host}” is not the name of a host.", hint=hint, id="mailing.E002")
    if not 0 < port < 65536:
        yield Error("EMAIL_URL: the port is missing or is no port.", hint=hint, id="mailing.E003")
    if settings.EMAIL_USE_SSL and port in _IN_THE_CLEAR:
        sentence = f"EMAIL_URL: on port {port} a server begins in the clear, but smtp+ssl:// encrypts from the first byte."
        yield Warning(sentence, hint=f"Write EMAIL_URL=smtp+tls://…@{host}:{port}, or port 465.", id="mailing.W002")
    if settings.EMAIL_USE_TLS and port == _FIRST_BYTE:
        sentence = f"EMAIL_URL: on port {port} a server encrypts from the first byte, but smtp+tls:// begins in the clear."
        yield Warning(sentence, hint=f"Write EMAIL_URL=smtp+ssl://…@{host}:{port}, or port 587.", id="mailing.W002")
    if bool(settings.EMAIL_HOST_USER) != bool(settings.EMAIL_HOST_PASSWORD):
        sentence = "EMAIL_URL holds a name without a password, or a password without a name: nobody signs in."
        yield Warning(sentence, hint="Write both, or neither for a relay that asks for none.", id="mailing.W003")


def _to_write(variable: str, value: str) -> str:
    """The line as it has to stand, made of what stands there where that can be understood."""
    try:
        right = str(mailbox(value))
    except ValueError:
        right = '"PostGenAI@Paris" <presse@example.org>'
    return f"Write {variable}='{right}'."
