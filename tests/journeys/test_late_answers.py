"""Answers that come late: what was asked for last is what is shown."""

import pytest

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(("page", "copy"), [("phone", "sqlite")], indirect=True),  # nothing is written
]


def test_the_last_search_stays(page, site, known):
    """A window asks for everything as it opens; when that answer comes after a search's, the search's rows stay."""
    known("learnera")
    page.goto(f"{site.url}/my/add?kind=6")
    held = []
    page.route("**/my/catalogue?*", lambda route: route.continue_() if held else held.append(route))
    page.get_by_role("button", name="搜索").click()
    dialog = page.get_by_role("dialog", name="成果选择")
    dialog.get_by_label("成果名称（课程名称）").fill("没有这样的成果")
    dialog.get_by_role("button", name="查询").click()
    dialog.get_by_text("点击这里来输入成果").wait_for()
    page.wait_for_function("() => document.querySelector('dialog[open] [data-results]').childElementCount > 0")
    with page.expect_response(lambda answer: answer.url == held[0].request.url) as answered:
        held[0].continue_()
    answered.value.finished()
    page.evaluate("() => new Promise((done) => setTimeout(done, 100))")

    assert dialog.get_by_role("radio").count() == 0
