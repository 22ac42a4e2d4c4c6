"""The public check of a paper: by its address, by number and code typed by hand, or by the file itself."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_appbuilder import AppBuilder
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _

from backoffice.conversion.joint import tells_of_revoked
from backoffice.conversion.ticked_views import credential_file
from backoffice.kernel.problems import Problem
from backoffice.kernel.web import now, sentences, session, settings
from backoffice.papers.kinds import PaperKind
from backoffice.portal.verification_words import HISTORY, told_differences
from backoffice.proofs.comparing import Compared, Likeness, compare
from backoffice.proofs.ending import history_of
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.operations import find
from backoffice.proofs.states import ProofState
from reports.carried import carried_content
from reports.proof import content_of
from reports.transcript import transcript_of
from reports.verify import recompute
from reports.verify_transcript import recompute_transcript

LARGEST_FILE = 5 * 1024 * 1024
COMPARISONS = "10 per minute"  # from one address: each starts a process
PDF = b"%PDF-"


class VerificationView(BaseView):
    """Open to everybody; a number without its code, or the other way round, opens nothing."""

    route_base = ""
    default_view = "verify"
    class_permission_name = "Portal"

    def create_blueprint(self, appbuilder: AppBuilder, *args: Any, **details: Any) -> Blueprint:  # noqa: ANN401 - the framework's
        """Limit how many files are compared."""
        made = super().create_blueprint(appbuilder, *args, **details)
        appbuilder.sm.limiter.limit(COMPARISONS, methods=["POST"])(made)
        return made

    @expose("/v/<string(maxlength=64):number>")
    def paper(self, number: str) -> Any:  # noqa: ANN401 - a response
        """Verify a paper at the short address that it carries."""
        return answer(number.strip(), request.args.get("c", "").strip())

    @expose("/verify")
    def verify(self) -> Any:  # noqa: ANN401
        """Verify a paper by its number and its check code, typed by hand or of an older paper's address."""
        number, code = request.args.get("number", "").strip(), request.args.get("code", "").strip()
        return answer(number, code) if number or code else form_page([])

    @expose("/verify/credential")
    def credential(self) -> Any:  # noqa: ANN401
        """Give a paper as a credential to whoever has its number and its check code."""
        number, code = request.args.get("number", "").strip(), request.args.get("code", "").strip()
        return credential_file(find(session(), number=number, code=code) or abort(404))

    @expose("/verify/file", methods=["POST"])
    def file(self) -> Any:  # noqa: ANN401
        """Say whether a file is one that we issued; it is not kept."""
        number, code = (typed(name) for name in ("number", "code"))
        given = request.files.get("file")
        file = given.read(LARGEST_FILE + 1) if given else b""
        problems = problems_of(file)
        session().rollback()  # nothing is written here, and reading a file must not keep others waiting
        if problems:
            return form_page(sentences(problems), number=number, code=code), 422
        found = compare(session(), file, number=number, code=code, content_of=carried_content)
        if found.proof is None:
            return form_page([("file", said_of_a_stranger(number, code))], number=number, code=code), 404
        return paper_page(found.proof, found)


def typed(name: str) -> str:
    """Return what stands beside the file: typed by hand, or known from the page that the form stood on."""
    return (request.form.get(name) or request.form.get(f"file-{name}") or "").strip()[:64]


def problems_of(file: bytes) -> list[Problem]:
    """Return what keeps a file from being compared."""
    if not file:
        return [Problem("verified_file_missing", "file")]
    if len(file) > LARGEST_FILE:
        return [Problem("verified_file_too_large", "file", {"limit": str(LARGEST_FILE // 1024 // 1024)})]
    return [] if PDF in file[:1024] else [Problem("verified_file_no_pdf", "file")]


def said_of_a_stranger(number: str, code: str) -> str:
    """Return what is said of a file that is none of ours, the same whether its number exists or not."""
    if number and code:
        return _("这不是我们出具的原文件，所填编号与校验码也不相符。请对照纸面逐字核对后再试。")
    return _("这不是我们出具的原文件。想知道它与原件有什么不同，请再填写编号和校验码。")


def answer(number: str, code: str) -> Any:  # noqa: ANN401
    """Show what a number and its code stand for, or that nothing does."""
    proof = find(session(), number=number, code=code) if number and code else None
    if proof is None:
        problems = [("number", _("没有找到编号与校验码都相符的证明或成绩单，请对照纸面逐字核对后再试。"))]
        return form_page(problems, number=number, code=code), 404
    return paper_page(proof, None)


def form_page(problems: Sequence[tuple[str, str]], *, number: str = "", code: str = "") -> str:
    """Show the forms: number and code, or a file."""
    limit = LARGEST_FILE // 1024 // 1024
    return render_template("portal/verify_form.html", number=number, code=code, problems=problems, limit=limit)


def paper_page(proof: ConversionProof, compared: Compared | None) -> str:
    """Show what a paper is worth now, what became of it, and what it says."""
    transcript = proof.kind is PaperKind.TRANSCRIPT
    sound = recompute_transcript(proof.payload).ok if transcript else recompute(proof.payload).ok
    revoked = proof.state is ProofState.REVOKED or tells_of_revoked(session(), proof.id)
    changed = compared is not None and compared.likeness is Likeness.CONTENT_CHANGED
    return render_template(
        "portal/verified_transcript.html" if transcript else "portal/verified.html",
        proof=proof,
        content=transcript_of(proof.payload) if transcript else content_of(proof.payload),
        valid=proof.state is ProofState.VALID and sound and not revoked,
        recomputed=sound,
        revoked=revoked,
        history=[(each, HISTORY[each.reason]) for each in history_of(session(), proof.id)],
        compared=compared.likeness.value if compared else "",
        differences=told_differences(compared.differences) if compared and changed else [],
        limit=LARGEST_FILE // 1024 // 1024,
        moment=now(),
        issuer=settings().issuer,
    )
