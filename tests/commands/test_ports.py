"""The ports of our own processes."""

from commands.installation import free_port


def test_a_port_on_which_something_is_going_to_listen_is_not_given() -> None:
    """Not even while nothing listens there yet."""
    promised = range(1, 65_536, 4)
    assert not {free_port(promised) for _ in range(20)} & set(promised)
