"""What an installed grammar checker says of a text, where whoever checks asked for one."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge, Remark
from ..reading import CONTACT, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, Block
from .spans import Span, addresses_in, bounded, named_in, overlaps, spans_of

# Two remarks so near are two sides of one disagreement: “the (singular) companies (plural)”.
NEAR = 25


@rule("grammar", WARNING, ONE_TEXT, subject="word", yields_to=("agreement", "misspelt-word", "wrong-language", "word-twice"))
def grammar(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Nothing of names, of titles and labels, or of what another language says."""
    tool = known.tools.get(text.language)
    blocks = [block for block in text.blocks if block.kind != ALT and text.section_of(block).kind != CONTACT]
    if tool is None or not blocks:
        return
    yield from bounded(
        Found(block, remark.start, remark.end, say("slip", tool=remark.tool, better=remark.better))
        if remark.better
        else Found(block, remark.start, remark.end, say("slip-somewhere", tool=remark.tool))
        for block, remarks in zip(blocks, tool.read([block.text for block in blocks]), strict=True)
        for remark in _first_of_each(text, block, remarks)
    )


def _first_of_each(text: Reading, block: Block, remarks: list[Remark]) -> Iterator[Remark]:
    """The remarks that speak of no name, and of each disagreement the first."""
    last = -NEAR
    taken = _names(text, block)
    for remark in sorted(remarks, key=lambda one: one.start):
        if overlaps(taken, remark.start, remark.end) or any(map(str.isupper, block.text[remark.start : remark.end])):
            continue
        if remark.start - last > NEAR:
            yield remark
        last = remark.end


def _names(text: Reading, block: Block) -> list[Span]:
    """Where names, addresses and passages of another language stand."""
    foreign = [(start, end) for start, end, code in block.foreign if code != text.language]
    return [*named_in(text, block), *addresses_in(text, block), *spans_of(text.people_in(block)), *foreign]
