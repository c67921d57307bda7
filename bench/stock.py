"""The bot that `rasa init` makes, run as its own guide says, by an environment of its own."""

import itertools
import uuid
from pathlib import Path

from bench.program import Program, run
from bench.subject import Line, TurnFailedError
from commands.installation import free_port

PYTHON = Path(".venv-bench/bin/python").absolute()
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
MAKE = "from rasa.cli.scaffold import create_initial_project; create_initial_project('.')"
SAYINGS = (
    "hello",
    "not very good",
    "yes",
    "bye",
    "hi there",
    "I am doing great",
    "are you a bot",
    "so sad",
    "no",
    "good",
)


class StockTalk:
    """One sender who goes round the sayings that the bot was made for."""

    def __init__(self, port: int) -> None:
        self._line, self._sender = Line(port), str(uuid.uuid4())
        self._sayings = itertools.cycle(SAYINGS)

    def turn(self) -> bool:
        said = {"sender": self._sender, "message": next(self._sayings)}
        if not isinstance(self._line.post("/webhooks/rest/webhook", said), list):
            raise TurnFailedError("the stock bot did not answer with a list")
        return True

    def check(self) -> None:
        """Nothing to look at: this bot keeps nothing."""


class Stock:
    """`rasa init`, `rasa train`, `rasa run`: DIET and TED, trackers in memory, nothing kept on disk."""

    name = "stock"

    def prepare(self, folder: Path) -> None:
        self._folder = folder
        run([str(PYTHON), "-c", MAKE], folder, QUIET)

    def train(self) -> float:
        return run([str(PYTHON), "-m", "rasa", "train", "--force"], self._folder, QUIET)

    def start(self) -> tuple[Program, float]:
        self._port = free_port()
        command = [str(PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(self._port)]
        program = Program(command, self._folder, QUIET, self._folder / "run.log")
        # It listens only once its model is loaded.
        return program, program.wait_ready(f"http://127.0.0.1:{self._port}/webhooks/rest/")

    def talk(self) -> StockTalk:
        return StockTalk(self._port)
