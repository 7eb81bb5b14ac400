import { beforeEach, describe, expect, it } from "vitest";
import { called, date, Desk, fileName, placed, surfaces, table, thing } from "../src/decisions";
import { Graph } from "../src/graph";
import { samplePayload } from "./sample";

const digest = "ab".repeat(32);
function graph(): Graph {
  const data = samplePayload();
  return new Graph({ ...data, reports: data.reports.map((row, index) => ({ ...row, sha256: index ? "cd".repeat(32) : digest })) });
}
const name = { about: "name", verdict: "wrong", scope: "here", text: "执法总队", start: "8", end: "12" };

describe("decisions", () => {
  beforeEach(() => localStorage.clear());

  it("counts places in characters, not in the units of JavaScript", () => {
    const given = graph();
    expect(placed(given, 0, given.text(0).offsets([2, 3]))).toEqual({ text: "执法总队", start: "8", end: "12", context: "𠮷2023年4月执法总队开展专项整治。" });
    expect(surfaces(given, 0, 0).map(([text, places]) => [text, places.length])).toEqual([["执法总队", 1]]);
    expect([called(given, 1, 0), called(given, 3, 0)]).toEqual(["专项整治", "天津西站"]);
  });

  it("are kept in the browser by report, and the later one on a thing stands", () => {
    const desk = new Desk(graph(), localStorage);
    desk.decide(0, name);
    desk.decide(0, { ...name, verdict: "right", type: "Campaign" });
    const again = new Desk(graph(), localStorage);
    expect(again.standing(0).map((row) => row.verdict)).toEqual(["right"]);
    expect(again.standing(1)).toEqual([]);
    expect([again.unsaved, again.find(0, name)?.report]).toEqual([1, `sha256:${"ab".repeat(8)}`]);
  });

  it("that were saved are taken back by a line that says so, others go", () => {
    const desk = new Desk(graph(), localStorage);
    desk.decide(0, name);
    desk.undo(0, name);
    expect(desk.rows(0)).toEqual([]);
    desk.decide(0, name);
    desk.who = "李四";
    const { text, done } = desk.save();
    expect(text).toMatch(/^\ufeffabout,verdict,text,.*\r\nname,wrong,执法总队,,,,,,here,李四,20.*,,一.txt,sha256:(ab){8},8,12,\r\n$/);
    done();
    expect(desk.unsaved).toBe(0);
    expect([desk.save(true), desk.save()].map((each) => each.text.split("\r\n").length)).toEqual([2, 3]); // a server has what was saved
    desk.who = "王五";
    desk.undo(0, desk.find(0, name)!);
    expect(desk.rows(0).map((row) => row.verdict)).toEqual(["wrong", "open"]);
    expect(desk.unsaved).toBe(1);
    expect(desk.save().text).toMatch(/,open,.*,王五,/);
    expect(desk.standing(0)).toEqual([]);
  });

  it("come as cells that no spreadsheet runs and on one line each", () => {
    const written = table([{ about: "title", verdict: "wrong", instead: '=cmd|"x"\n下\\行,', note: "＋1" }]);
    expect(written.split("\r\n")[1]).toBe('title,wrong,,,"\'=cmd|""x""\\n下\\\\行,",,,,,,,\'＋1,,,,,');
  });

  it("keep their digits in a spreadsheet", () => {
    const texts = ["00123", "123456789012345", "3/4", "2023-04", "12.10", "4月5日", "9:30", "true", "1200", "688案", "2026-11-29T09:30:00Z", "'3/4"];
    const told = texts.map((text) => table([{ about: "title", verdict: "wrong", instead: text }]).split("\r\n")[1]!.split(",")[4]);
    expect(told).toEqual(["'00123", "'123456789012345", "'3/4", "'2023-04", "'12.10", "'4月5日", "'9:30", "'true", "1200", "688案", "2026-11-29T09:30:00Z", "''3/4"]);
  });

  it("on two names are the same thing whichever is named first", () => {
    const same = { about: "same", verdict: "right", scope: "report", subject: "甲", object: "乙" };
    expect(thing(same)).toBe(thing({ ...same, subject: "乙", object: "甲" }));
    expect(thing(name)).not.toBe(thing({ ...name, scope: "report" }));
  });

  it("are saved under a name of their own, and dates as the table takes them", () => {
    expect(fileName("李 四/..", new Date(2026, 10, 9, 8, 5, 1))).toBe("decisions-李四-2026-11-09-080501.csv");
    expect(["2023", "2023年4月", "2023-4-5", "2023/04/05", "2023年4月5日"].map(date)).toEqual(["2023", "2023-04", "2023-04-05", "2023-04-05", "2023-04-05"]);
    expect(["4月", "2023-13", "2023-02-30", "春天", ""].map(date)).toEqual([null, null, null, null, null]);
  });

  it("are made by hand where the browser keeps nothing, and what it kept of others' making is passed over", () => {
    const desk = new Desk(graph(), null);
    desk.decide(0, name);
    expect([desk.unsaved, desk.lasting]).toEqual([1, false]);
    localStorage.setItem(`gongbao-decisions:${digest}`, '[{"about":1},null,{"about":"name","when":"x","verdict":"right"}]');
    expect(new Desk(graph(), localStorage).rows(0)).toHaveLength(1);
    localStorage.setItem(`gongbao-decisions:${digest}`, "{");
    expect(new Desk(graph(), localStorage).rows(0)).toEqual([]);
  });
});
