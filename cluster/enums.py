"""The choices of the consortium: models, querysets and pages all read them here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InstitutionKind(TextChoices):
    UNIVERSITY = "university", _("university")
    HIGHER_EDUCATION = "higher_education", _("higher education institution")
    BUSINESS_SCHOOL = "business_school", _("business school")
    DESIGN_SCHOOL = "design_school", _("design school")
    ARTS_SCHOOL = "arts_school", _("arts school")
    RESEARCH_ORGANISATION = "research_organisation", _("research organisation")
    RESEARCH_INSTITUTE = "research_institute", _("research institute")
    ADVANCED_STUDY = "institute_for_advanced_study", _("institute for advanced study")
    MUSEUM = "museum", _("museum")
    HOSPITAL = "hospital", _("hospital")
    COURT = "court", _("court")
    ASSEMBLY = "constitutional_assembly", _("constitutional assembly")
    AGENCY = "public_agency", _("public agency")
    FOUNDATION = "foundation", _("foundation")


class InstitutionCircle(TextChoices):
    ALLIANCE = "alliance", _("Sorbonne University Alliance")
    OTHER = "other", _("other member institutions")


class FigureQualifier(TextChoices):
    EXACTLY = "", _("exactly")
    MORE_THAN = "more_than", _("more than")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


class ConsortiumList(TextChoices):
    """What a list of members holds, as the page of a national cluster calls it."""

    COMPLETE = "complete", _("all members")
    PARTIAL = "partial", _("among its members")
    NEW = "new", _("new members")


class FigureUnit(TextChoices):
    NONE = "", _("a number")
    MEUR = "MEUR", _("million euros")
    M2 = "m2", _("square metres")


class FigureScope(TextChoices):
    CLUSTER = "cluster", _("The cluster")
    LEAD = "lead", _("Sorbonne University")
    NATIONAL = "national", _("The national programme")


class CountedFigure(TextChoices):
    """A number that the database knows. Each floor registers how its own are counted (``cluster.counters``)."""

    PROGRAMMES = "programmes", _("public programmes")
    THEMES = "themes", _("public themes")
    PILLARS = "pillars", _("public pillars")
    INSTITUTIONS = "institutions", _("public member institutions")
    NATIONAL_CLUSTERS = "national_clusters", _("public national clusters")
    NATIONAL_AMOUNT = "national_amount", _("sum of the national clusters’ amounts (M€)")
    INDUSTRIAL_PARTNERS = "industrial_partners", _("public industrial partners")
    INDUSTRIAL_PLEDGES = "industrial_pledges", _("sum of industrial pledges (M€)")


class MilestoneLane(TextChoices):
    CLUSTER = "cluster", _("The cluster")
    NATIONAL = "national", _("The national programme")


class PageKey(TextChoices):
    """The pages that every other page leads to."""

    ACCESSIBILITY = "accessibility", _("accessibility statement")
    LEGAL = "legal-notice", _("legal notice")
    PRIVACY = "privacy", _("personal data")
    ECO_DESIGN = "eco-design", _("eco-design declaration")
    HELP = "help", _("help")
    CONTACT = "contact", _("contact")
    TRAINING = "training", _("introduction of the list of courses")
    BECOME_A_PARTNER = "become-a-partner", _("becoming a partner")
