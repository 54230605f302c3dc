"""The reader of HTML: what is shown, and where it stands in the source."""

import pytest

from proofreading.forms import blocks_of
from proofreading.html_tokens import Characters, HtmlTag, html_tokens
from proofreading.source import HTML, TextPart


def shown(source: str) -> str:
    return "".join(token.text for token in html_tokens(source) if isinstance(token, Characters))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Un &amp; deux</p>", "Un & deux"),
        ("a<!-- <b>c</b> -->d", "ad"),
        ("a<!-- never closed", "a"),
        ("a<script>if (b < c) d()</script>e<style>f</style>", "ae"),
        ("a<SCRIPT>never closed", "a"),
        ("a &bogus; &amp b", "a &bogus; &amp b"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ('<img alt="a > b">c', "c"),
        ("<a title='a > b' href=x>c</a>", "c"),
        ('<p class="never closed>a</p>', "a"),
        ("<!doctype html><?xml?>a", "a"),
    ],
)
def test_what_is_shown_is_told_from_markup(source, text):
    assert shown(source) == text


def test_a_tag_has_its_attributes():
    [tag] = html_tokens("""<A HREF="/a?b=1&amp;c=2" title='l’été' hreflang=fr download href=second>""")
    assert isinstance(tag, HtmlTag)
    assert (tag.name, tag.is_closing) == ("a", False)
    assert tag.attributes == {"href": "/a?b=1&c=2", "title": "l’été", "hreflang": "fr"}


def test_every_token_knows_its_place():
    source = "é<b>x&eacute;y</b>"
    tokens = list(html_tokens(source))
    assert [source[token.start :][:3] for token in tokens] == ["é<b", "<b>", "x&e", "&ea", "y</", "</b"]


@pytest.mark.parametrize("piece", ["<a ", '<a "', "<!--", "<script>", "<a \"<a '", "&a", "<p><p lang=fr>"])
def test_time_grows_with_the_text_only(piece):
    """Nothing that is never closed is looked for again and again: these take minutes otherwise."""
    blocks_of(TextPart("text", "fr", piece * 20_000, HTML))


@pytest.mark.parametrize(
    ("tag", "text", "places"),
    [
        ('<img src="/a.png" alt="R&amp;D à">', "R&D à", [23, 24, 29, 30, 31]),
        ('<img src="chat.png" alt="chat">', "chat", [25, 26, 27, 28]),
        ("<img src=x ALT='&eacute;&eacute;'>", "éé", [16, 24]),
        ('<img data-alt="x" alt="" title="y">', "", []),
        ('<img src="a.png">', "", []),
    ],
)
def test_an_alternative_text_is_read_where_it_stands(tag, text, places):
    part = TextPart("body", "fr", tag, HTML)
    blocks = blocks_of(part)
    assert "".join(block.text for block in blocks) == text
    assert [place for block in blocks for place in block.at] == places
