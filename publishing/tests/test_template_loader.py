"""What of a template's white space reaches a page."""

import pytest
from django.template import Context, Engine
from django.template.base import TextNode

from publishing.template_loader import TightLoader

LAID_OUT = """{% load l10n %}
<ul>
  {% for one in things %}
    {% if one %}
      <li>
        {{ one }},
        {{ one }}{% if not forloop.last %};{% endif %}
      </li>
    {% else %}
      <li></li>
    {% endif %}
  {% endfor %}
</ul>
"""


def read(**templates: str) -> Engine:
    sources = {f"{name}.html": source for name, source in templates.items()}
    loaders = [(f"{TightLoader.__module__}.{TightLoader.__qualname__}", [("django.template.loaders.locmem.Loader", sources)])]
    return Engine(loaders=loaders, libraries={"l10n": "django.templatetags.l10n", "i18n": "django.templatetags.i18n"})


def written(source: str, **context) -> str:
    return read(page=source).get_template("page.html").render(Context(context))


def test_neither_indentation_nor_lines_of_tags_that_write_nothing_are_sent():
    assert written(LAID_OUT, things=["a", "", "b"]) == "<ul>\n<li>\na,\na;\n</li>\n<li></li>\n<li>\nb,\nb\n</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ a }}\n{{ b }}", "one\ntwo"),
        ("{{ a }}\n{% if no %}\n  {{ a }}\n{% endif %}\n{{ b }}", "one\ntwo"),
        ("{{ a }}\n{% if no %}{{ a }}{% else %}\n{% endif %}\n{{ b }}", "one\n\ntwo"),
        ("{{ a }}\n{% for x in a %}\n{% endfor %}\n{{ b }}", "one\ntwo"),
        ("{% for x in a %}\n{{ x }}{% endfor %}", "\no\nn\ne"),
        ("{{ a }}{% if b %}\n{{ b }}{% endif %}", "one\ntwo"),
        ("{% if a %}{{ a }}{% endif %}\n{{ b }}", "one\ntwo"),
        ("{% load i18n %}{% translate 'x' as c %}\n{{ a }}{% if no %}\n{% endif %}\n{{ b }}", "one\ntwo"),
        ("{{ a }}  {{ b }}", "one  two"),
        ("{{ a }}\u00a0\n  {{ b }}", "one\u00a0\ntwo"),
        ("{{ a }}\n  \u00a0{{ b }}", "one\n\u00a0two"),
        ("{{ a }}{{ b }}", "onetwo"),
        ("{{ a }}{% if no %}\n{% endif %}\n{{ b }}", "one\ntwo"),
        ("{{ a }}{% if no %}\n{% else %}\n{{ b }}{% endif %}", "one\ntwo"),
        ("{{ a }}{% for x in no %}\n{% endfor %}\n{{ b }}", "one\ntwo"),
        ("{{ a }}{% for x in no %}\n{{ x }}\n{% endfor %}\n{{ b }}", "one\ntwo"),
        ("{{ a }}{% with c=b %}\n{{ c }}{% endwith %}", "one\ntwo"),
    ],
)
def test_between_two_things_that_are_written_a_space_stays_a_space(source, words):
    assert written(source, a="one", b="two", no="") == words


def test_a_page_that_fills_anothers_blocks_is_tight_as_well():
    base = "<main>\n  {% block content %}\n    <p></p>\n  {% endblock %}\n</main>\n"
    page = '{% extends "base.html" %}\n{% block content %}\n  <h1>\n    {{ a }}\n  </h1>\n{% endblock %}\n'
    assert read(base=base, page=page).get_template("page.html").render(Context({"a": "one"})) == (
        "<main>\n\n<h1>\none\n</h1>\n\n</main>\n"
    )


def test_a_tag_spread_over_lines_ends_where_its_last_value_does():
    assert written('<a\n  href="{{ a }}"\n  rel="next"\n>{{ b }}</a>', a="one", b="two") == '<a\nhref="one"\nrel="next">two</a>'


def test_what_is_no_page_and_what_is_a_librarys_stays_as_it_is():
    loaders = [(f"{TightLoader.__module__}.{TightLoader.__qualname__}", ["django.template.loaders.app_directories.Loader"])]
    library = Engine(loaders=loaders).get_template("admin/base_site.html").nodelist
    plain = Engine(app_dirs=True).get_template("admin/base_site.html").nodelist
    assert [node.s for node in library.get_nodes_by_type(TextNode)] == [node.s for node in plain.get_nodes_by_type(TextNode)]
    engine = read()
    mail = {"mail.txt": "a\n\n  {{ b }}\n"}
    engine.loaders = [(loaders[0][0], [("django.template.loaders.locmem.Loader", mail)])]
    assert engine.get_template("mail.txt").render(Context({"b": "b"})) == "a\n\n  b\n"


def test_a_place_in_a_template_is_told_by_its_own_line():
    template = read(page=LAID_OUT).get_template("page.html")
    assert [node.token.lineno for node in template.nodelist] == [1, 1, 3, 12]
