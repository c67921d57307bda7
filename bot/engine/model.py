"""The trained model: made when it is missing or older than what it is made from."""

import hashlib
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path

from bot.engine import without_tensorflow
from operating.quiet import keep_words_out_of_logs

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "bot" / "engine" / "config.yml"
DOMAIN = ROOT / "domain.yml"
KEPT_MODELS = 3
"""So that going back to an earlier version need not train again."""
UNDER_WAY, LEFT_SECONDS = "tmp", 24 * 3600
"""How the folder of a training is called, and how old it is when nobody can be at it any more."""


def sources(data: Path) -> list[Path]:
    """Everything that a model is made from: a change in any of these makes a new model, a new question does not."""
    found = [CONFIG, DOMAIN, *(data / "training").rglob("*.yml"), *(data / "understanding").rglob("*.yml")]
    return sorted([*found, *(ROOT / "bot" / "understanding").glob("*.py")])


def path(data: Path, models: Path) -> Path:
    """Where the model made from these sources is, or will be; the name says from what it was made."""
    digest = hashlib.sha256()
    for source in sources(data):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return models / f"mysay-{digest.hexdigest()[:16]}.tar.gz"


def train(data: Path, models: Path) -> Path:
    """Train and put the finished model in place in one step, so that a half-made one is never found."""
    without_tensorflow.install()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    wanted = path(data, models)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=UNDER_WAY) as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = f"{folder}/cache"
        keep_words_out_of_logs(logging.ERROR)
        from rasa.model_training import train as rasa_train

        keep_words_out_of_logs(logging.ERROR)
        result = rasa_train(
            str(DOMAIN),
            str(CONFIG),
            [str(data / "training")],
            output=folder,
            fixed_model_name="model",
            force_training=True,
        )
        if result.code or not result.model:
            raise RuntimeError("Rasa could not train the model")
        shutil.move(result.model, wanted)
    forget_old(models)
    return wanted


def forget_old(models: Path) -> None:
    """Take away models that are long out of date, and what was left by a training that was killed."""
    newest_first = sorted(models.glob("mysay-*.tar.gz"), key=lambda found: found.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_MODELS:]:
        old.unlink(missing_ok=True)
    for left in models.glob(f"{UNDER_WAY}*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
