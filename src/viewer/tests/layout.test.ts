import { compared, sheet } from "../src/compare";
import { Context } from "../src/context";
import { apply } from "../src/filter";
import { initial } from "../src/state";
import { Graph } from "../src/graph";
import { figure } from "../src/lists";
import { matrix } from "../src/matrix";
import type { Payload } from "../src/payload";
import { describe, expect, it } from "vitest";
import { arranged } from "../src/layout";
import { sectionOf, sections } from "../src/sections";
import { framed, toSvg } from "../src/scene";
import { sampleGraph } from "./sample";

describe("a new layout", () => {
  const names = Array.from({ length: 40 }, (_, index) => `第${index}号专项整治行动`);
  const pane = { width: 800, height: 600 };
  const star = names.slice(1).map((_, index) => [0, index + 1] as const);

  it("is the same each time and leaves room for every label", () => {
    const places = arranged(names, star, pane);
    expect(arranged(names, star, pane)).toEqual(places);
    places.forEach((a, i) => places.slice(i + 1).forEach((b) => expect(Math.abs(a.x - b.x) > 100 || Math.abs(a.y - b.y) > 30).toBe(true)));
  });
  it("stays within the pane where the labels have room there", () => {
    const places = arranged(names, star, { width: 1200, height: 900 });
    expect(Math.max(...places.map(({ x }) => Math.abs(x)))).toBeLessThan(650);
    expect(Math.max(...places.map(({ y }) => Math.abs(y)))).toBeLessThan(490);
  });
  it("of one or none", () => {
    expect(arranged([], [], pane)).toEqual([]);
    expect(arranged(["一"], [], pane)).toEqual([{ x: 0, y: 0 }]);
  });
});

describe("sections", () => {
  it("begin at headings, of several in a row at the last; residue and sentences are none", () => {
    const pieces = ["下载", "\n", "报告", "\n", "一、回顾", "\n", "过去一年。", "\n", "二、安排", "\n", "今年要做。", "\n"];
    const report = { ...sampleGraph().data.reports[0]!, pieces, body: [2, 12] as const };
    const found = sections(report);
    expect(found.map(({ title }) => title)).toEqual(["", "一、回顾", "二、安排"]);
    expect([0, 6, 10].map((piece) => found[sectionOf(found, piece)]!.title)).toEqual(["", "一、回顾", "二、安排"]);
  });
});

describe("a picture to publish", () => {
  it("tells title, colours, lines and source under what it shows", () => {
    const bare = { width: 600, height: 400, background: "#fff", lines: [], discs: [], labels: [] };
    const scene = framed(bare, { title: "报告", legend: [{ label: "组织", color: "#00f" }], lines: ["已做", "计划"], source: "来源：局", ink: "#000", muted: "#666" });
    expect(scene.height).toBeGreaterThan(400);
    expect(scene.labels.every(({ y }) => y > 400 && y < scene.height)).toBe(true);
    const svg = toSvg(scene, "报告");
    for (const words of ["● 组织", "已做", "计划", "来源：局"]) expect(svg).toContain(words);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  });
});

describe("two reports compared", () => {
  it("tells what is in one only, in both, and how far figures differ", () => {
    const data = structuredClone(sampleGraph().data) as Payload;
    const figure = data.quantities[0]!;
    const graph = new Graph({ ...data, quantities: [figure, { ...figure, d: 1, v: "612.5", e: [{ i: "e-q1", r: [1, 2] }] }] });
    const state = initial(graph, ["zh-CN"]);
    const context = new Context(graph, state, apply(graph, state.filter), () => undefined, () => undefined);
    const pair = [data.reports[0]!.i, data.reports[1]!.i] as const;
    const found = compared(context, pair);
    expect(found.both.map(([a]) => graph.data.nodes[a.node]!.n)).toEqual(["专项整治"]);
    expect(found.onlyA).toEqual([]);
    expect(found.onlyB.map(({ node }) => graph.data.nodes[node]!.n)).toEqual(["站区办"]);
    expect(found.figures.map(({ difference }) => difference)).toEqual(["+12.5"]);
    expect(sheet(context, pair, found)).toHaveLength(4);
  });
  it("sets no aim against what was reached, and says which figure is an aim", () => {
    const data = structuredClone(sampleGraph().data) as Payload;
    const reached = data.quantities[0]!;
    const planned = data.concepts.findIndex(({ plain }) => !plain);
    const graph = new Graph({ ...data, quantities: [reached, { ...reached, d: 1, m: planned, e: [{ i: "e-q1", r: [1, 2] }] }] });
    const state = initial(graph, ["zh-CN"]);
    const context = new Context(graph, state, apply(graph, state.filter), () => undefined, () => undefined);
    expect(compared(context, [data.reports[0]!.i, data.reports[1]!.i]).figures).toEqual([]);
    expect([0, 1].map((index) => figure(context, index).querySelector(".badge")?.textContent)).toEqual([undefined, context.label(data.concepts[planned])]);
  });
  it("no report that shares nothing is a column, and those that the first rows tell of come first", () => {
    const data = structuredClone(sampleGraph().data) as Payload;
    const lone = { i: "https://w3id.org/gongbao/report/0000", source: "零.txt", body: [0, 1] as const, pieces: ["零"], mentions: [] };
    const shifted = { statements: data.statements.map((row) => ({ ...row, d: row.d + 1 })), quantities: [], times: [] };
    const graph = new Graph({ ...data, ...shifted, reports: [lone, ...data.reports] });
    const state = initial(graph, ["zh-CN"]);
    const context = new Context(graph, state, apply(graph, state.filter), () => undefined, () => undefined);
    const root = document.createElement("div");
    root.append(...matrix(context));
    expect([...root.querySelectorAll("thead th")].map((each) => each.textContent)).toEqual(["第一份", "二"]);
    expect(root.querySelector(".hint")!.textContent).toContain("1 份报告与其他报告没有共同内容");
  });
  it("or two years", () => {
    const data = structuredClone(sampleGraph().data) as Payload;
    const [first, second] = data.reports;
    const graph = new Graph({ ...data, reports: [{ ...first!, issued: "2023-12-01" }, { ...second!, issued: "2024-12-01" }] });
    const state = { ...initial(graph, ["zh-CN"]), by: "years" as const };
    const context = new Context(graph, state, apply(graph, state.filter), () => undefined, () => undefined);
    expect(compared(context, ["2024", "2023"]).onlyA.map(({ node }) => graph.data.nodes[node]!.n)).toEqual(["站区办"]);
    const table = document.createElement("div");
    table.append(...matrix(context));
    expect([...table.querySelectorAll("thead th")].map((each) => each.textContent)).toEqual(["2023年", "2024年"]);
    expect(table.querySelectorAll("[data-by]")).toHaveLength(2);
  });
});
