"""Rasa without TensorFlow: sound only as long as nothing that is configured would compute with it."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from bot.engine import without_tensorflow
from bot.engine.model import CONFIG
from operating.settings import ROOT

without_tensorflow.install()

from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # noqa: E402  # only once the stand-in is there
from rasa.shared.utils.common import class_from_module_path  # noqa: E402

pytestmark = pytest.mark.process


def configured() -> list[str]:
    """The names of all components and policies of config.yml."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    return [part["name"] for part in (*config["pipeline"], *config["policies"])]


def component(name: str) -> type:
    """The class of a component, whether it is Rasa's or ours."""
    if "." in name:
        return class_from_module_path(name)
    return DefaultV1Recipe._from_registry(name).clazz


def is_stand_in(value: object) -> bool:
    """Whether a value came out of the empty TensorFlow."""
    return isinstance(value, ModuleType | type) and type(value).__module__ == without_tensorflow.__name__


@pytest.mark.parametrize("name", configured())
def test_no_configured_component_uses_tensorflow(name: str) -> None:
    """A component whose module, or a parent's, imports TensorFlow fails here, before it fails a child."""
    for parent in component(name).__mro__:
        used = [key for key, value in vars(sys.modules[parent.__module__]).items() if is_stand_in(value)]
        assert not used, f"{name} comes from {parent.__module__}, which uses TensorFlow as {used}"


def test_the_check_would_notice() -> None:
    """The check is no formality: DIET's module is seen to use TensorFlow."""
    module = sys.modules[component("DIETClassifier").__module__]
    assert any(is_stand_in(value) for value in vars(module).values())


def test_computing_with_it_says_what_to_do() -> None:
    """Whoever calls into the stand-in is told what is missing and what to set."""
    import tensorflow as tf

    with pytest.raises(without_tensorflow.TensorFlowIsAbsent, match="MYSAY_TENSORFLOW=1"):
        tf.constant([1])


def test_it_can_be_turned_off() -> None:
    """With MYSAY_TENSORFLOW=1 nothing stands in: the real one is imported, or its absence is plain."""
    code = "from bot.engine import without_tensorflow as w; import sys; w.install(); print(len(sys.meta_path))"
    counts = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PATH": str(Path(sys.executable).parent), **setting},
            capture_output=True, text=True, check=True,
        ).stdout
        for setting in ({}, {"MYSAY_TENSORFLOW": "1"})
    ]  # fmt: skip
    assert int(counts[0]) == int(counts[1]) + 1
