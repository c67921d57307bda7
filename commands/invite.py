"""`mysay invite`: prepare a conversation and print the link and the code that open it."""

from typing import Any

import click

from commands.installation import give_up, usable_settings, usable_store
from records.clock import now
from records.conversation import Audience, Purpose
from records.exports.labels import day as day_in_words
from records.exports.labels import here
from records.invitations import DAYS
from web.preparing import LONGEST_DAYS, MOST_QUESTIONS, Ask, NotSo, day, line, question

WHO = "command line"
PURPOSES = [purpose.value for purpose in Purpose]

WRONG = {
    "wrong_meeting": "The meeting must be a day such as 2027-05-03.",
    "wrong_meeting_far": "The meeting is more than three years away: check the year.",
    "wrong_question": "Write each question in words.",
    "wrong_question_long": "Keep each question to 200 letters.",
}


@click.command()
@click.argument("audience", type=click.Choice([audience.value for audience in Audience]))
@click.option("--called", default="", help="The name to be called; in a parent's invitation, the child's.")
@click.option("--about", default="", help="Your reference for the person; it links a child's and a parent's views.")
@click.option("--purpose", type=click.Choice(PURPOSES), default=Purpose.ANNUAL_REVIEW.value)
@click.option("--year", type=click.IntRange(-1, 14), help="The school year: 0 is Reception, -1 nursery.")
@click.option("--meeting", default="", help="The day of the meeting, such as 2027-05-03.")
@click.option("--helper", default="", help="Who will help them to answer.")
@click.option("--question", "questions", multiple=True, help="A question of your own; up to five.")
@click.option("--review", help="The id of a review that is there already.")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), default=DAYS, help="How long the code works.")
def invite(audience: str, **given: Any) -> None:
    """Prepare a conversation, and print the link and the code that open it once."""
    settings = usable_settings()
    store = usable_store(settings)
    ask, told = _checked(Audience(audience), given)
    with store.transaction():
        if given["review"]:
            kept = store.reviews.find(given["review"]) or give_up(f"There is no review {given['review']}.")
        else:
            kept = store.reviews.add(WHO, Purpose(given["purpose"]), told.pop("about"), None, **told)
        made = store.invitations.make(
            kept.id, ask.audience, WHO, given["days"], helper=ask.helper, questions=ask.questions
        )  # fmt: skip
        store.audit.note(WHO, "invited", detail=f"{made.invitation.id} {audience}")
    click.echo(f"link    {settings.address}/join/{made.code}\ncode    {made.code}")
    click.echo(f"until   {day_in_words(made.invitation.expires)}, once\nreview  {kept.id}\nabout   {kept.about}")


def _checked(audience: Audience, given: dict[str, Any]) -> tuple[Ask, dict[str, Any]]:
    """What was typed, checked as the portal does."""
    try:
        told = {name: line(given[name], "wrong_line") for name in ("called", "about", "helper")}
        meeting = day(given["meeting"], here(now()).date())
        questions = tuple(question(text) for text in given["questions"])
    except NotSo as error:
        give_up(WRONG.get(str(error), "Keep names and the reference to 100 letters."))
    if len(questions) > MOST_QUESTIONS:
        give_up(f"Ask at most {MOST_QUESTIONS} questions of your own.")
    return Ask(audience, told.pop("helper"), questions=questions), told | {
        "year_group": given["year"],
        "meeting": meeting,
    }
