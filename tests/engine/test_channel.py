"""The engine's door: only the web, only what fits, and nothing typed is ever read as an order to Rasa."""

import pytest

from bot.engine import without_tensorflow

without_tensorflow.install()

from rasa.core.channels.channel import CollectingOutputChannel  # noqa: E402  # only once the stand-in is there

from bot.engine.channel import UNDERSTOOD_CHARACTERS, Turn, TurnWrong  # noqa: E402

FIELDS = {"conversation_id": "c", "message_id": "m", "expects": "words"}


@pytest.mark.parametrize("text", ["/restart", "  /session_start", "/skip{}", "//stop", '\n/intent{"a": 1}'])
def test_slashes_are_only_words(text: str) -> None:
    """Text that looks like an intent is understood as text."""
    message = Turn.of({**FIELDS, "text": text}).user_message(CollectingOutputChannel())
    assert not message.text.startswith("/")
    assert message.parse_data is None


def test_a_long_text_is_capped_and_read_whole_for_safety() -> None:
    """Rasa gets the first thousand characters; all of it goes along for the safety signals."""
    text = "a" * 5_000 + " he hits me"
    message = Turn.of({**FIELDS, "text": text}).user_message(CollectingOutputChannel())
    assert len(message.text) == UNDERSTOOD_CHARACTERS
    assert message.metadata["whole"] == text


def test_a_button_needs_no_understanding() -> None:
    """What was tapped is known."""
    message = Turn.of({**FIELDS, "intent": "skip"}).user_message(CollectingOutputChannel())
    assert message.parse_data["intent"] == {"name": "skip", "confidence": 1.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"text": "a", "intent": "skip"}, {"intent": "restart"}, {"text": 7}, {"text": "a", "expects": "anything"},
        {"text": "a", "more": "fields"}, {"text": "a", "conversation_id": None}, {"text": False}, {"text": []},
        {"intent": ""}, {"text": "a", "intent": ""},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    """Metadata is checked: a field too many, a wrong type, an unknown intent."""
    with pytest.raises(TurnWrong):
        Turn.of({**FIELDS, **wrong})
