"""The sentences of problems with printed papers, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "paper_letters_missing": (
        "印不出来：字体里没有“{letters}”。请改掉这些字再打印{places_zh}。",
        "This cannot be printed: the typefaces lack “{letters}”. Please change these characters{places_en}.",
    ),
    "paper_text_unprintable": (
        "印不出来：有一处文字太长，或含有看不见的字符（{field}）。请修改后再打印。",
        "This cannot be printed: a text is too long or holds invisible characters ({field}). Please change it.",
    ),
}
