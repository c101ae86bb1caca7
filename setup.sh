#!/usr/bin/env bash
# Sets up everything in .venv and then does one thing:
#   bash setup.sh report   builds the demonstration report (any further words go to snakemake)
#   bash setup.sh test     runs the tests
#   bash setup.sh          sets up only
# Needs Python 3.11 or newer, nothing else.
set -euo pipefail
cd "$(dirname "$0")"

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "setup.sh: '$python' is not Python 3.11 or newer. Install it, or name one: PYTHON=python3.12 bash setup.sh" >&2
    exit 1
fi

what=${1:-}
lock=requirements.lock
[ "$what" = test ] && lock=requirements-dev.lock

# A finished installation leaves the lock it was made from; the same lock needs no second one.
install() {
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    echo "Installing the packages of $1 (a minute or two the first time) ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    cp "$1" ".venv/$1"
}
if ! cmp -s "$lock" ".venv/$lock" && ! { [ "$lock" = requirements.lock ] && cmp -s requirements-dev.lock .venv/requirements-dev.lock; }; then
    install "$lock"
fi

export PATH="$PWD/.venv/bin:$PATH"
case "$what" in
    report) shift; exec snakemake report "$@" ;;
    # A file to a worker: the builds that its tests share are then made once.
    test) shift; exec python -m pytest -n logical --maxprocesses 4 --dist loadfile "$@" ;;
    "") echo "Ready. Activate with: source .venv/bin/activate   Build with: snakemake report" ;;
    *) echo "setup.sh: unknown '$what'. Possible: report, test, or nothing" >&2; exit 2 ;;
esac
