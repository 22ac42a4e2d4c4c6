"""Tables come in: checked first, then taken over once, whatever happens in between."""

import signal
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.institutions.models import Institution, Membership, Programme
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.problems import Refused
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.sample.reading import table_of
from backoffice.upkeep.deposits import DEPOSITS
from tests.backoffice.upkeep.conftest import csv_file, xlsx_file

OWNER = "广东开放大学"
CATALOGUE = ("成果类型", "机构代码", "项目名称", "编号", "名称", "专业领域", "层次", "学分")
ENTRY = ("课程", "gdkd00001", "电子商务(2019春)(本)", "10771", "公司概况", "电子商务", "本科", "3")
NEW = ("课程", "gdkd00001", "", "NEW-1", "数据治理", "电子商务", "本科", "2.5")
PERSON = table_of("accounts.toml")["account"]
LEARNER = next(each for each in PERSON if each["username"] == "learnera")
NUMBER = LEARNER["person"]["document_number"]


def deposit(**given):
    """Return a row of a deposit in the order of its fifteen columns."""
    values = {
        "学号": "2020010001",
        "姓名": LEARNER["full_name"],
        "身份证号": NUMBER,
        "专业名称": "电子商务",
        "课程名称": "公司概况",
        "教育层次代码": "22",
        "教育类别代码": "30",
        "学分": "3",
        "学时": "54",
        "成绩": "85.5",
        "获得时间(年月)": "202007",
        "届别": "2020",
        "毕业结业肄业": "40",
        "毕业季": "51",
        "备注": "",
    } | given
    return [values[each] for each in DEPOSITS.headers]


def test_a_check_changes_nothing_and_an_import_does(desk):
    """The check counts new, changed, same and refused rows; confirmed, they are taken over once."""
    changed = (*ENTRY[:7], "3.5")
    file = csv_file(CATALOGUE, changed, NEW, (*NEW[:3], "NEW-2", "", *NEW[5:]))
    run_id = desk.upload("catalogue", file)

    assert desk.work(run_id) == ("CHECKED", 1, 1, 0, 1)
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).where(CatalogueOutcome.code == "NEW-1")) == 0
    desk.confirm(run_id)
    assert desk.work(run_id) == ("DONE", 1, 1, 0, 1)
    assert desk.refusals(run_id) == [(4, "title", "cell_empty")]
    assert desk.work(desk.upload("catalogue", file)) == ("CHECKED", 0, 0, 2, 1)
    with Session(desk.engine) as session:
        versions = session.scalars(
            select(CatalogueOutcome).filter_by(code="10771", title="公司概况").order_by(CatalogueOutcome.version)
        ).all()
        noted = session.scalars(select(AuditEvent.action).filter_by(entity="import_run", entity_id=run_id)).all()
    assert [(each.version, each.credits, each.current) for each in versions] == [
        (1, Decimal("3.00"), False),
        (2, Decimal("3.50"), True),
    ]
    assert noted == ["start_import", "confirm_import", "finish_import"]
    assert list(desk.shop.folder.rglob("*-*")) == list(desk.shop.folder.rglob(f"*-{run_id + 1}"))


def test_a_kill_between_batches_makes_no_doubles(desk, filled_url, nursery):
    """The process is killed after the third batch; the next one goes on behind it, and every row is there once."""
    rows = [("gdkd00001", f"项目 {number}") for number in range(35)]
    run_id = desk.upload("programmes", csv_file(("机构代码", "项目名称"), *rows))
    desk.work(run_id)
    desk.confirm(run_id)
    desk.engine.dispose()
    killed = nursery.run("tests.backoffice.upkeep.importing", filled_url, str(desk.shop.folder), run_id)

    assert killed["status"] == -signal.SIGKILL
    assert desk.counts(run_id) == ("IMPORTING", 15, 0, 0, 0)
    assert desk.work(run_id, batch=5) == ("DONE", 35, 0, 0, 0)
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).where(Programme.title.startswith("项目 "))) == 35


def test_a_deposit_fills_accounts(desk):
    """A row becomes a course of the learner it names, from the institution; a correction changes it."""
    file = csv_file(DEPOSITS.headers, deposit(), deposit(课程名称="无此课程", 成绩="合格"), deposit(姓名="别人"))

    assert desk.bring("deposits", file, institution=OWNER) == ("DONE", 2, 0, 0, 1)
    with Session(desk.engine) as session:
        query = select(LearnerOutcome).filter_by(entry_channel=EntryChannel.INSTITUTION).order_by(LearnerOutcome.id)
        linked, free = session.scalars(query).all()
        assert (linked.state, linked.catalogue_outcome.code) == (RecognitionState.CATALOGUED, "10771")
        assert (linked.score, linked.awarded_on, linked.study_hours) == (Decimal("85.50"), date(2020, 7, 1), 54)
        assert (linked.education_level, linked.fields["education_way"]) == ("本科", "专升本")
        assert (free.state, free.grade, free.score) == (RecognitionState.NOT_APPLIED, "合格", None)
    better = csv_file(DEPOSITS.headers, deposit(成绩="90"), deposit(课程名称="无此课程", 成绩="合格"))
    assert desk.bring("deposits", better, institution=OWNER) == ("DONE", 0, 1, 1, 0)


def test_deposits_that_fit_nobody(desk):
    """Unknown people, other names, lost figures, wrong codes, months and scores are told by row and column."""
    rows = [
        deposit(身份证号="110101199003070134"),
        deposit(姓名="别人"),
        deposit(身份证号="4.40103E+17"),
        deposit(身份证号=NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")),
        deposit(教育层次代码="99"),
        deposit(**{"获得时间(年月)": "202013"}),
        deposit(**{"获得时间(年月)": "203001"}),
        deposit(成绩="101"),
        deposit(学分="三"),
        deposit(),
        deposit(备注="再来一次"),
    ]
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, *rows), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 1, 0, 0, 10)
    assert desk.refusals(run_id) == [
        (2, "identity", "cell_learner_unknown"),
        (3, "full_name", "cell_name_differs"),
        (4, "identity", "cell_figures_lost"),
        (5, "identity", "cell_identity_wrong"),
        (6, "way", "cell_choice"),
        (7, "awarded_on", "cell_not_a_month"),
        (8, "awarded_on", "cell_in_future"),
        (9, "score", "cell_score"),
        (10, "credits", "cell_not_credits"),
        (12, "", "row_doubled"),
    ]


def test_a_deposit_that_is_in_a_case_stays(desk):
    """What a learner has applied with is not changed by a later deposit."""
    desk.bring("deposits", csv_file(DEPOSITS.headers, deposit()), institution=OWNER)
    with Session(desk.engine) as session:
        outcome = session.scalars(select(LearnerOutcome).filter_by(entry_channel=EntryChannel.INSTITUTION)).one()
        outcome.state = RecognitionState.APPLIED
        session.commit()
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit(成绩="99")), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 0, 0, 0, 1)
    assert desk.refusals(run_id) == [(2, "", "row_in_use")]


def test_rows_of_another_institution_are_refused(desk):
    """A file for one institution takes none of another's rows; a row without a code is its own."""
    rows = [("机构代码", "项目名称"), ("lndx00001", "甲"), ("", "乙"), ("无此机构", "丙"), (OWNER, "丁")]
    run_id = desk.upload("programmes", csv_file(*rows), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 2, 0, 0, 2)
    assert desk.refusals(run_id) == [
        (2, "institution", "cell_institution_other"),
        (4, "institution", "cell_institution_unknown"),
    ]


def test_institutions_and_rosters(desk):
    """Institutions are known by code, learners on a roster by their number; a title of another code is refused."""
    headers = ("机构代码", "机构名称", "试点机构", "地址")
    rows = [("gdkd00001", OWNER, "是", "广州"), ("new00001", "新机构", "", ""), ("new00002", "老年大学机构", "", "")]
    roster = csv_file(
        ("机构代码", "姓名", "证件号码", "入学日期"), ("new00001", LEARNER["full_name"], NUMBER, "2020年9月1日")
    )

    assert desk.bring("institutions", csv_file(headers, *rows)) == ("DONE", 1, 1, 0, 1)
    assert desk.bring("memberships", roster) == ("DONE", 1, 0, 0, 0)
    with Session(desk.engine) as session:
        query = select(Membership).join(Membership.institution).where(Institution.code == "new00001")
        assert session.scalars(query).one().joined_on == date(2020, 9, 1)


def test_a_hundred_bad_rows_among_ten_thousand(desk):
    """Each bad row is told by its number, in batches like any other."""
    rows = [("gdkd00001", f"第{number}期", "2.555" if number % 100 == 0 else "2.5") for number in range(10_000)]
    run_id = desk.upload("programmes", csv_file(("机构代码", "项目名称", "专业总学分"), *rows))

    assert desk.work(run_id, batch=2000) == ("CHECKED", 9900, 0, 0, 100)
    assert desk.refusals(run_id)[:2] == [
        (2, "total_credits", "cell_not_credits"),
        (102, "total_credits", "cell_not_credits"),
    ]


def test_dates_counted_in_days_and_full_width_figures(desk):
    """A workbook's counted days, full-width figures and blanks at the ends are read as what they mean."""
    rows = [(*CATALOGUE[:7], "学分", "有效期起"), (*NEW[:3], " NEW-1\u3000", " 数据治理 ", *NEW[5:7], "２.５", 44075)]

    assert desk.bring("catalogue", xlsx_file(*rows), name="a.xlsx") == ("DONE", 1, 0, 0, 0)
    with Session(desk.engine) as session:
        entry = session.scalars(select(CatalogueOutcome).filter_by(code="NEW-1")).one()
    assert (entry.title, entry.credits, entry.valid_from) == ("数据治理", Decimal("2.50"), date(2020, 9, 1))


def test_nothing_is_confirmed_that_was_not_checked(desk, codes):
    """A file under check, one without anything new, and one taken over already are answered plainly."""
    fresh = desk.upload("catalogue", csv_file(CATALOGUE, NEW))

    assert codes(desk.confirm, fresh) == ["import_not_checked"]
    same = desk.upload("programmes", csv_file(("机构代码", "项目名称"), (OWNER, "电子商务(2019春)(本)")))
    desk.work(same)
    assert codes(desk.confirm, same) == ["import_nothing_new"]
    desk.work(fresh)
    desk.confirm(fresh)
    desk.work(fresh)
    desk.confirm(fresh)
    assert desk.work(fresh) == ("DONE", 1, 0, 0, 0)


def test_a_file_that_breaks_off_stops_the_run(desk):
    """A quote that never ends is told with its line, and nothing of the check is kept for confirming."""
    run_id = desk.upload("programmes", csv_file(("机构代码", "项目名称"), (OWNER, "甲")) + '"乙"丙,丁\r\n'.encode())

    assert desk.work(run_id)[0] == "STOPPED"
    with pytest.raises(Refused):
        desk.confirm(run_id)
