"""Papers that the house prints for itself are ordered; the web process lays out none, and tells what is in the way."""

import html
import subprocess
import sys
from pathlib import Path

import pytest

from reports.refusals import RendererDied, RenderTimedOut

HOME = Path(__file__).parents[3]
READING = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
PAPERS = {
    "monthly_statistics": "/statistics/papers/monthly-statistics.pdf",
    "institution_summary": "/statistics/papers/institution-summary.pdf",
    "rule_book": "/workbench/book/rules.pdf",
    "conversion_proof": "/paper-templates/preview/proofs/1.png?sample=judged",
}
BEYOND = {
    "zh": "这份文件没有在限定的时间和内存内印成。",
    "en": "This was not printed within its bounds of time and memory.",
}


@pytest.fixture
def printing(app, monkeypatch):
    """Return a function that puts another printing into the product, and the orders that it gets."""
    ordered = []

    def take(answer):
        def print_none(order):
            ordered.append(order.kind)
            raise answer

        monkeypatch.setitem(app.extensions, "credit_bank_print", print_none)
        return ordered

    return take


@READING
@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize(
    ("language", "fault"), [("zh", RenderTimedOut("not done")), ("en", RendererDied("out of memory"))]
)
def test_a_paper_beyond_the_bounds_says_so(visit, printing, kind, language, fault):
    """What is ordered is that paper; where its renderer gives up, the reader is told in the language of the page."""
    ordered = printing(fault)
    answer = visit("centre", language).client.get(PAPERS[kind], follow_redirects=True)

    assert ordered == [kind]
    assert BEYOND[language] in html.unescape(answer.text)


def test_the_web_process_cannot_lay_out_a_paper():
    """Nothing of the product, the messenger neither, loads WeasyPrint; renderers are processes of their own."""
    program = "import sys, backoffice.app, backoffice.messenger; sys.exit(int('weasyprint' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
