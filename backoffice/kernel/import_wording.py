"""The sentences of problems with files of rows, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "sheet_missing": ("请选择要导入的文件。", "Please choose the file to import."),
    "sheet_empty": (
        "文件是空的：第一行应为列名。请从模板开始填写。",
        "The file is empty. The first row must hold the headings.",
    ),
    "sheet_too_large": (
        "文件超过 {limit} MB，请分成几个文件导入。",
        "The file is larger than {limit} MB. Please divide it into several.",
    ),
    "sheet_unpacks_too_large": (
        "这个 xlsx 解压后超过 {limit} MB，没有打开。请另存为 CSV，或分成几个文件。",
        "This xlsx unpacks to more than {limit} MB and was not opened. Please save it as CSV or divide it.",
    ),
    "sheet_too_long": (
        "文件超过 {limit} 行，请分成几个文件导入。",
        "The file has more than {limit} rows. Please divide it into several.",
    ),
    "sheet_too_wide": (
        "列数超过 {limit}，请按模板删去多余的列。",
        "There are more than {limit} columns. Please remove some.",
    ),
    "sheet_row_too_wide": (
        "第 {number} 行的单元格比列名多，多半是内容里有未加引号的逗号。请核对该行。",
        "Row {number} has more cells than headings, often because of a comma without quotes. Please check it.",
    ),
    "sheet_old_format": (
        "这是旧版 xls 或加密的工作簿，无法读取。请去掉密码并另存为 xlsx 或 CSV。",
        "This is an old xls or an encrypted workbook. Please save it as xlsx or CSV without a password.",
    ),
    "sheet_broken": (
        "文件不是完好的 xlsx，没有打开。请在表格软件里另存一份再上传。",
        "The file is no sound xlsx and was not opened. Please save it anew in your spreadsheet program.",
    ),
    "sheet_broken_below": (
        "工作簿在第 {number} 行附近损坏，读不下去。请另存一份再上传。",
        "The workbook is broken near row {number}. Please save it anew and upload it again.",
    ),
    "sheet_macros": (
        "文件带有宏，没有打开。请另存为不含宏的 xlsx 或 CSV。",
        "The file carries macros and was not opened. Please save it as xlsx without macros, or as CSV.",
    ),
    "sheet_links": (
        "文件引用了其他工作簿，没有打开。请把引用粘贴为数值后另存。",
        "The file links to other workbooks. Please paste the linked cells as values and save it.",
    ),
    "sheet_merged": (
        "单元格 {cells} 是合并的，读不出每行的内容。请取消合并并逐行填写。",
        "The cells {cells} are merged. Please unmerge them and fill in every row.",
    ),
    "sheet_encoding": (
        "第 {byte} 个字节既不是 UTF-8 也不是 GB18030，无法识别文字。请另存为“CSV UTF-8”或 xlsx。",
        "Byte {byte} is neither UTF-8 nor GB18030. Please save the file as “CSV UTF-8” or xlsx.",
    ),
    "sheet_line_broken": (
        "第 {line} 行的引号不成对，读不下去。请核对该行的引号。",
        "The quotes on line {line} do not match. Please check them.",
    ),
    "column_lacking": (
        "缺少“{column}”列，请对照模板补上。",
        "The column “{column}” is missing. Please add it as in the template.",
    ),
    "column_doubled": ("“{column}”列重复，请只保留一列。", "The column “{column}” occurs twice. Please keep one."),
    "column_unknown": (
        "不认识“{column}”列，请改成模板里的列名，或删去该列。",
        "The column “{column}” is not known. Please rename it as in the template, or remove it.",
    ),
    "column_unnamed": (
        "第 {place} 列没有列名，请补上或删去该列。",
        "Column {place} has no heading. Please name or remove it.",
    ),
    "cell_empty": ("“{label}”为空，请填写。", "“{label}” is empty. Please fill it in."),
    "cell_hidden": (
        "“{label}”含有看不见的字符，请删去后重填。",
        "“{label}” holds invisible characters. Please type it anew.",
    ),
    "cell_too_long": (
        "“{label}”最多 {limit} 个字，请缩短。",
        "“{label}” may have at most {limit} characters. Please shorten it.",
    ),
    "cell_choice": (
        "“{label}”写着“{text}”，应为：{choices}。",
        "“{label}” says “{text}”; it must be one of: {choices}.",
    ),
    "cell_figures_lost": (
        "“{label}”被存成了数值，末几位已经丢失。请把该列设为“文本”格式，重新填写完整号码。",
        "“{label}” was kept as a number, and its last figures are lost. Format the column as text and type it anew.",
    ),
    "cell_not_credits": (
        "“{label}”写着“{text}”，应为数字，最多两位小数，例如 2.5。",
        "“{label}” says “{text}”; it must be a number with at most two decimals, such as 2.5.",
    ),
    "cell_not_whole": (
        "“{label}”写着“{text}”，应为整数，例如 54。",
        "“{label}” says “{text}”; it must be a whole number.",
    ),
    "cell_not_a_level": ("“{label}”写着“{text}”，应为 1 到 7。", "“{label}” says “{text}”; it must be 1 to 7."),
    "cell_not_a_date": (
        "“{label}”写着“{text}”，应写成年-月-日，例如 2020-09-01。",
        "“{label}” says “{text}”; it must be a date such as 2020-09-01.",
    ),
    "cell_not_a_month": (
        "“{label}”写着“{text}”，应写成年月，例如 202007。",
        "“{label}” says “{text}”; it must be a year and month such as 202007.",
    ),
    "cell_not_yes": (
        "“{label}”写着“{text}”，应为“是”或“否”。",
        "“{label}” says “{text}”; it must be 是 (yes) or 否 (no).",
    ),
    "cell_in_future": ("“{label}”晚于本月，请核对。", "“{label}” lies in the future. Please check it."),
    "cell_ends_early": ("“{label}”早于有效期起，请核对。", "“{label}” lies before the first day. Please check both."),
    "cell_score": (
        "“{label}”写着“{text}”，应为 0 到 {highest} 的数字（最多两位小数），或“合格”这样的等级。",
        "“{label}” says “{text}”; it must be a number from 0 to {highest}, or a grade such as 合格.",
    ),
    "cell_title_taken": (
        "“{text}”已是机构 {owner} 的名称，请核对代码或名称。",
        "“{text}” is the title of institution {owner} already. Please check both.",
    ),
    "cell_institution_unknown": (
        "没有机构“{text}”，请填资历名册上的机构代码或全称。",
        "There is no institution “{text}”. Please give its code in the register or its full title.",
    ),
    "cell_institution_other": (
        "“{text}”不是您的机构，只能导入本机构的数据。请删去这一行。",
        "“{text}” is not your institution. Only rows of your own can be imported.",
    ),
    "cell_kind_unknown": (
        "没有成果类型“{text}”，请填小类名称，例如 课程。",
        "There is no kind “{text}”. Please name one, such as 课程.",
    ),
    "cell_programme_unknown": (
        "该机构没有项目“{text}”，请先登记项目，或核对名称与学期。",
        "The institution has no programme “{text}”. Please add it first, or check title and term.",
    ),
    "cell_identity_wrong": (
        "“{label}”的校验码不对，请对照证件核对。",
        "The check digit of “{label}” is wrong. Please check it against the document.",
    ),
    "cell_learner_unknown": (
        "“{label}”没有对应的学习账户。请该学习者注册后，再上传这一行。",
        "No account bears this “{label}”. Please upload the row again once the learner has registered.",
    ),
    "cell_name_differs": (
        "“{label}”与该证件号码的账户姓名不一致，请核对姓名和号码。",
        "“{label}” differs from the name of the account with this number. Please check both.",
    ),
    "row_doubled": ("与第 {number} 行重复，请只保留一行。", "The same as row {number}. Please keep one of them."),
    "row_in_use": (
        "该成果正在办理或已用于转换，不能再改。如确有错误，请联系管理中心。",
        "This outcome is in a case or has been converted, and can no longer be changed. Please contact the centre.",
    ),
    "deposit_of_which_month": (
        "本学期已有 {months} 几条同名成绩，分不清更正哪一条。请在“{label}”填要更正的那个月；要改月份，请联系管理中心。",
        "The term has grades of this course from {months}. Please give the month of the one to correct as “{label}”.",
    ),
    "row_not_kept": (
        "导入时有人刚刚登记了相同的记录。请再上传一次这一行。",
        "Somebody has just added the same. Please upload this row again.",
    ),
    "entry_replaced": (
        "这项名录成果刚刚有了新版本，请重新打开后再修改。",
        "This entry has just got a new version. Please open it again.",
    ),
    "entry_unchanged": ("内容没有变化，不需要新版本。", "Nothing differs, so no new version is needed."),
    "import_file_lost": ("暂存的文件已不在，请重新上传。", "The file is no longer there. Please upload it again."),
    "import_fault": (
        "处理时出现意外，已停止。请重新上传；仍不成功请联系管理中心。",
        "Something unexpected happened. Please upload the file again, or contact the centre.",
    ),
    "import_not_checked": (
        "这次导入现在是“{state}”，不能确认。请刷新页面查看。",
        "This import stands at “{state}” and cannot be confirmed. Please reload the page.",
    ),
    "import_nothing_new": (
        "没有可导入的行：都已登记过或需要修改。请修改后重新上传。",
        "There is nothing to import: all rows are there already or must be mended.",
    ),
    "import_not_cancellable": (
        "这次导入现在是“{state}”，不能取消。",
        "This import stands at “{state}” and cannot be cancelled.",
    ),
    "import_institution_missing": ("请选择数据所属的机构。", "Please choose the institution that the rows belong to."),
}
