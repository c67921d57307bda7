"""While everything is killed, frozen, filled, held and cut, nobody's words are lost, doubled or put elsewhere."""

import pytest

from tests.faults.campaign import Campaign
from tests.faults.kinds import COSTLY, possible
from tests.faults.system import System

pytestmark = pytest.mark.engine
SEED, PEOPLE, FAULTS, CONVERSATIONS = 7, 5, 20, 6


def test_whatever_happens_what_was_acknowledged_is_there_once_and_in_its_place(tmp_path):
    """The beginning of `make faults`: each kind in turn, but the engine starts anew only once; then some at random."""
    with System.started(tmp_path, longest=1.0) as system:
        campaign = Campaign(system, SEED, PEOPLE, rest=0.5)
        kinds = possible(system)
        campaign.run(FAULTS, CONVERSATIONS, [kind for kind in kinds if kind not in COSTLY - {"kill supervisor"}])
    assert campaign.wrong == []
    assert campaign.conversations >= CONVERSATIONS
    assert sum(row.number for row in campaign.rows.values()) == FAULTS
