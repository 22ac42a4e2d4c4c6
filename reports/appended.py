"""What the revision that a signature appends may hold: one invisible signature, and nothing that a reader could see."""

import io

import pikepdf

CATALOG_GAINS = {"/AcroForm", "/Perms"}
FORM_KEYS = {"/Fields", "/SigFlags"}
WIDGET_KEYS = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}


def adds_a_signature_alone(sealed: bytes, whole: bytes) -> bool:
    """Tell whether a file is its sealed revision plus one signature field without extent; else it may show anything."""
    with pikepdf.open(io.BytesIO(sealed)) as before, pikepdf.open(io.BytesIO(whole)) as after:
        field = the_only_field(after)
        if field is None or has_form(before):
            return False
        gains = {before.Root.objgen: CATALOG_GAINS}
        gains |= {page.obj.objgen: {"/Annots"} for page in before.pages}
        same = all(
            without(each, gains.get(each.objgen, set()))
            == without(after.get_object(each.objgen), gains.get(each.objgen, set()))
            for each in before.objects
            if isinstance(each, pikepdf.Object) and each.objgen != (0, 0)
        )
        return same and before.Root.objgen == after.Root.objgen and annotations(after) == [*annotations(before), field]


def has_form(pdf: pikepdf.Pdf) -> bool:
    """Tell whether a file has a form or permissions already."""
    return any(key in pdf.Root for key in CATALOG_GAINS)


def the_only_field(pdf: pikepdf.Pdf) -> tuple[int, int] | None:
    """Return the number of the only field of a form, if it is a signature without extent and without actions."""
    form = pdf.Root.get("/AcroForm")
    if form is None or not set(form.keys()) <= FORM_KEYS or len(form.Fields) != 1:
        return None
    field = form.Fields[0]
    left, bottom, right, top = (float(each) for each in field.Rect)
    plain = set(field.keys()) <= WIDGET_KEYS and field.FT == "/Sig"
    return field.objgen if plain and (left, bottom) == (right, top) else None


def annotations(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Return the numbers of what lies on the pages."""
    return [each.objgen for page in pdf.pages for each in page.obj.get("/Annots", [])]


def without(item: pikepdf.Object, keys: set[str]) -> bytes:
    """Write an object down to compare it, some keys left out."""
    stream = item.read_raw_bytes() if isinstance(item, pikepdf.Stream) else b""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return item.unparse(resolved=True)
    dictionary = pikepdf.Dictionary({key: value for key, value in item.items() if key not in keys})
    return dictionary.unparse(resolved=True) + stream
