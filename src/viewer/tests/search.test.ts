import { describe, expect, it } from "vitest";
import { Index, spells } from "../src/search";
import { samplePayload } from "./sample";

const index = new Index(samplePayload().nodes, (node) => -node);
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
