"""What the head of a page shows to machines; the rules are in ``publishing/head.py``."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

from publishing import head

register = template.Library()


class WrittenNode(template.Node):
    """What a part of a template writes, kept under a name to be shown in more than one place."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.asvar = name

    def render(self, context: template.Context) -> str:
        context[self.asvar] = self.nodelist.render(context).strip()
        return ""


@register.tag
def written(parser: Parser, token: Token) -> WrittenNode:
    """``{% written as title %}{% block title %}{% endblock %}{% endwritten %}``: a block may stand in a page only once."""
    words = token.split_contents()
    if len(words) != 3 or words[1] != "as":
        raise template.TemplateSyntaxError("“written” takes “as” and a name.")
    nodelist = parser.parse(("endwritten",))
    parser.delete_first_token()
    return WrittenNode(nodelist, words[2])


@register.simple_tag(takes_context=True)
def head_of_page(context: template.Context, *, title: str, description: str) -> head.Head:
    named: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    return head.of_page(named, title, description)
