# Sourced by the other scripts: says what is happening now and how long it took, and stops at the first failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# step "What is happening" command...: keeps quiet when it went well, shows everything when it did not.
step() {
    local what=$1 began=$SECONDS log
    shift
    log=$(mktemp)
    printf -- '-> %s ... ' "$what"
    if "$@" >"$log" 2>&1; then
        printf 'done (%s s)\n' "$((SECONDS - began))"
        rm -f "$log"
    else
        printf 'FAILED after %s s. It said:\n' "$((SECONDS - began))"
        tail -n 40 "$log"
        rm -f "$log"
        return 1
    fi
}

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# as_root command...: runs it where that needs no password, and fails otherwise.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install_packages() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# install_packages name...: Debian packages, or a failure that names what to type.
install_packages() {
    may_install_packages || stop "These Debian packages are needed: $*
Please ask an administrator to run:  apt-get install $*"
    step "Updating the list of Debian packages" as_root apt-get update -q
    step "Installing $* from Debian" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

fingerprint() {
    cat "$@" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d ' ' -f 1
}
