# What script/server, script/test and script/messages share: to be sourced, after `set -euo pipefail`.
# It asks for bash 3.2 and Python 3.11 or newer, and needs nothing from the environment.

export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1
HOUSE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$HOUSE/.venv"

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Sets PYTHON to the newest Python that can make a virtual environment.
find_python() {
  local name old="" bare=""
  for name in "$VENV/bin/python" python3.14 python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
    command -v "$name" >/dev/null 2>&1 || continue
    if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      old="$name"
    elif ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
      bare="$name"
    else
      PYTHON="$name"
      return
    fi
  done
  if [ -n "$bare" ]; then
    die "Python is here, but its venv module is missing: install it (on Debian and Ubuntu: apt-get install python3-venv)."
  elif [ -n "$old" ]; then
    die "The portal needs Python 3.11 or newer, and only an older one is here ($("$old" --version 2>&1))."
  fi
  die "The portal needs Python 3.11 or newer, and none is here."
}

# Makes the virtual environment of $VENV and installs the given lock files, each only when it has changed since.
make_venv() {
  (
    if command -v flock >/dev/null 2>&1; then
      exec 9<"$HOUSE/script/setup.bash"
      flock 9
    fi
    if ! "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
      say "Making the virtual environment in ${VENV##*/} …"
      "$PYTHON" -m venv --clear "$VENV" || die "The virtual environment could not be made in $VENV."
    fi
    for lock in "$@"; do
      cmp -s "$HOUSE/$lock" "$VENV/installed-$lock" && continue
      say "Installing $lock (a minute or two on a first start) …"
      "$VENV/bin/python" -m pip install --quiet --require-hashes -r "$HOUSE/$lock" 2>"$VENV/pip.log" || {
        cat "$VENV/pip.log" >&2
        die "Installing $lock did not work: the reason stands above."
      }
      cp "$HOUSE/$lock" "$VENV/installed-$lock"
    done
  )
}

is_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# Installs Debian packages where this runs as root on Debian; says whether it could.
install_packages() {
  is_root_on_debian || return 1
  say "Installing with apt-get: $* …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install --yes --quiet --no-install-recommends "$@" >/dev/null 2>&1 </dev/null ||
    { apt-get update --quiet >/dev/null && apt-get install --yes --quiet --no-install-recommends "$@" >/dev/null </dev/null; }
}
