"""What the news and the press add to the pages of lower floors."""

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing.related import Section, adds_to

from .models import Article, Event, PressRelease

HOW_MANY = 5


@adds_to(CAP, Institution, Partner)
def of_thing(thing, language):
    """The latest releases, news and events that name the thing."""
    relation = {CAP: "caps", Institution: "institutions", Partner: "partners"}[type(thing)]
    content = {
        "releases": list(PressRelease.objects.public(language).filter(**{relation: thing}).newest_first()[:HOW_MANY]),
        "articles": list(Article.objects.public(language).filter(**{relation: thing}).newest_first()[:HOW_MANY]),
        "events": list(Event.objects.public(language).filter(**{relation: thing}).for_list()[:HOW_MANY]),
    }
    return Section("news/_of_thing.html", content) if any(content.values()) else None
