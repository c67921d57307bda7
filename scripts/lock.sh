#!/usr/bin/env bash
# Writes the locks anew from pyproject.toml. They name packages and hashes, and no registry.
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

uv=$PWD/.tools/bin/uv

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.10 --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command "make lock" "$@"
}

step "Locking what MySay needs" compile pyproject.toml --output-file requirements.lock
step "Locking what its tests need" \
    compile pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock

compile_bench() { (cd bench && compile pyproject.toml --output-file ../requirements-bench.lock); }
step "Locking the stock Rasa that the benchmark compares with" compile_bench
step "Locking what tries the API against its description" \
    compile tests/doors/requirements.in --output-file requirements-doors.lock
if grep -nE '://|--(index|find)|^/| @ ' requirements*.lock; then stop "A lock names an address or a path: see above."; fi
