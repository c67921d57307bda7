"""Fetching a model once: with progress, checked against its checksum, and put in place only when it is whole."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import urllib3

from accessibility.listening.choice import is_model

CHUNK = 65_536
SECONDS = 30.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Model:
    """A published model; `size` in bytes."""

    name: str
    language: str
    url: str
    sha256: str
    size: int


MODELS = {
    "small-en": Model(
        "small-en",
        "English",
        "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
        41_205_931,
    )
}


class NotFetched(Exception):
    """The model is not there; says why in plain words."""


def fetch(model: Model, folder: Path, progress: Progress, source: Path | None = None) -> Path:
    """The model's folder, from its address or from a file that was fetched elsewhere; raises NotFetched."""
    place = folder / model.name
    if is_model(place):
        return place
    folder.mkdir(parents=True, exist_ok=True)
    archive, unpacked = folder / f".{model.name}.part", folder / f".{model.name}"
    try:
        if source:
            shutil.copyfile(source, archive)
        else:
            _download(model, archive, progress)
        _check(model, archive)
        _unpack(archive, unpacked)
        next(path for path in (unpacked, *unpacked.iterdir()) if is_model(path)).rename(place)
    except (OSError, zipfile.BadZipFile, StopIteration) as error:
        raise NotFetched(f"The model could not be put into {folder} ({type(error).__name__}: {error}).") from error
    finally:
        archive.unlink(missing_ok=True)
        shutil.rmtree(unpacked, ignore_errors=True)
    return place


def _download(model: Model, archive: Path, progress: Progress) -> None:
    try:
        with urllib3.PoolManager() as pool, archive.open("wb") as file:
            reply = pool.request("GET", model.url, preload_content=False, timeout=SECONDS, retries=2)
            if reply.status != 200:
                raise NotFetched(f"{model.url} answered {reply.status}. Is there a new address of the model?")
            _copy(reply, file, model.size, progress)
    except urllib3.exceptions.HTTPError as error:
        raise NotFetched(
            f"There is no network, or {model.url} cannot be reached from here. Fetch that file on another computer, "
            f"and then run: mysay models fetch {model.name} --file FILE"
        ) from error


def _copy(reply: urllib3.BaseHTTPResponse, file: BinaryIO, size: int, progress: Progress) -> None:
    done = 0
    for chunk in reply.stream(CHUNK):
        file.write(chunk)
        done += len(chunk)
        progress(done, size)
        if done > size:  # the checksum will say the rest
            return


def _check(model: Model, archive: Path) -> None:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != model.sha256:
        raise NotFetched(
            "What came is not the model that was published: its checksum differs. It was cut off or changed on its "
            "way, and has been thrown away. Please try again."
        )


def _unpack(archive: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    with zipfile.ZipFile(archive) as file:
        file.extractall(place)  # names that lead elsewhere are made harmless by it
