"""Replies of the action server are checked as Rasa checks them, only quicker."""

from typing import Any

import pytest

from bot.engine import without_tensorflow

without_tensorflow.install()

from rasa.core.actions.action import RemoteAction  # noqa: E402  # only once the stand-in is there

from bot.engine.action_replies import ActionReplyWrong, check_with_compiled_schema  # noqa: E402

GOOD = {"events": [{"event": "slot", "name": "a", "value": None}], "responses": [{"custom": {"done": "m"}}]}
WRONG: list[Any] = [[], {"responses": "none"}, {"events": [{"event": 7}]}, {"responses": ["words"]}]


@pytest.fixture
def action(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    """A remote action whose check is the compiled one, in this test alone."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    check_with_compiled_schema()
    return RemoteAction("action_keep", None)


def test_a_good_reply_passes(action: RemoteAction) -> None:
    """What our actions answer is taken."""
    assert action._validate_action_result(GOOD)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_reply_is_refused(action: RemoteAction, wrong: Any) -> None:
    """What Rasa's own check refuses is refused, so that the turn fails and is tried again."""
    with pytest.raises(ActionReplyWrong):
        action._validate_action_result(wrong)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_rasa_refuses_the_same(wrong: Any) -> None:
    """The compiled check is no looser than the one it replaces."""
    import jsonschema

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, RemoteAction.action_response_format_spec())
