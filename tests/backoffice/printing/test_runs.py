"""Runs of printing: what is in the file, what is left out, and when the file is there."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.revocation import revoke
from backoffice.papers.workflow import TemplateState
from backoffice.printing import operations
from backoffice.printing.jobs import bind_run, draw_batch
from backoffice.printing.operations import cancel_run
from backoffice.printing.workflow import FOLLOWING, ItemState, PrintForm, PrintState
from backoffice.proofs.models import ConversionProof
from tests.factories import make
from tests.worked_example import HOUSE

READING = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what is written is tried on both elsewhere


def give_up(desk, run_id, username="centre"):
    """Cancel a run."""
    with desk.line.writing() as session:
        cancel_run(session, run_id, actor_id=desk.line.user(session, username), now=desk.line.now)
        session.commit()


def take_back(desk, number):
    """Revoke the conversion that a proof tells of."""
    with desk.line.writing() as session:
        proof = session.scalars(select(ConversionProof).filter_by(number=number)).one()
        application = session.scalars(select(ConversionApplication).filter_by(proof_id=proof.id)).one()
        who = desk.line.user(session, "centre")
        revoke(session, application.id, "撤销试验", actor_id=who, now=desk.line.now, house=HOUSE)
        session.commit()


def test_proofs_become_one_file(desk, issued):
    """Every chosen proof is a page with its bookmark, in the order of issue; its pages are kept with it."""
    run_id = desk.order()
    desk.work(run_id)
    run = desk.run(run_id)
    with pikepdf.open(io.BytesIO(desk.file(run_id))) as pdf, pdf.open_outline() as outline:
        marks = [each.title.split()[0] for each in outline.root]
        pages = len(pdf.pages)
    with Session(desk.engine) as session:
        kept = session.scalars(select(ConversionProof.pdf_hash)).all()

    assert marks == issued == desk.press.renderers.printed
    assert pages == 3
    assert (run.state, run.position, run.bound, run.left_out) == (PrintState.DONE, 3, 3, 0)
    assert all(kept)
    assert run.expires_at == run.finished_at + timedelta(days=7)


def test_an_archive_holds_the_issued_files(desk, issued):
    """The zip has the very bytes that were issued, and a manifest with digest and state of each proof."""
    run_id = desk.order(PrintForm.ARCHIVE)
    take_back(desk, issued[1])
    desk.work(run_id)
    with zipfile.ZipFile(io.BytesIO(desk.file(run_id))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rows = list(csv.reader(io.StringIO(files.pop("manifest.csv").decode("utf-8-sig"))))[1:]
    with Session(desk.engine) as session:
        proofs = {each.number: each.pdf for each in session.scalars(select(ConversionProof))}

    assert files == {f"{number}.pdf": proofs[number] for number in (issued[0], issued[2])}
    assert [(row[0], row[3]) for row in rows] == list(zip(issued, ("已打印", "证明已撤销", "已打印"), strict=True))
    assert desk.run(run_id).left_out == 1


@READING
def test_what_was_drawn_is_not_drawn_again(desk, issued):
    """A second run takes the kept pages."""
    desk.work(desk.order())
    desk.work(desk.order(PrintForm.ARCHIVE))

    assert desk.press.renderers.printed == issued


@READING
def test_a_proof_revoked_after_it_was_drawn_is_left_out(desk, issued):
    """Whatever is revoked before the file is bound is not in it, and listed."""
    run_id = desk.order()
    while draw_batch(desk.engine, run_id, desk.press):
        pass
    take_back(desk, issued[0])
    bind_run(desk.engine, run_id, desk.press)

    assert desk.items(run_id)[issued[0]] is ItemState.REVOKED
    assert (desk.run(run_id).bound, desk.run(run_id).left_out) == (2, 1)


@READING
def test_a_proof_that_cannot_be_printed_is_left_out(desk, issued):
    """One name with an unknown letter does not stop the others."""
    desk.press.renderers.refused.add(issued[2])
    run_id = desk.order()
    desk.work(run_id)

    assert desk.items(run_id)[issued[2]] is ItemState.UNPRINTABLE
    assert desk.run(run_id).bound == 2


def test_a_cancelled_run_goes_no_further(desk, issued):
    """The pages that were drawn stay; there is no file, and whoever did not order it cannot cancel it."""
    run_id = desk.order()
    draw_batch(desk.engine, run_id, desk.press)
    give_up(desk, run_id)
    desk.work(run_id)

    assert desk.run(run_id).state is PrintState.CANCELLED
    assert desk.press.renderers.printed == issued[:2]
    with pytest.raises(FileNotFoundError):
        desk.file(run_id)


@READING
def test_a_foreign_or_finished_run_is_not_cancelled(desk, issued, codes):
    """Only who ordered it can, and only while it goes on."""
    assert issued
    run_id = desk.order()
    assert codes(give_up, desk, run_id, "elderlyadmin") == ["print_not_cancellable"]
    desk.work(run_id)

    assert codes(give_up, desk, run_id) == ["print_not_cancellable"]


def test_a_file_is_cleared_after_its_days(desk, issued, now):
    """On the last day it is there, afterwards gone, and the run says so."""
    assert issued
    run_id = desk.order()
    desk.work(run_id)
    desk.clear(now + timedelta(days=6))
    assert desk.file(run_id)
    desk.clear(now + timedelta(days=7))

    assert desk.run(run_id).state is PrintState.REMOVED
    with pytest.raises(FileNotFoundError):
        desk.file(run_id)


def test_an_institution_prints_its_own_conversions_alone(desk, issued, codes):
    """Its administrator gets the proofs of its conversions; that of another gets none, nor by ticking them."""
    with Session(desk.engine) as session:
        keys = session.scalars(select(ConversionProof.id)).all()
    run_id = desk.order(username="elderlyadmin", institution="老年")

    assert list(desk.items(run_id)) == issued
    assert codes(desk.order, username="openadmin") == ["print_nothing"]
    assert codes(desk.order, username="openadmin", ticked=keys) == ["print_nothing"]


@READING
def test_filters_narrow_what_is_printed(desk, issued, codes, now):
    """By days, institution and target; ticked ones come alone."""
    today = now.date()
    with Session(desk.engine) as session:
        key = session.scalars(select(ConversionProof.id).filter_by(number=issued[1])).one()

    assert list(desk.items(desk.order(first=today, last=today, target="广东老年大学"))) == issued
    assert list(desk.items(desk.order(ticked=[key], first=today + timedelta(days=9)))) == [issued[1]]
    for nothing in ({"first": today + timedelta(days=1)}, {"target": "没有"}, {"institution": "没有"}):
        assert codes(desk.order, **nothing) == ["print_nothing"]


@READING
def test_runs_are_bounded(desk, issued, codes, monkeypatch):
    """A run holds so many proofs, and a person has so many runs under way."""
    assert issued
    monkeypatch.setattr(operations, "MOST_PROOFS", 2)
    assert codes(desk.order) == ["print_too_many"]
    monkeypatch.setattr(operations, "MOST_PROOFS", 3)
    for _ in range(operations.MOST_OPEN):
        desk.order()

    assert codes(desk.order) == ["print_too_many_runs"]


@READING
def test_a_cut_file_does_not_open(desk, issued):
    """A sealed file without its end, or of another run, is refused rather than sent."""
    assert issued
    run_id = desk.order()
    desk.work(run_id)
    with Session(desk.engine) as session:
        path = desk.press.shelf(session).path_of(run_id)
    path.rename(path.with_name("print-999"))

    with pytest.raises(InvalidTag):
        desk.file(999)


def test_what_follows_ends():
    """From every state a run comes to an end."""
    ends = {state for state, following in FOLLOWING.items() if not following}

    assert ends == {PrintState.FAILED, PrintState.CANCELLED, PrintState.REMOVED}
    assert all(following & (ends | {PrintState.DONE}) for state, following in FOLLOWING.items() if state not in ends)


@READING
def test_a_look_is_asked_for_once(desk, issued):
    """However many proofs of a batch were issued in the centre's second version, its look is read once."""
    with desk.line.writing() as session:
        standing = {"number": 2, "state": TemplateState.PUBLISHED}
        make(session, "PaperTemplate", published_by_id=desk.line.user(session, "centre"), **standing)
        session.execute(update(ConversionProof).values(template_version=2))
        session.commit()
    asked = []
    event.listen(desk.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    draw_batch(desk.engine, desk.order(), replace(desk.press, size=len(issued)))

    assert desk.press.renderers.printed == issued
    assert len([each for each in asked if "FROM paper_template" in each]) == 1
