from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = _("Press list")

    def ready(self) -> None:
        from . import checks, release_panels  # noqa: F401  they register themselves
