"""The editors' guide within the back office: every page, link, picture and help leads somewhere, for staff alone."""

import re
import runpy
from urllib.parse import unquote

import pytest
import yaml
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from markdown_it import MarkdownIt

from publishing import guide_pages
from tests.backoffice import staff

ROWS = yaml.safe_load((guide_pages.FOLDER / "pictures.yaml").read_text(encoding="utf-8"))
HEADING = re.compile(r'<h[1-6] id="([^"]+)"')
LINK = re.compile(r'<a href="([^"]+)"')
PICTURE = re.compile(r'<img src="([^"]+)" alt="([^"]+)"')


def anchors() -> dict[str, set[str]]:
    return {name: set(HEADING.findall(guide_pages.page(name).html)) for name in guide_pages.PAGES}


def test_every_page_of_the_guide_is_served():
    assert {file.stem for file in guide_pages.FOLDER.glob("*.md")} == set(guide_pages.PAGES)


def test_help_and_links_lead_to_headings_that_are_there():
    known = anchors()
    guide = reverse("admin:guide")
    for _pattern, section in guide_pages.HELP:
        name, _hash, anchor = section.partition("#")
        assert not anchor or anchor in known[name], section
    for name in guide_pages.PAGES:
        html = guide_pages.page(name).html
        ids = HEADING.findall(html)
        assert len(ids) == len(set(ids)), f"{name}: a heading comes twice"
        for address in LINK.findall(html):
            assert not address.endswith(".md") and ".md#" not in address, f"{name}: {address}"
            path, _hash, anchor = unquote(address).partition("#")
            target = path.removeprefix(guide).strip("/") if path.startswith(guide) else name
            if path.startswith(guide) or not path:
                assert not anchor or anchor in known[target], f"{name}: {address}"


def test_every_name_of_a_route_in_the_help_is_one():
    names = {pattern.name for pattern in admin.site.get_urls() if getattr(pattern, "name", None)}
    names |= {
        url.name for model_admin in admin.site._registry.values() for url in model_admin.urls if getattr(url, "name", None)
    }
    for pattern, section in guide_pages.HELP:
        assert any(re.fullmatch(pattern, name) for name in names), (pattern, section)


def test_pictures_are_small_made_by_the_script_and_all_of_them_shown():
    files = {file.stem: file for file in guide_pages.PICTURES.iterdir()}
    shown = {
        src.rsplit("/", 1)[-1]: alt for name in guide_pages.PAGES for src, alt in PICTURE.findall(guide_pages.page(name).html)
    }
    assert set(files) == {row["name"] for row in ROWS} == {name.removesuffix(".webp") for name in shown}
    assert 12 <= len(files) and all(file.suffix == ".webp" for file in files.values())
    assert {name for name, file in files.items() if file.stat().st_size > 60_000} == set()
    assert all(len(alt) > 20 for alt in shown.values())


def test_the_rows_of_the_script_name_pages_that_exist():
    names = set(runpy.run_path(str(settings.BASE_DIR / "script" / "guide_pictures.py"))["NAMES"])
    for row in ROWS:
        assert row["account"] in names
        reverse(f"admin:{row['address']}", args=[1] if "of" in row else [])


@pytest.mark.django_db
def test_staff_read_it_and_nobody_else():
    client = staff(language="en")
    page = client.get(reverse("admin:guide"))
    html = page.content.decode()
    assert page.status_code == 200
    assert '<div class="guide-text" lang="fr">' in html and '<h2 id="publier">' in html
    src = PICTURE.findall(guide_pages.page("steps").html)[0][0]
    picture = client.get(src)
    assert (picture.status_code, picture["Content-Type"], picture.getvalue()[8:12]) == (200, "image/webp", b"WEBP")
    for wrong in (reverse("admin:guide", args=["nothing"]), reverse("admin:guide_picture", args=["pictures.yaml"])):
        assert client.get(wrong, follow=True).status_code == 404
    for address in (reverse("admin:guide"), src):
        assert Client().get(address).status_code == 302
    assert MarkdownIt("commonmark", {"html": False}).render("<script>x</script>").startswith("<p>&lt;")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "section"),
    [
        ("index", "steps#lire-laccueil"),
        ("caps_cap_changelist", "steps#trouver-une-fiche"),
        ("caps_cap_add", "steps#modifier-une-fiche"),
        ("translations", "steps#traduire-ce-qui-est-en-retard"),
        ("partners_partner_import", "steps#importer-un-tableur"),
        ("news_pressrelease_add", "steps#écrire-un-communiqué"),
        ("mailing_subscriber_changelist", "press#la-liste-de-presse"),
    ],
)
def test_each_page_leads_to_its_own_task(route, section):
    html = staff(language="en").get(reverse(f"admin:{route}")).content.decode()
    assert f'<a href="{guide_pages.address_of(section)}" target="_blank"' in html
