"""The page on which a look is written, with a preview beside it, and the one on which somebody else publishes it."""

import base64
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, language, now, number_in, sentences, session, uploads_in
from backoffice.papers.addresses import address_of
from backoffice.papers.comparing import changes_between
from backoffice.papers.models import PaperTemplate
from backoffice.papers.names import FIELDS, groups_of
from backoffice.papers.operations import (
    discard_template,
    publish_template,
    save_template,
    send_back,
    submit_template,
    take_back,
)
from backoffice.papers.samples import sample_of
from backoffice.papers.typed import Typed, typed_look
from backoffice.papers.versions import look_of
from backoffice.papers.workflow import TemplateState
from reports.look import PaperLook, Picture, look_from
from reports.look_colours import PLACE, STANDARD_COLOURS
from reports.look_pictures import LOGO, MAX_BYTES, SEAL
from reports.look_words import ROOM_FOR_PLACES

LONGEST_BODY = 2 * 1024 * 1024
CLOSED = (TemplateState.PUBLISHED, TemplateState.RETIRED)


class PaperDraftView(BaseView):
    """One template on its way to be a version."""

    route_base = "/paper-templates/drafts"
    class_permission_name = "PaperTemplates"
    default_view = "draft"

    @expose("/<int:template_id>", methods=["GET", "POST"])
    @has_access
    def draft(self, template_id: int) -> Any:  # noqa: ANN401 - a response
        """Show the editor; save, hand in, give up."""
        template = session().get(PaperTemplate, template_id) or abort(404)
        if template.state is not TemplateState.DRAFT or template.author_id != actor_id():
            return redirect(url_for("PaperDraftView.review", template_id=template_id))
        if request.method == "GET":
            return editor(template, look_from(template.look), [])
        typed = sent_look(template, look_from(template.look))
        try:
            return redirect(self._done(template, typed))
        except Refused as refused:
            session().rollback()
            template = session().get(PaperTemplate, template_id) or abort(404)
            return editor(template, typed.look, sentences(refused.problems)), 422

    def _done(self, template: PaperTemplate, typed: Typed) -> str:
        """Do what the button asks, and return where that leads; raises Refused."""
        do, revision = request.form.get("do", ""), number_in(request.form.get("revision"))
        acting: dict[str, Any] = {"actor_id": actor_id(), "now": now()}
        if do == "discard":
            discard_template(session(), template.id, **acting)
            session().commit()
            flash(_("草稿已放弃，仍可查看。"), "success")
            return url_for("PaperTemplatesView.templates", paper=address_of(template.paper))
        if typed.problems:
            raise Refused(typed.problems)
        saved = save_template(session(), template.id, look=typed.look, revision=revision, **acting)
        if do == "submit":
            submit_template(session(), template.id, revision=saved.revision, **acting)
        session().commit()
        if do == "submit":
            flash(_("已送审，请另一位同事核对后发布。"), "success")
            return url_for("PaperDraftView.review", template_id=template.id)
        if do == "save":
            flash(_("已保存。"), "success")
        return url_for("PaperDraftView.draft", template_id=template.id, sample=request.form.get("sample", ""))

    @expose("/<int:template_id>/review", methods=["GET", "POST"])
    @has_access
    def review(self, template_id: int) -> Any:  # noqa: ANN401
        """Show what a template changes; publish it, send it back, take it back."""
        template = session().get(PaperTemplate, template_id) or abort(404)
        if template.state in CLOSED:
            return redirect(version_page(template))
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                return redirect(self._decided(template_id))
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
                template = session().get(PaperTemplate, template_id) or abort(404)
        before = look_of(session(), template.paper, template.base_number)
        page = render_template(
            "papers/review.html",
            template=template,
            paper=address_of(template.paper),
            changes=changes_between(before, look_from(template.look)),
            author=template.author_id == actor_id(),
            in_review=template.state is TemplateState.IN_REVIEW,
            problems=problems,
            typed=request.form,
            english=language() == "en",
        )
        return page, (422 if problems else 200)

    def _decided(self, template_id: int) -> str:
        """Do what the button asks, and return where that leads; raises Refused."""
        acting: dict[str, Any] = {"actor_id": actor_id(), "now": now()}
        remarks, here = request.form.get("remarks", ""), url_for("PaperDraftView.review", template_id=template_id)
        match request.form.get("do", ""):
            case "take_back":
                take_back(session(), template_id, **acting)
                told, here = _("已撤回，可以继续修改。"), url_for("PaperDraftView.draft", template_id=template_id)
            case "send_back":
                send_back(session(), template_id, remarks=remarks, **acting)
                told = _("已退回起草人修改。")
            case "publish":
                revision = number_in(request.form.get("revision"))
                made = publish_template(session(), template_id, revision=revision, remarks=remarks, **acting)
                told = _("已发布为第 %(number)s 版。", number=made.number)
                here = version_page(made)
            case _other:
                return here
        session().commit()
        flash(told, "success")
        return here


def version_page(template: PaperTemplate) -> str:
    """Return the address of a version."""
    return url_for("PaperTemplatesView.version", paper=address_of(template.paper), number=template.number)


def sent_look(template: PaperTemplate, before: PaperLook) -> Typed:
    """Return the look that the form describes; a body that no look can need is refused at once."""
    if (request.content_length or 0) > LONGEST_BODY:
        return Typed(before, (Problem("picture_too_large", LOGO, _told_limit()),))
    pictures = {each.evidence_key: each.content for each in uploads_in((LOGO, SEAL))}
    return typed_look(request.form, pictures, before=before, paper=template.paper)


def _told_limit() -> dict[str, str]:
    chinese, english = FIELDS[LOGO].label
    return {"label_zh": chinese, "label_en": english, "limit": str(MAX_BYTES // 1024)}


def source_of(picture: Picture | None) -> str:
    """Return an address that holds a kept picture itself."""
    if picture is None:
        return ""
    if picture.kind == "png":
        return f"data:image/png;base64,{picture.content}"
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.content.encode()).decode()}"


def editor(template: PaperTemplate, look: PaperLook, problems: list[tuple[str, str]]) -> str:
    """Return the editor with a look in it."""
    kind = template.paper.looks
    return render_template(
        "papers/draft.html",
        template=template,
        paper=address_of(template.paper),
        look=look,
        groups=groups_of(kind.slots),
        fields=FIELDS,
        slots=kind.slots,
        room=ROOM_FOR_PLACES,
        names=kind.names,
        colours={PLACE + name: look.colours.get(name, standard) for name, standard in STANDARD_COLOURS.items()},
        pictures={LOGO: source_of(look.logo), SEAL: source_of(look.seal)},
        limit=MAX_BYTES // 1024,
        problems=problems,
        sample=sample_of(template.paper, request.values.get("sample", "")).name,
        english=language() == "en",
    )
