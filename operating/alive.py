"""`python -m operating.alive`: ends with 0 where the part of this container answers, for a health check."""

import os
import ssl
import sys
import urllib.error
import urllib.request

SECONDS = 4.0
PLACES = ("/healthz", "/webhooks/mysay/")
"""What a page answers, and what an engine does."""


def alive(base: str) -> bool:
    """Whether a page or an engine answers there; its certificate is for the names that others use."""
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    return any(_answers(f"{base}{place}", anyone) for place in PLACES)


def _answers(url: str, anyone: ssl.SSLContext) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS, context=anyone) as reply:  # noqa: S310  # this machine's own
            return bool(reply.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


if __name__ == "__main__":
    scheme = "https" if os.environ.get("MYSAY_CERTIFICATE") else "http"
    sys.exit(not alive(f"{scheme}://127.0.0.1:{os.environ.get('MYSAY_PORT', '8000')}"))
