"""What the tests of mails share."""

import pytest

TEMPLATES = {
    "something_subject.txt": "{{ what }}\n at {{ name }}",
    "something.txt": "{% load i18n %}{% get_current_language as now %}{{ now }} {{ language }}: {{ what }} {{ site_url }}",
    "something.html": '<p lang="{{ language }}">{{ what }}</p>',
    "plain_subject.txt": "Plain",
    "plain.txt": "Plain words.",
    "broken_subject.txt": "Broken",
    "broken.txt": "{% include 'told/nowhere.txt' %}",
}
"""Messages that the product does not have, for the outbox."""


@pytest.fixture
def message_templates(settings, tmp_path):
    directory = tmp_path / "templates"
    (directory / "told").mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (directory / "told" / name).write_text(text)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], directory]}]
