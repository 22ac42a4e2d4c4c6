"""A database of each sort for the rules and facts of one test."""

import pytest
from sqlalchemy import MetaData, create_engine

from rules.queries.loading import load
from rules.queries.preparing import prepare
from rules.queries.tables import FactTables


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request):
    """Return an engine on an empty database, on each sort in turn."""
    url = "sqlite://"
    if request.param == "postgresql":
        url = f"postgresql+psycopg://postgres@/postgres?host={request.getfixturevalue('postgres_socket')}"
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def queried(database):
    """Return a function that puts facts and a book into the database, and gives the connection and what it made."""
    with database.connect() as connection:
        made = []

        def put(book, population, judged=None):
            tables = FactTables(MetaData())
            load(connection, tables, population, judged)
            prepared = prepare(connection, tables, book)
            made.extend([prepared.metadata, tables.metadata])
            return connection, prepared

        yield put
        for metadata in made:
            metadata.drop_all(connection)
