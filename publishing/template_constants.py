"""Parts of templates that are the same for every reader of a language are written once and kept.

Those are the words of the catalogue (``translate``, ``blocktranslate`` without a value), the addresses of routes without
arguments (``url``), of static files (``static``), and tags whose function says so (``kept_values.kept_by_language``), with the
text around and between them.
"""

from __future__ import annotations

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, TextNode
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .kept_values import new_shelf


class ConstantNode(Node):
    """Nodes one after the other that write the same in a language, whoever asks."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodelist = NodeList(nodes)
        self._kept = new_shelf()

    def render(self, context: Context) -> SafeString:
        if not context.autoescape:
            return self.nodelist.render(context)
        files = staticfiles_storage._wrapped  # type: ignore[attr-defined]  # which storage it is, by the settings
        key = (get_language(), get_script_prefix(), get_urlconf(), files)
        try:
            return self._kept[key]
        except KeyError:
            return self._kept.setdefault(key, self.nodelist.render(context))


def keep_constants(nodes: NodeList) -> None:
    """Put in the stead of constant nodes that follow one another one that keeps what they write; here and below."""
    for node in nodes:
        for name in node.child_nodelists:
            held = getattr(node, name, None)
            if isinstance(held, NodeList):
                keep_constants(held)
        for _condition, branch in getattr(node, "conditions_nodelists", ()):
            keep_constants(branch)
    nodes[:] = _joined(nodes)


def _joined(nodes: NodeList) -> list[Node]:
    found: list[Node] = []
    run: list[Node] = []
    for node in [*nodes, None]:
        if node is not None and (isinstance(node, TextNode) or _is_constant(node)):
            run.append(node)
            continue
        found += _as_one(run)
        run = []
        if node is not None:
            found.append(node)
    return found


def _as_one(run: list[Node]) -> list[Node]:
    if all(isinstance(node, TextNode) for node in run):
        return run
    one = ConstantNode(run)
    one.origin, one.token = run[0].origin, run[0].token
    return [one]


def _is_constant(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        return not node.asvar and not node.noop and _is_literal(node.filter_expression) and _is_literal(node.message_context)
    if isinstance(node, BlockTranslateNode):
        said = not (node.asvar or node.plural or node.extra_context) and _is_literal(node.message_context)
        return said and all(token.token_type.name == "TEXT" for token in node.singular)
    if isinstance(node, URLNode):
        is_fixed = not (node.args or node.kwargs or node.asvar) and _is_literal(node.view_name)
        return is_fixed and ":" not in str(node.view_name.var)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_literal(node.path)
    return isinstance(node, SimpleNode) and _is_constant_tag(node)


def _is_constant_tag(node: SimpleNode) -> bool:
    """A tag that keeps its answers itself, and is asked for words written in the template."""
    if node.takes_context or node.target_var or not getattr(node.func, "is_same_in_a_language", False):
        return False
    return all(map(_is_literal, (*node.args, *node.kwargs.values())))


def _is_literal(expression: FilterExpression | None) -> bool:
    if expression is None:
        return True
    literal = isinstance(expression.var, str) or getattr(expression.var, "literal", None) is not None
    return literal and not expression.filters
