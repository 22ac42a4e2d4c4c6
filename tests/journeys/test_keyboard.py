"""The main journey with the keyboard alone: nothing is clicked, and the focus is never lost."""

import pytest

from tests.journeys.conftest import PASSWORD

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(("page", "copy"), [("desk", "sqlite")], indirect=True),  # a phone has no keyboard
]
RULE = "老年教育课程认定转换（广东老年大学）"
FARTHEST = 80  # stops from one control to the next that is wanted
# What a screen reader would call what has the focus; "" when nothing has it.
NAME = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return "";
  const named = (held.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const words = [held.getAttribute("aria-label"), ...named.map((each) => each?.textContent)];
  words.push(...[...(held.labels ?? [])].map((label) => label.textContent), held.textContent, held.id);
  return words.find((each) => each?.trim()).replace(/\\s+/g, " ").trim();
}"""


class Keys:
    """Hands on a keyboard."""

    def __init__(self, page):
        self.page = page

    @property
    def held(self):
        """What has the focus."""
        return self.page.evaluate(NAME)

    def press(self, *keys):
        """Press keys one after the other; the focus is somewhere after each."""
        for key in keys:
            self.page.keyboard.press(key)
            assert self.held, f"the focus is lost after {key}"

    def go(self, name, key="Tab"):
        """Walk to the next stop that has a name; return the names passed."""
        passed = []
        for _ in range(FARTHEST):
            self.page.keyboard.press(key)
            passed.append(self.held)
            if passed[-1].startswith(name):
                return passed
        raise AssertionError(f"{name} is not reached: {passed}")

    def skip(self):
        """Take the link that leads past the bar and the menu."""
        self.press("Tab")
        assert self.held == "跳到主要内容"
        assert self.page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        self.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def leave(self, name, key="Tab"):
        """Walk to a link or a button, press Enter there, and wait for the next page."""
        self.go(name, key)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def type(self, text):
        """Type into what has the focus."""
        self.page.keyboard.type(text)


@pytest.fixture
def keys(page):
    """Return hands on the keyboard of the page."""
    return Keys(page)


def log_in(page, site, keys):
    """From the skip link to the form, and in."""
    page.goto(f"{site.url}/login/")
    keys.skip()
    assert keys.go("账号") == ["账号"]
    keys.type("learnera")
    keys.go("密码")
    keys.type(PASSWORD)
    with page.expect_navigation(url="**/my/"):
        page.keyboard.press("Enter")


def choose_kind(page, keys):
    """Pass kinds by with the arrows: each brings its form, and the focus is still on the list."""
    keys.skip()
    keys.go("成果大类")
    keys.press("End")
    keys.go("成果小类")
    with page.expect_navigation(url="**kind=*"):
        page.keyboard.press("ArrowDown")
    page.wait_for_load_state()
    assert keys.held.startswith("成果小类")
    assert page.locator("#kind option:checked").inner_text() == "培训类"


def pick(page, keys):
    """Open the window of the catalogue, leave it, open it again, and choose."""
    keys.go("搜索")
    keys.press("Enter")
    assert keys.held == "项目名称（专业名称）"
    keys.press("Escape")
    assert keys.held == "搜索"
    keys.press("Enter")
    keys.go("成果名称（课程名称）")
    keys.type("老年教育课程")
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="成果选择")
    dialog.locator("tbody tr").nth(1).wait_for(state="detached")
    keys.go("选择 老年教育课程")
    keys.press("Space")
    keys.go("确认")
    keys.press("Enter")
    assert keys.held == "搜索"
    assert page.locator("#field-institution").input_value() == "成果试点机构"


def add(page, keys, scan):
    """Fill in the form in the order in which it is read, choose a file, and hand in."""
    page.on("filechooser", lambda chooser: chooser.set_files(scan))  # the window of the system is not ours
    keys.leave("成果添加")
    choose_kind(page, keys)
    pick(page, keys)
    assert keys.go("证书编号")[-3:] == ["培训机构", "机构代码", "证书编号"]
    keys.type("LNJY00001")
    keys.go("获取时间")
    keys.type("11152020")
    assert page.locator("[name=awarded_on]").input_value() == "2020-11-15"
    keys.go("培训证明")
    keys.press("Enter")
    page.get_by_role("button", name="移除").wait_for()
    keys.go("移除")
    keys.press("Enter")
    assert page.locator("[data-chosen] .xf-file").count() == 0
    assert keys.held.startswith("培训证明")
    keys.press("Space")
    page.get_by_role("button", name="移除").wait_for()
    keys.leave("提交")
    assert page.get_by_text("已添加到我的成果").is_visible()


def open_with(page, keys, button):
    """Tick the row, go back to a button above it, and open its window."""
    keys.skip()
    keys.go("选择 老年教育课程")
    keys.press("Space")
    keys.go(button, key="Shift+Tab")
    keys.press("Enter")
    page.locator("dialog[open] #window-heading[autofocus]").wait_for()
    return page.locator("dialog[open]")


def apply(page, keys):
    """Tick, open the window, search in it, choose the rule that fits, and submit."""
    keys.leave("转换成果申请")
    window = open_with(page, keys, "申请转换")
    assert keys.held == "成果转换"
    keys.go("查找规则")
    keys.type("老年大学")
    keys.press("Enter")
    window.locator("[aria-busy]").wait_for(state="detached")
    keys.go(RULE)
    keys.press("Space")
    window.locator("[data-chosen-rule]").get_by_text(RULE).first.wait_for()
    assert keys.held.startswith(RULE)
    keys.leave("提交")
    assert page.get_by_text("提交成功").is_visible()


def look_at_progress(page, keys):
    """Close the window of progress twice; the focus is on its button again."""
    keys.leave("转换成果申请")
    open_with(page, keys, "进度查询")
    assert keys.held == "进度查询"
    keys.go("关闭")
    keys.press("Enter")
    assert keys.held == "进度查询"
    keys.press("Enter", "Escape")
    assert keys.held == "进度查询"


def withdraw(page, keys):
    """Read the timeline, ask to withdraw, think again, and withdraw."""
    keys.leave("查看详情")
    keys.skip()
    assert "提交申请" in page.locator(".xf-time").inner_text()
    keys.go("撤回")
    keys.press("Enter")
    assert keys.held == "取消"
    keys.press("Escape")
    assert keys.held.startswith("撤回")
    keys.press("Enter")
    keys.leave("确定")
    assert page.locator(".xf-chip", has_text="已撤回").first.is_visible()


def test_the_main_journey_by_keyboard(page, site, scan, keys):
    """Log in, add an outcome from the catalogue, apply, look at progress, withdraw."""
    log_in(page, site, keys)
    add(page, keys, scan)
    apply(page, keys)
    look_at_progress(page, keys)
    withdraw(page, keys)
