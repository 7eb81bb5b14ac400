import { Graph } from "../src/graph";
import type { Payload, Term } from "../src/payload";

const term = (id: string, zh: string, en: string): Term => ({ id, iri: `https://w3id.org/gongbao/ontology#${id}`, labels: { "zh-Hans": zh, "zh-Hant": zh, en } });

/** Four things and four statements in two reports: a body, a campaign, a case and a station that nothing speaks of. */
export function samplePayload(): Payload {
  const base = "https://w3id.org/gongbao/";
  return {
    version: 1,
    title: "样例",
    generator: "test",
    vocabulary: `${base}ontology#`,
    script: "zh-Hans",
    types: [
      { ...term("Organization", "组织", "organization"), color: "#2f6db3" },
      { ...term("Campaign", "行动", "campaign"), color: "#c8562b" },
      { ...term("Place", "地点", "place"), color: "#3a8f5c" },
    ],
    predicates: [
      { ...term("conducts", "开展", "conducts"), symmetric: false },
      { ...term("cooperatesWith", "合作", "cooperates with"), symmetric: true },
    ],
    concepts: [
      { ...term("done", "已完成", "done"), scheme: "modalities", plain: true },
      { ...term("planned", "计划", "planned"), scheme: "modalities", plain: false },
    ],
    nodes: [
      { i: `${base}Organization/执法总队`, t: 0, n: "执法总队", h: "執法總隊", a: ["總隊"], p: "zhi fa zong dui", x: 0, y: 0 },
      { i: `${base}Campaign/专项整治`, t: 1, n: "专项整治", h: "專項整治", p: "zhuan xiang zheng zhi", x: 100, y: 0 },
      { i: `${base}Organization/站区办`, t: 0, n: "站区办", h: "站區辦", p: "zhan qu ban", x: 0, y: 100 },
      { i: `${base}Place/天津西站`, t: 2, n: "天津西站", p: "tian jin xi zhan", c: "120000", x: 100, y: 100 },
    ],
    reports: [
      {
        i: `${base}report/aaaa`,
        source: "一.txt",
        title: "第一份",
        body: [0, 6],
        pieces: ["𠮷", "2023年4月", "执法总队", "开展", "专项整治", "。"],
        mentions: [[2, 3, 0], [4, 5, 1]],
      },
      { i: `${base}report/bbbb`, source: "二.txt", body: [0, 4], pieces: ["执法总队", "会同", "站区办", "。"], mentions: [[0, 1, 0], [2, 3, 2]] },
    ],
    times: [{ i: "t1", d: 0, v: "2023-04/2023-06", r: [1, 2] }],
    statements: [
      { i: "s1", d: 0, s: 0, p: 0, o: 1, m: 0, w: 0, c: 0.8, e: [{ i: "e1.1", r: [2, 5], s: [1, 6], t: [3, 4], a: [2, 3], b: [4, 5] }] },
      { i: "s2", d: 0, s: 0, p: 0, o: 1, m: 1, n: true, e: [{ i: "e2.1", r: [2, 5] }] },
      { i: "s1", d: 1, s: 0, p: 1, o: 2, m: 0, e: [{ i: "e1.1", r: [0, 3] }] },
      { i: "s2", d: 1, s: 2, p: 0, o: 1, m: 1, e: [{ i: "e2.1", r: [0, 3] }] },
    ],
    quantities: [{ d: 0, n: "走访企业", h: "走訪企業", v: "600", u: "家", a: 0, m: 0, e: [{ i: "e-q1", r: [1, 2] }] }],
    letters: { forms: "執專項開辦區總隊", usual: "执专项开办区总队", sounds: { kai: "开", zhan: "展站", zhuan: "专", xiang: "项", zheng: "整", zhi: "执治" } },
  };
}

export const sampleGraph = (): Graph => new Graph(samplePayload());
