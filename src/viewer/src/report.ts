/** The report pane: the text with every mention marked, and the place of what is selected lit and scrolled into view. */

import type { Context } from "./context";
import { h } from "./dom";
import type { EvidenceRow, Range, ReportRow } from "./payload";
import { codePoints, visible } from "./text";

const HEADING = 42;

export class ReportPane {
  private pieces: HTMLElement[] = [];
  private marks = new Map<number, HTMLElement[]>();
  private current = -1;
  private lit: HTMLElement[] = [];

  constructor(
    private readonly context: Context,
    readonly root: HTMLElement,
    private readonly pick: (node: number) => void,
  ) {
    root.addEventListener("click", (event) => {
      const mark = (event.target as Element).closest("mark");
      if (mark && !getSelection()?.toString()) this.pick(Number(mark.dataset["node"]));
    });
  }

  show(index: number): void {
    if (index === this.current) return;
    this.current = index;
    this.pieces = [];
    this.marks = new Map();
    this.lit = [];
    const report = this.context.graph.data.reports[index];
    const text = h("article", { class: "paper", lang: this.context.graph.data.script });
    if (report) {
      const told = report.title && report.pieces.slice(0, 40).join("").replace(/\s/g, "").includes(report.title.replace(/\s/g, ""));
      if (report.title && !told) text.append(h("h2", { class: "paper-title" }, report.title));
      text.append(...this.paragraphs(report));
    }
    this.root.replaceChildren(text);
    this.root.scrollTop = 0;
  }

  private paragraphs(report: ReportRow): HTMLElement[] {
    const starts = new Map(report.mentions.map(([from, to, node]) => [from, { to, node }]));
    const out: HTMLElement[] = [];
    let paragraph = h("p");
    let mark: HTMLElement | null = null;
    let until = 0;
    let first = 0;
    const close = (end: number): void => {
      if (!paragraph.firstChild) return;
      this.style(paragraph, report, first, end);
      out.push(paragraph);
      paragraph = h("p");
    };
    report.pieces.forEach((text, index) => {
      const piece = document.createElement("span");
      piece.textContent = visible(text);
      this.pieces.push(piece);
      if (/^\n+$/.test(text)) {
        close(index);
        first = index + 1;
        mark = null;
        return;
      }
      const mention = starts.get(index);
      if (mention) {
        mark = h("mark", { class: `t${this.context.graph.data.nodes[mention.node]!.t}`, "data-node": mention.node });
        until = mention.to;
        paragraph.append(mark);
        const there = this.marks.get(mention.node);
        if (there) there.push(mark);
        else this.marks.set(mention.node, [mark]);
      } else if (index >= until) mark = null;
      (mark ?? paragraph).append(piece);
    });
    close(report.pieces.length);
    return out;
  }

  private style(paragraph: HTMLElement, report: ReportRow, from: number, to: number): void {
    const text = report.pieces.slice(from, to).join("").trim();
    if (to <= report.body[0] || from >= report.body[1]) paragraph.className = "residue";
    else if (codePoints(text) <= HEADING && !/[。；;，,：:！？）)]$/.test(text)) paragraph.className = "heading";
  }

  /** Light what is selected, and scroll to it where asked. */
  light(scroll: boolean): void {
    for (const element of this.lit) element.classList.remove("lit", "in-sentence", "trigger", "subject", "object");
    this.lit = [];
    const { selection } = this.context.state;
    this.root.classList.toggle("selecting", selection.kind === "node" && this.marks.has(selection.node));
    if (selection.kind === "node") this.lightNode(selection.node, scroll);
    if (selection.kind === "edge") this.lightEdge(selection.edge, scroll);
  }

  private lightNode(node: number, scroll: boolean): void {
    const marks = this.marks.get(node) ?? [];
    for (const mark of marks) this.add(mark, "lit");
    if (scroll && marks[0] && !marks.some((mark) => this.inView(mark))) this.scrollTo(marks[0]);
  }

  private lightEdge(edge: number, scroll: boolean): void {
    const { graph, shown } = this.context;
    let first: HTMLElement | undefined;
    for (const index of graph.edges[edge]!.statements) {
      const row = graph.data.statements[index]!;
      if (row.d !== this.current || !shown.statements.has(index)) continue;
      for (const evidence of row.e) first = this.lightEvidence(evidence) ?? first;
    }
    if (scroll && first) this.scrollTo(first);
  }

  private lightEvidence(row: EvidenceRow): HTMLElement | undefined {
    this.range(row.s ?? row.r, "in-sentence");
    if (row.t) this.range(row.t, "trigger");
    if (row.a) this.range(row.a, "subject");
    if (row.b) this.range(row.b, "object");
    return this.pieces[(row.s ?? row.r)[0]];
  }

  private range([from, to]: Range, name: string): void {
    for (let i = from; i < to; i++) if (this.pieces[i]) this.add(this.pieces[i]!, name);
  }

  private add(element: HTMLElement, name: string): void {
    element.classList.add(name);
    this.lit.push(element);
  }

  /** Scroll to pieces and let them flash. */
  reveal(from: number, to: number): void {
    const first = this.pieces[from];
    if (!first) return;
    this.scrollTo(first);
    for (const piece of this.pieces.slice(from, to)) {
      piece.classList.remove("flash");
      void piece.offsetWidth;
      piece.classList.add("flash");
    }
  }

  private inView(element: HTMLElement): boolean {
    const [a, b] = [element.getBoundingClientRect(), this.root.getBoundingClientRect()];
    return a.top >= b.top && a.bottom <= b.bottom;
  }

  private scrollTo(element: HTMLElement): void {
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  }
}
