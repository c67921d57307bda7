"""What tests of listening share: the engines as they are shipped, each loaded once."""

import pytest

from accessibility.listening.choice import Plan
from accessibility.listening.moonshine import Moonshine
from accessibility.listening.process import Process


@pytest.fixture(scope="session")
def moonshine():
    """The model that comes with the installation."""
    return Moonshine()


@pytest.fixture
def process():
    """The same in a process of its own."""
    made = Process(Plan("moonshine"))
    yield made
    made.stop()
