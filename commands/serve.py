"""`mysay serve`: train what must be trained, then engine, actions and web, kept alive until Ctrl-C."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.engine import model
from commands.caretaker import caretaker
from commands.certificate import with_certificate
from commands.installation import free_port, give_up, port_is_free, usable_content, usable_settings, usable_store
from operating.settings import ROOT, Settings
from operating.supervisor import Part, PartFailed, Supervisor
from web.engine import engine_secret


@click.command()
@click.option("--https", is_flag=True, help="with MYSAY_CERTIFICATE, or one made here for the local network")
def serve(https: bool) -> None:
    """Start MySay: the page, the interview engine and the record store, until Ctrl-C."""
    settings = usable_settings()
    if https or settings.certificate or settings.certificate_key:
        settings = with_certificate(settings, tell)
    usable_content(settings)
    if not port_is_free(settings.host, settings.port):
        give_up(
            f"Port {settings.port} is in use by another program (perhaps MySay is running already). "
            f"Stop it, or choose another port: MYSAY_PORT={settings.port + 1} mysay serve"
        )
    store = usable_store(settings)
    with running(settings) as supervisor, caretaker(store, settings.keep_months, tell):
        click.echo(f"\nMySay is ready: {settings.scheme}://{settings.host}:{settings.port}   (Ctrl-C stops it)")
        if not store.staff.everyone():
            click.echo("Nobody can read records yet: add a practitioner with `mysay staff add`, in another window.")
        if not settings.alerting.configured:
            click.echo("Concerns are shown in the portal alone: set MYSAY_ALERT_EMAIL, so that somebody is told.")
        supervisor.watch()


@contextmanager
def running(settings: Settings) -> Iterator[Supervisor]:
    """Everything started and ready, and ended in the end."""
    model_file = trained_model(settings)
    supervisor = Supervisor(parts(settings, model_file), tell)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: supervisor.ask_to_stop())
    try:
        supervisor.wait_ready()
        yield supervisor
    except PartFailed as error:
        give_up(f"{error}. `mysay doctor` may say why.")
    finally:
        tell("Stopping")
        supervisor.stop()


def trained_model(settings: Settings) -> Path:
    """The model that fits the data, trained now if there is none."""
    wanted = model.path(settings.data, settings.models)
    if wanted.exists():
        return wanted
    tell("Teaching the engine to understand replies (about 20 s, only when its training data has changed)")
    started = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-m", "bot.engine", "train", str(settings.data), str(settings.models)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not wanted.exists():
        give_up(f"The model could not be trained:\n{done.stderr[-2000:]}")
    tell(f"The engine has learnt in {time.monotonic() - started:.0f} s")
    return wanted


def parts(settings: Settings, model_file: Path) -> list[Part]:
    """The processes and the addresses at which they find each other; a courier only where somebody is to be alerted."""
    engine_port, actions_port, instance = free_port(), free_port(), secrets.token_hex(8)
    environment = {
        "MYSAY_HOME": str(settings.home), "MYSAY_HOST": settings.host, "MYSAY_PORT": str(settings.port),
        "MYSAY_OPEN": "yes" if settings.open_access else "no", "MYSAY_DATA": str(settings.data),
        "MYSAY_ENGINE_URL": f"http://127.0.0.1:{engine_port}", "MYSAY_ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
        "MYSAY_ENGINE_SECRET": engine_secret(settings.secret_key), "MYSAY_SECRET_KEY": settings.secret_key,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        "MYSAY_CERTIFICATE": str(settings.certificate or ""),
        "MYSAY_CERTIFICATE_KEY": str(settings.certificate_key or ""), "MYSAY_INSTANCE": instance,
        "SANIC_HOST": "127.0.0.1", "SANIC_WORKERS": "1", "RASA_TELEMETRY_ENABLED": "false",
    }  # fmt: skip
    python = (sys.executable, "-W", "ignore", "-m")
    everywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104  # the operator's own choice
    host = "127.0.0.1" if everywhere else settings.host
    courier = [Part("The courier", (*python, "alerts"), environment)] if settings.alerting.configured else []
    return [
        Part("The engine", (*python, "bot.engine", "run", str(model_file), str(engine_port)), environment,
             f"http://127.0.0.1:{engine_port}/webhooks/mysay/"),
        Part("The record desk", (*python, "actions.server", str(actions_port)), environment,
             f"http://127.0.0.1:{actions_port}/health"),
        *courier,
        Part("The page", (*python, "web.server"), environment, f"{settings.scheme}://{host}:{settings.port}/healthz",
             instance),
    ]  # fmt: skip


def tell(line: str) -> None:
    """A line of progress."""
    click.echo(f"  {line}", err=False)
    sys.stdout.flush()
