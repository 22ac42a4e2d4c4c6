"""Proofs printed per second, beside typst, reportlab, fpdf2 and Chromium; joined printing; what a renderer holds."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random
from statistics import median, quantiles
from time import perf_counter

from bench.options import Options
from bench.proof_peers import Peer, Sheet, by_chromium, by_fpdf2, by_reportlab, by_typst
from bench.report import Report
from reports.canonical import digest
from reports.joined import Titled, join
from reports.look import STANDARD
from reports.numbering import proof_number
from reports.orders import proof_order
from reports.proof import ConversionProofContent, DecisionRecord, ProofLine, canonical_json
from reports.quick_response import quick_response
from reports.render import render_proof
from reports.renderers import Renderers
from reports.seal import seal

JOINED = 1_000
ROUNDS = 20
FAMILIES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉玲桂"
SUBJECTS = ("公司概况", "大学英语", "计算机应用基础", "管理学原理", "会计学", "经济数学", "机械制图", "护理学基础")
CODE = "0123-4567-89AB-CDEF"
COLD = (
    "import sys; from reports.papers import print_here; from reports.orders import Order; import json;"
    "sys.stdout.buffer.write(print_here(Order(**json.loads(sys.stdin.read()))))"
)


def run(options: Options) -> Report:
    """Print the same proofs each way in turn; agree when every text of the content is found in each way's file."""
    contents = list(some_contents(min(options.count, ROUNDS), Random(options.seed)))
    peers: dict[str, Peer] = {"typst": by_typst(), "reportlab": by_reportlab(), "fpdf2": by_fpdf2()}
    with by_chromium() as chromium:
        peers["chromium, warm"] = chromium
        taken, agrees = in_turn(contents, peers)
    ours = taken.pop("ours")
    figures: dict[str, object] = {
        "ms for one, warm, median": round(median(ours) * 1000, 1),
        "ms for one, warm, 95th percentile": round(quantiles(ours, n=20)[-1] * 1000, 1),
        "ms for one, from the start of a process": round(cold(contents[0]) * 1000),
        "kB of one": round(len(printed(contents[0])) / 1000, 1),
    }
    figures |= joined(min(options.count, JOINED), Random(options.seed))
    rates = {name: 1 / median(seconds) for name, seconds in taken.items()}
    return Report("proofs", 1 / median(ours), "proofs", agrees, rates, figures)


def some_contents(count: int, random: Random) -> Iterator[ConversionProofContent]:
    """Yield contents of proofs, each of another learner, most of them with one conversion."""
    for serial in range(count):
        subject = random.choice(SUBJECTS)
        line = ProofLine(
            source_title=subject,
            source_kind="课程",
            source_institution="示例开放大学",
            rule_title=f"{subject}转换为现代{subject}",
            rule_code=f"R-{serial:04d}",
            rule_version=4,
            target_title=f"现代{subject}",
            target_kind="课程（本科）",
            target_institution="示例理工职业学院",
            credits=Decimal(random.randrange(10, 60)) / 10,
            ratio=Decimal(100),
            first_reviewed_on=date(2020, 11, 18),
            final_reviewed_on=date(2020, 11, 21),
            committee="管理类专业认定委员会",
        )
        yield ConversionProofContent(
            number=proof_number("XY", 2020, serial),
            platform="示例终身教育学分银行",
            issuer="示例终身教育学分银行管理中心",
            learner_name=random.choice(FAMILIES) + "".join(random.choices(GIVEN, k=2)),
            document_masked="4401**********1234",
            account_number=f"2020{serial:09d}",
            issued_on=date(2020, 11, 23),
            lines=(line,) if random.random() < 0.8 else (line, replace(line, source_title=subject + "实务")),
            decisions=(DecisionRecord(f"规则 “{subject}”", "a" * 64, {"学分": Decimal("3.0")}, "b" * 64),),
        )


def address_of(content: ConversionProofContent) -> str:
    """Return where a proof is verified."""
    return f"https://bank.example/verify?number={content.number}&code={CODE}"


def printed(content: ConversionProofContent) -> bytes:
    """Print a proof our way, warm, in this process."""
    return render_proof(content, check_code=CODE, verify_url=address_of(content))


def in_turn(contents: list[ConversionProofContent], peers: dict[str, Peer]) -> tuple[dict[str, list[float]], bool]:
    """Return the seconds of each way for each content, and whether every text was found in every file."""
    ways: dict[str, Callable[[ConversionProofContent], bytes]] = {"ours": printed}
    ways |= {name: partial(by, peer) for name, peer in peers.items()}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    lacking: set[str] = set()
    for way in ways.values():
        way(contents[0])  # warm
    for content in contents:
        for name, way in ways.items():
            begun = perf_counter()
            pages = way(content)
            taken[name].append(perf_counter() - begun)
            lacking |= {f"{name}: {text}" for text in texts_of(content) if text not in words_of(pages)}
    for each in sorted(lacking):
        print("not found by", each, file=sys.stderr)
    return taken, not lacking


def by(peer: Peer, content: ConversionProofContent) -> bytes:
    """Print a proof a peer's way."""
    return peer(sheet_of(content))


def words_of(pages: bytes) -> str:
    """Return the words of a file, without blanks and line ends."""
    done = subprocess.run([shutil.which("pdftotext") or "", "-", "-"], input=pages, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def texts_of(content: ConversionProofContent) -> set[str]:
    """Return every text of a content that its paper shows, without blanks."""
    own = (content.platform, content.issuer, content.learner_name, content.document_masked, content.account_number)
    lines = (
        (line.source_title, line.source_institution, line.rule_title, line.target_title, line.committee)
        for line in content.lines
    )
    shown = (content.number, CODE, content.issued_on.isoformat(), *own, *(text for line in lines for text in line))
    return {"".join(text.split()) for text in shown}


def sheet_of(content: ConversionProofContent) -> Sheet:
    """Place the texts of a proof, without a layout engine, where ours stand."""
    lines = [
        ("Song", 13.0, content.platform, 80.0, 24.0),
        ("Bold", 31.0, "学分转换证明", 60.0, 40.0),
        ("Hei", 8.0, f"证明编号 {content.number}", 23.0, 66.0),
        ("Hei", 8.0, f"签发日期 {content.issued_on.isoformat()}", 155.0, 66.0),
        ("Kai", 27.0, content.learner_name, 90.0, 74.0),
        ("Hei", 8.4, f"证件号码 {content.document_masked}  学习账户 {content.account_number}", 55.0, 88.0),
        ("Song", 10.4, "兹证明上述学习者所持下列学习成果，经初审、终审，符合现行转换规则，", 31.0, 98.0),
        ("Song", 10.4, "准予转换为下列目标成果的学分，特发此证。", 23.0, 104.0),
    ]
    for place, line in enumerate(content.lines):
        top = 118.0 + 45 * place
        lines += [
            ("Bold", 13.0, line.source_title, 27.0, top),
            ("Song", 8.2, f"{line.source_kind} {line.source_institution}", 27.0, top + 8),
            ("Hei", 11.0, f"{line.ratio}%", 100.0, top + 8),
            ("Bold", 13.0, line.target_title, 120.0, top),
            ("Song", 8.2, f"{line.target_kind} {line.target_institution}", 120.0, top + 8),
            ("Bold", 19.0, str(line.credits), 120.0, top + 14),
            ("Song", 9.0, f"{line.rule_title} {line.rule_code} 第 {line.rule_version} 版", 23.0, top + 24),
            ("Song", 9.0, f"初审 {line.first_reviewed_on} 终审 {line.final_reviewed_on}", 23.0, top + 30),
            ("Song", 9.0, line.committee, 23.0, top + 36),
        ]
    fingerprint, address = digest(canonical_json(content)), address_of(content)
    lines += [
        ("Hei", 7.4, address, 59.0, 243.0),
        ("Hei", 11.0, CODE, 59.0, 250.0),
        ("Hei", 7.4, fingerprint[:32], 59.0, 258.0),
        ("Hei", 7.4, fingerprint[32:], 59.0, 262.0),
        ("Song", 9.8, content.issuer, 130.0, 268.0),
        ("Hei", 6.6, "第 1 页 / 共 1 页", 96.0, 276.0),
    ]
    return Sheet(
        tuple(lines),
        seal(content.issuer, STANDARD.wordings["seal_purpose"], STANDARD.colours["seal"]),
        quick_response(address),
        content.issuer,
    )


def cold(content: ConversionProofContent) -> float:
    """Return the seconds from starting a Python to the bytes of a proof; the best of three."""
    order = proof_order(canonical_json(content), check_code=CODE, verify_url=address_of(content))
    told = json.dumps({"kind": order.kind, "told": order.told})
    best = float("inf")
    for _ in range(3):
        begun = perf_counter()
        subprocess.run([sys.executable, "-c", COLD], input=told.encode(), capture_output=True, check=True)
        best = min(best, perf_counter() - begun)
    return best


def joined(count: int, random: Random) -> dict[str, object]:
    """Print many proofs by two renderers and join them; return how long and how large."""
    contents = list(some_contents(count, random))
    renderers = Renderers(2)
    begun = perf_counter()
    orders = (proof_order(canonical_json(each), check_code=CODE, verify_url=address_of(each)) for each in contents)
    papers = renderers.print_many(orders)
    titled = (
        Titled(f"{content.number} {content.learner_name}", pages)
        for content, pages in zip(contents, papers, strict=True)
        if isinstance(pages, bytes)
    )
    pages = join(titled, title="转换证明")
    seconds = perf_counter() - begun
    renderers.close()
    return {
        "proofs joined": count,
        "s for the joined file, two renderers": round(seconds, 1),
        "kB of each in the joined file": round(len(pages) / count / 1000, 2),
        "MB of memory that a renderer held at most": round(renderers.resident / 1_000_000),
    }
