"""The authority's own sign-in that an operator has set, if any: one client of it in each process."""

from typing import TYPE_CHECKING

from flask import current_app, url_for

from operating.signing_in import OpenIdSettings
from web.problems import Problem
from web.services import services

if TYPE_CHECKING:
    from web.openid_provider import Provider


def away(why: Exception) -> Problem:
    """What whoever asked is told while the provider cannot be used; an operator finds in the log what was wrong."""
    services().log.warning("the authority's own sign-in cannot be used: %s", why)
    return Problem(503, "openid_away", retry_after=10)


def provider() -> "Provider":
    """The provider of this process; a 404 where none is set."""
    settings: OpenIdSettings | None = services().settings.signing_in.openid
    if settings is None:
        raise Problem(404, "not_found")
    from web.openid_provider import Provider

    back = services().settings.address + url_for("portal.openid_back")
    held: Provider | None = current_app.extensions.get("mysay_openid")
    if held is None or held.settings != settings:
        held = current_app.extensions["mysay_openid"] = Provider(settings, back)
    return held
