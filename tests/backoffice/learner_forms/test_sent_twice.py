"""A form sent from two tabs, or once more after the way back, makes one record, and says what happened."""

import pytest

from tests.backoffice.learner_forms.conftest import FORMS

# What the second tab is told.
SECOND = {
    "add": (302, "提交成功，“书法一等奖”已添加到我的成果。"),
    "change": (422, "您打开这个页面之后，这项成果已在别处改过。下面是最新内容，请核对后再提交。"),
    "delete": (404, "网址可能有误，或内容已被移走。请从菜单重新进入。"),
    "recognise": (302, "提交成功。请于 2020-11-30 前将纸质原件交到老年大学机构。"),
    "withdraw_recognition": (302, "该申请现为“已撤回”，不能再做这一步，请刷新页面查看。"),
    "judge": (302, "提交成功。请于 2020-11-30 前将纸质原件交到老年大学机构。"),
    "convert": (422, "这项成果已按这条规则申请过，不能重复申请。"),
    "withdraw": (302, "该申请现为“已撤回”，不能再做这一步，请刷新页面查看。"),
    "correct": (302, "该申请现为“已申请”，不能再做这一步，请刷新页面查看。"),
    "appeal": (422, "这份申请已经申诉过，每份申请只能申诉一次。"),
    "ask": (302, "已提交。解答后您可在这里看到。"),
    "ask_further": (302, "已提交。解答后您可在这里看到。"),
    "contact": (302, "联系方式已保存。"),
    "identity": (422, "您已有一份更正申请在审核中，办结或撤回后才能再提交。"),
    "withdraw_identity": (302, "该申请现为“已撤回”，不能再做这一步，请刷新页面查看。"),
    "password": (422, "原密码不正确，请重新输入。"),
}


@pytest.mark.parametrize("prepare", FORMS, ids=lambda each: each.__name__)
def test_the_second_tab_is_told(learner, prepare):
    """The first is taken and thanked for; the second changes nothing and says so; the way back leads to a page."""
    form = prepare(learner)
    status, told = learner.send(form)
    rows = learner.rows()
    second, sentences = learner.send(form)

    assert status == 302
    assert all(told)
    assert (second, SECOND[prepare.__name__][1] in sentences[0]) == (SECOND[prepare.__name__][0], True), sentences
    assert learner.rows() == rows
    with learner.visitor.client.get(form.back or form.address, follow_redirects=True) as back:
        assert back.status_code == 200
        assert back.headers["Cache-Control"] == "no-store"  # the way back asks the house, and shows what is so now
