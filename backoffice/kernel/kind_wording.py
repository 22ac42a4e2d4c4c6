"""The sentences of problems with kinds of outcomes and their forms, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "evidence_too_many": (
        "{label}最多上传 {most} 个文件，请移除多余的。",
        "{label} takes at most {most} files. Please remove some.",
    ),
    "evidence_format": (
        "{label}只收 {formats}，“{name}”不是。请换一个文件。",
        "{label} takes {formats} alone, which “{name}” is not. Please choose another.",
    ),
    "kind_label_missing": (
        "第 {place} 行缺少中文名称，请填写。",
        "Row {place} lacks its Chinese label. Please fill it in.",
    ),
    "kind_label_long": (
        "第 {place} 行的名称最多 {limit} 个字。",
        "The label of row {place} may have {limit} characters.",
    ),
    "kind_key_wrong": (
        "第 {place} 行的代码“{key}”应以小写字母开头，只含小写字母、数字和下划线，不超过 32 个字符。",
        "The key “{key}” of row {place} must begin with a small letter; letters, figures and _ only, at most 32.",
    ),
    "kind_key_doubled": ("代码“{key}”用了两次，请改其中一个。", "The key “{key}” is used twice. Please change one."),
    "kind_key_taken": (
        "代码“{key}”以前用过（{label}），已有成果保存着它的内容，请换一个。",
        "The key “{key}” was used before ({label}), and outcomes hold values of it. Please take another.",
    ),
    "kind_type_unknown": ("第 {place} 行请选择栏目类型。", "Please choose the type of row {place}."),
    "kind_choices_missing": (
        "第 {place} 行是选择题，请写出至少两个选项，用顿号或换行隔开。",
        "Row {place} is a choice. Please write at least two options, one a line.",
    ),
    "kind_title_missing": (
        "表单必须有“成果名称”（代码 title），而且必填：列表和证明都用它。",
        "A form must have the outcome's title (key title), and it must be required: lists and proofs show it.",
    ),
    "kind_formats_missing": ("第 {place} 行请至少选一种文件格式。", "Please choose a file format for row {place}."),
    "kind_most_wrong": (
        "第 {place} 行的最多个数应为 1 到 20 的整数，或留空。",
        "The most of row {place} must be 1 to 20, or empty.",
    ),
    "kind_changed": (
        "这个小类刚刚被别人改过。请核对页面上的新内容，再改一次。",
        "Somebody has just changed this kind. Please look at the form as it is now, and change it again.",
    ),
}
