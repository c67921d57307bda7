"""JSON as the standard has it: whatever cannot be read, however strange, is one and the same error."""

import json
from typing import Any, NoReturn

from flask.json.provider import DefaultJSONProvider


class StrictJson(DefaultJSONProvider):
    """Reads no NaN or Infinity, which no other program could read back, and survives a thousand brackets."""

    def loads(self, s: str | bytes, **options: Any) -> Any:
        """Raises ValueError."""
        try:
            return json.loads(s, parse_constant=_no_number, **options)
        except RecursionError:
            raise ValueError("too deep") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
