"""What the consortium counts of its own, to hold against what is claimed."""

from publishing.languages import main

from .counters import register
from .enums import CountedFigure
from .models import Institution, NationalCluster, Pillar, Theme

register(CountedFigure.INSTITUTIONS, lambda: Institution.objects.public(main()).real().count())
register(CountedFigure.THEMES, lambda: Theme.objects.public(main()).real().count())
register(CountedFigure.PILLARS, lambda: Pillar.objects.public(main()).real().count())
register(CountedFigure.NATIONAL_CLUSTERS, lambda: NationalCluster.objects.public(main()).real().count())
register(CountedFigure.NATIONAL_AMOUNT, lambda: NationalCluster.objects.public(main()).real().total())
