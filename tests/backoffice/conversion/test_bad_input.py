"""What the forms of conversions and reviews must not take."""

import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.entity import Entity

SOCIAL = "老年教育课程认定转换"


@pytest.fixture
def rows(filled):
    """Return a function that counts the rows of every table but that of who is logged in."""

    def count():
        tables = [each for each in Entity.metadata.sorted_tables if each.name != "login_session"]
        with Session(filled) as session:
            return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}

    return count


@pytest.fixture
def social_rule(line):
    """Return the version of the rule that is not for members of the university."""
    with Session(line.engine) as session:
        return line.version(session, SOCIAL)


def test_a_rule_that_cannot_be_chosen(line, visit, rows, social_rule):
    """None, one that does not exist and one that does not fit are told, in both languages; nothing is kept."""
    address = f"/my/conversions/apply/{line.add()}"
    before = rows()
    told = [
        [visit("learnera", locale).send(address, {"rule": rule}) for rule in ("", "999999", "x", str(social_rule))]
        for locale in ("zh", "en")
    ]

    assert told == [
        [
            (422, ["请选择一条转换规则。"]),
            (422, ["没有找到这条规则，它可能已停用，请重新选择。"]),
            (422, ["请选择一条转换规则。"]),
            (422, ["这条规则不适用于所选成果：不适用于广东老年大学学员，您的学籍在其中"]),
        ],
        [
            (422, ["Please choose a conversion rule."]),
            (422, ["This rule was not found; it may have been retired. Please choose again."]),
            (422, ["Please choose a conversion rule."]),
            told[1][3],
        ],
    ]
    assert told[1][3][0] == 422
    assert told[1][3][1][0].startswith("This rule does not apply to the chosen outcome: ")
    assert rows() == before


def test_another_learners_outcome_is_not_found(line, visit, rows):
    """Applying with it, looking at it and at its application answer as if there were none."""
    outcome_id = line.add()
    application_id = line.apply(outcome_id)
    visitor, before = visit("learnerb"), rows()
    with Session(line.engine) as session:
        rule = {"rule": str(line.version(session))}
    told = (404, ["网址可能有误，或内容已被移走。请从菜单重新进入。"])

    assert visitor.send(f"/my/conversions/apply/{outcome_id}", rule) == told
    assert visitor.get(f"/my/outcomes/{outcome_id}") == told
    assert visitor.get(f"/my/conversions/{application_id}") == told
    assert rows() == before


def test_a_rule_is_applied_by_once(line, visit, rows):
    """A second application for the same outcome by the same rule is told and not kept."""
    outcome_id = line.add()
    line.apply(outcome_id)
    before = rows()
    with Session(line.engine) as session:
        rule = {"rule": str(line.version(session))}

    assert visit("learnera").send(f"/my/conversions/apply/{outcome_id}", rule) == (
        422,
        ["这项成果已按这条规则申请过，不能重复申请。"],
    )
    assert rows() == before


@pytest.mark.parametrize(
    "case",
    [
        ({"step": "pass_first_review", "remarks": "好"}, "请先登记材料审查结果。"),
        ({"step": "return_for_correction", "remarks": " \r\n "}, "请写明意见，申请人会看到。"),
        ({"step": "return_for_correction", "remarks": "缺\0页"}, "意见含有无法显示的控制字符，请删去后重填。"),
        ({"step": "refuse_first_review", "remarks": "好\u202e坏"}, "意见含有无法显示的控制字符，请删去后重填。"),
        ({"step": "return_for_correction", "remarks": "长" * 1001}, "意见最多1000个字，请缩短。"),
        ({"step": "pass_final_review", "remarks": "好"}, "该申请现为“已申请”，不能再做这一步，请刷新页面查看。"),
        ({"step": "", "remarks": "好"}, "该申请现为“已申请”，不能再做这一步，请刷新页面查看。"),
    ],
)
def test_a_review_that_cannot_be_kept(line, visit, rows, case):
    """Each is told in one sentence; the application stays where it was."""
    application_id = line.apply(line.add())
    before, (form, sentence) = rows(), case

    assert visit("elderlyadmin").send(f"/review/first/{application_id}", form) == (422, [sentence])
    assert rows() == before


def test_remarks_may_have_lines_and_a_thousand_letters(line, visit):
    """Line breaks are kept as one letter each; exactly a thousand letters are taken whole."""
    application_id = line.apply(line.add())
    remarks = "一\r\n" + "长" * 998

    answer = visit("elderlyadmin").send(
        f"/review/first/{application_id}", {"step": "return_for_correction", "remarks": remarks}
    )

    assert answer == (302, [])
    with Session(line.engine) as session:
        kept = session.scalars(select(ReviewRecord.remarks).filter_by(step="return_for_correction")).one()
        assert kept == "一\n" + "长" * 998
        assert session.scalars(select(ConversionApplication.state)).one() is ConversionState.RETURNED


def test_a_bad_file_of_a_review_undoes_the_review(line, visit, rows, settings):
    """A review whose file is refused is not made: neither its record nor a file is kept."""
    application_id = line.apply(line.add())
    before = rows()
    files = sorted(line.folder.rglob("*"))
    form = {"step": "pass_first_review", "remarks": "好", "material_check": "与原件一致"}

    answer = visit("elderlyadmin").send(
        f"/review/first/{application_id}", form | {"materials": (io.BytesIO(b"GIF89a<script>"), "查.gif")}
    )

    assert answer == (422, ["文件“查.gif”不是能打开的 jpg、png、gif 或 pdf，请换一个文件。"])
    assert rows() == before
    assert line.folder == settings.evidence_folder
    assert sorted(line.folder.rglob("*")) == files
