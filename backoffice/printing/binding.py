"""Binding the proofs of a run into its one file: pages for the printer, or the issued files with a manifest."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.conversion.export import csv_lines
from backoffice.printing.models import PrintItem
from backoffice.printing.operations import Shelf, place_of
from backoffice.printing.sealed_files import SealedFile
from backoffice.printing.workflow import ItemState, PrintForm
from backoffice.proofs.models import ConversionProof
from reports.joined import Joined, Titled

AT_ONCE = 50  # proofs from the database
THE_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)  # in an archive: the same proofs give the same bytes
MANIFEST = ("证明编号", "学习者", "SHA-256", "状态")


@dataclass(frozen=True, slots=True)
class Bound:
    """A file that is there: bytes and digest of its content."""

    size: int
    sha256: str


class CancelledMeanwhile(Exception):  # noqa: N818 - what happened
    """Somebody gave the run up while it was bound."""


def bind(engine: Engine, run_id: int, form: PrintForm, *, shelf: Shelf, bound: Callable[[int], bool]) -> Bound:
    """Write a run's file; `bound` is told how many proofs are in it, and says whether to go on."""
    with SealedFile(shelf.path_of(run_id), shelf.sealer, place_of(run_id)) as file:
        papers = counted(papers_of(engine, run_id), bound)
        if form is PrintForm.PAPER:
            file.write(joined(papers, run_id))
        else:
            write_archive(file, papers, manifest(engine, run_id))
        file.keep()
        return Bound(file.size, file.digest.hexdigest())


def joined(papers: Iterable[PrintItem], run_id: int) -> bytes:
    """Return one file for the printer, a bookmark for each proof."""
    whole = Joined()
    for each in papers:
        whole.add(Titled(f"{each.proof.number} {each.proof.learner.full_name}", each.proof.pdf or b""))
    return whole.finish(f"转换证明 {run_id}")


def write_archive(file: SealedFile, papers: Iterable[PrintItem], rows: Iterable[tuple[str, ...]]) -> None:
    """Write the issued files as they are, then the list of them; they are packed already."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for each in papers:
            archive.writestr(zipfile.ZipInfo(f"{each.proof.number}.pdf", THE_SAME_MOMENT), each.proof.pdf or b"")
        archive.writestr(zipfile.ZipInfo("manifest.csv", THE_SAME_MOMENT), manifest_text(rows).encode())


def papers_of(engine: Engine, run_id: int) -> Iterator[PrintItem]:
    """Yield the proofs of a run with their pages, a few at a time from the database."""
    position = 0
    while True:
        with Session(engine) as session:
            query = (
                select(PrintItem)
                .options(joinedload(PrintItem.proof).joinedload(ConversionProof.learner))
                .where(PrintItem.run_id == run_id, PrintItem.position > position)
            )
            query = query.where(PrintItem.state == ItemState.PRINTED).order_by(PrintItem.position).limit(AT_ONCE)
            found = session.scalars(query).all()
        if not found:
            return
        yield from found
        position = found[-1].position


def counted(papers: Iterable[PrintItem], bound: Callable[[int], bool]) -> Iterator[PrintItem]:
    """Pass papers on, telling how many there were; raises CancelledMeanwhile."""
    count = 0
    for each in papers:
        if count % AT_ONCE == 0 and not bound(count):
            raise CancelledMeanwhile
        yield each
        count += 1
    bound(count)


def manifest(engine: Engine, run_id: int) -> Iterator[tuple[str, ...]]:
    """Yield a row under `MANIFEST` for every proof of a run, those that were left out too."""
    with Session(engine) as session:
        yield from manifest_rows(session, run_id)


def manifest_rows(session: Session, run_id: int) -> Iterator[tuple[str, ...]]:
    """Yield number, name, digest of the issued pages and state of every proof of a run."""
    query = (
        select(ConversionProof.number, Learner.full_name, ConversionProof.pdf_hash, PrintItem.state)
        .join(ConversionProof, ConversionProof.id == PrintItem.proof_id)
        .join(Learner, Learner.id == ConversionProof.learner_id)
        .where(PrintItem.run_id == run_id)
        .order_by(PrintItem.position)
    )
    for row in session.execute(query.execution_options(yield_per=500)):
        yield row.number, row.full_name, row.pdf_hash, row.state.value


def manifest_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Return the manifest as a table for spreadsheets."""
    return "".join(csv_lines(MANIFEST, rows))
