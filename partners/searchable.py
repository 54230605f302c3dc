"""What is searched of a partner: never its contact."""

from cluster import counters
from publishing.languages import column, main
from search import index
from search.text import words_of_html

from .models import Partner, Pledge


def register() -> None:
    index.register(Partner, lambda it, code: (it.name, [words_of_html(getattr(it, column("description", code)) or "")]))
    counters.register(counters.Counter.INDUSTRIAL_PARTNERS, lambda: Partner.objects.public(main()).industrial().count())
    counters.register(counters.Counter.INDUSTRIAL_PLEDGES, lambda: int(Pledge.objects.industrial().total() / 1_000_000))
