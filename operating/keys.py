"""Keys that follow from the installation's one key: each for one purpose, and none leads to another."""

import hashlib
import hmac

SCHOOL = "mysay-school"
"""The header by which a page tells an engine which school it speaks for."""


def derived(key: str, purpose: str) -> str:
    """64 hex digits for a purpose."""
    return hmac.new(key.encode(), purpose.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def of_school(key: str, school: str) -> str:
    """What a school has in the place of a key of the installation; without a school, that key itself."""
    return derived(key, f"school {school}") if school else key
