"""The documented nginx in front of a portal, for tests: the operators' own configuration, on a free port and without TLS."""

import contextlib
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

NGINX = Path("/usr/sbin/nginx")
# A cache in front, which an operator may add: it keeps what the portal's answers let it keep.
CACHE = "proxy_cache_path {directory}/kept keys_zone=kept:1m; proxy_temp_path {directory}/parts;"
KEPT = "proxy_cache kept; add_header X-Kept $upstream_cache_status always;"


def documented() -> str:
    text = (settings.BASE_DIR / "docs/operators/install.md").read_text()
    return re.search(r"```nginx\n(.*?)```", text, re.DOTALL)[1]


def _whole(text: str) -> str:
    """With the files of the repository that it includes."""
    while found := re.search(r"^ *include /srv/portal/code/(\S+);$", text, re.MULTILINE):
        text = text.replace(found[0], (settings.BASE_DIR / found[1]).read_text())
    return text


def configuration(directory: Path, port: int, portal_port: int, media: Path) -> str:
    """The documented configuration with this machine's places, and a cache that honours what the portal says of its answers."""
    text = _whole(documented().partition("\nserver {\n    listen 80;")[0])
    text = re.sub(r" +(?:listen|ssl_certificate\S*) .*\n", "", text)
    text = text.replace("server {", f"server {{\n    listen 127.0.0.1:{port};\n    {KEPT}", 1)
    text = text.replace("https;", "http;").replace("127.0.0.1:8000", f"127.0.0.1:{portal_port}")
    text = text.replace("/srv/portal/media/", f"{media}/").replace("/var/log/nginx/", f"{directory}/")
    text = text.replace("/srv/portal/code/", f"{settings.BASE_DIR}/").replace("/var/cache/portal", f"{directory}/copies")
    text = text.replace("/srv/portal/code/deploy/nginx/", f"{pieces(directory, media)}/")
    return (
        f"pid {directory}/pid; error_log {directory}/error.log; worker_processes 1; daemon off; user root;\n"
        f"events {{}}\nhttp {{ {CACHE.format(directory=directory)} client_body_temp_path {directory}/bodies;\n"
        f"proxy_max_temp_file_size 0; fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u;\n"
        f"scgi_temp_path {directory}/s;\n"
        f"{text}\n}}\n"
    )


def pieces(directory: Path, media: Path) -> Path:
    """The pieces that the configuration includes, with this machine's places."""
    target = directory / "pieces"
    target.mkdir(exist_ok=True)
    for piece in (settings.BASE_DIR / "deploy/nginx").glob("*.conf"):
        text = piece.read_text().replace("/srv/portal/code/deploy/nginx/", f"{target}/")
        text = text.replace("/srv/portal/static/refusals/", f"{directory}/refusals/").replace("/srv/portal/media/", f"{media}/")
        (target / piece.name).write_text(text)
    return target


@contextlib.contextmanager
def nginx(directory: Path, port: int, portal_port: int, media: Path) -> Iterator[None]:
    """Runs while the block does; ``directory`` holds its logs."""
    directory.mkdir(exist_ok=True)
    (directory / "nginx.conf").write_text(configuration(directory, port, portal_port, media))
    process = subprocess.Popen([NGINX, "-p", directory, "-c", directory / "nginx.conf"], stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 10
        while not (directory / "pid").exists() or not (directory / "pid").read_text():
            assert process.poll() is None and time.monotonic() < end, process.stderr.read()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
