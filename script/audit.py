"""What script/audit does once its tools are there: serve the portal as production does, ask the tools, print tables."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ["VAR_DIR"])
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES = {"phone": ["--form-factor=mobile"], "desktop": ["--preset=desktop"]}
SCORED = {"home": "home", "cap-list": "list", "cap-detail": "page", "pressrelease": "release"}
"""What Lighthouse looks at unless it is asked for every kind: the names of the addresses, and what they stand for."""
NO_PAGES = {"not found", "nowhere"}
"""What Lighthouse gives no score, since it does not answer 200."""


def main() -> int:
    options = _options()
    sys.path.insert(0, str(HOUSE))
    with ExitStack() as running:
        url = running.enter_context(portal())
        pages = pages_of(url)
        faults = 0 if options.lighthouse_only else check_html(pages, options.tools)
        names = {name for name, _code in pages} - NO_PAGES if options.every_kind else set(SCORED)
        low = 0 if options.html_only else score(pages, names, options.tools, 1 if options.quick else 3)
    return 1 if faults or low else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/audit")
    parser.add_argument("--tools", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "--quick", action="store_true", help="ask Lighthouse once per page instead of taking the middle of three"
    )
    parser.add_argument("--every-kind", action="store_true", help="ask Lighthouse about a page of every kind, not of four")
    parser.add_argument("--lighthouse-only", action="store_true")
    parser.add_argument("--html-only", action="store_true")
    return parser.parse_args()


@contextmanager
def portal() -> Iterator[str]:
    """The portal with its demo data, served by its web process behind the documented nginx; its address."""
    inner, outer = _free_port(), _free_port()
    url = f"http://127.0.0.1:{outer}"
    os.environ |= {"PORTAL_ENV": "local", "SITE_URL": url, "PORT": str(inner), "MEDIA_ACCEL": "/_media/"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    for command in ("compile_catalogues", "prepare"):
        subprocess.run([sys.executable, "manage.py", command], cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)
    import django
    from django.conf import settings

    from tests.nginx import nginx

    django.setup()
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{inner}", "--worker-class", "gthread"]
    shutil.rmtree(VAR / "nginx", ignore_errors=True)
    with (
        _running([sys.executable, *gunicorn, "--workers", "2", "--threads", "4", "--no-control-socket"]),
        nginx(VAR / "nginx", outer, inner, settings.MEDIA_ROOT),
    ):
        _wait_for(f"{url}/livez")
        yield url


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=HOUSE, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(url: str) -> None:
    for _attempt in range(240):
        try:
            urllib.request.urlopen(url, timeout=20).close()  # noqa: S310  an address of this run
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"{url} does not answer.")


def pages_of(url: str) -> dict[tuple[str, str], str]:
    """By name and language: the first address of each kind in the site map, and what no site map names, examples among it."""
    from django.conf import settings
    from django.urls import resolve, reverse
    from django.utils.translation import override

    from tests.page_kinds import paths

    found: dict[tuple[str, str], str] = {}
    for path in _paths_in(f"{url}/sitemap.xml", url):
        code = path.split("/")[1]
        with override(code):
            found.setdefault((resolve(path).url_name, code), url + path)
    for code, _name in settings.LANGUAGES:
        with override(code):
            for name in ("search", "press-subscribe"):
                found.setdefault((name, code), url + reverse(name))
            found["results", code] = f"{url}{reverse('search')}?q=robot"
            found["no result", code] = f"{url}{reverse('search')}?q=zzzz"
            found["filtered", code] = f"{url}{reverse('cap-list')}?phase=running"
            found["not found", code] = f"{url}{reverse('home')}nulle-part/"
        known = set(found.values())
        found |= {(kind, code): url + path for kind, path in paths(code).items() if url + path not in known}
    return found


def _paths_in(address: str, url: str) -> Iterator[str]:
    """The paths that a site map names, or those of the site maps that it names."""
    places = re.findall(r"<loc>(.*?)</loc>", _text_of(address)[1])
    for place in places:
        path = "/" + place.split("/", 3)[3]
        if path.endswith(".xml"):
            yield from _paths_in(url + path, url)
        else:
            yield path


def _text_of(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  an address of this run
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def check_html(pages: dict[tuple[str, str], str], tools: Path) -> int:
    """Ask the Nu HTML checker about every page; how many errors and warnings it has."""
    place = VAR / "pages"
    place.mkdir(parents=True, exist_ok=True)
    files = {}
    for (name, code), address in sorted(pages.items()):
        status, text = _text_of(address)
        file = place / f"{name}-{code}.html".replace(" ", "-")
        file.write_text(text, encoding="utf-8")
        files[file.name] = address
        if status != (404 if name == "not found" else 200):
            print(f"{address} answers {status}")
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *(str(place / file) for file in files)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = [
        one for one in json.loads(told.stderr or told.stdout)["messages"] if one.get("subType") or one["type"] != "info"
    ]
    for one in messages:
        place = f"{one['url'].rpartition('/')[2]}:{one.get('lastLine', '?')}"
        print(f"{place} {one['type']}: {one['message']}\n    {one.get('extract', '')!r}")
    print(f"\nNu HTML checker: {len(messages)} errors and warnings on {len(files)} pages.\n")
    return len(messages)


def score(pages: dict[tuple[str, str], str], names: set[str], tools: Path, times: int) -> int:
    """Ask Lighthouse about each page of such a name; how many scores are below 100."""
    below, failed = 0, set()
    print(f"| Page | Language | Device | {' | '.join(CATEGORIES)} | LCP (s) | CLS | TBT (ms) | Bytes |")
    print("|---|---|---|" + "---|" * (len(CATEGORIES) + 4))
    for (name, code), address in sorted(pages.items()):
        if name not in names:
            continue
        # What asks engines to leave it aside is meant to.
        left_aside = ["--skip-audits=is-crawlable"] if 'name="robots"' in _text_of(address)[1] else []
        for device, chosen in DEVICES.items():
            arguments = [*chosen, *left_aside]
            reports = [_lighthouse(address, arguments, tools) for _turn in range(times)]
            reports.sort(key=lambda one: one["categories"]["performance"]["score"] or 0)
            report = reports[len(reports) // 2]
            scores = [round((report["categories"][one]["score"] or 0) * 100) for one in CATEGORIES]
            audits = {one: report["audits"][one]["numericValue"] for one in MEASURES}
            below += sum(one < 100 for one in scores)
            failed |= {f"{one['id']}: {one['title']}" for one in _failed(report)}
            print(
                f"| {SCORED.get(name, name)} | {code} | {device} | {' | '.join(map(str, scores))} "
                f"| {audits['largest-contentful-paint'] / 1000:.2f} | {audits['cumulative-layout-shift']:.3f} "
                f"| {audits['total-blocking-time']:.0f} | {audits['total-byte-weight']:.0f} |",
                flush=True,
            )
    print("\nAudits that count and are not passed everywhere:", *sorted(failed) or ["none"], sep="\n- ")
    return below


MEASURES = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "total-byte-weight")


def _lighthouse(address: str, arguments: list[str], tools: Path) -> dict:
    command = [str(tools / "node_modules/.bin/lighthouse"), address, "--output=json", "--quiet", *arguments]
    flags = "--headless=new --no-sandbox --disable-gpu"
    told = subprocess.run([*command, f"--chrome-flags={flags}"], capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    return json.loads(told.stdout)


def _failed(report: dict) -> Iterator[dict]:
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield audit


if __name__ == "__main__":
    sys.exit(main())
