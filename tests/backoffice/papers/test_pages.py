"""The pages of paper templates without scripts: begin, write, preview, hand in, publish; and the preview's bounds."""

import html
import io
import json

import pytest
from PIL import Image
from sqlalchemy import select

from backoffice.papers import preview
from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.preview import MOST_AT_ONCE, PLACES
from backoffice.papers.preview_views import RATE
from backoffice.papers.workflow import TemplateState
from reports.look import STANDARD, look_from, look_json

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what they write is tried on both elsewhere


@pytest.fixture
def centre(visit):
    """Log the author in."""
    return visit("centre")


@pytest.fixture
def draft(centre, house):
    """Begin a draft from the version in force; return it."""
    centre.send("/paper-templates/proofs/new", {})
    return house.scalars(select(PaperTemplate)).one()


def a_png(side=300):
    """Return a transparent PNG as an upload."""
    output = io.BytesIO()
    Image.new("RGBA", (side, side), (200, 30, 30, 0)).save(output, "PNG")
    return io.BytesIO(output.getvalue()), "印章.png"


def page(visitor, address, form=None):
    """Open a page, or send a form to it; return the status and the page."""
    if form is None:
        answer = visitor.client.get(address)
    else:
        sent = {"csrf_token": visitor.token} | form
        answer = visitor.client.post(address, data=sent, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()  # a large body lies in a file
    return answer.status_code, html.unescape(answer.text)


def test_a_template_from_its_draft_to_a_version(centre, draft, house, visit):
    """The author writes, uploads a seal and hands in; a colleague sees what changed and publishes; the list says so."""
    here = f"/paper-templates/drafts/{draft.id}"
    form = {"revision": "1", "heading": "学分证明", "colour-primary": "143C8C", "seal": a_png(), "do": "submit"}

    assert page(centre, here, form)[0] == 302
    assert "须由另一位同事发布" in page(centre, f"{here}/review")[1]
    assert centre.send(f"{here}/review", {"do": "publish", "revision": "2"}) == (
        422,
        ["模板须由起草人以外的同事发布。"],
    )
    colleague = visit("centrepublisher")
    shown = page(colleague, f"{here}/review")[1]
    assert '<del class="xf-del"><span class="sr-only">删去：</span>转换</del>' in shown
    assert "#143c8c" in shown
    assert "新增图片" in shown
    assert page(colleague, f"{here}/review", {"do": "publish", "revision": "2"})[0] == 302
    house.rollback()
    assert (draft.number, draft.state) == (2, TemplateState.PUBLISHED)
    assert look_from(draft.look).seal.kind == "png"
    assert "第 2 版" in page(colleague, "/paper-templates/")[1]
    assert "与第 1 版的差别" in page(colleague, "/paper-templates/proofs/versions/2")[1]
    assert page(colleague, here)[0] == 302  # a version is not edited


def test_what_is_wrong_stands_beside_its_field(centre, draft, house):
    """What was typed stays, nothing is kept, and each field says what is wrong with it."""
    form = {"revision": "1", "note": "{{ learner }}", "colour-quiet": "#ccc", "seal": (io.BytesIO(b"x"), "a.png")}
    status, shown = page(centre, f"/paper-templates/drafts/{draft.id}", form | {"do": "save"})

    assert status == 422
    assert "说明里的“learner”不是占位符，想写的可能是“learner_name”。" in shown
    assert "次要文字的颜色“#ccc”应写成 # 加 6 位" in shown
    assert "印章图片须是透明底的 PNG 图片" in shown
    assert all(f'id="field-{field}-problem"' in shown for field in ("note", "colour-quiet", "seal"))
    assert "{{ learner }}</textarea>" in shown
    house.rollback()
    assert draft.look == look_json(STANDARD)


def test_the_preview_shows_what_is_typed_and_keeps_nothing(centre, draft, house):
    """It answers a picture of the typed look, or its problems by field."""
    address = f"/paper-templates/preview/{draft.id}"
    drawn = json.loads(page(centre, address, {"heading": "学分证明", "sample": "judged"})[1])
    status, wrong = page(centre, address, {"heading": "<b>"})

    assert drawn["picture"].startswith("data:image/png;base64,")
    assert (status, json.loads(wrong)["problems"][0][0]) == (422, "heading")
    assert page(centre, address, {"note": "字" * 100_000})[0] == 422
    assert page(centre, address, {"note": "字" * 200_000})[0] == 413
    assert page(centre, address, {"logo": (io.BytesIO(b"x" * 3_000_000), "a.png")})[0] == 422
    house.rollback()
    assert draft.look == look_json(STANDARD)


def test_a_template_of_transcripts_has_words_and_samples_of_its_own(centre, house):
    """Its editor has one statement, knows the names of transcripts, and shows their last page too."""
    centre.send("/paper-templates/transcripts/new", {})
    draft = house.scalars(select(PaperTemplate)).one()
    shown = page(centre, f"/paper-templates/drafts/{draft.id}")[1]
    drawn = [
        json.loads(page(centre, f"/paper-templates/preview/{draft.id}", {"heading": "成绩证明", "sample": sample})[1])
        for sample in ("short", "long")
    ]
    status, wrong = page(centre, f"/paper-templates/preview/{draft.id}", {"statement": "{{ 转换项数 }}"})

    assert draft.paper is PaperKind.TRANSCRIPT
    assert "{{ 账目笔数 }}" in shown
    assert 'id="field-statement"' in shown
    assert "statement_ruled" not in shown
    assert drawn[0]["picture"] != drawn[1]["picture"]
    assert (status, json.loads(wrong)["problems"][0][0]) == (422, "statement")
    assert "据第 1 版修改" in page(centre, "/paper-templates/transcripts/")[1]
    assert "据第 1 版修改" not in page(centre, "/paper-templates/")[1]


def test_few_previews_are_drawn_at_once(centre, draft):
    """Whoever comes while all places are taken is asked to try again."""
    for _place in range(MOST_AT_ONCE):
        PLACES.acquire()
    try:
        status, told = page(centre, f"/paper-templates/preview/{draft.id}", {"heading": "学分证明甲"})
        assert (status, "预览正忙" in json.loads(told)["problems"][0][1]) == (429, True)
        assert page(centre, f"/paper-templates/preview/{draft.id}.png")[0] == 429
    finally:
        for _place in range(MOST_AT_ONCE):
            PLACES.release()


def test_previews_are_limited_by_the_minute(centre, monkeypatch):
    """One minute has so many previews and no more."""
    monkeypatch.setattr(preview, "_page_in", lambda *_asked: b"drawn")
    address = "/paper-templates/preview/proofs/1.png"
    answers = [centre.client.get(address).status_code for _time in range(int(RATE.split()[0]) + 1)]

    assert answers == [200] * int(RATE.split()[0]) + [429]


def test_a_version_that_is_not_there_is_not_found(centre):
    """Neither its page nor its picture nor a draft from it."""
    assert page(centre, "/paper-templates/proofs/versions/9")[0] == 404
    assert page(centre, "/paper-templates/preview/proofs/9.png")[0] == 404
    assert page(centre, "/paper-templates/proofs/new", {"base": "9"})[0] == 404
