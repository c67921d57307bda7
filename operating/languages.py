"""Which languages are on: those whose catalogues stand in the data folder, and English."""

from pathlib import Path

from operating.environment import Environment, SettingWrong

ENGLISH = "en-GB"


def read_languages(env: Environment, data: Path) -> tuple[str, ...]:
    """In the order given, each once, and English: the first is for whoever chooses none. Raises SettingWrong."""
    given = env.get("MYSAY_LANGUAGES", "").replace(",", " ").split() or [ENGLISH]
    known = {ENGLISH, *available(data)}
    for language in given:
        if language not in known:
            raise SettingWrong(f"MYSAY_LANGUAGES has {language!r}: say one or more of {', '.join(sorted(known))}")
    return tuple(dict.fromkeys([*given, ENGLISH]))


def available(data: Path) -> tuple[str, ...]:
    """The languages that have a catalogue, by name."""
    found = (data / "translations").glob("*/LC_MESSAGES/messages.po")
    return tuple(sorted(path.parts[-3].replace("_", "-") for path in found))
