"""A PostgreSQL server that holds the store: its address, which is never shown with its password."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Server:
    """A libpq address such as postgresql://mysay@db.example/mysay, and the schema in it that holds our tables."""

    address: str = field(repr=False)
    schema: str = "public"

    def __str__(self) -> str:
        """For a message to the operator: nothing of the address, which may hold a password."""
        return f"schema {self.schema} of MYSAY_DATABASE"
