"""`python -m bot.engine run MODEL HOST PORT` serves a trained model; `train DATA MODELS` makes one."""

import logging
import os
import sys
from pathlib import Path

from bot.engine import model, without_tensorflow
from operating.parent import end_with_parent
from operating.quiet import keep_words_out_of_logs

HERE = Path(__file__).resolve().parent


def run(model_file: str, host: str, port: int) -> None:
    """Serve until told to stop: Rasa's HTTP API off, its telemetry off, no words in its logs; https by settings."""
    without_tensorflow.install()
    os.environ |= {"RASA_TELEMETRY_ENABLED": "false", "MYSAY_MODEL": Path(model_file).name}
    keep_words_out_of_logs(logging.ERROR)
    import rasa.core.run
    import rasa.core.utils

    from bot.engine.action_replies import check_with_compiled_schema

    keep_words_out_of_logs(logging.ERROR)
    check_with_compiled_schema()
    endpoints = rasa.core.utils.AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
    rasa.core.run.serve_application(
        model_file, interface=host, port=port, enable_api=False, endpoints=endpoints,
        credentials=str(HERE / "credentials.yml"), cors=None,
        ssl_certificate=os.environ.get("MYSAY_ENGINE_CERTIFICATE"), ssl_keyfile=os.environ.get("MYSAY_ENGINE_KEY"),
        server_listeners=[(_quiet, "after_server_start")],
    )  # fmt: skip


async def _quiet(*_: object) -> None:
    keep_words_out_of_logs(logging.ERROR)


def main(arguments: list[str]) -> None:
    """Run or train, as asked."""
    if arguments[0] == "train":
        print(model.train(Path(arguments[1]), Path(arguments[2])))
        return
    end_with_parent()
    run(arguments[1], arguments[2], int(arguments[3]))


if __name__ == "__main__":
    main(sys.argv[1:])
