"""What the answer to a question is likely to be: the words on its cards."""

from bot.interview.presenting import cards
from web.participant import talks_here
from web.services import services
from web.standing import situation_of


def likely_answers(question_id: str) -> tuple[str, ...]:
    """The labels of the choices of a question in the caller's own conversation; none where there are none."""
    conversation_id = talks_here() if question_id else None
    if conversation_id is None:
        return ()
    situation = situation_of(services(), conversation_id)
    question = situation.question(question_id)
    if question is None:
        return ()
    return tuple(card.label for card in cards(situation, situation.variant(question).choices))
