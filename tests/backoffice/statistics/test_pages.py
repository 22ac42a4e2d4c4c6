"""Pages of figures as those who may see them meet them: every figure leads to its rows, and nothing foreign shows."""

import csv
import html
import io
import re
from datetime import date

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event, select

from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.web import database
from backoffice.statistics.asking import read
from backoffice.statistics.narrowing import Reach
from backoffice.statistics.papers import monthly_of, occasion_of, summary_of
from backoffice.statistics.progress import Promised
from tests.backoffice.statistics.small_world import small_world
from tests.factories import make

PAGES = ("", "institutions", "kinds", "rules", "funnel", "turnaround", "refusals")
TABLES = (
    "months",
    "by-institution",
    "by-kind",
    "by-rule",
    "funnel",
    "turnaround",
    "turnaround-months",
    "refusals",
    "refusal-reasons",
)
LINK = re.compile(r'<a href="(/statistics/list/[^"]+)">([\d,.]+)<')
COUNTED = re.compile(r'id="counted">\D*([\d,.]+)')
RECORDS = re.compile(r"总共 (\d+) 条记录")
SQLITE = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
AUTUMN = "?from=2020-10-01&to=2020-11-30"


@pytest.fixture
def world(house):
    """Put the small world into the sample: at the institution and the committee that people there act for."""
    near = house.scalars(seat_of(InstitutionAdministrator, "elderlyadmin")).one().institution
    committee = house.scalars(seat_of(CommitteeMember, "committeea")).one().committee
    made = small_world(house, near, committee)
    house.commit()
    return made


def seat_of(seats, username):
    """Return the query for what a person acts for."""
    return select(seats).join(seats.user).where(User.username == username)


def links_of(client, pages=PAGES):
    """Return the address and the number of every figure of some pages."""
    texts = [client.get(f"/statistics/{page}{AUTUMN}").text for page in pages]
    return {html.unescape(url): number for text in texts for url, number in LINK.findall(text)}


@pytest.mark.parametrize("username", ["centre", "elderlyadmin", "committeea"])
def test_every_figure_leads_to_its_rows(visit, world, username):
    """The list says the same number; where rows are counted, it has so many."""
    client = visit(username).client
    links = links_of(client)
    lists = {url: client.get(url).text for url in links}
    said = {url: COUNTED.search(text)[1] for url, text in lists.items()}
    counted = {url: RECORDS.search(text)[1] for url, text in lists.items() if "/credits?" not in url}

    assert world.near.id
    assert len(links) > 20
    assert said == links
    assert {url: number.replace(",", "") for url, number in links.items() if url in counted} == counted


@SQLITE
@pytest.mark.parametrize("username", ["elderlyadmin", "committeea"])
def test_nobody_is_shown_what_is_not_theirs(visit, house, world, username):
    """Neither a page nor a table nor a list tells of the other institution's learners and applications."""
    away = make(house, "ConversionApplication", institution=world.far)
    target = make(house, "CatalogueOutcome", institution=world.far)
    make(house, "ConversionTarget", application=away, catalogue_outcome=target)
    make(house, "Membership", learner=away.learner, institution=world.far)
    house.commit()
    client = visit(username).client
    asked = [f"/statistics/{page}{AUTUMN}" for page in (*PAGES, *(f"{table}.csv" for table in TABLES))]
    asked += [*links_of(client), f"/statistics/list/applications/rows.csv{AUTUMN}"]
    texts = [client.get(url).text for url in asked]
    beyond = client.get(f"/statistics/list/learners?institution={world.far.code}")

    assert [word for word in (away.number, away.learner.full_name) if any(word in text for text in texts)] == []
    assert beyond.status_code == (422 if username == "elderlyadmin" else 404)
    assert client.get("/statistics/unused/").status_code == 403


@SQLITE
def test_names_of_outcomes_are_the_centres(visit, world):
    """An institution sees its outcomes without the names of those who hold them."""
    texts = [visit(name).client.get(f"/statistics/list/outcomes{AUTUMN}").text for name in ("centre", "elderlyadmin")]

    assert world.near.id
    assert [">学习者<" in text for text in texts] == [True, False]
    assert ["/entities/learner-outcome/show/" in text for text in texts] == [True, False]


@SQLITE
def test_a_table_is_taken_along(visit, house, world):
    """Whole, with a byte order mark, without formulas, and the trail keeps who took what."""
    world.far.title = "=HYPERLINK(1)"
    house.commit()
    answer = visit("centre").client.get(f"/statistics/by-institution.csv{AUTUMN}")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    kept = house.scalars(select(AuditEvent).filter_by(action="download", entity="statistics")).one()

    assert answer.text.startswith("\ufeff")
    assert rows[0] == ["机构", "新增学习者", "新增成果", "转换申请", "通过转换", "记入学分"]
    assert ["'=HYPERLINK(1)", "1", "1", "2", "1", "2.00"] in rows
    assert "attachment" in answer.headers["Content-Disposition"]
    assert kept.details == {"table": "by-institution", "from": "2020-10-01", "to": "2020-11-30"}


@SQLITE
def test_every_table_and_list_is_taken_along(visit, world):
    """Each table under its name; a list with its rows; a name that is none is not found."""
    client = visit("centre").client
    lines = {table: client.get(f"/statistics/{table}.csv{AUTUMN}").text.count("\r\n") for table in TABLES}
    rows = client.get(f"/statistics/list/conversions/rows.csv{AUTUMN}").text

    assert world.near.id
    assert min(lines.values()) > 1
    assert lines["months"] == 3
    assert rows.count("\r\n") == 2
    assert world.far.title in rows
    assert world.unused.title in client.get("/statistics/unused/rules.csv").text
    assert client.get("/statistics/nothing.csv").status_code == 404
    assert client.get("/statistics/list/nothing").status_code == 404


@SQLITE
def test_a_bad_filter_keeps_what_was_typed(visit):
    """It is told with its remedy, on pages and on lists."""
    visitor = visit("centre")
    asked = "?from=2020-11-02&to=2020-11-01&institution=无此机构"
    told = [visitor.get(f"/statistics/{page}{asked}") for page in ("", "list/learners")]

    sentence = "开始日期晚于结束日期，请对调或修改其中一个。"
    assert [(status, sentences[0]) for status, sentences in told] == [(422, sentence)] * 2
    assert 'value="无此机构"' in visitor.client.get(f"/statistics/{asked}").text
    assert visitor.client.get(f"/statistics/months.csv{asked}").status_code == 404


@SQLITE
def test_the_filter_goes_along(visit, world):
    """The tabs and the periods keep the institution and the kind; a period to come says so."""
    client = visit("centre").client
    text = html.unescape(client.get(f"/statistics/{AUTUMN}&institution={world.far.code}&kind={world.other.code}").text)

    assert (
        f'/statistics/funnel?from=2020-10-01&to=2020-11-30&institution={world.far.code}&kind={world.other.code}"'
        in text
    )
    assert f"institution={world.far.code}&kind={world.other.code}&from=2020-11-01&to=2020-11-15" in text
    assert "这段时间还没有到" in client.get("/statistics/?from=2030-01-01&to=2030-02-01").text
    assert "这段时间还没有数据" in client.get("/statistics/refusals?from=2001-01-01&to=2001-02-01").text


@SQLITE
def test_charts_say_what_they_show(visit, world):
    """In a sentence, with the figures, once for a desk and once for a phone; English is English."""
    text = visit("centre").client.get(f"/statistics/{AUTUMN}").text
    english = visit("centre", "en").client.get(f"/statistics/{AUTUMN}").text

    assert world.near.id
    assert text.count('role="img"') == 2 * 5
    assert "2020 年 11 月通过转换 1 件，比上月多 1" in text
    assert "。2020-11 1</title>" in text
    assert "Conversions in 2020-11: 1 case, 1 more than the month before" in english


@SQLITE
@pytest.mark.parametrize("page", [*PAGES, "unused/", "list/conversions", "list/learners", "list/credits"])
def test_a_page_takes_few_statements(visit, world, app, page):
    """No page of figures asks the database once for each row."""
    client, sent = visit("centre").client, []
    with app.app_context():
        engine = database.engine
    event.listen(engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    answer = client.get(f"/statistics/{page}{AUTUMN}")
    asked = [each for each in sent if each.startswith(("SELECT", "WITH"))]

    assert world.near.id
    assert answer.status_code == 200
    assert len(asked) <= 14, "\n\n".join(asked)


@SQLITE
@pytest.mark.parametrize("paper", ["monthly-statistics", "institution-summary"])
def test_a_paper_is_taken_along(visit, house, world, paper):
    """Centre and institution print it, and the trail keeps it; a committee does not; a bad filter has none."""
    url = f"/statistics/papers/{paper}.pdf"
    answers = {name: visit(name).client.get(url + AUTUMN) for name in ("centre", "elderlyadmin", "committeea")}
    kept = house.scalars(select(AuditEvent).filter_by(action="download", entity="statistics")).all()

    assert world.near.id
    assert [answers[name].data[:5] for name in ("centre", "elderlyadmin")] == [b"%PDF-"] * 2
    assert answers["committeea"].status_code in {302, 403}
    assert [each.details["table"] for each in kept] == [paper] * 2
    assert visit("centre").client.get(f"{url}?from=never").status_code == 404


def test_a_paper_tells_an_institution_of_itself_alone(house, world, settings):
    """Its own line and its own sums, nothing of the other one."""
    on = date(2020, 11, 15)
    typed = {"from": "2020-10-01", "to": "2020-11-30"}
    asked = read(house, typed, reach=Reach(institutions=(world.near.id,)), on=on, labels={"from": "", "to": ""})
    occasion = occasion_of(house, asked, house=settings, on=on)
    summary = summary_of(house, asked, occasion)
    monthly = monthly_of(house, asked, occasion, Promised(15, 15, 15))

    assert occasion.scope == world.near.title
    assert [(each.title, [int(figure or 0) for figure in each.figures]) for each in summary.institutions] == [
        (world.near.title, [2, 2, 1, 0, 0])
    ]
    assert {each.name: int(sum(each.now)) for each in monthly.series}["applications"] == 1
    assert dict(monthly.refusals) == {"originals-missing": 1, "judged": 1}


@SQLITE
def test_a_letter_that_cannot_be_printed_is_named(visit, house, world):
    """The page that led to the paper says which, in place of a paper with holes."""
    world.far.title = "示例\U0001f600机构"
    house.commit()
    answer = visit("centre").client.get(f"/statistics/papers/institution-summary.pdf{AUTUMN}", follow_redirects=True)

    assert "印不出来：字体里没有“\U0001f600”" in html.unescape(answer.text)
