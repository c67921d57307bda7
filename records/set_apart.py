"""What stays with the safeguarding lead when somebody takes back an answer, or a whole conversation goes."""

import json
from dataclasses import asdict

from records.concerns import Concerns, Ending
from records.database import Database

# A worry's words stand in the answer. They are brought to the lead before the answer goes, since whoever takes it back
# may be the one who is feared; not where a lead has found nothing in them.
KEEP_WORDS = (
    "update concern set words = (select words from message where seq = message_seq)"
    " where conversation_id = :c and words is null and coalesce(ending, '') <> :nothing"
)
OF_ONE_ANSWER = " and message_seq in (select message_seq from answer where conversation_id = :c and question_id = :q)"


def before_an_answer_goes(db: Database, conversation_id: str, question_id: str) -> None:
    """Keep the exact words of a worry in one answer for the lead alone."""
    db.execute(KEEP_WORDS + OF_ONE_ANSWER, c=conversation_id, q=question_id, nothing=Ending.NOTHING.value)


def before_a_conversation_goes(db: Database, conversation_id: str) -> None:
    """Keep the exact words of each concern, and as much of who said it as finding the person takes."""
    db.execute(KEEP_WORDS, c=conversation_id, nothing=Ending.NOTHING.value)
    if whom := Concerns(db).whom(conversation_id):
        db.execute(
            "update concern set whom = :whom where conversation_id = :c and words is not null",
            whom=json.dumps(asdict(whom), ensure_ascii=False), c=conversation_id,
        )  # fmt: skip
