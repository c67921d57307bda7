"""The action server: `python -m actions.server PORT`, on loopback, for the engine alone."""

import hmac
import logging
import os
import sys

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.turn import desks
from operating.parent import end_with_parent
from operating.quiet import keep_words_out_of_logs


def create_app(secret: str) -> Sanic:
    """Rasa's own action server with a guard at the door, and errors that repeat nothing of what was said."""
    from rasa_sdk.endpoint import create_app as create_rasa_app

    app = create_rasa_app("actions", cors_origins=None)

    @app.middleware("request")
    async def engine_alone(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        allowed = hmac.compare_digest(request.headers.get("authorization", ""), f"Bearer {secret}")
        return None if allowed else response.json({"error": "not allowed"}, status=403)

    @app.middleware("response")
    async def without_words(_: Request, reply: HTTPResponse) -> HTTPResponse | None:
        return response.json({"error": "failed"}, status=500) if reply.status == 500 else None

    return app


def main(port: int) -> None:
    """Load the content and open the store before the first message comes, then serve."""
    keep_words_out_of_logs(logging.ERROR)
    desks()
    app = create_app(os.environ["MYSAY_ENGINE_SECRET"])
    app.config.ACCESS_LOG = False
    app.run("127.0.0.1", port, workers=1, access_log=False)


if __name__ == "__main__":
    end_with_parent()
    main(int(sys.argv[1]))
