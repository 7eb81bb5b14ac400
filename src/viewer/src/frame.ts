/** The parts of the page and how they stand in each other; what is in them is drawn elsewhere. */

import type { Context } from "./context";
import { button, h } from "./dom";
import { keepingFocus } from "./focus";
import { NARROW } from "./notice";

export class Frame {
  protected readonly header = h("header", { class: "bar" });
  protected readonly left = h("main", { class: "left" });
  protected readonly stage = h("div", { class: "stage", tabindex: "0", role: "application", id: "network" });
  protected readonly tools = h("div", { class: "pane-tools", "data-covers": true });
  protected readonly zoom = h("div", { class: "zoom", role: "toolbar", "data-covers": true });
  protected readonly legendSlot = h("div", { class: "legend-slot" });
  protected readonly chips = h("div", { class: "filter-chips", role: "group", "data-covers": true });
  protected readonly drawer = h("section", { class: "drawer", hidden: true, "data-covers": true });
  protected readonly notice = h("div", { class: "notice", hidden: true, "data-covers": true });
  protected readonly tableRoot = h("div", { class: "table-view", hidden: true });
  protected readonly summaryRoot = h("div", { class: "summary", id: "summary", tabindex: "0", role: "region", hidden: true });
  protected readonly card = h("section", { class: "card", id: "card" });
  protected readonly reports = h("div", { class: "reports" });
  protected readonly paper = h("section", { class: "paper-pane", tabindex: "0", id: "report" });
  protected readonly paneTabs = h("nav", { class: "pane-tabs segmented" });
  protected readonly print = h("div", { class: "print-picture", "aria-hidden": "true" });
  protected readonly live = h("div", { class: "sr-only", "aria-live": "polite", id: "live" });

  private readonly right = h("aside", { class: "right" });
  private readonly narrow = matchMedia(`screen and (max-width: ${NARROW}px)`);
  /** what is drawn anew as a whole, part by part */
  protected readonly parts: readonly HTMLElement[] = [this.header, this.paneTabs, this.tools, this.notice, this.chips, this.drawer, this.zoom, this.legendSlot, this.tableRoot, this.summaryRoot, this.card, this.reports, this.paper];

  protected assemble(root: HTMLElement, context: Context, divider: HTMLElement): void {
    const { right } = this;
    right.append(divider, ...this.side);
    this.left.append(this.print, this.tools, this.notice, this.chips, this.drawer, this.stage, this.zoom, this.legendSlot, this.tableRoot, this.summaryRoot);
    root.dataset["pane"] = "text";
    root.append(this.header, this.paneTabs, h("div", { class: "panes" }, this.left, right), this.live);
    this.header.before(h("nav", { "aria-label": context.say("skip") }, button(context.say("skip"), { class: "skip", onclick: () => this.skip() })));
    this.narrow.addEventListener("change", () => this.order());
  }

  /** Draw without focus being lost: at worst it goes to the filter's button. */
  protected keep(draw: () => void): void {
    keepingFocus(this.parts, () => this.tools.querySelector<HTMLElement>("[data-action=filter]"), draw);
  }

  /** Go to the text, where it is shown. */
  protected skip(): void {
    this.paper.focus();
  }

  /** Tab goes as one reads: a narrow window has the search under the buttons, and the card under the text. */
  protected order(): void {
    const { header, right, paper } = this;
    const narrow = this.narrow.matches;
    const [search, actions] = [header.querySelector(".search")!, header.querySelector(".actions")!];
    arrange(header, narrow ? [actions, search] : [search, actions]);
    const top = paper.scrollTop;
    if (arrange(right, this.side)) paper.scrollTop = top;
  }

  private get side(): HTMLElement[] {
    return this.narrow.matches ? [this.reports, this.paper, this.card] : [this.card, this.reports, this.paper];
  }
}

/** Put the last parts of an element into an order; whether any had to be moved, by which it loses its place. */
function arrange(parent: HTMLElement, parts: readonly Element[]): boolean {
  if ([...parent.children].slice(-parts.length).every((part, index) => part === parts[index])) return false;
  parent.append(...parts);
  return true;
}
