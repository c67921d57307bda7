"""Which engine listens on this machine, and why: by a setting, else by what is installed."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MOONSHINE, VOSK, OFF = "moonshine", "vosk", "off"
WISHES = ("", MOONSHINE, VOSK, OFF)
MODEL_FILES = ("am/final.mdl", "final.mdl")


@dataclass(frozen=True)
class Plan:
    """An engine and the folder of its model; the empty one is inside the engine's own package."""

    engine: str
    model: str = ""


@dataclass(frozen=True)
class Choice:
    """The plan, or none, and the reason for it; of the others, why not."""

    plan: Plan | None
    why: str
    others: tuple[str, ...] = ()


def choose(wish: str, vosk_model: Path | None, fetched: Path) -> Choice:
    """`wish` is the setting; `vosk_model` a folder that the operator named; `fetched` where models are downloaded."""
    if wish == OFF:
        return Choice(None, "MYSAY_LISTENING is off")
    moonshine, vosk = _moonshine(), _vosk(vosk_model, fetched)
    order = [vosk, moonshine] if wish == VOSK or (vosk_model and wish != MOONSHINE) else [moonshine, vosk]
    if wish:
        order = order[:1]
    usable = next((found for found in order if found.plan), None)
    others = tuple(found.why for found in (moonshine, vosk) if found is not usable)
    return Choice(usable.plan, usable.why, others) if usable else Choice(None, "no engine can be used", others)


def _moonshine() -> Choice:
    spec = find_spec("moonshine_voice")
    folder = Path(spec.origin).parent / "assets" / "tiny-en" if spec and spec.origin else None
    if folder is None:
        return Choice(None, f"moonshine: moonshine-voice is not installed ({sys.platform})")
    if not folder.is_dir():
        return Choice(None, "moonshine: this moonshine-voice has no model inside; 0.1.0 has")
    return Choice(Plan(MOONSHINE), "moonshine: English, with the model inside its package; nothing to download")


def _vosk(named: Path | None, fetched: Path) -> Choice:
    if not find_spec("vosk"):
        return Choice(None, f"vosk: it is not installed ({sys.platform})")
    if named:
        return _vosk_folder(named, "named by MYSAY_VOSK_MODEL")
    folders = sorted(folder for folder in fetched.glob("*") if is_model(folder))
    if not folders:
        return Choice(None, "vosk: no model; fetch one with `mysay models fetch small-en`, or set MYSAY_VOSK_MODEL")
    return _vosk_folder(folders[0], "fetched")


def _vosk_folder(folder: Path, how: str) -> Choice:
    if not is_model(folder):
        return Choice(None, f"vosk: {folder} ({how}) is no Vosk model: it has no am/final.mdl")
    return Choice(Plan(VOSK, str(folder)), f"vosk: the model in {folder}, {how}")


def is_model(folder: Path) -> bool:
    """Whether a folder holds a Vosk model."""
    return any((folder / name).is_file() for name in MODEL_FILES)
