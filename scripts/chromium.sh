#!/usr/bin/env bash
# Sees that the browser tests have a Chromium: they are never left out quietly.
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

find_chromium() {
    if [ -n "${MYSAY_CHROMIUM:-}" ]; then
        [ -x "$MYSAY_CHROMIUM" ] || stop "MYSAY_CHROMIUM names '$MYSAY_CHROMIUM', which cannot be run."
        return
    fi
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

find_chromium && exit 0
command -v apt-get >/dev/null || stop "The browser tests need Chromium. Install it, or set MYSAY_CHROMIUM to where it is."
install_packages chromium
