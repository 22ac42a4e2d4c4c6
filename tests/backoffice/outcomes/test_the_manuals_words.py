"""The pages of a learner's outcomes carry the words, counts and footers of the manual."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.outcomes.models import RecognitionState
from tests.factories import make

COUNTED = ("成果总数", "未申请成果", "已申请成果", "已认定成果", "认定未通过成果")
COLUMNS = ("成果名称", "成果类型", "成果状态", "来源机构", "成果来源", "取得时间", "查看详情")
TILE = re.compile(r"<dt>([^<]+)</dt>\s*<dd[^>]*>(\d+)</dd>")


@pytest.fixture
def eight(filled):
    """Give the demo learner eight outcomes in four states, as the manual's screen shows; some without a date."""
    states = [RecognitionState.APPLIED] * 5 + [RecognitionState.CATALOGUED] * 3
    with Session(filled) as session:
        learner = session.scalars(select(Learner).order_by(Learner.id)).first()
        kind = session.scalars(select(OutcomeKind).filter_by(title="课程")).one()
        for place, state in enumerate(states):
            make(session, "LearnerOutcome", learner=learner, kind=kind, state=state, title=f"成果{place}")
        session.commit()


@pytest.mark.usefixtures("eight")
def test_the_account_shows_the_manuals_blocks(visit):
    """Five counters that add up, the folded details, seven columns, a dash where nothing is known, six rows a page."""
    text = visit("learnera").client.get("/my/").text
    found = dict(TILE.findall(text))
    heads = re.findall(r'<th role="columnheader"[^>]*>(.*?)</th>', text)

    assert [found[name] for name in COUNTED] == ["8", "0", "5", "3", "0"]
    assert re.search(r"<details.*?我的基本信息.*?点击显示基本信息", text, re.DOTALL)
    assert tuple(re.sub("<.*?>", "", each).strip() for each in heads) == COLUMNS
    assert re.search(r'data-label="来源机构"[^>]*>-<', text)
    assert "显示第 1 到第 6 条记录，总共 8 条记录" in text
    assert text.count('data-label="成果状态"') == 6


@pytest.mark.usefixtures("eight")
def test_the_second_page_holds_the_rest(visit):
    """上一页 leads back; what is left stands on the last page."""
    text = visit("learnera").client.get("/my/?page=2").text

    assert "显示第 7 到第 8 条记录，总共 8 条记录" in text
    assert re.search(r'href="/my/\?page=1"[^>]*>(<[^>]*>)*上一页', text)


def test_the_form_tells_where_to_search(visit):
    """成果名称 says that it is typed or chosen by the button 搜索; the level offers seven."""
    client = visit("learnera").client
    number = re.search(r'<option value="(\d+)"[^>]*>课程<', client.get("/my/add").text)[1]
    text = client.get(f"/my/add?kind={number}").text

    assert 'placeholder="请输入或点击按钮选择成果名称"' in text
    assert re.search(r"搜索", text)
    levels = re.search(r'<select[^>]*name="level".*?</select>', text, re.DOTALL)[0]
    assert len(re.findall(r'<option value="[^"]+"', levels)) == 7


def test_the_picker_lists_one_kind_alone(filled, visit):
    """Of two entries of one name only that of the chosen kind is shown, ten to a page."""
    with Session(filled) as session:
        kinds = {each.title: each for each in session.scalars(select(OutcomeKind))}
        entry = session.scalars(select(CatalogueOutcome).limit(1)).one()
        for kind in ("课程", "培训类"):
            for place in range(11 if kind == "课程" else 1):
                made = {"kind": kinds[kind], "institution": entry.institution, "title": f"同名成果{place:02}"}
                make(session, "CatalogueOutcome", **made)
        session.commit()
        number = kinds["课程"].id
    client = visit("learnera").client
    text = client.get(f"/my/catalogue?kind={number}&title=同名成果").text

    assert "显示第 1 到第 10 条记录，总共 11 条记录" in text
    assert "如果未查找到成果" in text
    assert "显示第 11 到第 11 条记录" in client.get(f"/my/catalogue?kind={number}&title=同名成果&page=2").text


def test_paper_originals_are_asked_for(visit):
    """The page for achievements says where the paper originals go, and by when."""
    text = visit("learnera").client.get("/my/performance/").text

    assert re.search("需将成果证明材料纸质原件.*资历名册机构.*材料审查.* 15 天", text)
