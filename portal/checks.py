"""What ``check --deploy`` says of a portal that is about to meet the public."""

from django.core.checks import Tags, Warning, register

from publishing import legal_facts


@register(Tags.security, deploy=True)
def check_legal_facts(app_configs: object, **kwargs: object) -> list[Warning]:
    """A public site must name its publisher, its host and whom to write to; the pages leave out what they do not know.

    Of a portal that is being filled: one whose settings are those of production has not started without them.
    """
    return [
        Warning(
            f"{name.upper()} is not set: the legal pages leave out what would state it, and production does not start.",
            hint="See docs/operators/configuration.md.",
            id="portal.W001",
        )
        for name in legal_facts.missing()
    ]
