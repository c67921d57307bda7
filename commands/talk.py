"""`mysay talk`: the same conversation in a terminal."""

from dataclasses import replace

import click

from commands.client import Json, Refused, Talk
from commands.installation import give_up, usable_content, usable_settings, usable_store
from commands.serve import running
from records.conversation import Audience, Purpose

OVER = frozenset({"finished", "stopped"})


@click.command()
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default="young_person",
    show_default=True,
)
@click.option(
    "--purpose", type=click.Choice([purpose.value for purpose in Purpose]), default="just_me", show_default=True
)
@click.option("--year-group", type=click.IntRange(-1, 14))
@click.option("--called", help="The name to be called.")
@click.option("--server", help="The address of a MySay that runs already (default: one is started for this talk).")
def talk(audience: str, purpose: str, year_group: int | None, called: str | None, server: str | None) -> None:
    """Hold a conversation here; type an answer, the number of a choice, or a wish such as skip, why, simpler, stop."""
    fields = {"audience": audience, "purpose": purpose, "year_group": year_group, "called": called}
    if server:
        _converse(server.rstrip("/"), fields)
        return
    settings = usable_settings()
    usable_content(settings)
    usable_store(settings)
    with running(replace(settings, certificate=None, certificate_key=None, schools=None)):
        _converse(f"http://{settings.host}:{settings.port}", fields)


def _converse(base: str, fields: Json) -> None:
    try:
        talking = Talk.start(base, **fields)
        reply = talking.opening
        while reply["state"] not in OVER:
            _show(reply["messages"])
            reply = talking.say(**_typed(reply["messages"]))
        _show(reply["messages"])
    except Refused as error:
        give_up(str(error))
    except (EOFError, click.Abort):
        click.echo()


def _show(messages: list[Json]) -> None:
    for message in messages:
        click.echo("\n" + click.style(message["text"], bold=message["kind"] == "question"))
        for number, choice in enumerate(_choices(message), 1):
            click.echo(f"  {number}. {choice['label']}")


def _choices(message: Json) -> list[Json]:
    choices: list[Json] = message.get("choices") or message.get("scale") or []
    return choices


def _typed(messages: list[Json]) -> Json:
    """What was typed as a message: a number is a choice, anything else is said."""
    text: str = click.prompt(">", prompt_suffix=" ")
    asked = messages[-1]
    choices = _choices(asked)
    if text.isdecimal() and 1 <= int(text) <= len(choices):
        if asked.get("reply") == "scale":
            return {"question_id": asked["question_id"], "scale": int(text)}
        return {"question_id": asked["question_id"], "choice": choices[int(text) - 1]["id"]}
    return {"text": text} | ({"question_id": asked["question_id"]} if "question_id" in asked else {})
