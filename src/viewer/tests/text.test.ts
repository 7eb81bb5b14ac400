import { describe, expect, it } from "vitest";
import { codePoints, csv, csvField, escapeXml, shorten, visible, wrap } from "../src/text";

describe("text", () => {
  it("shows controls and direction characters instead of obeying them", () => {
    expect(visible("a\u202eb\u0007c\u2067")).toBe("a⟦202E⟧b⟦0007⟧c⟦2067⟧");
    expect(visible("行\n动\t")).toBe("行\n动\t");
    expect(visible("执\u200b法")).toBe("执\u200b法");
    expect(visible("\u200b\u{e0041}")).toBe("⟦200B⟧⟦E0041⟧");
    expect(visible(" \n")).toBe(" \n");
  });
  it("escapes what XML would read or refuse", () => {
    expect(escapeXml(`<a b="&">\u0000\ud800`)).toBe("&lt;a b=&quot;&amp;&quot;&gt;⟦0000⟧\ufffd");
    expect(escapeXml("𠮷")).toBe("𠮷");
  });
  it("counts and cuts by code points", () => {
    expect(codePoints("𠮷野家")).toBe(3);
    expect(shorten("𠮷野家", 2)).toBe("𠮷…");
    expect(shorten("野家", 2)).toBe("野家");
  });
  it("wraps a long name and ends with an ellipsis", () => {
    expect(wrap("出租汽车行业提升服务品质专项整治工作", 10, 2)).toEqual(["出租汽车行业提升服务", "品质专项整治工作"]);
    expect(wrap("长".repeat(500), 10, 2)).toEqual(["长".repeat(10), `${"长".repeat(9)}…`]);
    expect(wrap("规范涉企行政执法专项行动", 10, 2)).toEqual(["规范涉企行政", "执法专项行动"]);
    expect(wrap("", 10, 2)).toEqual([]);
  });
  it("quotes CSV and disarms formulas", () => {
    expect(csvField('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(csvField("a,b")).toBe('"a,b"');
    expect(csv([["一", "二"]])).toBe("\ufeff一,二\r\n");
  });
});
