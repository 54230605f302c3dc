"""Pages and pictures set by Typst, with the portal's letters alone.

Typst is imported where the first is set: no page of a visitor needs it, and it takes seven megabytes of each process.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parent.parent / "fonts"


class NotSetError(Exception):
    """Typst does not set this."""


def typeset(source: bytes, root: Path, **how: Any) -> bytes:
    """One file, set from ``source`` with what lies in ``root`` and ``how`` Typst is told to. Raises ``NotSetError``."""
    import typst

    compiler = typst.Compiler(font_paths=_fonts(), root=root, package_path=root, package_cache_path=root)
    try:
        made = compiler.compile(source, timestamp=0, **how)
    except typst.TypstError as error:
        raise NotSetError(str(error)) from error
    if not isinstance(made, bytes):
        raise TypeError("What is set here is one file.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """The portal's letters, and those that come with Typst for the signs that the portal's lack; none of the machine's."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def means() -> list[bytes]:
    """What everything is set with, whatever it is: a change of it makes all anew."""
    return [version("typst").encode(), *(path.read_bytes() for path in sorted(FONTS.glob("*.ttf")))]
