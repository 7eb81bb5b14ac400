/** Write nodes and statements as Turtle, in the shape of the graph that the page was made from: a part of it, word for word. */

import type { Graph } from "./graph";
import type { EvidenceRow, Range } from "./payload";

const PREFIXES: Readonly<Record<string, string>> = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  owl: "http://www.w3.org/2002/07/owl#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  oa: "http://www.w3.org/ns/oa#",
  prov: "http://www.w3.org/ns/prov#",
  dcterms: "http://purl.org/dc/terms/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

export function turtle(graph: Graph, nodes: Iterable<number>, statements: Iterable<number>): string {
  return new Writer(graph).write([...nodes].sort((a, b) => a - b), [...statements].sort((a, b) => a - b));
}

class Writer {
  private readonly lines: string[] = [];
  private readonly spans = new Map<string, string[]>();
  private readonly reports = new Set<number>();
  private readonly times = new Set<number>();

  constructor(private readonly graph: Graph) {}

  write(nodes: readonly number[], statements: readonly number[]): string {
    const prefixes = { gb: this.graph.data.vocabulary, ...PREFIXES };
    for (const [name, iri] of Object.entries(prefixes)) this.lines.push(`@prefix ${name}: ${ref(iri)} .`);
    for (const node of nodes) this.node(node, statements);
    for (const index of statements) this.statement(index);
    for (const index of this.times) this.time(index);
    for (const [iri, facts] of this.spans) this.block(iri, facts);
    for (const index of this.reports) this.report(index);
    return `${this.lines.join("\n")}\n`;
  }

  private block(iri: string, facts: readonly string[]): void {
    this.lines.push("", `${ref(iri)}`, `    ${facts.join(" ;\n    ")} .`);
  }

  private node(index: number, statements: readonly number[]): void {
    const { data } = this.graph;
    const row = data.nodes[index]!;
    const facts = [`a ${ref(data.types[row.t]!.iri)}`];
    facts.push(`skos:prefLabel ${literal(row.n)}@zh-Hans , ${literal(row.h ?? row.n)}@zh-Hant`);
    if (row.c) facts.push(`gb:code ${literal(row.c)}`);
    for (const same of row.l ?? []) facts.push(`owl:sameAs ${ref(same)}`);
    const asserted = new Set<string>();
    for (const i of statements) {
      const st = data.statements[i]!;
      if (st.s === index && !st.n) asserted.add(`${ref(data.predicates[st.p]!.iri)} ${ref(data.nodes[st.o]!.i)}`);
    }
    this.block(row.i, [...facts, ...asserted]);
  }

  private statement(index: number): void {
    const { data } = this.graph;
    const row = data.statements[index]!;
    const report = data.reports[row.d]!;
    this.reports.add(row.d);
    const iri = behind(report.i, row.i);
    const facts = [
      "a gb:Statement",
      `rdf:subject ${ref(data.nodes[row.s]!.i)}`,
      `rdf:predicate ${ref(data.predicates[row.p]!.iri)}`,
      `rdf:object ${ref(data.nodes[row.o]!.i)}`,
    ];
    if (row.q !== undefined) facts.push(`gb:subjectSupplied "${row.q}"`);
    if (row.m !== undefined) facts.push(`gb:modality ${ref(data.concepts[row.m]!.iri)}`);
    if (row.c !== undefined) facts.push(`gb:score ${decimal(row.c)}`);
    if (row.w !== undefined) {
      this.times.add(row.w);
      facts.push(`gb:time ${ref(behind(report.i, data.times[row.w]!.i))}`);
    }
    facts.push(`prov:wasDerivedFrom ${ref(report.i)}`);
    for (const evidence of row.e) facts.push(`gb:evidence ${ref(behind(report.i, evidence.i))}`);
    this.block(iri, facts);
    for (const evidence of row.e) this.evidence(row.d, evidence);
  }

  private evidence(report: number, row: EvidenceRow): void {
    const { i, mentions } = this.graph.data.reports[report]!;
    const facts = this.span(report, row.r, "gb:Evidence");
    const parts: [string, Range | undefined][] = [["gb:sentence", row.s], ["gb:trigger", row.t], ["gb:subjectSpan", row.a], ["gb:objectSpan", row.b]];
    for (const [property, range] of parts) {
      if (!range) continue;
      const named = range === row.a || range === row.b ? mentions.find(([from, to]) => from === range[0] && to === range[1]) : undefined;
      const span = `${i}-${named ? "m" : ""}${this.graph.offset(report, range[0])}-${this.graph.offset(report, range[1])}`;
      const said = this.span(report, range, named ? "gb:Mention" : "gb:Span");
      this.spans.set(span, named ? [...said, `gb:refersTo ${ref(this.graph.data.nodes[named[2]]!.i)}`] : said);
      facts.push(`${property} ${ref(span)}`);
    }
    this.block(behind(i, row.i), facts);
  }

  private span(report: number, [from, to]: Range, type: string): string[] {
    return [
      `a ${type}`,
      `oa:start ${this.graph.offset(report, from)}`,
      `oa:end ${this.graph.offset(report, to)}`,
      `oa:exact ${literal(this.graph.words(report, from, to))}`,
      `gb:inReport ${ref(this.graph.data.reports[report]!.i)}`,
    ];
  }

  private time(index: number): void {
    const row = this.graph.data.times[index]!;
    this.reports.add(row.d);
    const facts = this.span(row.d, row.r, "gb:Time");
    this.block(behind(this.graph.data.reports[row.d]!.i, row.i), [...facts, `gb:value ${literal(row.v)}`]);
  }

  /** The report without its text: title, source and digest say which it is. */
  private report(index: number): void {
    const row = this.graph.data.reports[index]!;
    const facts = ["a gb:Report"];
    if (row.title) facts.push(`dcterms:title ${literal(row.title)}`);
    if (row.source) facts.push(`gb:source ${literal(row.source)}`);
    if (row.sha256) facts.push(`gb:sha256 ${literal(row.sha256)}`);
    if (row.publisher !== undefined) facts.push(`dcterms:publisher ${ref(this.graph.data.nodes[row.publisher]!.i)}`);
    if (row.inferred) facts.push('gb:publisherFoundBy "inferred"');
    this.block(row.i, facts);
  }
}

/** The IRI behind a report's: `report-s12`; a whole IRI stays. */
function behind(report: string, local: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(local) ? local : `${report}-${local}`;
}

export function ref(iri: string): string {
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}>`;
}

const SHORT: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export function literal(text: string): string {
  const escaped = text.replace(
    /[\\"\u0000-\u001f\u007f]/g,
    (char) => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}

function decimal(value: number): string {
  const written = String(value);
  return written.includes("e") ? `${literal(value.toFixed(20).replace(/0+$/, ""))}^^xsd:decimal` : `${literal(written)}^^xsd:decimal`;
}
