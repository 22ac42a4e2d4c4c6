"""The tables that hold the facts: words by number, numbers in millionths, days as numbers."""

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

NAMED = ("institution", "programme", "level", "level_place", "qf_level", "score", "grade", "scale")
COUNTED = ("credits", "hours", "awarded_on")


class FactTables:
    """The tables of one population; a word, folded, is its number in `words`, and an unknown value is NULL."""

    def __init__(self, metadata: MetaData, *, temporary: bool = True) -> None:
        self.metadata = metadata
        self.prefixes = ["TEMPORARY"] if temporary else []
        self.words = self._table("words", Column("word", Text, primary_key=True), _number("number"))
        self.learners = self._table(
            "learners",
            _key("learner"),
            Column("learner_id", Text, nullable=False),
            Column("memberships_known", Boolean, nullable=False),
            _number("alike"),  # the first learner of the same memberships
            *map(_number, ("major", "level", "level_place", "birth_date", "enrolled_on")),
            Column("holds_known", Boolean, nullable=False),
            Column("holdings_closed", Boolean, nullable=False),
        )
        self.outcomes = self._table(
            "outcomes",
            _key("outcome"),
            _number("learner"),
            Column("outcome_id", Text, nullable=False),
            *map(_number, ("title_key", "named_code_key", "code_key", "kind_key", *NAMED, *COUNTED)),
        )
        self.keys = self._table("source_keys", *map(_number, ("key", "outcome", "learner", "together")))
        self.fields = self._table("fields", _key("outcome"), _key("label"), *map(_number, ("text", "number", "day")))
        self.memberships = self._table("memberships", _key("learner"), _key("institution"))
        self.holds = self._table("holds", _key("learner"), _key("kind"), Column("answer", Boolean))
        self.judgements = self._table(
            "judgements", _key("learner"), _key("rule"), _key("name"), Column("given", Boolean, nullable=False)
        )
        self.places = self._table("grade_places", _key("scale"), _key("grade"), _number("place"))
        self.denials = self._table(
            "denials", *map(_number, ("denier", "learner", "outcome")), Column("certain", Boolean, nullable=False)
        )
        self.denies = self._table("denies", _key("denier"), _key("rule"))
        self.indexes = (
            Index("ix_evaluation_keys", self.keys.c.key, self.keys.c.together),
            Index("ix_evaluation_keys_learner", self.keys.c.learner, self.keys.c.key),
        )
        self.facts = (self.learners, self.outcomes, self.keys, self.fields, self.memberships, self.holds)
        for index in self.indexes:
            self.keys.indexes.discard(index)  # they are made when the table is full

    def _table(self, name: str, *columns: Column[object]) -> Table:
        return Table(f"evaluation_{name}", self.metadata, *columns, prefixes=self.prefixes)


def _key(name: str) -> Column[object]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _number(name: str) -> Column[object]:
    return Column(name, BigInteger)
