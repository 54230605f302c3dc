"""What ``check --deploy`` says of a portal that is about to meet the public."""

from django.core.checks import Tags, Warning, register

from publishing import legal_facts


@register(Tags.security, deploy=True)
def check_legal_facts(app_configs: object, **kwargs: object) -> list[Warning]:
    """A public site must name its publisher, its host and whom to write to; the pages say “to be completed” until it does.

    A warning, not a refusal to start: no communiqué is held up because a telephone number is missing.
    """
    return [
        Warning(
            f"{name.upper()} is not set: the legal pages say that it is to be completed.",
            hint="See docs/operators/configuration.md.",
            id="portal.W001",
        )
        for name in legal_facts.missing()
    ]
