import { describe, expect, it } from "vitest";
import { card } from "../src/card";
import { Context, within } from "../src/context";
import { apply, NO_FILTER } from "../src/filter";
import { chips, legend, filterPanel } from "../src/panels";
import { readPayload } from "../src/payload";
import { ReportPane } from "../src/report";
import { initial, type State } from "../src/state";
import { summary } from "../src/summary";
import { TableView } from "../src/table";
import { sampleGraph } from "./sample";

function context(change: Partial<State> = {}): { context: Context; changes: Partial<State>[] } {
  const graph = sampleGraph();
  const changes: Partial<State>[] = [];
  const state = { ...initial(graph, ["zh-CN"]), ...change };
  return { context: new Context(graph, state, apply(graph, state.filter), (each) => changes.push(each), () => undefined), changes };
}
const words = (elements: readonly HTMLElement[]): string => elements.map((element) => element.textContent).join(" ");

describe("card", () => {
  it("says who did what, with the modality of what was not done", () => {
    const text = words(card(context().context, { pickPath: () => undefined }));
    expect(text).toContain("执法总队 开展 专项整治");
    expect(text).toContain("站区办 开展 专项整治计划");
    expect(text, "as many as the table lists").toContain("4 关系");
  });
  it("of a node: type, both scripts, other names, relations, quantities", () => {
    const text = words(card(context({ selection: { kind: "node", node: 0 } }).context, { pickPath: () => undefined }));
    for (const part of ["组织", "执法总队", "執法總隊", "總隊", "走访企业 2023年4月", "合作 站区办"]) expect(text).toContain(part);
  });
  it("of an edge: each piece of evidence with its trigger", () => {
    const parts = card(context({ selection: { kind: "edge", edge: 0 } }).context, { pickPath: () => undefined });
    expect(parts.flatMap((part) => [...part.querySelectorAll(".quote .trigger")]).map((each) => each.textContent)).toEqual(["开展"]);
    expect(parts.flatMap((part) => [...part.querySelectorAll(".evidence")])).toHaveLength(2);
  });
  it("says where the subject is not in the sentence, and shows no modality of what a name alone says", () => {
    const texts = [0, 2].map((edge) => words(card(context({ selection: { kind: "edge", edge } }).context, { pickPath: () => undefined })));
    expect(texts[0]).toContain("主语不在此句");
    const graph = sampleGraph();
    const rows = graph.data.statements as unknown as Record<string, unknown>[];
    rows[2]!["q"] = "name";
    const given = new Context(graph, { ...initial(graph, ["zh-CN"]), selection: { kind: "edge", edge: 1 } }, apply(graph, NO_FILTER), () => undefined, () => undefined);
    const text = words(card(given, { pickPath: () => undefined }));
    expect(text).toContain("由名称推得");
    expect(text).not.toContain("已完成");
  });
  it("of a figure: its value, who it belongs to and its sentence", () => {
    const text = words(card(context({ selection: { kind: "figure", figure: 0 } }).context, { pickPath: () => undefined }));
    for (const part of ["走访企业", "600 家", "执法总队", "原文依据"]) expect(text).toContain(part);
    const other = words(card(context({ selection: { kind: "figure", figure: 0 }, script: "zh-Hant" }).context, { pickPath: () => undefined }));
    expect(other).toContain("走訪企業");
  });
  it("calls a thing by a short name only where its name has those characters in order", () => {
    const { context: given } = context();
    expect(given.shortName(0)).toBe("执法总队");
    expect([within("执法队", "执法总队"), within("百日攻坚", "污染防治攻坚战"), within("队总", "执法总队")]).toEqual([true, false, false]);
  });
  it("in English", () => expect(words(card(context({ language: "en" }).context, { pickPath: () => undefined }))).toContain("conducts"));
});

describe("report", () => {
  it("marks mentions in the colour of their type and lights the selection", () => {
    const { context: given } = context({ selection: { kind: "edge", edge: 0 } });
    const root = document.createElement("div");
    const pane = new ReportPane(given, root, () => undefined);
    pane.show(0);
    pane.light(false);
    expect([...root.querySelectorAll("mark")].map((mark) => [mark.textContent, mark.className])).toEqual([["执法总队", "t0"], ["专项整治", "t1"]]);
    expect(root.querySelector(".trigger")?.textContent).toBe("开展");
    expect(root.querySelector("article")?.textContent).toBe("第一份𠮷2023年4月执法总队开展专项整治。");
  });
});

describe("summary", () => {
  it("of one report: done and planned side by side, figures, and what each section names", () => {
    const { context: given } = context({ filter: { ...NO_FILTER, report: 0 } });
    const [, ...parts] = summary(given);
    const root = document.createElement("div");
    root.append(...parts);
    expect([...root.querySelectorAll(".actor-block thead th")].map((each) => each.textContent)).toEqual(["章节", "已做 1", "数字 1"]);
    expect(root.querySelector(".actor-block .deed")?.textContent).toBe("开展 专项整治");
    expect(root.querySelector(".plan:last-of-type .figures .node-link")?.textContent).toBe("专项整治");
  });
  it("of several: what two or more speak of against the reports, a press opens the sentence", () => {
    const { context: given, changes } = context();
    const root = document.createElement("div");
    root.append(...summary(given));
    const rows = [...root.querySelectorAll(".matrix tbody tr")];
    expect(rows.map((row) => row.textContent)).toEqual(["执法总队● ○●", "专项整治● ○○"]);
    rows[1]!.querySelectorAll<HTMLElement>(".cell-button")[1]!.click();
    expect(changes[0]).toMatchObject({ selection: { kind: "edge" }, report: 1 });
    expect(root.querySelector(".loose summary")?.textContent).toContain("只被提到 1");
  });
});

describe("panels and table", () => {
  it("counts types and switches them", () => {
    const { context: given, changes } = context();
    const buttons = [...legend(given).querySelectorAll("button")];
    expect(buttons.map((each) => each.textContent)).toEqual(["组织 2", "行动 1", "地点 1"]);
    buttons[2]!.click();
    expect([...changes[0]!.filter!.types]).toEqual(["Place"]);
    expect(words(filterPanel(given, () => undefined))).toContain("进展");
  });
  it("shows what narrows it as chips that take it off, and counts what is left", () => {
    const { context: given, changes } = context({ filter: { ...NO_FILTER, types: new Set(["Place"]), report: 1, score: 50 } });
    const found = chips(given).map((each) => each.textContent);
    expect(found).toEqual(["类型 不含 地点", "报告 二", "把握 ≥ 50%", "重置"]);
    chips(given)[0]!.click();
    expect([...changes[0]!.filter!.types]).toEqual([]);
    expect([...legend(given).querySelectorAll("button")].map((each) => each.textContent)).toEqual(["组织 2", "行动 1", "地点 0"]);
  });
  it("sorts by a heading", () => {
    const { context: given, changes } = context({ filter: NO_FILTER });
    const root = document.createElement("div");
    const table = new TableView(given, root);
    table.draw();
    const column = (index: number): (string | null)[] => [...root.querySelectorAll("tbody tr")].map((row) => row.children[index]!.textContent);
    expect(column(1)).toEqual(["开展", "开展", "合作", "开展"]);
    root.querySelectorAll<HTMLElement>("th button")[1]!.click();
    given.state = { ...given.state, ...changes[0] };
    table.draw();
    expect(column(1)).toEqual(["合作", "开展", "开展", "开展"]);
    expect(root.querySelectorAll("th")[1]!.getAttribute("aria-sort")).toBe("ascending");
  });
  it("finds no data in an empty page", () => expect(readPayload(document)).toBeNull());
});
