/** The report pane: the text with every mention marked, and the place of what is selected lit and scrolled into view. */

import type { Context } from "./context";
import { h } from "./dom";
import { found } from "./found";
import type { FullText } from "./fulltext";
import { path } from "./look";
import type { EvidenceRow, Range, ReportRow } from "./payload";
import { paragraphs } from "./sections";
import { visible } from "./text";
import type { Found } from "./textsearch";

type Place = Element | globalThis.Range;

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
    root.addEventListener("keydown", (event) => this.key(event));
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
      text.append(...this.folded(this.paragraphs(report)));
    }
    this.root.replaceChildren(text);
    this.root.scrollTop = 0;
    this.roving();
  }

  /** Residue of the page that the report was taken from is folded away, so that the text opens at the report. */
  private folded(paragraphs: readonly HTMLElement[]): HTMLElement[] {
    const out: HTMLElement[] = [];
    let fold: HTMLElement | null = null;
    for (const paragraph of paragraphs) {
      if (!paragraph.classList.contains("residue")) {
        fold = null;
        out.push(paragraph);
        continue;
      }
      if (!fold) out.push((fold = h("details", { class: "residue" }, h("summary", {}, this.context.say("residue")))));
      fold.append(paragraph);
    }
    return out;
  }

  /** One name of the text can be reached with Tab, the others from it with the arrow keys. */
  private roving(): void {
    this.root.querySelector("mark")?.setAttribute("tabindex", "0");
  }

  private key(event: KeyboardEvent): void {
    const mark = (event.target as Element).closest<HTMLElement>("mark");
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Enter") this.pick(Number(mark.dataset["node"]));
    else if (by) {
      const all = [...this.root.querySelectorAll<HTMLElement>("mark")];
      const next = all[all.indexOf(mark) + by];
      if (!next) return;
      mark.tabIndex = -1;
      next.tabIndex = 0;
      next.closest("details")?.setAttribute("open", "");
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private paragraphs(report: ReportRow): HTMLElement[] {
    const kinds = new Map(paragraphs(report).map(({ from, kind }) => [from, kind]));
    const starts = new Map(report.mentions.map(([from, to, node]) => [from, { to, node }]));
    const out: HTMLElement[] = [];
    let paragraph = h("p");
    let mark: HTMLElement | null = null;
    let until = 0;
    let first = 0;
    const close = (): void => {
      if (!paragraph.firstChild) return;
      const kind = kinds.get(first);
      if (kind && kind !== "text") paragraph.className = kind;
      out.push(paragraph);
      paragraph = h("p");
    };
    report.pieces.forEach((text, index) => {
      const piece = document.createElement("span");
      piece.dataset["p"] = String(index);
      piece.textContent = visible(text);
      this.pieces.push(piece);
      if (/^\n+$/.test(text)) {
        close();
        first = index + 1;
        mark = null;
        return;
      }
      const mention = starts.get(index);
      if (mention) {
        mark = h("mark", { class: `t${this.context.graph.data.nodes[mention.node]!.t}`, "data-node": mention.node, role: "button", tabindex: "-1" });
        until = mention.to;
        paragraph.append(mark);
        const there = this.marks.get(mention.node);
        if (there) there.push(mark);
        else this.marks.set(mention.node, [mark]);
      } else if (index >= until) mark = null;
      (mark ?? paragraph).append(piece);
    });
    close();
    return out;
  }

  /** Light what is selected, and scroll to it where asked. */
  light(scroll: boolean): void {
    for (const element of this.lit) element.classList.remove("lit", "in-sentence", "trigger", "subject", "object");
    this.lit = [];
    const { selection } = this.context.state;
    this.root.classList.toggle("selecting", selection.kind === "node" && this.marks.has(selection.node));
    if (selection.kind === "node") this.lightNode(selection.node, scroll);
    if (selection.kind === "edge") this.lightEdge(selection.edge, scroll);
    if (selection.kind === "figure") this.lightFigure(selection.figure, scroll);
    if (selection.kind === "path") this.lightPath(scroll);
    this.lightWords(selection.kind === "words" ? found(this.context, selection.query) : [], scroll);
  }

  /** Words that were searched are marked where the browser can mark parts of a piece; their pieces are lit where it cannot. */
  private lightWords(all: readonly Found[], scroll: boolean): void {
    const text = this.context.graph.text(this.current);
    const own = all.filter(({ report }) => report === this.current);
    const ranges = own.flatMap(({ spans }) => spans).flatMap((span) => this.ranges(text, span));
    const marks = globalThis.CSS?.highlights;
    if (marks && ranges.length) marks.set("found", new Highlight(...ranges));
    else marks?.delete("found");
    if (!marks) for (const { spans } of own) for (const span of spans) this.range(text.pieces(span), "in-sentence");
    const first = ranges[0];
    if (scroll && first) this.bring(first, first);
  }

  /** The places of the page between two offsets of the text, one a piece. */
  private ranges(text: FullText, [from, to]: Range): globalThis.Range[] {
    const [first, last] = text.pieces([from, to]);
    return this.pieces.slice(first, last).flatMap((piece, index) => {
      const [node, start] = [piece.firstChild, text.start(first + index)];
      const length = node?.textContent?.length ?? 0;
      if (!node || length !== text.start(first + index + 1) - start) return []; // it shows characters by their numbers
      const out = document.createRange();
      out.setStart(node, Math.max(0, from - start));
      out.setEnd(node, Math.min(length, to - start));
      return [out];
    });
  }

  private lightFigure(figure: number, scroll: boolean): void {
    const row = this.context.graph.data.quantities[figure]!;
    const found = row.e[0];
    if (row.d !== this.current || !found) return;
    if (found.s) this.range(found.s, "in-sentence");
    this.range(found.r, "trigger");
    if (scroll) this.scrollTo(found.r);
  }

  private lightNode(node: number, scroll: boolean): void {
    const marks = this.marks.get(node) ?? [];
    for (const mark of marks) this.add(mark, "lit");
    if (scroll && marks[0] && !marks.some((mark) => this.inView(mark))) this.bring(marks[0], marks[0]);
  }

  private lightPath(scroll: boolean): void {
    for (const edge of path(this.context)?.edges ?? []) {
      const before = this.lit.length;
      this.lightEdge(edge, scroll);
      if (this.lit.length > before) scroll = false; // the first that this report tells stays in view
    }
  }

  private lightEdge(edge: number, scroll: boolean): void {
    const { graph, shown } = this.context;
    let first: Range | undefined;
    for (const index of graph.edges[edge]!.statements) {
      const row = graph.data.statements[index]!;
      if (row.d !== this.current || !shown.statements.has(index)) continue;
      for (const evidence of row.e) {
        this.lightEvidence(evidence);
        first ??= evidence.r;
      }
    }
    if (scroll && first) this.scrollTo(first);
  }

  private lightEvidence(row: EvidenceRow): void {
    this.range(row.s ?? row.r, "in-sentence");
    if (row.t) this.range(row.t, "trigger");
    if (row.a) this.range(row.a, "subject");
    if (row.b) this.range(row.b, "object");
  }

  private range([from, to]: Range, name: string): void {
    for (let i = from; i < to; i++) if (this.pieces[i]) this.add(this.pieces[i]!, name);
  }

  private add(element: HTMLElement, name: string): void {
    element.classList.add(name);
    this.lit.push(element);
  }

  /** Scroll to pieces, light them until something else is lit, and let them flash. */
  reveal(from: number, to: number): void {
    this.range([from, to], "in-sentence");
    this.scrollTo([from, to]);
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

  private scrollTo([from, to]: Range): void {
    const [first, last] = [this.pieces[from], this.pieces[Math.max(from, to - 1)]];
    if (first && last) this.bring(first, last);
  }

  /** Bring words into the middle of the pane; where they are higher than it, their beginning to its top. A long way is gone at once. */
  private bring(first: Place, last: Place): void {
    const element = first instanceof Element ? first : first.startContainer.parentElement;
    element?.closest("details")?.setAttribute("open", "");
    const pane = this.root.getBoundingClientRect();
    const [top, bottom] = [first.getBoundingClientRect().top, last.getBoundingClientRect().bottom];
    const way = top - pane.top - Math.max(8, (pane.height - (bottom - top)) / 2);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || Math.abs(way) > 2 * pane.height;
    this.root.scrollTo({ top: this.root.scrollTop + way, behavior: calm ? "instant" : "smooth" });
  }
}
