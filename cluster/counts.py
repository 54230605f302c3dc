"""What the consortium counts of its own, to hold against what is claimed."""

from publishing.languages import main

from .counters import number_of, register
from .enums import CountedFigure
from .models import Institution, NationalCluster, Pillar, Theme

register(CountedFigure.INSTITUTIONS, number_of(lambda _nobody: Institution.objects.public(main()).real()))
register(CountedFigure.THEMES, number_of(lambda _nobody: Theme.objects.public(main()).real()))
register(CountedFigure.PILLARS, number_of(lambda _nobody: Pillar.objects.public(main()).real()))
register(CountedFigure.NATIONAL_CLUSTERS, number_of(lambda _nobody: NationalCluster.objects.public(main()).real()))
register(CountedFigure.NATIONAL_AMOUNT, lambda: NationalCluster.objects.public(main()).real().total())
