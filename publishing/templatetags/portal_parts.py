"""Components: each has named arguments, so that a typing error raises instead of showing nothing."""

from django import template

from publishing import renditions

register = template.Library()


@register.inclusion_tag("components/example.html")
def example(thing) -> dict:
    """The mark of a made-up record."""
    return {"is_example": thing.is_example}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context, *, page_obj) -> dict:
    """The pages of a long list, with the filters kept in each address."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page_obj": page_obj, "numbers": numbers, "gap": page_obj.paginator.ELLIPSIS}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context, *, filterset, label) -> dict:
    """A list's filters: a plain form whose state is in the address, behind a button on a phone."""
    return {"form": filterset.form, "filtered": context["filtered"], "label": label, "action": context["request"].path}


@register.inclusion_tag("components/chips.html")
def chips(*, filterset) -> dict:
    """The filters in force, each with the way to take it back."""
    return {"chips": filterset.chips}


@register.inclusion_tag("components/nothing.html", takes_context=True)
def nothing(context, *, section) -> dict:
    """What a list says when its filters leave nothing, or when it is still empty."""
    return {"filtered": context.get("filtered"), "path": context["request"].path, "section": section}


@register.inclusion_tag("components/picture.html")
def logo(*, thing, field="logo", alt="") -> dict:
    """An uploaded picture of a thing beside its text, with its alternative text."""
    shown = renditions.shown(getattr(thing, field))
    return {"shown": shown, "thing": thing, "alt": alt or f"{field}_alt", "name": "logo", "sizes": "12rem", "first": False}


@register.inclusion_tag("components/picture.html")
def picture(*, thing, field="image", alt="alt", first=False) -> dict:
    """An uploaded picture over the width of the text. The ``first`` of a page is not waited for: it may be in sight."""
    shown = renditions.shown(getattr(thing, field))
    return {"shown": shown, "thing": thing, "alt": alt, "name": "", "sizes": "(min-width: 48em) 43rem, 92vw", "first": first}


@register.filter
def capital(words: object) -> str:
    """A label with its first letter large, whatever follows it."""
    text = str(words)
    return text[:1].upper() + text[1:]
