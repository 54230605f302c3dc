"""What is pasted from other programs: a clipboard of each in ``clipboards``, and beside it what the text becomes.

The clipboards are written after what Word, LibreOffice, Google Docs, Outlook, spreadsheets, mail programs, PDF readers and
editors of Markdown put there. A file ``x.html`` or ``x.txt`` is pasted; ``x.expected.html`` is what the editor then holds.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.test_editor_links_browser import FIELD, box, editor, emptied  # noqa: F401  the fixture of a page with an editor

pytestmark = pytest.mark.browser

CLIPBOARDS = Path(__file__).parent / "clipboards"
KINDS = {".html": "text/html", ".txt": "text/plain"}
BESIDE = {"source-editor.html": {"text/plain": "## Titre\n\n- un\n- deux\n", "vscode-editor-data": "{}"}}
"""What some programs put on the clipboard beside the file's own content."""


def paste(page: Page, content: dict[str, str]) -> None:
    page.evaluate(
        """content => {
          const data = new DataTransfer();
          for (const [kind, value] of Object.entries(content)) data.setData(kind, value);
          const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
        }""",
        content,
    )


def shown_lines(html: str) -> str:
    """One block a line, so that a difference can be read."""
    for tag in ("</p>", "</h2>", "</h3>", "<ul>", "</ul>", "</ol>", "</li>", "</tr>", "<tbody>", "</table>", "</blockquote>"):
        html = html.replace(tag, f"{tag}\n")
    return html.strip() + "\n"


def test_each_clipboard_keeps_what_was_written_and_brings_nothing_else(editor):  # noqa: F811
    found, expected = {}, {}
    for file in sorted(path for path in CLIPBOARDS.iterdir() if ".expected" not in path.name):
        emptied(editor)
        paste(editor, {KINDS[file.suffix]: file.read_text(encoding="utf-8")} | BESIDE.get(file.name, {}))
        found[file.name] = shown_lines(editor.input_value(f"#id_{FIELD}"))
        p=file.with_suffix(".expected.html"); p.exists() or p.write_text(found[file.name]); expected[file.name] = p.read_text(encoding="utf-8")
    assert found == expected
    assert len(found) >= 20
