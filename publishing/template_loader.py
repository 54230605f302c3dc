"""Templates are laid out for those who write them; who reads a page is not sent their indentation."""

import re
from collections.abc import Iterable

from django.template import Node, Template
from django.template.base import TextNode
from django.template.defaulttags import ForNode, IfNode, LoadNode, WithNode
from django.template.loaders import app_directories, base, cached

from .template_constants import keep_constants

_END_OF_TAG = re.compile(r'(?<=")\n(?=/?>)')
_BREAK = re.compile(r"[ \t]*\n\s*", re.ASCII)


class _TightReading(base.Loader):
    """Reads templates without the white space that only sets out their source.

    White space that holds a line break becomes one line break, and a line of tags that write nothing, such as conditions and
    loops, leaves none. In HTML either is a space as before: between two lines that write something there is still a break.
    What is not HTML, such as a mail in plain text, and a library’s templates stay as they are written.
    """

    def get_template(self, template_name: str, skip: list | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if template_name.endswith(".html") and not isinstance(template.origin.loader, app_directories.Loader):
            _tighten(template.nodelist, after_break=True)
            keep_constants(template.nodelist)
        return template


class TightLoader(cached.Loader, _TightReading):
    """Keeps what it has read, as Django’s own does: each template is read and tightened once."""


def _tighten(nodes: Iterable[Node], *, after_break: bool) -> bool:
    """Tighten the text of ``nodes``, of which ``after_break`` says whether a line break is written before them on every way.

    Return whether one is written before what follows them, on every way.
    """
    for node in nodes:
        if isinstance(node, TextNode):
            text = _END_OF_TAG.sub("", _BREAK.sub("\n", node.s))
            node.s = text.removeprefix("\n") if after_break else text
            after_break = node.s.endswith("\n") if node.s else after_break
        elif isinstance(node, IfNode):
            ends = [_tighten(branch, after_break=after_break) for _condition, branch in node.conditions_nodelists]
            after_break = after_break and all(ends)
        elif isinstance(node, ForNode):
            after_break = _tighten_loop(node, after_break=after_break)
        elif isinstance(node, WithNode):
            after_break = _tighten(node.nodelist, after_break=after_break)
        elif not _writes_nothing(node):
            # What a block is filled with, and what it stands in, is known only when a page is written.
            for name in node.child_nodelists:
                _tighten(getattr(node, name, ()), after_break=False)
            after_break = False
    return after_break


def _tighten_loop(node: ForNode, *, after_break: bool) -> bool:
    """The same of a loop, whose body comes after what is before it, and after itself."""
    body, instead = (getattr(node, name) for name in node.child_nodelists)
    last = body[-1] if body else None
    repeats_after_break = isinstance(last, TextNode) and _BREAK.sub("\n", last.s).endswith("\n")
    ends = [
        _tighten(body, after_break=after_break and repeats_after_break),
        _tighten(instead, after_break=after_break),
    ]
    return all(ends)


def _writes_nothing(node: Node) -> bool:
    """Whether a tag only loads a library or keeps its result under a name."""
    return isinstance(node, LoadNode) or any(getattr(node, name, None) for name in ("asvar", "target_var"))
