"""The sentences of problems with templates of papers, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "wording_empty": ("请填写{label}。", "Please fill in: {label}."),
    "wording_may_be_empty": (
        "{label}在某些情况下什么也不印，请补上 {{% else %}} 的文字。",
        "{label} may print nothing at all. Please add words after {{% else %}}.",
    ),
    "wording_too_long": (
        "{label}有 {count} 个字，最多 {limit} 个，请缩短。",
        "{label} has {count} characters and may have {limit}. Please shorten it.",
    ),
    "wording_prints_too_much": (
        "{label}换上实际内容后可能有 {count} 个字，纸上最多放 {limit} 个，请缩短或少用占位符。",
        "{label} may print {count} characters, and there is room for {limit}. Please shorten it.",
    ),
    "wording_hidden": (
        "{label}里有看不见的字符 {letter}，请删去后重填。",
        "{label} contains an invisible character, {letter}. Please remove it.",
    ),
    "wording_glyphs": (
        "证明所用字体没有“{letters}”，请在{label}里换个写法。",
        "The typefaces of papers lack “{letters}”. Please write {label} in another way.",
    ),
    "wording_unclosed": (
        "{label}里的占位符没有写完整，请核对 {{{{ 和 }}}} 是否成对、{{% if %}} 是否有 {{% endif %}}。",
        "A place in {label} is not complete. Please check that {{{{ has its }}}}, and {{% if %}} its {{% endif %}}.",
    ),
    "wording_too_deep": (
        "{label}里的条件套得太多，请写得简单些。",
        "The conditions in {label} are nested too deeply. Please write them more simply.",
    ),
    "wording_not_allowed": (
        "{label}里不能用{thing}，只能写文字、占位符和 {{% if %}}。",
        "{label} may not use {thing}, only words, names in {{{{ }}}} and {{% if %}}.",
    ),
    "wording_markup": (
        "{label}里不能有尖括号 < >，这里只写文字，不写网页代码。",
        "{label} may not contain < or >. Please write words, not web code.",
    ),
    "wording_unknown": (
        "{label}里的“{name}”不是占位符，请从列出的占位符中选。",
        "“{name}” in {label} is not a known name. Please use one of those listed.",
    ),
    "wording_meant": (
        "{label}里的“{name}”不是占位符，想写的可能是“{near}”。",
        "“{name}” in {label} is not a known name. You may have meant “{near}”.",
    ),
    "colour_unreadable": (
        "{label}的颜色“{text}”应写成 # 加 6 位，例如 #15674e。",
        "The colour of {label}, “{text}”, must be # and six figures or letters a to f, such as #15674e.",
    ),
    "colour_too_pale": (
        "{label}的颜色印在白纸上太浅（对比度 {ratio}，至少要 {least}），可改用 {better}。",
        "The colour of {label} is too pale on white paper (contrast {ratio} of {least}). {better} would do.",
    ),
    "picture_empty": ("{label}的文件是空的，请重新选择。", "The file for {label} is empty. Please choose another."),
    "picture_too_large": (
        "{label}的文件超过 {limit} KB，请压缩后再上传。",
        "The file for {label} is larger than {limit} KB. Please make it smaller.",
    ),
    "picture_too_many_pixels": (
        "{label}的尺寸过大，请缩小到 {limit} 万像素以内。",
        "The picture for {label} has more than {limit} times 10,000 pixels. Please reduce it.",
    ),
    "picture_too_small": (
        "{label}太小，印出来会模糊，长宽都要有 {limit} 像素。",
        "The picture for {label} is too small to print well. Each side needs {limit} pixels.",
    ),
    "picture_unreadable": (
        "{label}的文件打不开，请换一个。",
        "The file for {label} cannot be read. Please choose another.",
    ),
    "picture_not_png": (
        "{label}须是透明底的 PNG 图片，请另存后再上传。",
        "{label} must be a PNG with a transparent ground. Please save it as one.",
    ),
    "seal_opaque": (
        "印章图片的底不透明，会盖住落款的文字，请换透明底的 PNG。",
        "The ground of the seal is not transparent and would cover the signature. Please use a transparent PNG.",
    ),
    "drawing_not_allowed": (
        "{label}的 SVG 里有不能用的内容“{thing}”，请只留图形后重新导出。",
        "The SVG for {label} contains “{thing}”, which is not allowed. Please export it with shapes alone.",
    ),
    "drawing_too_many": (
        "{label}的 SVG 太复杂，图形最多 {limit} 个，请简化后重新导出。",
        "The SVG for {label} is too complex; it may have {limit} shapes. Please simplify it.",
    ),
    "drawing_without_box": (
        "{label}的 SVG 没有写明尺寸（viewBox），请重新导出。",
        "The SVG for {label} does not say its size (viewBox). Please export it again.",
    ),
    "drawing_empty": (
        "{label}的 SVG 里没有图形，请换一个文件。",
        "The SVG for {label} holds no shape. Please choose another file.",
    ),
    "template_unknown": (
        "没有找到这个模板或版本，请返回列表查看。",
        "This template or version was not found. Please go back to the list.",
    ),
    "template_closed": (
        "这个模板现为“{state}”，不能再做这一步，请刷新页面查看。",
        "The template stands at “{state}”; this step is not possible any more. Please reload the page.",
    ),
    "template_changed": (
        "这份草稿在 {at} 已在另一个窗口保存，这里的没有写入。请刷新页面，对照后再改。",
        "This draft was saved in another window at {at}; nothing was saved here. Please reload the page and compare.",
    ),
    "template_changed_before_publishing": (
        "您打开之后模板又改过，请看过最新的样子再发布。",
        "The template was changed after you opened it. Please look at it again before publishing.",
    ),
    "template_unchanged": (
        "草稿与第 {number} 版一样，没有可以送审的改动。",
        "The draft is the same as version {number}; there is nothing to hand in.",
    ),
    "not_the_author": (
        "草稿只能由起草人修改，您可以据现有版本另起一份。",
        "Only its author changes a draft. You can begin one of your own from any version.",
    ),
    "author_publishes": (
        "模板须由起草人以外的同事发布。",
        "A template is published by somebody other than its author.",
    ),
    "preview_busy": (
        "预览正忙，请稍等几秒再试。",
        "Previews are busy. Please try again in a few seconds.",
    ),
}
