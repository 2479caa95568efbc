#!/bin/sh
# Sets this machine up for wijkgenese3d. Called by make; does only what is still missing.
#
#   tools/setup.sh system PART ...   packages of the system for venv, graphics, browser (with apt-get, where it may)
#   tools/setup.sh python            .venv with the packages of requirements.lock and the project itself
#
# Ends with 4 when the system lacks a part that cannot be installed from here (and says what to type), with 5 when
# the packages could not be fetched.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
log=$venv/install.log

fail() { # code, what is wrong, what to do
  printf 'error: %s\nhint: %s\n' "$2" "$3" >&2
  exit "$1"
}

# ---------------------------------------------------------------------------------------------- system packages

has_apt() { command -v apt-get >/dev/null 2>&1; }

has_command() {
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

has_library() {
  # ldconfig is in sbin, which is not on everybody's PATH.
  PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q "$1"
}

has_debian_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

browser_package() {
  # Ubuntu names its package otherwise.
  if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then echo chromium-browser; else echo chromium; fi
}

# The packages that are missing for one part, by their names in Debian and Ubuntu.
missing_for() {
  case "$1" in
    graphics) # off-screen OpenGL: without it VTK ends with a segmentation fault (macOS brings its own)
      if [ "$(uname -s)" != Linux ]; then return; fi
      has_library 'libEGL\.so\.1' || echo libegl1
      if has_apt && ! has_debian_package libgl1-mesa-dri; then echo libgl1-mesa-dri; fi
      ;;
    browser) # for the tests of the app's page
      has_command chromium chromium-browser google-chrome google-chrome-stable || browser_package
      ;;
    venv)
      if venv_works; then return; fi
      python=$(find_python)
      "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        "$python" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'
      ;;
    *) fail 2 "no part is called '$1'" "use venv, graphics or browser" ;;
  esac
}

apt_install() {
  # shellcheck disable=SC2086 # a list of words
  "$@" apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 $packages
}

install_packages() { # package ...
  packages=$*
  line="sudo apt-get install $packages"
  has_apt || fail 4 "this system lacks what Debian calls: $packages" \
    "install what holds the same here: libEGL, Mesa's software OpenGL; Chromium or Chrome on the PATH (tests only)"
  if [ "$(id -u)" = 0 ]; then
    set -- env DEBIAN_FRONTEND=noninteractive
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    set -- sudo -n env DEBIAN_FRONTEND=noninteractive
  else
    fail 4 "this system lacks: $packages" "$line"
  fi
  echo "Installing system packages: $packages"
  output=$(mktemp)
  # The lists of a new machine are empty and those of an old one stale: then once more, with new ones.
  if apt_install "$@" >"$output" 2>&1 ||
    { "$@" apt-get update -qq >"$output" 2>&1 && apt_install "$@" >"$output" 2>&1; }; then
    rm -f "$output"
  else
    tail -n 15 "$output" >&2
    rm -f "$output"
    fail 4 "apt-get could not install: $packages" "see above, then: $line"
  fi
}

set_up_system() { # part ...
  missing=
  for part in "$@"; do missing="$missing $(missing_for "$part")"; done
  # shellcheck disable=SC2086 # a list of words
  set -- $missing
  if [ $# -gt 0 ]; then install_packages "$@"; fi
}

# ------------------------------------------------------------------------------------------------------- Python

# A Python for which every locked package has a wheel; one that is newer than those is tried last.
find_python() {
  for range in '(3, 11) <= v < (3, 15)' 'v >= (3, 15)'; do
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
      if "$name" -c "import sys; v = sys.version_info[:2]; sys.exit(not ($range))" >/dev/null 2>&1; then
        echo "$name"
        return
      fi
    done
  done
  fail 4 "no Python of version 3.11 or newer was found" \
    "sudo apt-get install python3 python3-venv (Debian 12, Ubuntu 24.04 or newer), or name one: make PYTHON=..."
}

venv_works() {
  "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Says which package pip is at, so that nobody stares at nothing; everything that pip says goes to the log.
show_progress() { # number of packages
  count=0
  while IFS= read -r text; do
    printf '%s\n' "$text" >>"$log"
    case "$text" in
      Collecting*)
        count=$((count + 1))
        name=${text#Collecting }
        if [ -t 1 ]; then
          printf '\r\033[K  %s of %s: %s' "$count" "$1" "${name%%=*}"
        elif [ $((count % 20)) -eq 0 ]; then
          printf '  %s of %s\n' "$count" "$1"
        fi
        ;;
      Ignoring*) count=$((count + 1)) ;; # for another platform
      "Installing collected packages"*)
        if [ -t 1 ]; then printf '\r\033[K'; fi
        echo "  unpacking"
        ;;
    esac
  done
}

pip_install() {
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off "$@"
}

install_failed() {
  grep -v '^WARNING' "$log" | tail -n 15 >&2
  if grep -qiE 'connection|resolve host|timed out|proxyerror|ssl' "$log"; then
    fail 5 "the Python packages could not be fetched" \
      "is there a network? behind a proxy set HTTPS_PROXY, with an own index PIP_INDEX_URL; all of it: $log"
  fi
  fail 4 "the Python packages could not be installed" \
    "they have wheels for Python 3.11 to 3.14 on Linux (x86_64, aarch64), macOS and Windows; all of it: $log"
}

set_up_python() {
  if ! venv_works; then
    set_up_system venv
    python=$(find_python)
    rm -rf "$venv"
    "$python" -m venv "$venv"
  fi
  echo "Installing Python packages into $venv (about 1.9 GB on disk; the first time takes a few minutes)"
  : >"$log"
  {
    status=0
    pip_install --require-hashes --only-binary :all: -r requirements.lock 2>&1 || status=$?
    echo "$status" >"$venv/.status"
  } | show_progress "$(grep -c '==' requirements.lock)"
  if [ "$(cat "$venv/.status")" != 0 ]; then install_failed; fi
  # The project itself, built with the locked hatchling: nothing is fetched.
  pip_install --no-deps --no-index --no-build-isolation --editable . >>"$log" 2>&1 || install_failed
  rm -f "$venv/.status"
  touch "$venv/.installed"
  echo "Ready."
}

# --------------------------------------------------------------------------------------------------------- main

what=${1:-}
if [ $# -gt 0 ]; then shift; fi
case "$what" in
  system) set_up_system "$@" ;;
  python) set_up_python ;;
  *) fail 2 "say what to set up" "tools/setup.sh system venv graphics browser, or tools/setup.sh python" ;;
esac
