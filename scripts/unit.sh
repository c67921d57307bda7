#!/usr/bin/env bash
# Runs the tests that need no engine, no browser and no other process. Their databases stand in memory where there is
# room: hundreds of them are written, each to be safe on the disk, and what is tested here is not the disk.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -w /dev/shm ] && [ "$(df --output=avail /dev/shm | tail -1)" -gt 500000 ]; then
  TMPDIR=$(mktemp -d /dev/shm/mysay-unit-XXXXXX)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
fi
.venv/bin/python -m pytest -m "not engine and not browser and not process" "$@"
