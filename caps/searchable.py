"""What is searched of a programme."""

from cluster import counters
from publishing.languages import column, main
from search import index
from search.text import words_of_html

from .models import CAP


def _texts(cap: CAP, code: str) -> tuple[str, list[str]]:
    def get(thing, field: str) -> str:
        return getattr(thing, column(field, code)) or ""

    title = get(cap, "title")
    others = [
        get(cap, "summary"),
        get(cap.theme, "name"),
        *(words_of_html(get(cap, strand)) for strand in ("research", "education", "innovation")),
        *(get(keyword, "name") for keyword in cap.keywords.all()),
        *(str(one.person) for one in cap.memberships.select_related("person")),
    ]
    return (f"{cap.acronym} {title}" if title else "", others)


def register() -> None:
    index.register(CAP, _texts)
    counters.register(counters.Counter.PROGRAMMES, lambda: CAP.objects.public(main()).count())
