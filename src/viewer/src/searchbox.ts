/** The search field: a combobox over the names, in either script or pinyin. */

import type { Context } from "./context";
import { bdi, h, icon } from "./dom";
import type { Index } from "./search";
import { nodeDot } from "./sentence";
import { shorten } from "./text";

const HITS = 12;

export class SearchBox {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private hits: number[] = [];
  private at = -1;

  constructor(
    private readonly context: Context,
    private readonly index: Index,
    private readonly choose: (node: number) => void,
  ) {
    this.list = h("ul", { id: "hits", role: "listbox", class: "hits", hidden: true });
    this.input = h("input", {
      type: "search",
      id: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 200,
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

  private search(): void {
    const query = this.input.value;
    this.hits = this.index.find(query, HITS).map(({ node }) => node);
    this.at = this.hits.length ? 0 : -1;
    this.draw(query.trim() !== "");
  }

  private draw(open: boolean): void {
    const { context } = this;
    this.list.replaceChildren(
      ...this.hits.map((node, index) =>
        h(
          "li",
          {
            role: "option",
            id: `hit-${index}`,
            "aria-selected": String(index === this.at),
            "data-node": node,
            onmousedown: (event) => {
              event.preventDefault();
              this.take(node);
            },
          },
          nodeDot(context, node),
          bdi(shorten(context.title(node), 60)),
          h("span", { class: "count" }, context.label(context.graph.data.types[context.graph.data.nodes[node]!.t])),
        ),
      ),
    );
    if (open && !this.hits.length) this.list.append(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "empty" }, context.say("noHits")));
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (this.at >= 0 && open) this.input.setAttribute("aria-activedescendant", `hit-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.hits.length) return;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.hits.length) % this.hits.length;
      this.draw(true);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(this.hits[this.at]!);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.input.value = "";
      this.close();
      this.input.blur();
    }
  }

  private take(node: number): void {
    this.input.value = "";
    this.close();
    this.input.blur();
    this.choose(node);
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
