#!/bin/sh
# Make .venv from the hash-locked requirements, with nothing but Python (3.11 to 3.14, with venv) at hand.
# Run by `make venv`. PYTHON=/path/to/python chooses the interpreter. An existing .venv is brought up to date, not made anew.
set -eu
cd "$(dirname "$0")/.."

fits() { "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; }

if ! fits .venv/bin/python; then
    chosen=
    for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do
        if fits "$candidate"; then chosen=$candidate; break; fi
    done
    if [ -z "$chosen" ]; then
        found=$("${PYTHON:-python3}" --version 2>&1 || true)
        echo "wfplatform needs Python 3.11, 3.12, 3.13 or 3.14 with the venv module; found: ${found:-no Python}." >&2
        echo "Install one (on Debian and Ubuntu: python3.11 and python3.11-venv), or name it: make PYTHON=/path/to/python3.11" >&2
        exit 1
    fi
    echo "Making .venv with $("$chosen" --version)"
    "$chosen" -m venv --clear .venv
fi

# The installer itself is pinned by hash too; it then installs everything else in seconds.
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --upgrade >/dev/null
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.txt

# Our own distributions, editable. Their dependencies are in the lock already.
set -- -e .
for plugin in plugins/*/pyproject.toml; do
    if [ -f "$plugin" ]; then set -- "$@" -e "$(dirname "$plugin")"; fi
done
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation "$@"
