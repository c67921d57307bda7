"""No picture of a process's memory on a disk: what people said, and the keys, would be in it."""

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]  # mypy knows the module alone


def leave_no_dumps() -> None:
    """From now on, for this process and for all that it starts, which cannot undo it."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
