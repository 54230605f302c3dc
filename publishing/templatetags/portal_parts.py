"""Components: each has named arguments, so that a typing error raises instead of showing nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing import examples, renditions
from publishing.examples import MayBeExample
from publishing.filters import PublicFilterSet, capital
from publishing.localized_text import LocalizedText
from publishing.models import Record
from publishing.templatetags.portal_text import plain, plain_words

register = template.Library()


@register.simple_tag
def example(thing: MayBeExample) -> SafeString | str:
    """The quiet mark of a made-up record behind its name, with the space before it; nothing behind it: a comma may follow.

    Whoever hears the page hears the word; the notice above the page says what the mark means.
    """
    return example_mark(is_example=thing.is_example)


@register.simple_tag
def example_mark(*, is_example: bool) -> SafeString | str:
    """The same, where what is known is only whether it is made up."""
    if not is_example:
        return ""
    examples.note()
    return format_html(' <span class="ex"><span class="vh">({})</span></span>', _("example"))


@register.simple_tag
def example_class(thing: MayBeExample) -> str:
    """The class of something drawn that stands for a made-up record, such as a spine; nothing for a real one."""
    if not thing.is_example:
        return ""
    examples.note()
    return "made-up"


@register.simple_tag
def example_in_full(thing: MayBeExample) -> SafeString | str:
    """The mark in words, where the page is that of the record itself."""
    return format_html(' <span class="ex-word">{}</span>', _("example")) if thing.is_example else ""


@register.tag
def with_examples_said(parser: template.base.Parser, token: template.base.Token) -> _WithExamplesSaid:
    """What it holds, under one notice if that shows examples or is the page of one."""
    held = parser.parse(("end_with_examples_said",))
    parser.delete_first_token()
    return _WithExamplesSaid(held)


class _WithExamplesSaid(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        with examples.watched() as shown:
            held = self.nodelist.render(context)
        thing = context.get("object")
        itself = thing.example_words if isinstance(thing, Record) and thing.is_example else ""
        if not (shown.some or itself):
            return held
        said = render_to_string("components/examples_said.html", {"itself": itself})
        return said + held


@register.filter
def real_count(things: Iterable[MayBeExample]) -> int:
    """How many there are, examples left out."""
    return examples.real_count(things)


@register.filter
def example_count(things: Iterable[MayBeExample]) -> int:
    """How many of them are examples."""
    return examples.example_count(things)


@register.inclusion_tag("components/of_examples.html")
def of_examples(*, n: int, beside: object) -> dict[str, object]:
    """How many examples a list shows, ``beside`` the number of its real things if it has any; nothing where it shows none."""
    return {"n": n, "beside": beside}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: template.Context, *, page_obj: Page) -> dict[str, object]:
    """The pages of a long list, with the filters kept in each address."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page_obj": page_obj, "numbers": numbers, "gap": page_obj.paginator.ELLIPSIS}


@register.simple_tag(takes_context=True)
def filters(context: template.Context, *, filterset: PublicFilterSet, label: str, inline: bool = False) -> SafeString:
    """A list's filters: a plain form whose state is in the address, behind a button on a phone.

    They stand in the margin, or above the list where ``inline``. While nobody asks for anything, the form is the same.
    """
    shown = {"filterset": filterset, "label": label, "action": context["request"].path, "inline": inline}

    def write() -> SafeString:
        return render_to_string("components/filters.html", shown)

    return filterset.derived(("form", label, shown["action"], inline, get_language()), write)


@register.inclusion_tag("components/found.html", takes_context=True)
def found(context: template.Context, *, filterset: PublicFilterSet, words: str) -> dict[str, object]:
    """How much of the list matches, each filter in force with the way to take it back, and what was left aside.

    Examples are told beside, and alone where there is nothing else.
    """
    told = words if filterset.shown or not filterset.examples else ""
    return {"filterset": filterset, "words": told, "action": context["request"].path, "strayed": context.get("strayed")}


@register.inclusion_tag("components/nothing.html", takes_context=True)
def nothing(context: template.Context, *, section: str, filterset: PublicFilterSet | None = None) -> dict[str, object]:
    """What a list says when its filters leave nothing, with every way out of it, or when it is still empty."""
    return {"filterset": filterset, "path": context["request"].path, "section": section}


@register.inclusion_tag("components/copyable.html")
def copyable(*, texts: Iterable[object]) -> dict[str, object]:
    """Texts to copy, each with a button that shows only where scripts run; without it they are there to be selected."""
    return {"texts": texts}


@register.inclusion_tag("components/picture.html")
def logo(*, thing: Record, field: str = "logo", alt: str = "") -> dict[str, object]:
    """An uploaded picture of a thing beside its text, with its alternative text."""
    alt_words = plain(thing, alt or f"{field}_alt")
    return {
        "shown": renditions.shown(getattr(thing, field)),
        "alt": alt_words,
        "name": "logo",
        "sizes": "12rem",
        "first": False,
    }


@register.inclusion_tag("components/picture.html")
def picture(*, thing: Record, field: str = "image", alt: str = "alt", first: bool = False) -> dict[str, object]:
    """An uploaded picture over the width of the text. The ``first`` of a page is not waited for: it may be in sight."""
    return _wide(renditions.shown(getattr(thing, field)), plain(thing, alt), first)


@register.inclusion_tag("components/picture.html")
def stored_picture(
    *, file: str, width: int | None, height: int | None, alt: LocalizedText, first: bool = False
) -> dict[str, object]:
    """The same of a picture known by its name in the storage, its size in pixels and its alternative text."""
    return _wide(renditions.shown_stored(file, lambda: (width, height)), plain_words(alt), first)


def _wide(shown: renditions.ShownPicture | None, alt: str, first: bool) -> dict[str, object]:
    return {"shown": shown, "alt": alt, "name": "", "sizes": "(min-width: 48em) 43rem, 92vw", "first": first}


register.filter("capital", capital)
