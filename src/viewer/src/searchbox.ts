/** The search field: a combobox over names and over the sentences of the reports, in either script or pinyin. */

import type { Context } from "./context";
import { bdi, h, icon } from "./dom";
import { found, marked } from "./found";
import type { Index } from "./search";
import { nodeDot } from "./sentence";
import { MOST_TYPED } from "./state";
import { shorten } from "./text";
import type { Found } from "./textsearch";

const NAMES = 7;
const FIGURES = 3;
const SENTENCES = 3;
/** Characters around the words of a sentence. */
const AROUND = 24;
/** Milliseconds that the texts wait for the next letter. */
const PAUSE = 120;

type Hit = { readonly kind: "node"; readonly node: number } | { readonly kind: "figure"; readonly figure: number } | { readonly kind: "words"; readonly count: number } | { readonly kind: "sentence"; readonly found: Found };

export interface SearchHooks {
  node(node: number): void;
  figure(figure: number): void;
  words(query: string, at: Found | null): void;
  /** something was taken: the reader goes on where it is told */
  taken(): void;
}

export class SearchBox {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private hits: Hit[] = [];
  private at = -1;
  private waiting = 0;

  constructor(
    private readonly context: Context,
    private readonly index: Index,
    private readonly hooks: SearchHooks,
  ) {
    this.list = h("ul", { id: "hits", role: "listbox", class: "hits", hidden: true });
    this.input = h("input", {
      type: "search",
      id: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: MOST_TYPED,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "hits",
    });
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.root = h("div", { class: "search", role: "search" }, icon("search"), this.input, this.list);
    this.words();
  }

  /** Take the interface's language. */
  words(): void {
    const text = this.context.say("search");
    this.input.placeholder = text;
    this.input.setAttribute("aria-label", text);
    this.list.setAttribute("aria-label", text);
  }

  /** Names at once, and the texts when the hand rests. */
  private search(): void {
    clearTimeout(this.waiting);
    const query = this.input.value.trim();
    const names = [...this.index.find(query, NAMES).map(({ node }): Hit => ({ kind: "node", node })), ...this.figures(query)];
    this.show(names, query !== "");
    if (query) this.waiting = window.setTimeout(() => this.show([...names, ...this.inTexts(query)], document.activeElement === this.input), PAUSE);
  }

  /** Figures by what they count, as the filter leaves them. */
  private figures(query: string): Hit[] {
    const { graph, shown } = this.context;
    const wanted = graph.folding.typed(query);
    const found: Hit[] = [];
    for (const figure of wanted.length > 1 ? shown.quantities : []) {
      if (graph.folding.fold(graph.data.quantities[figure]!.n).includes(wanted)) found.push({ kind: "figure", figure });
      if (found.length === FIGURES) break;
    }
    return found;
  }

  private inTexts(query: string): Hit[] {
    const all = found(this.context, query);
    return all.length ? [{ kind: "words", count: all.length }, ...all.slice(0, SENTENCES).map((each): Hit => ({ kind: "sentence", found: each }))] : [];
  }

  private show(hits: Hit[], open: boolean): void {
    this.hits = hits;
    this.at = hits.length ? Math.max(0, Math.min(this.at, hits.length - 1)) : -1;
    this.draw(open);
  }

  private draw(open: boolean): void {
    const { context } = this;
    this.list.replaceChildren(
      ...this.hits.map((hit, index) =>
        h(
          "li",
          {
            role: "option",
            id: `hit-${index}`,
            class: hit.kind === "words" || hit.kind === "sentence" ? "in-texts" : "",
            "aria-selected": String(index === this.at),
            "data-hit": hit.kind,
            onmousedown: (event) => {
              event.preventDefault();
              this.take(hit);
            },
          },
          ...this.row(hit),
        ),
      ),
    );
    if (open && !this.hits.length) this.list.append(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "empty" }, context.say("noHits")));
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (this.at >= 0 && open) this.input.setAttribute("aria-activedescendant", `hit-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private row(hit: Hit): HTMLElement[] {
    const { context } = this;
    const { graph } = context;
    if (hit.kind === "node") return [nodeDot(context, hit.node), bdi(shorten(context.title(hit.node), 60)), h("span", { class: "count" }, context.label(graph.data.types[graph.data.nodes[hit.node]!.t]))];
    if (hit.kind === "figure") {
      const row = graph.data.quantities[hit.figure]!;
      const words = row.e[0] ? graph.words(row.d, ...row.e[0].r) : row.v;
      return [bdi(shorten(context.counted(row), 30)), h("b", {}, " ", bdi(shorten(words, 24))), h("span", { class: "count" }, graph.data.reports.length > 1 ? context.reportName(row.d) : context.say("figure"))];
    }
    if (hit.kind === "words") return [h("b", {}, context.say("findInTexts")), h("span", { class: "count" }, `${context.figure(hit.count)} ${context.say("sentences")}`)];
    const text = graph.text(hit.found.report);
    const [from, to] = text.span(hit.found.sentence);
    const [start, end] = hit.found.spans[0]!;
    return [marked(text.raw, [Math.max(from, start - AROUND), Math.min(to, end + AROUND)], hit.found.spans)];
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.hits.length) return;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.hits.length) % this.hits.length;
      this.draw(true);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = this.hits[this.at] ?? this.inTexts(this.input.value.trim())[0];
      if (hit) this.take(hit);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.input.value = "";
      this.close();
    }
  }

  private take(hit: Hit): void {
    const query = this.input.value.trim();
    this.input.value = "";
    this.close();
    if (hit.kind === "node") this.hooks.node(hit.node);
    else if (hit.kind === "figure") this.hooks.figure(hit.figure);
    else this.hooks.words(query, hit.kind === "sentence" ? hit.found : null);
    this.hooks.taken();
  }

  private close(): void {
    clearTimeout(this.waiting);
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
