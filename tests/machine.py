"""A machine on which the operators' guide is followed: its directories, its accounts, its systemd and its nginx, for tests.

What needs a machine of its own stands in for it here, and does as little as it can: packages are only looked for, accounts are
not made, and systemd is :class:`Systemd`, which reads the same unit files and runs the same command lines under the same door
and settings. Everything else is the real thing: git, Python, PostgreSQL, Redis, nginx, openssl and the files of the house.
"""

import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

TOOLS = ("adduser", "apt-get", "chown", "createdb", "createuser", "install", "runuser", "systemctl")
"""What stands in for a program of the machine."""
CALL = """\
import socket, sys
with socket.socket(socket.AF_UNIX) as door:
    door.connect({door!r})
    door.sendall("\\0".join(sys.argv[1:]).encode() + b"\\n")
    answer = b""
    while part := door.recv(65536):
        answer += part
status, _sep, text = answer.decode().partition(" ")
sys.stdout.write(text)
sys.exit(int(status))
"""


class Systemd:
    """Enough of systemd for the portal's units: sockets, services that stay, services that end, timers that are only known."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root, self.environment = root, environment
        self.units = root / "etc/systemd/system"
        self.enabled: set[str] = set()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.doors: dict[str, socket.socket] = {}
        self.log = root / "journal.log"

    # What the guide and the scripts say.

    def daemon_reload(self) -> None: ...

    def verify(self) -> None:
        """Refuse units that systemd itself would not understand."""
        units = sorted(map(str, self.units.glob("portal-*.*[!d]")))
        subprocess.run(
            ["systemd-analyze", "verify", "--recursive-errors=yes", *units],
            env=self.environment | {"SYSTEMD_UNIT_PATH": f"{self.units}:"},
            check=True,
            capture_output=True,
            text=True,
        )

    def enable(self, *units: str, now: bool = False) -> None:
        self.verify()
        for unit in units:
            assert (self.units / unit).is_file(), f"there is no unit {unit}"
            self.enabled.add(unit)
            if now:
                self.start(unit)

    def start(self, *units: str) -> None:
        for unit in units:
            kind = unit.rpartition(".")[2]
            if kind == "socket":
                self.doors[unit.removesuffix(".socket")] = self._open(self.read(unit)["ListenStream"][-1])
            elif kind == "service" and unit not in self.processes:
                self._run(unit)

    def stop(self, *units: str) -> None:
        for unit in units:
            if process := self.processes.pop(unit, None):
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def restart(self, *units: str) -> None:
        self.stop(*units)
        self.start(*units)

    def is_enabled(self, unit: str) -> bool:
        return unit in self.enabled

    def is_active(self, unit: str) -> bool:
        return unit in self.doors or (unit in self.processes and self.processes[unit].poll() is None)

    # How.

    def read(self, unit: str) -> dict[str, list[str]]:
        """The settings of a unit with those that all units of the portal share; an empty value takes back what stood before."""
        name, _at, instance = unit.rpartition(".")[0].partition("@")
        file = f"{name}@.{unit.rpartition('.')[2]}" if instance else unit
        found: dict[str, list[str]] = {}
        for path in (self.units / file, *sorted((self.units / "portal-.service.d").glob("*.conf"))):
            if path.parent.name.endswith(".d") and not unit.endswith(".service"):
                continue
            for line in path.read_text().splitlines():
                key, equals, value = line.partition("=")
                if equals and not line.startswith("#"):
                    found.setdefault(key, []).append(value.replace("%i", instance))
        return found

    def _open(self, address: str) -> socket.socket:
        host, _colon, port = address.rpartition(":")
        return socket.create_server((host, int(port)), backlog=1024)

    def _settings(self, unit: dict[str, list[str]]) -> dict[str, str]:
        lines = Path(unit["EnvironmentFile"][0]).read_text().splitlines()
        told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        return self.environment | {name: shlex.split(value)[0] if value else "" for name, value in told.items()}

    def _run(self, unit: str) -> None:
        told = self.read(unit)
        environment, command = self._settings(told), shlex.split(told["ExecStart"][0])
        door = self.doors.get(unit.removesuffix(".service"))
        passed: list[int] = []
        if door:
            # The protocol of sd_listen_fds(3): the door is file 3, and the number of the process is its own.
            passed = [door.fileno()]
            command = ["bash", "-c", f'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&{door.fileno()}', "-", *command]
        with self.log.open("ab") as out:
            process = subprocess.Popen(
                command,
                cwd=told["WorkingDirectory"][0],
                env=environment,
                stdout=out,
                stderr=out,
                pass_fds=passed,
                start_new_session=True,
            )
        if told.get("Type") == ["oneshot"]:
            if process.wait(120):
                raise RuntimeError(f"{unit} ended with {process.returncode}: {self.log.read_text()[-2000:]}")
        else:
            self.processes[unit] = process

    def close(self) -> None:
        self.stop(*list(self.processes))
        for door in self.doors.values():
            door.close()


class Machine:
    """One machine under ``root``: paths of the guide are below it, and so is all that its scripts write."""

    def __init__(self, root: Path, server: str, places: dict[str, str]) -> None:
        """``server`` is a PostgreSQL that may make databases; ``places`` says what stands for what of the guide."""
        self.root, self.server = root, server
        self.places = {
            path: f"{root}{path}"
            for path in ("/srv/portal", "/etc/", "/var/log/portal", "/var/cache/portal", "/usr/local/bin/")
        } | places
        self.bin = root / "bin"
        self.bin.mkdir(parents=True)
        self.environment = {
            "PATH": f"{self.bin}:{root}/usr/local/bin:/usr/sbin:{os.environ.get('PATH', '')}:/usr/bin:/bin",
            "HOME": str(root),
            "LANG": "C.UTF-8",
        } | {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        self.systemd = Systemd(root, self.environment)
        self.nginx: subprocess.Popen[bytes] | None = None
        self.packages: set[str] = set()

    def here(self, text: str) -> str:
        """A text of the house with this machine's places."""
        for theirs, ours in self.places.items():
            text = text.replace(theirs, ours)
        return text

    def house(self) -> Path:
        """A repository that holds the house as it stands, with this machine's places in what an operator would have changed."""
        house = self.root / "forge"
        house.mkdir()
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ":!tests", ":!*/tests"],
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=True,
        ).stdout
        for name in filter(None, listed.decode().split("\0")):
            source, target = settings.BASE_DIR / name, house / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                if name.startswith("deploy/"):
                    target.write_text(self.here(source.read_text()))
                    target.chmod(source.stat().st_mode)
                else:
                    shutil.copy(source, target)
        self.git(house, "init", "--quiet", "--initial-branch", "main")
        self.commit(house, "The house")
        return house

    def git(self, house: Path, *words: str) -> None:
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *who, *words], cwd=house, check=True, env=self.environment, capture_output=True)

    def commit(self, house: Path, message: str) -> None:
        self.git(house, "add", "--all", "--force")
        self.git(house, "commit", "--quiet", "--message", message)

    def follow(self, commands: str) -> str:
        """Run a block of the guide as its reader would; what it printed.

        Raises:
            AssertionError: a line of it failed.
        """
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(commands)],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert not done.returncode, f"{commands}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n{self.journal()}"
        return done.stdout

    def journal(self) -> str:
        return self.systemd.log.read_text()[-3000:] if self.systemd.log.exists() else ""

    # What stands in for programs of the machine.

    def answer(self, name: str, words: list[str]) -> str:
        tool = getattr(self, f"_{name.replace('-', '_')}")
        return tool(words) or ""

    def _apt_get(self, words: list[str]) -> None:
        self.packages |= {word for word in words[1:] if not word.startswith("-")}

    def _adduser(self, words: list[str]) -> None: ...

    def _chown(self, words: list[str]) -> None: ...

    def _createuser(self, words: list[str]) -> None: ...

    def _createdb(self, words: list[str]) -> None:
        assert words[-1] == "portal" and "UTF8" in words
        self.sql("CREATE DATABASE portal_of_the_guide ENCODING 'UTF8' TEMPLATE template0")

    def _systemctl(self, words: list[str]) -> str:
        verb, units = words[0], [word for word in words[1:] if not word.startswith("-")]
        if "nginx" in units:
            self._reload_nginx()
        elif verb == "enable":
            self.systemd.enable(*units, now="--now" in words)
        elif verb in {"is-enabled", "is-active"}:
            assert all(map(getattr(self.systemd, verb.replace("-", "_")), units)), ""
        else:
            getattr(self.systemd, verb.replace("-", "_"))(*units)
        return ""

    def _reload_nginx(self) -> None:
        if self.nginx and self.nginx.poll() is None:
            self.nginx.send_signal(signal.SIGHUP)
            return
        with (self.root / "nginx.log").open("ab") as log:
            self.nginx = subprocess.Popen(
                ["/usr/sbin/nginx", "-g", "daemon off;", "-c", str(self.root / "etc/nginx/nginx.conf")], stderr=log
            )

    def sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def serve_tools(self, door: socket.socket) -> None:
        """Answer what the stand-ins ask, one after the other, until the door is closed."""
        with contextlib.suppress(OSError):
            while True:
                caller, _address = door.accept()
                with caller:
                    words = caller.makefile().readline().rstrip("\n").split("\0")
                    try:
                        text = self.answer(words[0], words[1:])
                    except Exception as fault:
                        caller.sendall(f"1 {words}: {fault}\n".encode())
                    else:
                        caller.sendall(f"0 {text}".encode())

    def write_tools(self, door: Path) -> None:
        for name in TOOLS:
            (self.bin / name).write_text(f'#!/bin/sh\nexec {sys.executable} {self.bin}/call.py {name} "$@"\n')
        (self.bin / "call.py").write_text(CALL.format(door=str(door)))
        # An account is a name, no more; files belong to whoever runs this.
        (self.bin / "runuser").write_text('#!/bin/sh\nexport ACCOUNT="$2"\nshift 3\nexec "$@"\n')
        (self.bin / "id").write_text('#!/bin/sh\n[ "${ACCOUNT:-root}" = root ] && echo 0 || echo 999\n')
        (self.bin / "install").write_text(
            '#!/bin/bash\nwords=()\nwhile [ $# -gt 0 ]; do case "$1" in\n'
            '-o | -g) shift 2 ;; *) words+=("$1"); shift ;; esac; done\n'
            'exec /usr/bin/install "${words[@]}"\n'
        )
        # A new environment finds the packages of the lock in this one, and would install what is not among them.
        packages = sysconfig.get_path("purelib")
        (self.bin / "python3").write_text(
            "#!/bin/sh\nset -e\n"
            f'[ "$1 $2" = "-m venv" ] || exec {sys.executable} "$@"\n'
            f'{sys.executable} -m venv --without-pip "$3"\n'
            f"""echo {packages} >"$("$3/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/house.pth"\n"""
        )
        for tool in self.bin.iterdir():
            tool.chmod(0o755)


@contextlib.contextmanager
def machine(root: Path, server: str, places: dict[str, str]) -> Iterator[Machine]:
    """A machine that lasts as long as the block."""
    made = Machine(root, server, places)
    path = root / "tools.sock"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        made.write_tools(path)
        thread = threading.Thread(target=made.serve_tools, args=(door,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.systemd.close()
            if made.nginx:
                made.nginx.terminate()
                made.nginx.wait(20)
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
    thread.join(5)
