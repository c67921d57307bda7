"""Lets Rasa start where TensorFlow is not installed, since no component we configure uses it.

Rasa 3.6 imports TensorFlow as it starts, for DIET and TED, even where the pipeline has neither. `install` puts an empty
stand-in in its place: it can be imported, named in type hints and subclassed, and anything that would compute with it
raises `TensorFlowIsAbsent`. It saves 1.7 GB of disk, half the memory and half the time to start; see
docs/decisions/0002-without-tensorflow.md. `MYSAY_TENSORFLOW=1` uses the real one, which must then be installed.
"""

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Sequence

PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})


class TensorFlowIsAbsent(RuntimeError):
    """A component tried to compute with TensorFlow, which this installation leaves out."""


class _AbsentClass(type):
    """The class of every name found in the stand-in: good for type hints, base classes and decorators only."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(name)

    def __call__(cls, *args: object, **kwargs: object) -> object:
        if len(args) == 1 and isinstance(args[0], types.FunctionType):  # used as a decorator
            return args[0]
        raise TensorFlowIsAbsent(
            f"{cls.__name__} needs TensorFlow: leave that component out, or install it and set MYSAY_TENSORFLOW=1"
        )


def _absent(name: str) -> type:
    return _AbsentClass(name, (), {})


class _AbsentModule(types.ModuleType):
    """An empty package whose every name is an absent class."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for the absent packages and their submodules, and for nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _AbsentModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: the module is empty."""


def install() -> None:
    """Put the stand-in in place, once, unless MYSAY_TENSORFLOW asks for the real one."""
    wanted = os.environ.get("MYSAY_TENSORFLOW", "") not in {"", "0", "false", "no"}
    if not wanted and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
