"""eSpeak NG as its wheel carries it, handed to pyttsx3 in place of one that somebody would have to install."""

import ctypes
import os

import espeakng_loader


def borrow_espeak() -> None:
    """Let pyttsx3 find the wheel's eSpeak and its data; before `pyttsx3.drivers.espeak` is imported, once a process."""
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    loader = ctypes.cdll
    loader.LoadLibrary = lambda _: library  # type: ignore[method-assign,assignment]  # pyttsx3 tries each system's paths
    try:
        import pyttsx3.drivers._espeak  # noqa: F401  # it loads the library while it is imported
    finally:
        del loader.LoadLibrary
