"""The style guide: every component and partial of the portal in each of its states, on one page.

Open to everyone, since a partner or a printer may need it as well as whoever changes the look, and since it tells nothing of
anybody; kept out of search engines. Its records are made up (``portal.samples``): it asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from caps.enums import ProgrammePhase
from caps.matrix import MatrixList
from caps.shelves import Shelf
from caps.subjects import ShelfSubject
from cluster import atlas, funding, timescale
from news.reading import EmbargoMark, contact_card, read
from news.reading_views import EmbargoFiles
from partners import spread
from publishing import clock, languages
from publishing.kept_values import kept_by_language

from . import samples
from .home import HomeSentence
from .navigation import DOORS, MENU

WITHIN_A_PAGE = {
    "_of_": "a section that an upper app adds to another’s page; its entries are shown here",
    "_list_of_": "what a list page shows of its rows, kept as it is written; its entries are shown here",
    "_matrix_table.html": "the table of a page, kept as it is written; the same as a list is shown here",
    "_page_of_": "the whole of a page, kept as it is written; its pieces are shown here",
    "_release.html": "the whole page of a press release; its pieces are shown here",
    "drawings": "names a script and a sheet in the head of a page; nothing of it is seen",
    "in_place": "names a script in the head of a page; nothing of it is seen",
}
"""The pieces that are not shown by themselves, by what their names begin with, and why."""


@dataclass(frozen=True)
class Specimen:
    """A piece with sample data: a template, or the source of one that uses a component’s tag."""

    name: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)

    def render(self, context: dict[str, Any], request: HttpRequest) -> str:
        """The piece as it is written; ``request`` says at which address."""
        known = context | self.context
        if self.template.endswith(".html"):
            return render_to_string(self.template, known, request)
        return engines["django"].from_string(f"{{% load portal_parts %}}{self.template}").render(known, request)


class StyleGuideView(TemplateView):
    template_name = "portal/style_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = self.request.path
        sheets = _written_sheets(path, clock.today())
        return super().get_context_data(**_common(path), sheets=sheets, form=samples.Mistaken(), **kwargs)


def _common(path: str) -> dict[str, Any]:
    return {
        "language": languages.current(),
        "footer_pages": samples.footer(),
        "filled_routes": frozenset(one.route for one in MENU),
        "section": path,
        "preview": False,
    }


@kept_by_language
def _written_sheets(path: str, _day: date) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The samples, written once a day: whoever reads them, they are the same, so they know nothing of who asks."""
    request, common = HttpRequest(), _common(path)
    request.method, request.path = "GET", path
    return [(title, note, [(one.name, one.render(common, request)) for one in pieces]) for title, note, pieces in _sheets()]


def _sheets() -> Iterator[tuple[str, str, list[Specimen]]]:
    themes, members, clusters = samples.themes(), samples.institutions(), samples.clusters()
    caps = [
        samples.cap(1, "EXEMPLE", themes[0], 2, members),
        samples.cap(2, "MODÈLE", themes[0], 5, members[:2], ProgrammePhase.TRANSFER),
        samples.cap(3, "ESSAI", themes[1], 1, members[1:], ProgrammePhase.PREPARATION),
    ]
    language = languages.current()
    release = samples.release(caps[:2], members[:1])
    reading = read(release, language)
    yield (
        _("Programmes"),
        _("A spine’s height follows the number of partners."),
        [
            Specimen(_("Shelf"), "caps/_shelf.html", {"shelf": Shelf(themes[0], caps[:2], 2)}),
            Specimen(
                _("Shelf by subject"),
                "caps/_shelf_subjects.html",
                {"subjects": [ShelfSubject(word, (1, 2)) for word in samples.subjects()]},
            ),
            Specimen(_("Table as a list"), "caps/_matrix_list.html", {"lists": [MatrixList(caps[0], [(members[0], "lead")])]}),
            Specimen(_("Theme"), "cluster/_theme.html", {"theme": themes[1], "caps": caps[2:]}),
            Specimen(_("Entries"), _listed("ol", "entries", "caps/_entry.html", each="cap"), {"things": caps}),
            Specimen(
                _("Person"),
                f'<div class="duo">{_listed("ul", "", "caps/_person.html")}</div>',
                {"things": caps[0].principal_investigators},
            ),
            Specimen(
                _("Person in the directory"),
                '<ul class="directory">{% include "cluster/_person_entry.html" with entry=entry only %}</ul>',
                {"entry": samples.directory_entry(caps[0], members)},
            ),
            Specimen(_("Monogram"), "cluster/_face.html", {"one": samples.person("Claire", "Exemple"), "sizes": "4rem"}),
            Specimen(
                _("Course"), _listed("ul", "courses", "caps/_course.html", each="one"), {"things": [samples.course(members)]}
            ),
            Specimen(_("Gathered"), "caps/_gathered.html", {"rows": [(one, caps[:2]) for one in members], "people": False}),
            Specimen(_("Institution"), "cluster/_institution_link.html", {"one": members[0]}),
            Specimen(
                _("Opportunity"), _listed("ol", "releases", "caps/_opportunity.html"), {"things": samples.opportunities()}
            ),
            Specimen(_("Next deadlines"), "caps/_deadlines.html", {"deadlines": samples.opportunities()[:1]}),
            Specimen(
                _("Publication"),
                _listed("ol", "releases", "caps/_publication.html"),
                {"things": [samples.publication(caps[0])]},
            ),
            Specimen(_("Authors"), "caps/_authors.html", {"one": samples.publication(caps[0])}),
            Specimen(_("Share in open access"), "caps/_open_share.html", {"share": samples.open_share()}),
        ],
    )
    yield (
        _("Drawings"),
        _("Each has its table beside it, and no fact of its own."),
        [
            Specimen(
                _("Map"),
                "cluster/_atlas.html",
                {"atlas": atlas.draw(clusters), "map_title": _("Map"), "shown_clusters": clusters},
            ),
            Specimen(
                _("Amounts"),
                "cluster/_network_bar.html",
                {"clusters": clusters, "network_parts": funding.of((), clusters).nation},
            ),
            Specimen(_("Card of a cluster"), "cluster/_atlas_card.html", {"disc": atlas.draw(clusters).discs[0], "lead": []}),
            Specimen(_("Timeline"), "cluster/_timeline.html", {"timescale": timescale.draw(samples.milestones(), samples.DAY)}),
            Specimen(
                _("Funding"),
                "cluster/_funding.html",
                {"funding": funding.of(samples.figures(), clusters)},
            ),
            Specimen(_("Spread"), "partners/_spread.html", {"spread": spread.of(samples.kinds_and_sectors())}),
        ],
    )
    yield (
        _("Press"),
        _("Contacts and files are always in view beside the text."),
        [
            Specimen(
                _("Press contact"), "news/_contact.html", {"card": contact_card(samples.contact(), language), "examples": ()}
            ),
            Specimen(_("Download"), "news/_downloads.html", {"release": reading, "preview": False}),
            Specimen(_("Download under embargo"), "news/_embargo_downloads.html", {"files": EmbargoFiles.of(reading)}),
            Specimen(_("Corrections"), "news/_corrections.html", {"corrections": reading.words.corrections}),
            Specimen(_("Languages"), "news/_languages.html", {"versions": reading.life.versions, "language": language}),
            Specimen(_("Named in this release"), "news/_named.html", {"object": release}),
            Specimen(_("Links to what is named"), "news/_named_links.html", {"named": reading.surroundings.named}),
            Specimen(_("Press coverage"), _listed("ul", "coverage", "news/_coverage.html"), {"things": [samples.coverage()]}),
            Specimen(_("Event"), _listed("ol", "releases", "news/_event.html"), {"things": [samples.event()]}),
            Specimen(_("Organiser and audience"), "news/_event_told.html", {"object": samples.event(), "sections": []}),
            Specimen(_("Registration"), "mailing/_registration.html", {"section": samples.registration()}),
            Specimen(_("Related"), "news/_links.html", {"links": samples.links()}),
            Specimen(_("See also"), "news/_read_also.html", {"others": samples.links()}),
            Specimen(_("To copy"), "{% copyable texts=texts %}", {"texts": samples.texts_to_copy()}),
            Specimen(_("Day"), "news/_public_day.html", {"thing": samples.article()}),
        ],
    )
    yield (
        _("Finding"),
        _("The state of a list is in its address; an empty result leads on."),
        [
            Specimen(
                _("Filters"),
                "{% filters filterset=filterset label=label %}",
                {"filterset": samples.filterset(), "label": _("Filter")},
            ),
            Specimen(
                _("Filters in force"),
                "{% found filterset=filterset words=words %}",
                {"filterset": samples.filterset(), "words": _("How much of the list matches")},
            ),
            Specimen(_("Result"), _listed("ul", "hits", "portal/_hit.html", each="hit"), {"things": [samples.hit()]}),
            Specimen(_("Pages"), "{% pages page_obj=page_obj %}", {"page_obj": samples.page_of_many()}),
            Specimen(
                _("Nothing found"), "{% nothing section=section filterset=filterset %}", {"filterset": samples.filterset()}
            ),
            Specimen(_("Still empty"), "{% nothing section=words %}", {"words": _("No figure is public yet.")}),
            Specimen(_("Ways in"), "portal/_doors.html", {"doors": DOORS}),
            Specimen(_("Sentence of figures"), "portal/_sentence.html", {"sentence": HomeSentence.of(samples.home_figures())}),
            Specimen(_("Voice"), "news/_voice.html", {"voice": samples.voice()}),
            Specimen(
                _("In the other languages"), "portal/_elsewhere.html", {"elsewhere": [(languages.main(), 3, reverse("search"))]}
            ),
            Specimen(_("By subject"), "portal/_subjects.html", {"subjects": samples.subjects()}),
        ],
    )
    yield (
        _("Pieces of a page"),
        _("The header, the breadcrumb and the footer are this page’s own."),
        [
            Specimen(_("Preview"), "_partials/preview.html", {"object": release}),
            Specimen(_("Embargo"), "news/_embargo.html", _under_embargo(is_approved=True)),
            Specimen(
                _("Embargo, not approved yet"), "news/_embargo.html", {**_under_embargo(is_approved=False), "again": True}
            ),
            Specimen(
                _("Contact form"), "mailing/_contact_form.html", {"form": samples.contact_form(), "mailbox": samples.mailbox()}
            ),
            Specimen(_("Subscription"), "mailing/_subscription_fields.html", {"form": samples.subscription_form()}),
            Specimen(_("Who answers"), "mailing/_who_answers.html", {"mailbox": samples.mailbox()}),
            Specimen(_("Picture"), "components/picture.html", samples.picture()),
            Specimen(
                _("Picture with its credit"),
                "_partials/library_picture.html",
                {"found": samples.library_picture(), "first": False},
            ),
            Specimen(_("Example"), "{% example thing %}", {"thing": release}),
            Specimen(_("Page with examples"), "components/examples_said.html", {"itself": ""}),
            Specimen(_("Claim with its source"), "components/declared.html", {"figure": samples.figures()[0]}),
            Specimen(_("Source of a figure"), "components/figure_source.html", {"figure": samples.figures()[0]}),
        ],
    )


def _under_embargo(*, is_approved: bool) -> dict[str, Any]:
    return {"mark": EmbargoMark(samples.MOMENT, is_approved), "reader": "Claire Exemple"}


def _listed(tag: str, name: str, template: str, each: str = "one") -> str:
    """The source that shows ``things`` in a list, each under the name that its template knows."""
    return f'<{tag} class="{name}">{{% for {each} in things %}}{{% include "{template}" %}}{{% endfor %}}</{tag}>'
