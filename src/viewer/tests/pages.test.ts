import { describe, expect, it } from "vitest";
import { places } from "../src/atlas";
import { Context } from "../src/context";
import { apply, NO_FILTER } from "../src/filter";
import { FullText } from "../src/fulltext";
import { Graph } from "../src/graph";
import { PROVINCES } from "../src/provinces";
import { initial, type State } from "../src/state";
import { periodName } from "../src/time";
import { dated, periods, timeline } from "../src/timeline";
import { samplePayload } from "./sample";

/** The sample with a second report of 2024-02 that names the station, and a publisher of Tianjin in the first. */
function context(change: Partial<State> = {}): { context: Context; changes: Partial<State>[]; revealed: number[][] } {
  const data = samplePayload();
  const [first, second] = data.reports;
  const pieces = [...second!.pieces, "\n", "天津西站", "通车。"];
  const reports = [{ ...first!, publisher: 0, issued: "2024-01-05" }, { ...second!, issued: "2024-05-02", pieces, body: [0, 7] as const, mentions: [...second!.mentions, [5, 6, 3] as const] }];
  const named = data.nodes.map((row, index) => (index === 0 ? { ...row, n: "北京执法总队" } : row));
  const graph = new Graph({ ...data, reports, nodes: named });
  const [changes, revealed]: [Partial<State>[], number[][]] = [[], []];
  const state = { ...initial(graph, ["zh-CN"]), ...change };
  return { context: new Context(graph, state, apply(graph, state.filter), (each) => changes.push(each), (...place) => revealed.push(place)), changes, revealed };
}

function page(elements: readonly HTMLElement[]): HTMLElement {
  const root = document.createElement("div");
  root.append(...elements);
  return root;
}

describe("timeline", () => {
  it("has a line for each period: times of their own, else the year that the report tells of", () => {
    const { context: given } = context();
    expect(periods(given).map(({ key, done, planned, figures }) => [key, done.length, planned.length, figures.length])).toEqual([
      ["2023", 0, 0, 1],
      ["2023-04/2023-06", 1, 0, 0],
      ["2024", 1, 2, 0],
    ]);
  });
  it("says how a date is known", () => {
    const { context: given } = context();
    expect(given.graph.data.statements.map((row) => dated(given, row))).toEqual(["inSentence", "fromReport", "fromReport", "fromReport"]);
  });
  it("opens a period by a press and lists what is of it", () => {
    const { context: given, changes } = context();
    const root = page(timeline(given));
    expect(root.querySelectorAll(".track .span")).toHaveLength(3);
    root.querySelector<HTMLElement>("[data-period='2024']")!.click();
    expect(changes).toEqual([{ open: "2024" }]);
    const opened = page(timeline(context({ open: "2024" }).context));
    expect(opened.querySelector(".period")!.textContent).toContain("时间据报告所述年度");
    expect([...opened.querySelectorAll(".period h3")].map((each) => each.textContent)).toEqual(["已做 1", "计划或要求 2"]);
  });
  it("follows the filter", () => {
    const { context: given } = context({ filter: { ...NO_FILTER, modalities: new Set(["planned"]) } });
    expect(periods(given).map(({ planned }) => planned.length)).toEqual([0, 0, 0]);
  });
  it.each([
    [2023 * 12, 2023 * 12 + 11, "2023"],
    [2021 * 12, 2025 * 12 + 11, "2021/2025"],
    [2023 * 12 + 3, 2023 * 12 + 3, "2023-04"],
    [2023 * 12 + 3, Infinity, "2023-04/.."],
    [-Infinity, 2030 * 12 + 11, "../2030"],
  ])("names months %i to %i", (from, to, name) => expect(periodName({ from, to })).toBe(name));
});

describe("places", () => {
  it("puts every province on a tile of its own", () => {
    expect(new Set(PROVINCES.map(({ column, row }) => `${column} ${row}`)).size).toBe(PROVINCES.length);
    expect(PROVINCES).toHaveLength(34);
  });
  it("counts sentences that name a place of a province, and frames where reports come from", () => {
    const { context: given, changes } = context();
    const root = page(places(given));
    expect([...root.querySelectorAll("button.tile")].map((each) => `${each.textContent} ${each.classList.contains("home")}`)).toEqual(["北京0 true", "天津1 false"]);
    expect([...root.querySelectorAll("button.tile")].map((each) => /\bl\d/.exec(each.className)?.[0])).toEqual(["l0", "l5"]);
    expect(root.querySelector("h2 .count"), "a number beside the title would be taken for the sentences").toBeNull();
    root.querySelector<HTMLElement>("[data-place='12']")!.click();
    expect(changes).toEqual([{ open: "12" }]);
  });
  it("counts a place without a code in the province that it lies in, and frames where the publisher is", () => {
    const { context: given } = context();
    const { c: _, ...station } = given.graph.data.nodes[3]!;
    const nodes = given.graph.data.nodes.with(3, { ...station, w: "71" });
    const reports = given.graph.data.reports.with(0, { ...given.graph.data.reports[0]!, w: "81" });
    const graph = new Graph({ ...given.graph.data, nodes, reports });
    const root = page(places(new Context(graph, given.state, apply(graph, given.state.filter), () => {}, () => {})));
    expect([...root.querySelectorAll("button.tile")].map((each) => `${each.textContent} ${each.classList.contains("home")}`)).toEqual(["台湾1 false", "香港0 true"]);
    expect(root.querySelector("details.loose")).toBeNull();
  });
  it("lists the sentences of the open province, which open in the text, and narrows all to it", () => {
    const { context: given, changes, revealed } = context({ open: "12" });
    const root = page(places(given));
    const found = root.querySelector<HTMLElement>(".deed")!;
    expect(found.textContent).toBe("天津西站通车。 二");
    found.click();
    expect(revealed).toEqual([[1, 5, 7]]);
    root.querySelector<HTMLElement>("[data-action='only-place']")!.click();
    expect(changes[0]!.filter!.place).toBe("12");
    const narrowed = context({ filter: { ...NO_FILTER, place: "11" } }).context;
    expect([...narrowed.shown.statements]).toEqual([0, 1]);
  });
});

describe("text", () => {
  it("knows the sentence and the pieces of a place", () => {
    const text = new FullText(["甲。乙", "丙！", "\n丁"]);
    expect([0, 1, 2, 4, 6].map((at) => text.sentence(at))).toEqual([0, 0, 1, 1, 3]);
    expect([0, 1, 3].map((sentence) => text.raw.slice(...text.span(sentence)))).toEqual(["甲。", "乙丙！", "丁"]);
    expect([text.pieces([2, 4]), text.pieces([0, 1]), text.pieces([6, 7])]).toEqual([[0, 2], [0, 1], [2, 3]]);
  });
});
