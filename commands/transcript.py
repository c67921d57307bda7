"""A transcript: one conversation as it was shown and answered, on the screen and as a page to read."""

from dataclasses import dataclass, field

import click

from commands.client import Json


@dataclass
class Transcript:
    """What was shown and said, line by line; each line is told as it comes."""

    audience: str
    lines: list[str] = field(default_factory=list)

    def shown(self, messages: list[Json]) -> None:
        """What the assistant showed, with the cards below it."""
        for message in messages:
            click.echo(f"  {message['text']}")
            self.lines.append(f"**MySay:** {message['text']}")
            cards = _cards(message)
            if cards:
                self.lines.append(f"*Cards: {' · '.join(cards)}*")

    def said(self, words: str, tapped: bool = False) -> None:
        """What the person typed or tapped."""
        click.echo(click.style(f"  > {words}", fg="cyan"))
        self.lines.append("\n".join(f"> {'*taps* ' if tapped else ''}{line}" for line in words.split("\n")))

    def page(self) -> str:
        """The whole conversation as Markdown."""
        head = f"# A conversation: {self.audience}\n\n"
        note = "Made by `mysay demo --transcripts` through the real engine. Nobody real said any of this.\n\n"
        return head + note + "\n\n".join(self.lines) + "\n"


def _cards(message: Json) -> list[str]:
    sorted_into = message.get("cards") or {}
    cards: list[Json] = message.get("choices") or message.get("scale") or sorted_into.get("items") or []
    return [card["label"] for card in cards]
