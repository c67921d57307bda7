"""The folder of trained models: it does not fill up."""

import os
import time

from bot.engine.model import KEPT_MODELS, LEFT_SECONDS, forget_old


def test_what_a_killed_training_left_goes_after_a_day(tmp_path):
    """A folder of a training that may be under way stays, and so does everything that is not ours to take."""
    for name, age in (("tmpleft", LEFT_SECONDS + 60), ("tmpnow", 60), ("others", LEFT_SECONDS + 60)):
        (tmp_path / name / "cache").mkdir(parents=True)
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    forget_old(tmp_path)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["others", "tmpnow"]


def test_the_newest_models_stay(tmp_path):
    """As many as are worth going back to."""
    for number in range(KEPT_MODELS + 2):
        made = tmp_path / f"mysay-{number}.tar.gz"
        made.touch()
        os.utime(made, (number, number))
    forget_old(tmp_path)
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        f"mysay-{n}.tar.gz" for n in range(2, KEPT_MODELS + 2)
    ]
