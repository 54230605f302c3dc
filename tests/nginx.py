"""The documented nginx in front of a portal, for tests: that of an installation, on a free port and without TLS."""

import contextlib
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

NGINX = Path("/usr/sbin/nginx")
DEPLOY = settings.BASE_DIR / "deploy/nginx"
# A cache in front, which an operator may add: it keeps what the portal's answers let it keep.
CACHE = "proxy_cache_path {directory}/kept keys_zone=kept:1m; proxy_temp_path {directory}/parts;"
KEPT = "proxy_cache kept; add_header X-Kept $upstream_cache_status always;"


def configuration(directory: Path, port: int, portal_port: int, media: Path, scheme: str = "http", more: str = "") -> str:
    """The installation's configuration with this machine's places, and a cache that honours what the portal says.

    ``scheme`` is that of the portal's visitors; ``more`` stands in the server's block as well.
    """
    places = {
        "127.0.0.1:8000": f"127.0.0.1:{portal_port}",
        "X-Forwarded-Proto https;": f"X-Forwarded-Proto {scheme};",
        "/etc/nginx/portal/": f"{directory}/pieces/",
        "/srv/portal/media/": f"{media}/",
        "/srv/portal/static/refusals/": f"{directory}/refusals/",
        "/var/log/portal/": f"{directory}/",
        "/var/cache/portal": f"{directory}/copies",
    }

    def here(text: str) -> str:
        for theirs, ours in places.items():
            text = text.replace(theirs, ours)
        return text

    (directory / "pieces").mkdir(exist_ok=True)
    for piece in DEPLOY.glob("*.conf"):
        (directory / "pieces" / piece.name).write_text(here(piece.read_text()))
    text = (DEPLOY / "portal.conf").read_text().partition("\nserver {\n    listen 80;")[0]
    text = re.sub(r" +(?:listen|ssl_\w+) .*\n", "", text)
    text = here(text).replace("server {", f"server {{\n    listen 127.0.0.1:{port};\n    {KEPT}\n{more}", 1)
    return (
        f"pid {directory}/pid; error_log {directory}/error.log; worker_processes 1; daemon off; user root;\n"
        f"events {{}}\nhttp {{ {CACHE.format(directory=directory)} client_body_temp_path {directory}/bodies;\n"
        f"proxy_max_temp_file_size 0; fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u;\n"
        f"scgi_temp_path {directory}/s;\n"
        f"{text}\n}}\n"
    )


@contextlib.contextmanager
def nginx(
    directory: Path, port: int, portal_port: int, media: Path, scheme: str = "http", more: str = ""
) -> Iterator[subprocess.Popen]:
    """Runs while the block does; ``directory`` holds its logs."""
    directory.mkdir(exist_ok=True)
    call_command("make_refusal_pages", directory=directory / "refusals", verbosity=0)
    (directory / "nginx.conf").write_text(configuration(directory, port, portal_port, media, scheme, more))
    process = subprocess.Popen([NGINX, "-p", directory, "-c", directory / "nginx.conf"], stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 10
        while not (directory / "pid").exists() or not (directory / "pid").read_text():
            assert process.poll() is None and time.monotonic() < end, process.stderr.read()
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
