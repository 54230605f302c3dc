"""What the portal can count by itself, to hold against what is claimed."""

from collections.abc import Callable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Counter(TextChoices):
    """A number that the database knows. Each floor registers how its own are counted."""

    PROGRAMMES = "programmes", _("public programmes")
    THEMES = "themes", _("public themes")
    PILLARS = "pillars", _("public pillars")
    INSTITUTIONS = "institutions", _("public member institutions")
    NATIONAL_CLUSTERS = "national_clusters", _("public national clusters")
    NATIONAL_AMOUNT = "national_amount", _("sum of the national clusters’ amounts (M€)")
    INDUSTRIAL_PARTNERS = "industrial_partners", _("public industrial partners")
    INDUSTRIAL_PLEDGES = "industrial_pledges", _("sum of industrial pledges (M€)")


_counts: dict[str, Callable[[], int]] = {}
_told: dict[str, Callable[[], int | None]] = {}


def register(counter: Counter, count: Callable[[], int], told: Callable[[], int | None] | None = None) -> None:
    """How a number is counted for staff, and what the public may be told of it where that is not the same."""
    _counts[counter] = count
    _told[counter] = told or count


def count(counter: str) -> int | None:
    """The number counted now, or ``None`` where nothing counts it."""
    return _counts[counter]() if counter in _counts else None


def told(counter: str) -> int | None:
    """The number that the public may be told, or ``None`` where nothing counts it or telling it would tell too much."""
    return _told[counter]() if counter in _told else None


def register_own() -> None:
    """The consortium's own counts."""
    from publishing.languages import main

    from .models import Institution, NationalCluster, Pillar, Theme

    register(Counter.INSTITUTIONS, lambda: Institution.objects.public(main()).count())
    register(Counter.THEMES, lambda: Theme.objects.public(main()).count())
    register(Counter.PILLARS, lambda: Pillar.objects.public(main()).count())
    register(Counter.NATIONAL_CLUSTERS, lambda: NationalCluster.objects.public(main()).count())
    register(Counter.NATIONAL_AMOUNT, lambda: NationalCluster.objects.public(main()).total())
