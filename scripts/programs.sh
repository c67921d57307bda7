#!/usr/bin/env bash
# Sees that the tests have the programs that no Python package brings: they are never left out quietly.
# programs.sh chromium|postgresql|nginx|faketime...
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

has_chromium() {
    if [ -n "${MYSAY_CHROMIUM:-}" ]; then
        [ -x "$MYSAY_CHROMIUM" ] || stop "MYSAY_CHROMIUM names '$MYSAY_CHROMIUM', which cannot be run."
        return
    fi
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

# Debian keeps PostgreSQL's server off the PATH; the tests start one of their own, and never the machine's.
has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_nginx() { PATH=$PATH:/usr/sbin command -v nginx >/dev/null; }
has_faketime() { command -v faketime >/dev/null; }

missing=()
for program in "$@"; do
    "has_$program" || missing+=("$program")
done
[ ${#missing[@]} = 0 ] && exit 0
command -v apt-get >/dev/null || stop "The tests need these programs: ${missing[*]}. Install them, and try again.
Where Chromium has another name or place, set MYSAY_CHROMIUM to it."
install_packages "${missing[@]}"
