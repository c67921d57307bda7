"""How staff sign in: whether a second factor is asked of all, and an authority's own sign-in."""

from dataclasses import dataclass
from pathlib import Path

from operating.environment import Environment, SettingWrong, a_path, is_loopback, is_private, one_of, taken_apart

NEEDED = ("MYSAY_OIDC_ISSUER", "MYSAY_OIDC_CLIENT_ID", "MYSAY_OIDC_CLIENT_SECRET_FILE")


@dataclass(frozen=True)
class OpenIdSettings:
    """An OpenID Connect provider that may sign staff in; its secret is read from the file each time it is needed."""

    issuer: str
    client_id: str
    secret_file: Path
    name: str


@dataclass(frozen=True)
class SigningIn:
    """What an operator has chosen; see the table in README.md."""

    second_factor_required: bool = False
    openid: OpenIdSettings | None = None


def read_signing_in(env: Environment) -> SigningIn:
    """The settings of signing in; raises SettingWrong, which never repeats a secret."""
    second_factor = one_of(env, "MYSAY_SECOND_FACTOR", ("", "optional", "required"))
    return SigningIn(second_factor == "required", _openid(env))


def _openid(env: Environment) -> OpenIdSettings | None:
    given = {name: env.get(name, "").strip() for name in NEEDED}
    if not any(given.values()):
        return None
    missing = [name for name in NEEDED if not given[name]]
    if missing:
        raise SettingWrong(f"{', '.join(missing)} is missing: signing in by OpenID Connect needs all of them")
    issuer, file = given["MYSAY_OIDC_ISSUER"], a_path(env, "MYSAY_OIDC_CLIENT_SECRET_FILE")
    if not _is_issuer(issuer):
        raise SettingWrong(
            "MYSAY_OIDC_ISSUER cannot be used: an https:// address is needed, as your authority gives it"
        )
    if file is None or not file.is_file():
        raise SettingWrong("MYSAY_OIDC_CLIENT_SECRET_FILE names no file that can be read")
    if not env.get("MYSAY_ADDRESS", "").strip() and not is_loopback(env.get("MYSAY_HOST", "127.0.0.1")):
        raise SettingWrong("MYSAY_ADDRESS is needed: signing in by OpenID Connect comes back to that address")
    name = env.get("MYSAY_OIDC_NAME", "").strip() or taken_apart(issuer).hostname or issuer
    return OpenIdSettings(issuer, given["MYSAY_OIDC_CLIENT_ID"], file, name)


def _is_issuer(given: str) -> bool:
    """An https address, http only to this machine, and nothing behind its path."""
    parts = taken_apart(given)
    return is_private(given) and not (parts.query or parts.fragment)
