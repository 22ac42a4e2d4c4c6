"""What the generated forms say under a field: how it is filled in, in Chinese and English."""

LEVELS = (
    "小学、初中、高中、专科、本科、硕士、博士之一",
    "One of 小学 (primary), 初中 (junior), 高中 (senior), 专科, 本科, 硕士, 博士",
)
DESCRIPTORS = ("达到这一级应具备的要求，一行一条", "What this level asks for, one requirement a line")

HINTS: dict[str, dict[str, tuple[str, str]]] = {
    "Programme": {
        "title": ("写明学期，例如 电子商务(2019秋)", "With its term, such as 电子商务(2019秋)"),
        "education_level": LEVELS,
        "total_credits": ("上限按它的百分比计算，可不填", "Caps in percent are counted from it; may be left out"),
    },
    "CatalogueOutcome": {
        "code": ("课程号或本机构的编号，保存后不能改", "The institution's own code; it cannot be changed later"),
        "subject": ("决定由哪个专业认定委员会终审", "It decides which committee makes the final review"),
        "education_level": LEVELS,
        "qf_level": ("1 到 7", "1 to 7"),
        "mark": ("例如 ★，含义由管理中心说明", "Such as ★; the centre says what it means"),
    },
    "QualificationLevel": dict.fromkeys(("knowledge", "skills", "abilities"), DESCRIPTORS),
    "IndustryStandard": {
        "code": ("标准上印的编号，例如 GB/T 3304-1991", "As printed on it, such as GB/T 3304-1991"),
        "qf_level": ("对应的资历等级，1 到 7，可不填", "The level it corresponds to, 1 to 7; may be left out"),
        "publisher": ("发布标准的单位", "Who has published it"),
        "summary": ("学习者检索时看到的简介", "What learners read when they search"),
    },
    "Institution": {
        "code": ("资历名册上的机构代码", "As the register prints it"),
        "title": ("全称，证明上照此打印", "In full, as proofs print it"),
        "pilot": ("勾选后学习者可看到试点标记", "Learners see that it is a pilot"),
    },
}
