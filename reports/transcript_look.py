"""What a look may say on a transcript (学分成绩单), and what it says where nobody has changed it."""

from reports.look import SHARED_SLOTS, PaperLook, Slot

TRANSCRIPT_SLOTS = {  # in the order of the paper
    "platform": SHARED_SLOTS["platform"],
    "platform_english": SHARED_SLOTS["platform_english"],
    "heading": Slot(24),
    "heading_english": Slot(80, optional=True, english=True),
    "statement": Slot(300),
    "statement_english": Slot(600, optional=True, english=True),
    **{name: SHARED_SLOTS[name] for name in ("note", "note_english", "signature", "seal_rim", "seal_purpose")},
}
TRANSCRIPT_STANDARD = PaperLook(
    {
        "platform": "{{ 平台名称 }}",
        "platform_english": "Credit Bank",
        "heading": "学分成绩单",
        "heading_english": "Transcript of Credits",
        "statement": "兹证明上述学习者的学习账户截至签发日期记有下列学分与已认定的学习成果，账目只增不改，"
        "冲销另记一笔负数。",
        "statement_english": "This is to certify that the learning account above holds, on the day of issue, the "
        "credits and recognised outcomes listed below. Entries are never changed; what is taken back is a further, "
        "negative entry.",
        "note": "说明：本成绩单所载为签发当日的账户情况，各笔学分的规则与评审以所列转换证明为准。成绩单的状态（有效、"
        "已撤销、已被替换）以核验网址的查询结果为准；涂改、抽页、局部复印无效。",
        "note_english": "This transcript shows the account on the day of issue; rules and reviews stand on the "
        "certificates named. Its status (valid, revoked, superseded) is that shown at the verification address. "
        "Alterations, missing pages and partial copies are void.",
        "signature": "{{ 出具机构 }}",
        "seal_rim": "{{ 出具机构 }}",
        "seal_purpose": "转换专用章",
    }
)
