"""Known fonts for the browsers of the tests, so that no width depends on what a machine has installed.

DejaVu has the widest letters that a Linux desktop usually falls back to; Liberation those of Arial and Times New Roman,
which most readers have. Both lie in ``vendor/fonts``.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "vendor" / "fonts"
FAMILIES = {"DejaVu": ("DejaVu Sans", "DejaVu Serif"), "Liberation": ("Usual Sans", "Usual Serif")}
"""The sets of fonts: the names of the sans and of the serif in each."""

WIDEST = "DejaVu"

_CONFIGURATION = Template("""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>$folder</dir>
  <cachedir>$cache</cachedir>
  <alias binding="same"><family>serif</family><prefer><family>$serif</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>$sans</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>$sans</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>$sans</family></prefer></alias>
</fontconfig>
""")


def configuration(fonts: str, folder: Path) -> Path:
    """Write to ``folder`` the file of fontconfig that knows one set of fonts and nothing of the machine's."""
    sans, serif = FAMILIES[fonts]
    file = folder / f"fonts-{fonts.lower()}.conf"
    known = folder / fonts.lower()
    known.mkdir()
    for font in FOLDER.glob(f"{fonts.lower()}-*.ttf"):
        (known / font.name).symlink_to(font)
    file.write_text(_CONFIGURATION.substitute(folder=known, cache=folder / "cache", sans=sans, serif=serif))
    return file
