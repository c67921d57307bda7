"""Pages go out small, and come back as they were."""

import gzip
import urllib.request

import pytest

pytestmark = pytest.mark.engine


def fetched(url, **headers):
    """An answer as it came over the network."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as reply:
        return reply.headers, reply.read()


def test_text_is_compressed_for_those_who_can_read_it(running):
    """The same bytes once they are unpacked, and marked so that no cache gives them to others."""
    place = f"{running.base}/static/css/talk.css"
    plain_headers, plain = fetched(place)
    headers, small = fetched(place, **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain_headers
    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(small) == plain
    assert len(small) * 2 < len(plain)


def test_what_is_known_already_is_not_sent_again(running):
    """The mark of a compressed file is taken back, so that a second visit costs nothing."""
    place = f"{running.base}/static/css/talk.css"
    headers, _ = fetched(place, **{"Accept-Encoding": "gzip"})
    with pytest.raises(urllib.request.HTTPError) as again:
        fetched(place, **{"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]})
    assert again.value.code == 304
