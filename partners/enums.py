"""The choices of the partners: models, querysets and pages all read them here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartnerKind(TextChoices):
    STARTUP = "startup", _("start-up")
    SME = "sme", _("SME")
    LARGE_GROUP = "large_group", _("large group")
    INSTITUTIONAL = "institutional", _("institutional partner")
    ASSOCIATION = "association", _("association")


INDUSTRIAL_KINDS = (PartnerKind.STARTUP, PartnerKind.SME, PartnerKind.LARGE_GROUP)


class PartnerSector(TextChoices):
    DIGITAL = "digital", _("digital services and software")
    HEALTH = "health", _("health and medical technology")
    MOBILITY = "mobility", _("mobility and aerospace")
    ENERGY = "energy", _("energy and environment")
    INDUSTRY = "industry", _("industry and materials")
    CULTURE = "culture", _("culture, media and creation")
    EDUCATION = "education", _("education and training")
    LAW_FINANCE = "law_finance", _("law, finance and insurance")
    PUBLIC = "public", _("public action")


class PledgeKind(TextChoices):
    CASH = "cash", _("in cash")
    IN_KIND = "in_kind", _("in kind")
