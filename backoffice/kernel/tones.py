"""The one map from a status word on the screens to the tone of its chip."""

from enum import StrEnum


class Tone(StrEnum):
    """What a chip says beside its word: nothing yet, under way, good, to be mended, or refused."""

    NONE = "none"
    GO = "go"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


TONES: dict[str, Tone] = {
    "未申请": Tone.NONE,
    "已撤回": Tone.NONE,
    "草稿": Tone.NONE,
    "已停用": Tone.NONE,
    "未采纳": Tone.NONE,
    "已申请": Tone.GO,
    "已申请认定": Tone.GO,
    "初审通过": Tone.GO,
    "办理中": Tone.GO,
    "待指定": Tone.BAD,
    "待初审": Tone.GO,
    "待终审": Tone.GO,
    "待发送": Tone.GO,
    "待处理": Tone.GO,
    "名录成果": Tone.OK,
    "已认定": Tone.OK,
    "已转换": Tone.OK,
    "与原件一致": Tone.OK,
    "适用": Tone.OK,
    "已发布": Tone.OK,
    "已确认": Tone.OK,
    "生效中": Tone.OK,
    "已发送": Tone.OK,
    "有效": Tone.OK,
    "已采纳": Tone.OK,
    "退回补正": Tone.WARN,
    "还差一项": Tone.WARN,
    "还差几项": Tone.WARN,
    "未交原件": Tone.WARN,
    "认定未通过": Tone.BAD,
    "初审不通过": Tone.BAD,
    "终审不通过": Tone.BAD,
    "已撤销": Tone.BAD,
    "与原件不一致": Tone.BAD,
    "不适用": Tone.BAD,
    "发送失败": Tone.BAD,
    "已更正": Tone.OK,
    "不予更正": Tone.BAD,
    "待评审": Tone.GO,
    "已出具意见": Tone.OK,
    "已收回": Tone.NONE,
    "建议通过": Tone.OK,
    "建议不通过": Tone.BAD,
    "无法判断": Tone.WARN,
    "检查中": Tone.GO,
    "待确认": Tone.WARN,
    "导入中": Tone.GO,
    "已导入": Tone.OK,
    "未能读取": Tone.BAD,
    "已取消": Tone.NONE,
    "已过期": Tone.NONE,
    "不再发送": Tone.BAD,
    "已关闭": Tone.NONE,
    "待公布": Tone.GO,
    "公布中": Tone.OK,
    "已结束": Tone.NONE,
    "待解答": Tone.GO,
    "在用": Tone.OK,
    "已邀请": Tone.GO,
    "待设密码": Tone.WARN,
    "已解答": Tone.OK,
    "待发布": Tone.GO,
    "已放弃": Tone.NONE,
    "未生效": Tone.GO,
    "已紧急停用": Tone.BAD,
    "等待打印": Tone.GO,
    "绘制中": Tone.GO,
    "装订中": Tone.GO,
    "已完成": Tone.OK,
    "未完成": Tone.BAD,
    "已清除": Tone.NONE,
    "待打印": Tone.GO,
    "已打印": Tone.OK,
    "证明已撤销": Tone.BAD,
    "证明已被替换": Tone.WARN,
    "已被替换": Tone.WARN,
    "无法绘制": Tone.BAD,
    "等待计算": Tone.GO,
    "计算中": Tone.GO,
    "已算完": Tone.OK,
    "未算完": Tone.BAD,
    "相符": Tone.OK,
    "不符": Tone.BAD,
    "得到": Tone.OK,
    "失去": Tone.BAD,
    "学分改变": Tone.WARN,
    "目标改变": Tone.WARN,
    "转为待补": Tone.WARN,
    "不再待补": Tone.WARN,
}


def tone_of(word: str) -> str:
    """Return the tone of a status word; a word that is no status has none."""
    return TONES.get(word, Tone.NONE).value
