"""What script/guide-pictures does: a portal with the demo data, some work in progress in it, and a browser that looks at it."""

from __future__ import annotations

import argparse
import io
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HOUSE = Path(__file__).resolve().parent.parent
ROWS = HOUSE / "docs" / "editors" / "pictures.yaml"
INTO = HOUSE / "docs" / "editors" / "images"
MOST = 60_000
"""Bytes of a picture: the repository keeps them for good."""
SIZE = (1200, 760)
SETTLED = 1200
"""Milliseconds after which the scripts of a page have done what they do by themselves; a form asks now and then for ever."""
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium-headless-shell")
NAMES = {"Editors": "Camille", "Press officers": "Dominique", "Translators": "Sacha", "Administrators": "Alix"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/guide-pictures")
    parser.add_argument("names", nargs="*", help="the pictures to make anew; all unless told")
    chosen = parser.parse_args().names
    rows = [row for row in yaml.safe_load(ROWS.read_text(encoding="utf-8")) if not chosen or row["name"] in chosen]
    INTO.mkdir(exist_ok=True)
    with portal() as url:
        # Read before the browser is there: Django asks no database while another’s event loop runs.
        sights = [(row, url + address_of(row), session_of(row["account"])) for row in rows]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            failed = []
            for row, address, session in sights:
                try:
                    print(f"{row['name']}: {take(browser, row, address, session)} bytes")
                except PlaywrightError as error:
                    failed.append(f"{row['name']}: {error.message.splitlines()[0]}")
            browser.close()
    if failed:
        raise SystemExit("\n".join(["These could not be made:", *failed]))
    return 0


@contextmanager
def portal() -> Iterator[str]:
    """The portal with its demo data and some work in progress; its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    os.environ |= {"PORTAL_ENV": "local", "SITE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    for command in ("compile_catalogues", "prepare"):
        subprocess.run([sys.executable, "manage.py", command], cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own
    sys.path.insert(0, str(HOUSE))
    import django

    django.setup()
    work_in_progress()
    serve = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    served = subprocess.Popen(serve, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own
    try:
        wait_for(f"{url}/livez")
        yield url
    finally:
        served.terminate()
        served.wait()


def wait_for(url: str) -> None:
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.4)
    raise SystemExit("The portal does not answer.")


def account_of(group: str) -> User:
    """An account that is seen in the pictures; nobody can sign in as it: it has no password."""
    from django.contrib.auth.models import Group, User

    name = NAMES[group]
    user, _made = User.objects.get_or_create(
        username=name.lower(), defaults={"first_name": name, "email": f"{name.lower()}@example.org", "is_staff": True}
    )
    user.groups.set([Group.objects.get(name=group)])
    return user


def work_in_progress() -> None:
    """What the demo data has none of: a draft, a release in review, a translation that is behind; all of them examples."""
    import reversion
    from django.utils import timezone

    from cluster.models import Institution
    from news.models import Article, PressRelease
    from partners.models import Partner

    if Article.objects.filter(title_fr="Une annonce en préparation").exists():
        return
    author = account_of("Editors")
    with reversion.create_revision():
        reversion.set_user(author)
        article = Article.objects.create(
            title_fr="Une annonce en préparation",
            title_en="An announcement being written",
            lead_fr="Quelques mots pour dire de quoi il s’agit.",
            lead_en="A few words on what it is about.",
            body_fr="<p>Voir le programme de robotique.</p>",
            body_en="<p>See the robotics programme.</p>",
            is_example=True,
        )
        reversion.add_to_revision(article)
    with reversion.create_revision():
        reversion.set_user(author)
        article.lead_fr = "Une journée d’étude aura lieu à l’automne."
        article.save()
        reversion.add_to_revision(article)
    release = PressRelease.objects.create(
        title_fr="Un colloque sur l’IA en santé",
        title_en="A symposium on AI for health",
        place_fr="Paris",
        place_en="Paris",
        dated=timezone.localdate(),
        lead_fr="Le colloque réunira 40 personnes à Paris le 3 mars 2027.",
        lead_en="The symposium will bring 45 people together in Paris on 3 March 2027.",
        body_fr="<p>Il est ouvert à tous les les étudiants.</p>",
        body_en="<p>It is open to all students.</p>",
        is_example=True,
    )
    release.institutions.set(Institution.objects.order_by("pk")[:2])
    plates()
    Partner.objects.create(name="Societe d'exemple Aubier SAS", kind="sme", sector="digital", country="FR", is_example=True)


def plates() -> None:
    """Pictures for the library: the drawn plates of the demo data."""
    from django.core.files.base import ContentFile

    from portal.demo.plates import plate
    from publishing.library_pictures import LibraryPicture

    for name, words in (("shelf", "Trois étagères de livres"), ("matrix", "Des carrés pleins et vides")):
        LibraryPicture.objects.create(
            image=ContentFile(plate(name), f"{name}.jpg"),
            kind="illustration",
            alt_fr=words,
            credit_fr="PostGenAI@Paris",
            licence="own",
        )


def address_of(row: dict[str, Any]) -> str:
    from django.apps import apps
    from django.urls import reverse

    args = []
    if "of" in row:
        found = apps.get_model(row["of"]).objects.filter(**row.get("where", {})).order_by("pk").first()
        if found is None:
            raise SystemExit(f"{row['name']}: there is no such record.")
        args = [found.pk]
    return reverse(f"admin:{row['address']}", args=args) + (f"?{row['query']}" if "query" in row else "")


def session_of(group: str) -> str:
    from django.test import Client

    client = Client()
    client.force_login(account_of(group))
    return client.cookies["sessionid"].value


def take(browser: Browser, row: dict[str, Any], address: str, session: str) -> int:
    """Make one picture; gives its bytes."""
    width, height = row.get("size", SIZE)
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR", color_scheme="light")
    cookies = {"sessionid": session, "language": "fr"}
    whole_site = urljoin(address, "/")
    context.add_cookies([{"name": name, "value": value, "url": whole_site} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    if "opens" in row:
        with context.expect_page() as opened:
            page.locator(row["opens"]).first.click()
        page = opened.value
        page.wait_for_timeout(2 * SETTLED)
    for step in row.get("do", []):
        do(page, step)
    page.wait_for_timeout(300)
    shot = page.locator(row["crop"]).first.screenshot() if "crop" in row else page.screenshot()
    page.close(run_before_unload=False)
    context.close()
    return write(shot, row)


def do(page: Page, step: dict[str, str]) -> None:
    if "fill" in step:
        page.fill(step["fill"], step["with"])
    elif "type" in step:
        page.locator(step["in"]).first.press_sequentially(step["type"])
    elif "click" in step:
        page.locator(step["click"]).first.click()
    elif "press" in step:
        page.locator(step["in"]).first.press(step["press"])
    elif "open" in step:
        page.locator(step["open"]).first.evaluate("one => { one.open = true }")
    else:
        page.locator(step["wait"]).first.wait_for()


def write(shot: bytes, row: dict[str, Any]) -> int:
    """As WebP, its quality as high as the room allows."""
    with Image.open(io.BytesIO(shot)) as picture:
        shown = picture.convert("RGB")
    if "tall" in row:
        shown = shown.crop((0, 0, shown.width, min(shown.height, int(row["tall"]))))
    for quality in (85, 75, 65, 50, 35):
        out = io.BytesIO()
        shown.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST:
            break
    else:
        raise SystemExit(f"{row['name']}: {out.tell()} bytes are too many; crop it.")
    (INTO / f"{row['name']}.webp").write_bytes(out.getvalue())
    return out.tell()


if __name__ == "__main__":
    sys.exit(main())
