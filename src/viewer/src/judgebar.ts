/** The bar of corrections at the foot of the page: how many are not saved, who decides, saving; and what the selected words are. */

import type { Context } from "./context";
import { called, fileName, placed, type Row } from "./decisions";
import { bdi, button, download, h } from "./dom";
import { desk, entry, period, remember } from "./judge";
import { tell } from "./judgewords";
import type { Range } from "./payload";
import { codePoints, shorten } from "./text";

/** The offsets of the report's words that are selected; null where none are. */
function selected(context: Context, paper: HTMLElement): Range | null {
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || range.collapsed || !paper.contains(range.commonAncestorContainer)) return null;
  const at = (node: Node, offset: number): number | null => {
    const piece = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-p]");
    return piece ? context.graph.text(context.state.report).start(Number(piece.dataset["p"])) + (node instanceof Element ? 0 : offset) : null;
  };
  const [from, to] = [at(range.startContainer, range.startOffset), at(range.endContainer, range.endOffset)];
  const text = context.graph.text(context.state.report).raw;
  return from === null || to === null || from >= to || text.slice(from, to) !== range.toString() ? null : [from, to];
}

/** More is no evidence. */
const LONGEST = 1000;

export class JudgeBar {
  private readonly root = h("div", { id: "judge-bar", role: "region" });
  private readonly status = h("div", { class: "judge-status" });
  private readonly marked = h("div", { class: "judge-marked" });
  private readonly live = h("p", { role: "status" });
  private words: Range | null = null;

  constructor(
    private readonly context: Context,
    private readonly paper: HTMLElement,
  ) {
    document.body.append(this.root);
    this.root.append(this.marked, this.status, this.live);
    const lasting = [this.status, this.live]; // the page keeps clear of these; what tells of selected words comes and goes
    const watch = new ResizeObserver(() => {
      const height = lasting.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
      document.body.style.setProperty("--foot", `${height && height + 16}px`);
    });
    for (const each of lasting) watch.observe(each);
    desk(context.graph).onChange(() => this.draw());
    paper.addEventListener("click", (event) => this.note(event.target as Element), true);
    document.addEventListener("selectionchange", () => {
      if (this.root.contains(document.activeElement)) return; // who fills in the bar keeps what was selected
      this.words = selected(this.context, this.paper);
      this.drawMarked();
    });
    new MutationObserver(() => this.strike()).observe(paper, { childList: true });
    new MutationObserver(() => this.draw()).observe(document.documentElement, { attributeFilter: ["lang"] });
    addEventListener("beforeunload", (event) => {
      if (desk(context.graph).unsaved && !desk(context.graph).lasting) event.preventDefault();
    });
    this.draw();
  }

  /** Remember which mention was clicked: a decision on its name is about that place. */
  private note(target: Element): void {
    const mark = target.closest("mark");
    const piece = mark?.querySelector<HTMLElement>("[data-p]");
    if (!mark || !piece) return;
    const { report } = this.context.state;
    remember(report, this.context.graph.text(report).start(Number(piece.dataset["p"])), mark.textContent ?? "");
  }

  draw(): void {
    const { context } = this;
    const own = desk(context.graph);
    this.root.setAttribute("aria-label", tell(context, "correct"));
    const keep = document.activeElement instanceof HTMLInputElement && this.status.contains(document.activeElement);
    this.status.replaceChildren(...this.taken(), ...(own.unsaved ? this.unsaved() : []));
    this.live.textContent = "";
    if (keep) this.status.querySelector<HTMLElement>(".who")?.focus();
    this.drawMarked();
    this.strike();
  }

  /** Strike the names of the text that were judged to be wrong: they are gone once the report is built again. */
  private strike(): void {
    const { graph, state } = this.context;
    for (const mark of this.paper.querySelectorAll("mark.judged")) mark.classList.remove("judged");
    const wrong = desk(graph).standing(state.report).filter((row) => row.about === "name" && row.verdict === "wrong");
    const texts = new Set(wrong.map((row) => row.text));
    for (const mark of texts.size ? this.paper.querySelectorAll("mark") : []) {
      if (!texts.has(mark.textContent ?? "")) continue;
      const piece = mark.querySelector<HTMLElement>("[data-p]");
      const start = piece ? codePoints(graph.text(state.report).raw.slice(0, graph.text(state.report).start(Number(piece.dataset["p"])))) : -1;
      const meant = wrong.some((row) => row.text === mark.textContent && (row.scope !== "here" || row.start === String(start)));
      mark.classList.toggle("judged", meant);
    }
  }

  /** What was decided in this browser, saved or not: to be taken back, or noted why. */
  private taken(): HTMLElement[] {
    const { context } = this;
    const rows = context.graph.data.reports.flatMap((_, report) => desk(context.graph).standing(report).map((row) => this.row(report, row)));
    const open = this.status.querySelector("details")?.open === true;
    return rows.length ? [h("details", { open }, h("summary", {}, `${tell(context, "list")} ${context.figure(rows.length)}`), h("ul", {}, ...rows))] : [];
  }

  private unsaved(): HTMLElement[] {
    const { context } = this;
    const own = desk(context.graph);
    const who = h("input", { class: "who", value: own.who, placeholder: tell(context, "name"), "aria-label": tell(context, "name"), size: 8 });
    const save = button(tell(context, "save"), { class: "save", onclick: () => (own.who ? void this.save() : this.askName(who)) });
    who.addEventListener("input", () => (own.who = who.value.trim()));
    who.addEventListener("keydown", (event) => event.stopPropagation());
    return [h("span", {}, `${context.figure(own.unsaved)} ${tell(context, "unsaved")}`), who, save];
  }

  private row(report: number, row: Row): HTMLElement {
    const { context } = this;
    const words = row.about === "statement" || row.about === "same" ? [row.subject, row.predicate, row.object] : [row.text, row.instead || row.type];
    const undo = (): void => {
      desk(context.graph).undo(report, row);
      context.set({});
    };
    const note = entry(context, tell(context, "note"), row.note ?? "", (note) => desk(context.graph).decide(report, { ...row, note }), { empty: true });
    return h("li", {}, `${row.verdict === "right" ? "✓" : "✗"} `, bdi(shorten(words.filter(Boolean).join(" · ") || row.about, 60)), " ", button(tell(context, "undo"), { onclick: undo }), " ", note);
  }

  /** A decision is somebody's: say what is missing and go there. */
  private askName(who: HTMLInputElement): void {
    this.live.textContent = tell(this.context, "nameFirst");
    who.focus();
  }

  private async save(): Promise<void> {
    const { context } = this;
    const token = document.querySelector<HTMLMetaElement>('meta[name="gongbao-decisions"]')?.content;
    const { text, done } = desk(context.graph).save(Boolean(token)); // a file holds all, a server has those of before
    if (token) {
      const answer = await fetch("/decisions", { method: "POST", body: text, headers: { "Content-Type": "text/csv;charset=utf-8", "Gongbao-Token": token } }).catch(() => null);
      if (!answer?.ok) {
        const told = answer ? ((await answer.json().catch(() => ({}))) as { detail?: string }) : {};
        this.live.textContent = told.detail ?? "—";
        return;
      }
    } else download(fileName(desk(context.graph).who), new Blob([text], { type: "text/csv;charset=utf-8" }));
    done();
    this.live.textContent = tell(context, token ? "sent" : "saved");
  }

  // -- what is missing

  private drawMarked(): void {
    this.marked.replaceChildren(...(this.words ? this.missing(this.words) : []));
  }

  private missing(words: Range): HTMLElement[] {
    const { context } = this;
    const { graph, state } = context;
    const place = placed(graph, state.report, words);
    const give = (row: Row): void => {
      this.words = null;
      getSelection()?.removeAllRanges();
      desk(graph).decide(state.report, row);
      context.set({});
    };
    const parts: HTMLElement[] = [bdi(`“${shorten(place.text ?? "", 24)}”`)];
    if ((place.text ?? "").length > LONGEST) return [];
    if (!/\n/.test(place.text ?? "") && (place.text ?? "").length <= 80) {
      const types = this.options(tell(context, "addName"), graph.data.types.map((type) => [type.id, context.label(type)]));
      types.addEventListener("change", () => types.value && give({ about: "name", verdict: "right", scope: "report", type: types.value, ...place }));
      parts.push(types);
      if (/\p{N}|[一二三四五六七八九十年月日]/u.test(place.text ?? "")) {
        const time = (instead: string): void => give({ about: "time", verdict: "right", scope: "here", instead, ...place });
        parts.push(entry(context, tell(context, "timeIs"), "", time, { read: period, wrong: "dateForm" }));
      }
    }
    const named = this.named(words);
    if (named.length > 1) parts.push(this.statement(named, place, give));
    return parts;
  }

  /** A statement between two names in the selected words, or of the publisher. */
  private statement(named: readonly (readonly [string, string])[], place: ReturnType<typeof placed>, give: (row: Row) => void): HTMLElement {
    const { context } = this;
    const subject = this.options(tell(context, "subject"), named);
    const predicate = this.options(tell(context, "predicate"), context.graph.data.predicates.map((each) => [each.id, context.label(each)]));
    const object = this.options(tell(context, "object"), named);
    const add = button(tell(context, "addStatement"), { disabled: true });
    const ends = [subject, predicate, object];
    for (const each of ends) each.addEventListener("change", () => (add.disabled = ends.some((end) => !end.value)));
    add.addEventListener("click", () => give({ about: "statement", verdict: "right", scope: "here", subject: subject.value, predicate: predicate.value, object: object.value, ...place }));
    return h("span", {}, ...ends, add);
  }

  private options(label: string, values: readonly (readonly [string, string])[]): HTMLSelectElement {
    return h("select", { "aria-label": label }, h("option", { value: "" }, label), ...values.map(([value, text]) => h("option", { value }, shorten(text, 24))));
  }

  private named(words: Range): [string, string][] {
    const { graph, state } = this.context;
    const text = graph.text(state.report);
    const row = graph.data.reports[state.report]!;
    const inside = row.mentions.filter(([from, to]) => text.start(from) >= words[0] && text.start(to) <= words[1]);
    const names = inside.map(([from, to, node]): [string, string] => [called(graph, node, state.report, [from, to]), called(graph, node, state.report, [from, to])]);
    if (row.publisher !== undefined) names.push([graph.data.nodes[row.publisher]!.n, this.context.name(row.publisher)]);
    return [...new Map(names)];
  }
}

