"""What databases say in words of their own."""

from sqlalchemy import BigInteger, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.sql.compiler import DDLCompiler, SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Analyze(ExecutableDDLElement):
    """Let the database count a table, so that it plans its joins by what is there."""

    inherit_cache = False

    def __init__(self, table: Table) -> None:
        self.table = table


@compiles(Analyze)
def _analyze(element: Analyze, compiler: DDLCompiler, **_: object) -> str:
    return f"ANALYZE {compiler.preparer.format_table(element.table)}"


class Greatest(FunctionElement[int]):
    """The greatest of some numbers, all of them known."""

    type = BigInteger()
    inherit_cache = True


@compiles(Greatest)
def _greatest(element: Greatest, compiler: SQLCompiler, **more: object) -> str:
    return f"greatest({compiler.process(element.clauses, **more)})"


@compiles(Greatest, "sqlite")
def _greatest_of_sqlite(element: Greatest, compiler: SQLCompiler, **more: object) -> str:
    return f"max({compiler.process(element.clauses, **more)})"
