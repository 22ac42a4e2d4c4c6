"""Pages for what went wrong: what happened, and what to do about it."""

from http import HTTPStatus

from flask import Flask, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from backoffice.accounts import carried
from backoffice.accounts.views import login_page
from backoffice.kernel.web import session

Answer = tuple[str, int] | tuple[Response, int] | Response


def register_failures(app: Flask) -> None:
    """Give the application its pages for failures."""
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(Exception, broken)


def words(code: int) -> tuple[str, str]:
    """Return the heading and the sentence for a status."""
    return {
        400: (_("内容无法读取"), _("提交的内容含有无法识别的部分，系统没有保存。请返回上一页重新填写。")),
        403: (_("不能打开这个页面"), _("您的账号没有查看或办理这项内容的权限。如需办理，请联系管理中心。")),
        404: (_("没有找到这个页面"), _("网址可能有误，或内容已被移走。请从菜单重新进入。")),
        405: (_("不能这样打开"), _("这个操作须在页面上点按钮完成，请返回页面重试。")),
        413: (_("上传的文件太大"), _("一次上传的文件合计不能超过 60 MB，请减少或压缩后再提交。")),
        429: (_("尝试次数过多"), _("请过一分钟再试。")),
    }.get(code, (_("这次没有办成"), _("系统没有保存任何内容，请稍后再试；仍不行请联系管理中心。")))


def failed(problem: HTTPException) -> Answer:
    """Answer a refusal of the framework or of a view."""
    code = problem.code or 500
    if problem.response is not None or code < HTTPStatus.BAD_REQUEST:
        return problem.get_response()  # a redirect, or an answer that is made already
    session().rollback()
    if request.path.startswith("/api/"):
        return jsonify({"message": problem.description}), code
    heading, sentence = words(code)
    return render_template("error.html", code=code, title=heading, sentence=sentence, remedy=""), code


def expired(problem: CSRFError) -> Answer:
    """Answer a form whose page was open for too long, or that came from elsewhere."""
    del problem
    session().rollback()
    kept = carried.carry()
    form = carried.unpack(kept) if kept else None
    if form is not None:
        return _kept(kept, form)
    if not current_user.is_authenticated:
        return redirect(url_for("LoginView.login", next=request.referrer or "", expired=1))
    heading, sentence = _("页面已过期"), _("页面打开得太久，这次提交没有保存。请返回上一页刷新后再提交。")
    return render_template("error.html", code=400, title=heading, sentence=sentence, remedy=""), 400


def _kept(kept: str, form: carried.Carried) -> Answer:
    """Answer a filled form of our own pages: what was typed waits until it can be sent again."""
    if current_user.is_authenticated or carried.is_open_to_all():
        return carried.offer(form), HTTPStatus.BAD_REQUEST
    words = [("", _("登录已过期，请重新登录。刚才填写的内容已为您保留，登录后可继续提交。"))]
    return login_page(words, kept=kept, files=form.files), HTTPStatus.UNAUTHORIZED


def broken(problem: Exception) -> Answer:
    """Answer a fault of the program; the log has the details, the page nothing of them."""
    current_app.logger.error("request failed", exc_info=problem)
    session().rollback()
    heading, sentence = words(500)
    return render_template("error.html", code=500, title=heading, sentence=sentence, remedy=""), 500
