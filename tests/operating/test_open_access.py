"""Who may start a conversation without an invitation, where nothing was said about it."""

import pytest

from operating.settings import read_settings


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ({}, True),
        ({"MYSAY_HOST": "192.0.2.7"}, False),
        ({"MYSAY_PROXIES": "1"}, False),
        ({"MYSAY_PROXIES": "1", "MYSAY_OPEN": "yes"}, True),
    ],
)
def test_it_is_open_to_this_machine_alone(given, opened):
    """A server before MySay brings the world to an address of this machine's own."""
    assert read_settings(given).open_access is opened
