import { describe, expect, it } from "vitest";
import { card } from "../src/card";
import { Context } from "../src/context";
import { apply, NO_FILTER } from "../src/filter";
import { legend, filterPanel } from "../src/panels";
import { readPayload } from "../src/payload";
import { ReportPane } from "../src/report";
import { initial, type State } from "../src/state";
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

describe("panels and table", () => {
  it("counts types and switches them", () => {
    const { context: given, changes } = context();
    const buttons = [...legend(given).querySelectorAll("button")];
    expect(buttons.map((each) => each.textContent)).toEqual(["组织 2", "行动 1", "地点 1"]);
    buttons[2]!.click();
    expect([...changes[0]!.filter!.types]).toEqual(["Place"]);
    expect(words(filterPanel(given, () => undefined))).toContain("情态");
  });
  it("sorts by a heading", () => {
    const { context: given } = context({ filter: NO_FILTER });
    const root = document.createElement("div");
    new TableView(given, root).draw();
    const column = (index: number): (string | null)[] => [...root.querySelectorAll("tbody tr")].map((row) => row.children[index]!.textContent);
    expect(column(1)).toEqual(["开展", "开展", "合作", "开展"]);
    root.querySelectorAll<HTMLElement>("th button")[1]!.click();
    expect(column(1)).toEqual(["合作", "开展", "开展", "开展"]);
    expect(root.querySelectorAll("th")[1]!.getAttribute("aria-sort")).toBe("ascending");
  });
  it("finds no data in an empty page", () => expect(readPayload(document)).toBeNull());
});
