"""The bundled typefaces cover what is printed, and nothing else is used."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from reports.press import TEMPLATES
from reports.render import render_proof
from reports.seal import PURPOSE, seal
from reports.typefaces import HEI, HOME, KAI, LATIN, SONG, SONG_BOLD, coverage, covers

LARGEST = 18_000_000  # bytes of all typefaces
GB2312 = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
)


def answer_of(program):
    """Return what a program prints, run on its own."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_labels_have_their_face():
    """Every character of the templates is in the face of the labels; otherwise the typefaces must be built again."""
    words = {letter for path in TEMPLATES.iterdir() for letter in path.read_text() if letter > " "}

    assert not {letter for letter in words if ord(letter) not in coverage(HEI)}
    assert not {letter for letter in words if ord(letter) not in coverage(SONG_BOLD)}


def test_names_and_texts_are_covered():
    """Kai has GB/T 2312 and rare names, Song every unified ideograph, Latin the letters of Europe and Viet Nam."""
    assert covers(KAI, GB2312 + "䶮喆堃𬘡")
    assert covers(SONG, "".join(map(chr, range(0x4E00, 0x9FA6))))
    assert covers(LATIN, "ĄćęłńőřşșțžƯơẾỹЖж")


def test_the_typefaces_are_truetype_files_with_licences():
    """They are static TrueType, together below the ceiling, each source with its licence."""
    files = sorted(HOME.glob("*.ttf"))

    assert [path.name for path in files] == sorted([HEI, KAI, LATIN, SONG, SONG_BOLD])
    assert sum(path.stat().st_size for path in files) <= LARGEST
    assert all(path.read_bytes()[:4] == b"\x00\x01\x00\x00" for path in files)
    assert len(list(HOME.glob("OFL-*.txt"))) == 4


def test_only_our_typefaces_are_used(a_content, paper):
    """A paper holds no typeface of the machine's."""
    with pikepdf.open(io.BytesIO(render_proof(a_content(learner_name="Łukasz 䶮"), **paper))) as pdf:
        descriptors = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        names = {str(item.FontName).split("+")[1] for item in descriptors}

    assert names == {"Proof-Song", "Proof-Song-Bold", "Proof-Hei", "Proof-Kai"}


def test_printing_needs_neither_web_nor_database():
    """Printing loads no web framework and no database library."""
    loaded = answer_of("import sys, reports.render; print(*sys.modules)")

    assert not {"flask", "werkzeug", "sqlalchemy", "backoffice", "grammar"} & set(loaded.split())


def test_the_settings_of_fonts_go_away():
    """The font settings lie in a temporary folder, gone when the program ends."""
    named = answer_of("import os, reports.typefaces; print(os.environ['FONTCONFIG_FILE'])")

    assert named.endswith("fonts.conf")
    assert not Path(named).parent.exists()


@pytest.mark.parametrize("issuer", ["校", "示例中心", "示例终身教育学分银行管理中心" * 2, "Łódź Centre", "䶮"])
def test_a_seal_of_any_name_is_drawn(issuer):
    """Short, long, Latin and rare issuers have a seal: a ring, a star, the purpose and each letter of the name."""
    drawn = seal(issuer)

    assert drawn.operators.count(" RG ") == 1
    assert drawn.operators.count(" cm") == 2 * len(issuer) + len(PURPOSE)
