/** The words of corrections: simplified, traditional, English. */

import type { Context } from "./context";

const WORDS = {
  add: ["添加", "添加", "Add"],
  addName: ["添为名称", "添為名稱", "Add as a name"],
  addStatement: ["添为陈述", "添為陳述", "Add as a statement"],
  all: ["本报告各处", "本報告各處", "Everywhere in this report"],
  apply: ["改", "改", "Change"],
  apart: ["拆开：不是同一个", "拆開：不是同一個", "Part: this is something else"],
  complete: ["整份已核对", "整份已核對", "All of this report is checked"],
  correct: ["改正", "改正", "Correct"],
  countedIs: ["统计的应为", "統計的應為", "What is counted should be"],
  dateForm: ["请写成 2023、2023-04 或 2023-04-05", "請寫成 2023、2023-04 或 2023-04-05", "write 2023, 2023-04 or 2023-04-05"],
  decided: ["人工判定", "人工判定", "Decided by people"],
  head: ["改正标题、发布单位、日期", "改正標題、發布單位、日期", "Correct title, publisher, date"],
  itself: ["就是它自己", "就是它自己", "that is its own name"],
  issued: ["日期", "日期", "Date"],
  list: ["判定", "判定", "Decisions"],
  missing: ["选中文字即可补名称或陈述。", "選中文字即可補名稱或陳述。", "Select words in the text to add a name or a statement."],
  modality: ["应为", "應為", "It should be"],
  name: ["你的名字", "你的名字", "Your name"],
  nameFirst: ["请先写你的名字：判定表里要写明是谁判定的。", "請先寫你的名字：判定表裡要寫明是誰判定的。", "Write your name first: the table says who decided."],
  notName: ["不是名称", "不是名稱", "Not a name"],
  notSaid: ["没有这回事", "沒有這回事", "It does not say so"],
  note: ["备注", "備註", "Note"],
  nowhere: ["此处没有这些字", "此處沒有這些字", "these words do not stand here"],
  numberForm: ["请写成数，如 1200、0.5", "請寫成數，如 1200、0.5", "write a number such as 1200 or 0.5"],
  object: ["对谁", "對誰", "To whom"],
  predicate: ["做什么", "做什麼", "What"],
  publisher: ["发布单位", "發布單位", "Publisher"],
  report: ["报告", "報告", "report"],
  right: ["对", "對", "Right"],
  same: ["与此同一", "與此同一", "The same as"],
  save: ["保存判定", "保存判定", "Save decisions"],
  saved: ["已下载判定表，请放在报告旁边，旧表不必删；下次生成即生效。", "已下載判定表，請放在報告旁邊，舊表不必刪；下次生成即生效。", "The table of decisions was downloaded; put it beside the report, older ones may stay, and the next build goes by it."],
  sent: ["已存入判定表；下次生成即生效。", "已存入判定表；下次生成即生效。", "Added to the table of decisions; the next build goes by it."],
  statement: ["陈述", "陳述", "statement"],
  subject: ["谁", "誰", "Who"],
  textIs: ["文字应为", "文字應為", "The words should be"],
  timeIs: ["作为时间", "作為時間", "As a time"],
  title: ["标题", "標題", "Title"],
  typeIs: ["类型应为", "類型應為", "The type should be"],
  undo: ["撤回", "撤回", "Take back"],
  unsaved: ["项判定未保存", "項判定未保存", "decisions not saved"],
  valueIs: ["值应为", "值應為", "The value should be"],
  wrong: ["错", "錯", "Wrong"],
} as const satisfies Record<string, readonly [string, string, string]>;

export type JudgeWord = keyof typeof WORDS;

export function tell(context: Context, word: JudgeWord): string {
  const { language, script } = context.state;
  return WORDS[word][language === "en" ? 2 : script === "zh-Hant" ? 1 : 0];
}
