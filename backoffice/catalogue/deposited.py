"""What an institution's deposit of grades says beside the fields of the form."""

DEPOSITED = (
    {"key": "student_number", "label": "学号", "label_en": "Student number"},
    {"key": "education_way", "label": "教育层次", "label_en": "Way of study"},
    {"key": "education_type", "label": "教育类别", "label_en": "Type of education"},
    {"key": "cohort", "label": "届别", "label_en": "Cohort"},
    {"key": "ended", "label": "毕业结业肄业", "label_en": "How it ended"},
    {"key": "season", "label": "毕业季", "label_en": "Season"},
    {"key": "note", "label": "备注", "label_en": "Remarks"},
)
