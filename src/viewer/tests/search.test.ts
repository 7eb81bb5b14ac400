import { describe, expect, it } from "vitest";
import { Folding, sound } from "../src/letters";
import { Index, spells } from "../src/search";
import { words } from "../src/textsearch";
import { sampleGraph, samplePayload } from "./sample";

const folding = new Folding({ forms: "執總隊專開辦區", usual: "执总队专开办区", sounds: { zhi: "执治", fa: "法", zong: "总", dui: "队", kai: "开", zhan: "展站", chong: "重", zhong: "重" } });
const index = new Index(samplePayload().nodes, folding, (node) => -node);
const found = (query: string): number[] => index.find(query, 10).map((hit) => hit.node);

describe("search", () => {
  it.each(["执法", "執法", "执法總隊", "總隊", "zhifa", "zhi fa", "zfzd", "zongd", "ZHIFA", "zhifazongdui"])("finds the body by %s", (query) => expect(found(query)[0]).toBe(0));
  it("finds by code and leaves what is not there", () => {
    expect(found("120000")).toEqual([3]);
    expect(found("公安")).toEqual([]);
    expect(found("xyz")).toEqual([]);
    expect(found("  ")).toEqual([]);
  });
  it("puts a name that begins with the query first", () => expect(found("zhan")[0]).toBe(2));
  it("spells syllables by whole, beginning or initial", () => {
    const syllables = ["tian", "jin", "shi"];
    for (const letters of ["t", "tj", "tjs", "tianjinshi", "tianj", "tijs", ""]) expect(spells(letters, syllables, 0)).toBe(true);
    for (const letters of ["j", "tianx", "tianjinshix"]) expect(spells(letters, syllables, 0)).toBe(false);
  });
  it("is quick on a long row of equal letters", () => {
    const syllables = Array.from({ length: 200 }, () => "aaa");
    const start = performance.now();
    spells(`${"a".repeat(200)}b`, syllables, 0);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe("letters", () => {
  it("fold to one script and form, character for character", () => {
    expect(folding.fold("執法ＡＢ１𠮷Kg")).toBe("执法ab1𠮷kg");
    expect(folding.typed("  ㈱執法 ")).toBe("(株)执法");
  });
  it("spell two syllables or more, all whole but the last", () => {
    const spelt = (letters: string): number | null => folding.spelt(letters, "重执法总队", 1);
    expect([spelt("zhifa"), spelt("zhifazo"), spelt("zhif"), spelt("zhi"), spelt("zfa"), spelt("zhifax")]).toEqual([3, 4, 3, null, null, null]);
    expect([folding.spelt("zhongzhi", "重执", 0), folding.spelt("chongzhi", "重执", 0)]).toEqual([2, 2]);
    expect([sound("zhi fa"), sound("lü"), sound("执法")]).toEqual(["zhifa", "lv", ""]);
  });
});

describe("words of the texts", () => {
  const graph = sampleGraph();
  const find = (query: string): number[][] => graph.texts.find(query, () => true).map(({ report, sentence }) => [report, sentence]);
  it("are cut as Chinese words, without those that only ask", () => {
    expect(words("专项整治的 站区办，AI")).toEqual(expect.arrayContaining(["AI"]));
    expect(words("专项 的 整治")).toEqual(["专项", "整治"]);
    expect(words("的")).toEqual(["的"]);
  });
  it("are found together in a sentence, whichever their order and script", () => {
    expect(find("開展專項")).toEqual([[0, 0]]);
    expect(find("整治 执法")).toEqual([[0, 0]]);
    expect(find("整治 站区办")).toEqual([]);
    expect(find("会同")).toEqual([[1, 0]]);
  });
  it("are found by their sound", () => {
    expect(find("kaizhan")).toEqual([[0, 0]]);
    expect(find("kai zhan zhuan")).toEqual([[0, 0]]);
    expect(find("xyz")).toEqual([]);
  });
  it("stand where they are said to", () => {
    const [hit] = graph.texts.find("專項", () => true);
    expect(hit!.spans.map((span) => graph.text(0).raw.slice(...span))).toEqual(["专项"]);
  });
  it("keep to the report that is filtered", () => expect(graph.texts.find("执法", (report) => report === 1)).toHaveLength(1));
});
