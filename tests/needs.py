"""A row of another model that a factory needs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """A row of another model, or a column of it."""

    name: str
    column: str = ""

    def met(self, session, make):
        """Make that row."""
        row = make(session, self.name)
        return getattr(row, self.column) if self.column else row
