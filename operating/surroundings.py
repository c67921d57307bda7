"""What a process of ours is told by its environment: what it reads, and no secret that only another part needs."""

import os
from collections.abc import Collection, Mapping

ORDINARY = frozenset({
    "HOME", "HOMEDRIVE", "HOMEPATH", "LANG", "LANGUAGE", "LOGNAME", "PATH", "PATHEXT", "SYSTEMROOT", "TEMP", "TMP",
    "TMPDIR", "TZ", "USER", "USERPROFILE", "VIRTUAL_ENV",
})  # fmt: skip
KINDS = ("FAKETIME", "LC_", "LD_", "DYLD_", "MALLOC_", "MKL_", "NO_FAKE_", "OMP_", "OPENBLAS_", "PYTHON")
"""How the names begin that say how programs find their libraries, their threads and the time."""
OURS = "MYSAY_"


def ordinary(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """For a process that opens no database: no setting of ours, and nothing that another program keeps secret there."""
    env = os.environ if environment is None else environment
    return {name: value for name, value in env.items() if name.upper() in ORDINARY or name.startswith(KINDS)}


def with_settings(names: Collection[str], environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """For a process that opens the database: of our settings those named, and all that is not ours.

    libpq has settings of its own there (PGPASSFILE), and so may the command that gives the database's key.
    """
    env = os.environ if environment is None else environment
    return {name: value for name, value in env.items() if name in names or not name.startswith(OURS)}
