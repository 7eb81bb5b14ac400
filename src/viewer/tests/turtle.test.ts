import { describe, expect, it } from "vitest";
import { literal, ref, turtle } from "../src/turtle";
import { sampleGraph } from "./sample";

describe("turtle", () => {
  const text = turtle(sampleGraph(), [0, 1], [0, 1]);
  it("writes the direct triple once, and none for what did not happen", () => {
    expect(text.match(/ontology#conducts> <[^>]*专项整治>/g)).toHaveLength(1);
    expect(turtle(sampleGraph(), [0, 1], [1])).not.toMatch(/ontology#conducts> <[^>]*专项整治>/);
  });
  it("gives offsets in code points and evidence word for word", () => {
    expect(text).toContain("<https://w3id.org/gongbao/report/aaaa-e1.1>\n    a gb:Evidence ;\n    oa:start 8 ;\n    oa:end 18 ;\n    oa:exact \"执法总队开展专项整治\"");
    expect(text).toContain("gb:trigger <https://w3id.org/gongbao/report/aaaa-12-14>");
  });
  it("leads to the mention where words of the evidence are a name", () => {
    expect(text).toContain("gb:subjectSpan <https://w3id.org/gongbao/report/aaaa-m8-12>");
    expect(text).toContain("<https://w3id.org/gongbao/report/aaaa-m8-12>\n    a gb:Mention ;");
    expect(text).toContain("gb:refersTo <https://w3id.org/gongbao/Organization/执法总队>");
  });
  it("escapes", () => {
    expect(literal('a"\\\n\u0001')).toBe('"a\\"\\\\\\n\\u0001"');
    expect(ref("http://x/<a b>")).toBe("<http://x/%3Ca%20b%3E>");
  });
});
