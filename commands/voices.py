"""`mysay voices`: the voices that read aloud, each tried, and sound files to listen to."""

import sys
import time
from pathlib import Path

import click

from accessibility.speaking.pool import CannotSpeak
from accessibility.speaking.speaker import LONGEST_TEXT, Speaker
from accessibility.speaking.voices import Voice
from accessibility.speaking.wav import wav
from commands.installation import usable_content, usable_settings
from records.conversation import Audience


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--say", "text", help="What each voice says; a greeting where nothing is given.")
@click.option("--voice", "chosen", help="Try this one alone, by its id.")
@click.option("--rate", default=1.0, type=click.FloatRange(0.5, 2.0), help="Times the usual speed.")
def voices(folder: Path | None, text: str | None, chosen: str | None, rate: float) -> None:
    """Try each voice that reads aloud; with FOLDER, write what it says into sound files there."""
    settings = usable_settings()
    said = text or usable_content(settings).text("read_sample", Audience.YOUNG_PERSON)
    speaker = Speaker.load(settings.data / "speaking")
    known = [voice for voice in speaker.voices.voices if chosen in {None, voice.id}]
    if not known:
        raise click.BadParameter(f"there is no voice {chosen}")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    tried = [_tried(speaker, voice, said[:LONGEST_TEXT], rate, folder) for voice in known]
    speaker.pool.close()
    sys.exit(0 if all(tried) else 1)


def _tried(speaker: Speaker, voice: Voice, text: str, rate: float, folder: Path | None) -> bool:
    started = time.perf_counter()
    try:
        speech = speaker.say(text, voice, rate)
    except CannotSpeak as error:
        click.echo(f"  WRONG  {voice.id:<12} {voice.name}: eSpeak cannot speak as {voice.engine} ({error})")
        return False
    took = (time.perf_counter() - started) * 1000
    click.echo(f"  well   {voice.id:<12} {voice.name} ({speech.seconds:.1f} s of sound in {took:.0f} ms)")
    if folder:
        path = folder / f"{voice.id}.wav"
        path.write_bytes(wav(speech))
        click.echo(f"         {path}")
    return True
