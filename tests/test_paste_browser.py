"""What is pasted from other programs: a clipboard of each in ``clipboards``, and beside it what the text becomes.

The clipboards are written after what Word, LibreOffice, Google Docs, Outlook, spreadsheets, mail programs, PDF readers and
editors of Markdown put there. A file ``x.html`` or ``x.txt`` is pasted; ``x.expected.html`` is what the editor then holds.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.test_editor_links_browser import FIELD, box, editor, emptied  # noqa: F401  the fixture of a page with an editor

pytestmark = pytest.mark.browser

CLIPBOARDS = Path(__file__).parent / "clipboards"
KINDS = {".html": "text/html", ".txt": "text/plain"}
PICTURES = {"google-docs-document.html": 1, "libreoffice-text.html": 1, "markdown.txt": 1, "outlook-mail.html": 1}
PICTURES["word-footnotes-and-comments.html"] = 1
"""How many pictures the editor is told of, where there are any."""
TYPED = {
    "5 * 3 * 2, a_b_c ": "<p>5 * 3 * 2, a_b_c </p>",
    "un *mot* et **gras** ": "<p>un <em>mot</em> et <strong>gras</strong> </p>",
}
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


def said_of_pictures(page: Page) -> str:
    return page.locator(f".prose-editor:has(#id_{FIELD}) [role=status]").inner_text()


def shown_lines(html: str) -> str:
    """One block a line, so that a difference can be read."""
    for tag in ("</p>", "</h2>", "</h3>", "<ul>", "</ul>", "</ol>", "</li>", "</tr>", "<tbody>", "</table>", "</blockquote>"):
        html = html.replace(tag, f"{tag}\n")
    return html.strip() + "\n"


def test_each_clipboard_keeps_what_was_written_and_brings_nothing_else(editor):  # noqa: F811
    found, expected, pictures = {}, {}, {}
    for file in sorted(path for path in CLIPBOARDS.iterdir() if ".expected" not in path.name):
        emptied(editor)
        paste(editor, {KINDS[file.suffix]: file.read_text(encoding="utf-8")} | BESIDE.get(file.name, {}))
        found[file.name] = shown_lines(editor.input_value(f"#id_{FIELD}"))
        expected[file.name] = file.with_suffix(".expected.html").read_text(encoding="utf-8")
        if said := said_of_pictures(editor):
            pictures[file.name] = int(re.search(r"\d+", said)[0])
    assert found == expected
    assert len(found) >= 20
    assert pictures == PICTURES


def test_pasted_words_go_into_the_sentence_they_are_pasted_in(editor):  # noqa: F811
    emptied(editor)
    editor.keyboard.type("un deux")
    for _letter in "deux":
        editor.keyboard.press("ArrowLeft")
    # The editor hears of a new place of the cursor a moment later.
    editor.wait_for_timeout(200)
    paste(editor, {"text/html": "<meta charset='utf-8'><span style='font-weight:400'>et </span>"})
    paste(editor, {"text/html": "<body lang=FR><p class=MsoNormal><b>demi</b><o:p></o:p></p></body>"})
    assert editor.input_value(f"#id_{FIELD}") == "<p>un et <strong>demi</strong>deux</p>"


def test_emphasis_is_typed_at_the_words_and_nowhere_else(editor):  # noqa: F811
    found = {}
    for words in TYPED:
        emptied(editor)
        editor.keyboard.type(words)
        found[words] = editor.input_value(f"#id_{FIELD}")
    assert found == TYPED


def test_passage_is_marked_changed_and_freed_by_its_button(editor):  # noqa: F811
    emptied(editor)
    button = editor.locator(f".prose-editor:has(#id_{FIELD}) .prose-menubar [data-name=passageLanguage]")
    expect(button).to_have_attribute("aria-disabled", "true")
    editor.keyboard.type("Le machine learning")
    editor.keyboard.press("Control+Shift+ArrowLeft")
    for code in ("en", "pt"):
        button.click()
        dialog = editor.get_by_role("dialog", name="Langue du passage")
        choice = dialog.get_by_label("Langue", exact=True)
        expect(choice).to_be_focused()
        assert axe.violations(editor) == []
        assert {"anglais", "allemand", "latin"} <= set(choice.locator("option").all_inner_texts())
        assert "français" not in choice.locator("option").all_inner_texts()
        choice.select_option(code)
        dialog.get_by_role("button", name="Marquer").click()
        expect(editor.locator(f"#id_{FIELD}")).to_have_value(f'<p>Le machine <span lang="{code}">learning</span></p>')
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    editor.keyboard.press("Escape")
    editor.get_by_role("dialog").wait_for(state="detached")
    expect(box(editor)).to_be_focused()
    button.click()
    editor.get_by_role("button", name="Retirer la marque").click()
    expect(editor.locator(f"#id_{FIELD}")).to_have_value("<p>Le machine learning</p>")


def test_page_of_the_portal_is_found_by_the_words_of_its_title(editor):  # noqa: F811
    emptied(editor)
    editor.keyboard.type("ici")
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+k")
    field = editor.get_by_role("combobox", name="Adresse, ou mots du titre d’une page")
    expect(field).to_be_focused()
    editor.keyboard.type("sorbonne")
    expect(editor.get_by_role("option").first).to_be_visible()
    editor.keyboard.press("ArrowDown")
    assert axe.violations(editor) == []
    path = editor.locator("[role=option][aria-selected=true]").get_attribute("data-path")
    editor.keyboard.press("Enter")
    expect(field).to_have_value(path)
    editor.keyboard.press("Enter")
    expect(editor.locator(f"#id_{FIELD}")).to_have_value(f'<p><a href="{path}">ici</a></p>')
    assert path.startswith("/fr/")
