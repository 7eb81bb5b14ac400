import { beforeEach, describe, expect, it } from "vitest";
import { card } from "../src/card";
import { Context } from "../src/context";
import { apply } from "../src/filter";
import { desk, period } from "../src/judge";
import { JudgeBar } from "../src/judgebar";
import { ReportPane } from "../src/report";
import { initial, type State } from "../src/state";
import { sampleGraph } from "./sample";

function page(change: Partial<State>): { context: Context; draw: () => HTMLElement } {
  const graph = sampleGraph();
  const state = { ...initial(graph, ["zh-CN"]), ...change };
  const context = new Context(graph, state, apply(graph, state.filter), () => undefined, () => undefined);
  return { context, draw: () => { const root = document.createElement("div"); root.append(...card(context, { pickPath: () => undefined })); return root; } };
}
const press = (root: HTMLElement, words: string): void => [...root.querySelectorAll("button")].find((each) => each.textContent!.includes(words))!.click();
const rows = (context: Context) => [0, 1].flatMap((report) => desk(context.graph).standing(report));

function fill(root: HTMLElement, label: string, value: string): string {
  const input = root.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
  input.value = value;
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  return input.parentElement!.querySelector("[role=alert]")!.textContent!;
}

describe("corrections", () => {
  beforeEach(() => {
    localStorage.clear();
    document.body.replaceChildren();
  });

  it("of a name: wrong, and then what it is", () => {
    const { context, draw } = page({ selection: { kind: "node", node: 0 } });
    press(draw(), "错");
    press(draw(), "不是名称");
    expect(rows(context)).toMatchObject([{ about: "name", verdict: "wrong", text: "执法总队", scope: "report", start: "8", end: "12" }]);
    expect(draw().querySelector(".no")!.getAttribute("aria-pressed")).toBe("true");
    press(draw(), "错");
    expect(rows(context)).toEqual([]);
    press(draw(), "错");
    const type = draw().querySelector<HTMLSelectElement>('select[aria-label="类型应为"]')!;
    expect([...type.options].map((each) => each.value)).toEqual(["", "Campaign", "Place"]);
    type.value = "Place";
    type.dispatchEvent(new Event("change"));
    expect(rows(context)).toMatchObject([{ verdict: "wrong", type: "Place" }]);
  });

  it("of two names that are one thing", () => {
    const { context, draw } = page({ selection: { kind: "node", node: 1 } });
    press(draw(), "错");
    const input = draw().querySelector<HTMLInputElement>('input[aria-label="与此同一"]')!;
    input.value = "专项行动";
    input.parentElement!.querySelector("button")!.click();
    expect(rows(context)).toMatchObject([{ about: "same", verdict: "right", subject: "专项整治", object: "专项行动", scope: "report", text: "专项整治" }]);
  });

  it("say at once what cannot be: words that do not stand there, a date that is none", () => {
    const { context, draw } = page({ selection: { kind: "node", node: 0 }, filter: { ...initial(sampleGraph(), ["zh-CN"]).filter, report: 0 } });
    press(draw(), "错");
    expect(fill(draw(), "文字应为", "执法大队")).toBe("此处没有这些字");
    expect(fill(draw(), "与此同一", "执法总队")).toBe("就是它自己");
    context.state = { ...context.state, selection: { kind: "none" } };
    expect(fill(draw(), "日期", "去年")).toContain("2023-04");
    expect(rows(context)).toEqual([]);
    fill(draw(), "日期", "2023年4月");
    fill(draw(), "标题", "");
    expect(rows(context)).toMatchObject([{ about: "issued", instead: "2023-04" }, { about: "title", verdict: "wrong", instead: "" }]);
  });

  it("of a figure: wrong, and then its value and what was counted", () => {
    const { context, draw } = page({ selection: { kind: "figure", figure: 0 } });
    press(draw(), "错");
    expect(rows(context)).toMatchObject([{ about: "figure", verdict: "wrong", scope: "here" }]);
    expect(fill(draw(), "值应为", "许多")).toContain("1200");
    fill(draw(), "值应为", "1,200");
    fill(draw(), "统计的应为", "企业");
    expect(rows(context)).toMatchObject([{ about: "figure", verdict: "wrong", instead: "1200", object: "企业" }]);
    expect(["2023年4月", "2023-04/..", "2023/4/5", "2022/2023", "a/b", "1/2/3"].map(period)).toEqual(["2023-04", "2023-04/..", "2023-04-05", "2022/2023", null, null]);
  });

  it("of a statement, at its evidence", () => {
    const { context, draw } = page({ selection: { kind: "edge", edge: 0 } });
    press(draw(), "错");
    expect(rows(context)).toMatchObject([{ about: "statement", verdict: "wrong", subject: "执法总队", predicate: "conducts", object: "专项整治", text: "执法总队开展专项整治" }]);
    const select = draw().querySelector<HTMLSelectElement>('select[aria-label="应为"]')!;
    select.value = "planned";
    select.dispatchEvent(new Event("change"));
    expect(rows(context)).toMatchObject([{ instead: "planned" }]);
  });

  it("of the head, once it is clear which report", () => {
    const { context, draw } = page({});
    expect(draw().querySelector("details.judge")).toBeNull();
    context.state = { ...context.state, filter: { ...context.state.filter, report: 0 } };
    const input = draw().querySelector<HTMLInputElement>('input[aria-label="标题"]')!;
    input.value = "第一份报告";
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(rows(context)).toMatchObject([{ about: "title", verdict: "wrong", text: "第一份", instead: "第一份报告", scope: "report" }]);
  });

  it("of names strike them in the text, everywhere or at one place", () => {
    const { context } = page({});
    const paper = document.createElement("div");
    const pane = new ReportPane(context, paper, () => undefined);
    pane.show(0);
    new JudgeBar(context, paper);
    const struck = (): string[] => [...paper.querySelectorAll("mark.judged")].map((mark) => mark.textContent!);
    const row = { about: "name", verdict: "wrong", text: "执法总队", start: "8", end: "12" };
    desk(context.graph).decide(0, { ...row, scope: "report" });
    expect(struck()).toEqual(["执法总队"]);
    desk(context.graph).undo(0, { ...row, scope: "report" });
    expect(struck()).toEqual([]);
    desk(context.graph).decide(0, { ...row, scope: "here", start: "9" });
    expect(struck()).toEqual([]);
    desk(context.graph).decide(0, { ...row, scope: "here" });
    expect(struck()).toEqual(["执法总队"]);
  });

  it("are counted at the foot of the page, taken back there, and not saved before who decides has a name", () => {
    const { context, draw } = page({ selection: { kind: "node", node: 0 } });
    new JudgeBar(context, document.createElement("div"));
    const bar = document.getElementById("judge-bar")!;
    expect(bar.textContent).toBe("");
    press(draw(), "对");
    expect(bar.textContent).toContain("1 项判定未保存");
    bar.querySelector<HTMLButtonElement>(".save")!.click();
    expect(bar.querySelector("[role=status]")!.textContent).toContain("请先写你的名字");
    expect(desk(context.graph).unsaved).toBe(1);
    const who = bar.querySelector<HTMLInputElement>(".who")!;
    expect(document.activeElement).toBe(who);
    who.value = "李四";
    who.dispatchEvent(new Event("input"));
    expect(desk(context.graph).who).toBe("李四");
    fill(bar, "备注", "见第二段");
    expect(rows(context)).toMatchObject([{ verdict: "right", note: "见第二段" }]);
    press(bar, "撤回");
    expect(bar.textContent).toBe("");
    press(draw(), "对");
    desk(context.graph).save().done();
    expect([bar.querySelector(".save"), bar.querySelector("summary")!.textContent]).toEqual([null, "判定 1"]); // saved ones are taken back too
    press(bar, "撤回");
    expect(bar.textContent).toContain("1 项判定未保存");
  });
});
