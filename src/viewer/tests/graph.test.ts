import { describe, expect, it } from "vitest";
import { apply, isFiltering, NO_FILTER } from "../src/filter";
import { Graph, neighbourhood, shortestPaths } from "../src/graph";
import { decode, encode, initial, namesView, type State } from "../src/state";
import { monthOf } from "../src/time";
import { sampleGraph } from "./sample";

const graph = sampleGraph();
const all = (): boolean => true;

describe("graph", () => {
  it("makes one edge of statements that say the same", () => {
    expect(graph.edges.map((edge) => edge.statements)).toEqual([[0, 1], [2], [3]]);
    expect([...graph.degree]).toEqual([2, 2, 2, 0]);
    expect(graph.order[3]).toBe(3);
  });
  it("knows mentions, quantities and offsets in code points", () => {
    expect(graph.mentionsOf[0]).toEqual([{ report: 0, from: 2, to: 3 }, { report: 1, from: 0, to: 1 }]);
    expect(graph.quantitiesOf[0]).toHaveLength(1);
    expect(graph.offset(0, 1)).toBe(1);
    expect(graph.offset(0, 2)).toBe(8);
    expect(graph.words(0, 2, 5)).toBe("执法总队开展专项整治");
  });
  it("finds neighbours and shortest paths", () => {
    expect([...neighbourhood(graph, 1, 1, all)].sort()).toEqual([0, 1, 2]);
    expect([...neighbourhood(graph, 3, 2, all)]).toEqual([3]);
    expect(shortestPaths(graph, 1, 2, all, 9)).toEqual([{ nodes: [1, 2], edges: [2] }]);
    expect(shortestPaths(graph, 1, 2, (edge) => edge.index !== 2, 9)).toEqual([{ nodes: [1, 0, 2], edges: [0, 1] }]);
    expect(shortestPaths(graph, 0, 3, all, 9)).toEqual([]);
    const square = new Graph({ ...graph.data, statements: [[0, 1], [1, 3], [0, 2], [2, 3]].map(([s, o], index) => ({ ...graph.data.statements[0]!, i: `s${index}`, s: s!, o: o! })) });
    expect(shortestPaths(square, 0, 3, () => true, 9).map(({ nodes }) => nodes)).toEqual([[0, 1, 3], [0, 2, 3]]);
    expect(shortestPaths(square, 0, 3, () => true, 1)).toHaveLength(1);
    expect(shortestPaths(graph, 0, 0, all, 9)).toEqual([{ nodes: [0], edges: [] }]);
  });
});

describe("filter", () => {
  const shown = (change: Partial<typeof NO_FILTER>): [number[], number[]] => {
    const found = apply(graph, { ...NO_FILTER, ...change });
    return [[...found.nodes], [...found.edges]];
  };
  it("shows all at first", () => expect(shown({})).toEqual([[0, 1, 2, 3], [0, 1, 2]]));
  it("by type", () => expect(shown({ types: new Set(["Campaign"]) })).toEqual([[0, 2, 3], [1]]));
  it("by predicate, without the nodes that lose all relations", () => expect(shown({ predicates: new Set(["conducts"]) })).toEqual([[0, 2], [1]]));
  it("by modality", () => expect(shown({ modalities: new Set(["planned"]) })[1]).toEqual([0, 1]));
  it("by time", () => {
    expect(shown({ from: monthOf("2023-06"), undated: false })[1]).toEqual([0]);
    expect(shown({ from: monthOf("2023-07"), undated: false })[1]).toEqual([]);
    expect(shown({ from: monthOf("2023-07") })[1]).toEqual([0, 1, 2]);
  });
  it("by degree and report", () => {
    expect(shown({ degree: 1 })[0]).toEqual([0, 1, 2]);
    expect(shown({ report: 1 })).toEqual([[0, 1, 2], [1, 2]]);
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(isFiltering({ ...NO_FILTER, report: 0 })).toBe(true);
  });
});

describe("state", () => {
  const base = initial(graph, ["zh-CN"]);
  const round = (state: State): State => decode(`#${encode(state, base, graph)}`, base, graph);
  it("is empty where nothing was changed", () => expect(encode(base, base, graph)).toBe(""));
  it.each<Partial<State>>([
    { selection: { kind: "node", node: 1 }, steps: 2 },
    { selection: { kind: "edge", edge: 2 }, report: 1 },
    { selection: { kind: "path", from: 0, to: 3 }, language: "en", script: "zh-Hant", theme: "dark", view: "table" },
    { camera: { x: 0.25, y: -0.5, ratio: 0.125 } },
    { filter: { types: new Set(["Place"]), predicates: new Set(["conducts"]), modalities: new Set(["planned"]), from: monthOf("2023-04"), to: monthOf("2024-01"), undated: false, degree: 3, score: 60, report: 1, place: "12" } },
    { selection: { kind: "figure", figure: 0 } },
    { compare: [graph.data.reports[1]!.i, graph.data.reports[0]!.i], by: "years" },
    { view: "time", open: "2021/2025" },
    { selection: { kind: "words", query: "专项 整治" } },
  ])("comes back from the fragment: %o", (change) => expect(round({ ...base, ...change })).toEqual({ ...base, ...change }));
  it("ignores what it does not know", () => {
    expect(decode("#node=x&view=cube&lang=fr&degree=-2&steps=9&path=a%20b&edge=1&from=soon&%%%", base, graph)).toEqual(base);
    expect(["#view=cube", "#lang=en", "", "#view=time", "#node=x&view=network"].map(namesView)).toEqual([false, false, false, true, true]);
    expect(initial(graph, ["en-US"]).language).toBe("en");
    expect(initial(graph, ["en-US", "zh-CN"]).language).toBe("zh");
  });
});
