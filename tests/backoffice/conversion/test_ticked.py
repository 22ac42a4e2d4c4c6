"""申请转换, 进度查询 and 打印转换证明 on ticked rows, through one form without a script; on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ProofMember
from backoffice.conversion.workflow import ConversionState
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from reports.proof import content_of

PRINTED = (
    *("申请转换", "进度查询", "打印转换证明", "成果名称", "请选择成果类型", "来源机构", "查询", "序号", "成果类型"),
    *("状态", "添加时间", "可转换规则数", "已用转换规则数", "操作", "暂无操作", "未申请", "2020-11-15 11:21:03"),
    *("显示第 1 到第 1 条记录，总共 1 条记录", "每页显示 25 条记录"),
)
ADDRESS = "/my/conversions/ticked"


@pytest.fixture
def converted(line):
    """Return a function that converts a fresh outcome; it gives the outcome's id."""

    def make(number):
        outcome_id = line.add(number=number)
        application_id = line.apply(outcome_id)
        line.pass_first(application_id)
        line.pass_final(application_id)
        return outcome_id

    return make


def press(visitor, do, *outcome_ids):
    """Tick rows and press a button; return the answer."""
    form = {"csrf_token": visitor.token, "do": do, "outcome": list(map(str, outcome_ids))}
    return visitor.client.post(ADDRESS, data=form)


def test_the_buttons_lead_on_with_the_ticked_rows(line, visit):
    """One row opens 成果转换; of several the others wait there by name; progress shows each."""
    first, second = line.add(), line.add(number="LNJY00002")
    visitor = visit("learnera")
    apply_one, apply_two = press(visitor, "apply", first), press(visitor, "apply", first, second)
    progress = press(visitor, "progress", first, second)

    assert apply_one.location.endswith(f"/my/conversions/apply/{first}")
    page = visitor.client.get(apply_two.location).text
    assert f'href="/my/conversions/apply/{first if f"apply/{second}" in apply_two.location else second}"' in page
    assert visitor.client.get(progress.location).text.count("这项成果还没有申请转换") == 2


def test_nothing_ticked_is_told(line, visit):
    """Every button says that a row must be ticked first; other learners' rows count as none."""
    own = line.add()
    mine, other = visit("learnera"), visit("learnerb")

    assert mine.send(ADDRESS, {"do": "apply"}) == (422, ["请先勾选要办理的成果。"])
    assert other.send(ADDRESS, {"do": "progress", "outcome": str(own)}) == (422, ["请先勾选要办理的成果。"])
    assert mine.send(ADDRESS, {"do": "print", "outcome": "nonsense"}) == (422, ["请先勾选要办理的成果。"])


def test_an_unconverted_row_is_not_printed_and_the_ticks_stay(line, visit, converted):
    """The list says which row is in the way, and what was ticked is ticked still."""
    done, fresh = converted("LNJY00001"), line.add(number="LNJY00002")
    visitor = visit("learnera")
    answer = press(visitor, "print", done, fresh)

    assert answer.status_code == 422
    assert "“老年教育课程”尚未转换，已转换的成果才能打印证明，请取消勾选后再打印。" in answer.text
    assert answer.text.count(" checked>") == 2


def test_one_ticked_row_prints_its_own_proof(line, visit, converted):
    """A single conversion has the proof that its approval gave."""
    outcome_id = converted("LNJY00001")
    answer = press(visit("learnera"), "print", outcome_id)

    with Session(line.engine) as session:
        assert answer.location.endswith(f"/proofs/{session.scalars(select(ConversionProof.id)).one()}.pdf")


def test_several_rows_share_one_paper_with_its_own_number(line, visit, converted):
    """The same set, ticked in any order, has the same number and the same bytes; its lines are those of all."""
    outcomes = [converted(f"LNJY0000{number}") for number in (1, 2)]
    visitor = visit("learnera")
    first, again = press(visitor, "print", *outcomes), press(visitor, "print", *reversed(outcomes))
    pages = [visitor.client.get(first.location).data for _time in range(2)]

    assert first.location == again.location
    assert pages[0] == pages[1]
    assert pages[0].startswith(b"%PDF")
    assert visit("learnerb").client.get(first.location).status_code == 404
    with Session(line.engine) as session:
        proofs = session.scalars(select(ConversionProof).order_by(ConversionProof.id)).all()
        single = [line_ for each in proofs[:2] for line_ in content_of(each.payload).lines]
        assert len({each.number for each in proofs}) == 3
        assert list(content_of(proofs[2].payload).lines) == single
        assert len(session.scalars(select(ProofMember)).all()) == 2


def test_a_joint_proof_is_void_with_any_of_its_conversions(line, visit, converted):
    """The public check confirms a joint proof, and calls it revoked once one of its conversions is."""
    outcomes = [converted(f"LNJY0000{number}") for number in (1, 2)]
    visitor = visit("learnera")
    press(visitor, "print", *outcomes)
    with Session(line.engine) as session:
        joint = session.scalars(select(ConversionProof).order_by(ConversionProof.id.desc())).first()
        check = f"/verify?number={joint.number}&code={joint.check_code}"
    before = visitor.client.get(check).text
    with line.writing() as session:
        session.scalars(select(ConversionApplication)).first().state = ConversionState.REVOKED
        session.commit()
    after = visitor.client.get(check).text

    assert "证明有效" in before
    assert "证明已撤销" in after
    assert press(visitor, "print", *outcomes).status_code == 422


def test_the_list_has_the_manual_s_toolbar_columns_and_words(line, visit):
    """转换成果申请 as the manual prints it: buttons, filters, columns, seconds, counts, 暂无操作."""
    line.add()
    with line.writing() as session:
        assert session.scalars(select(LearnerOutcome)).one().title == "老年教育课程"
    page = visit("learnera").client.get("/my/conversions/").text

    for word in PRINTED:
        assert word in page, word
