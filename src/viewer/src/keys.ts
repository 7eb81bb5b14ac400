/** The keyboard: what each key does to the page. */

import type { Network } from "./network";

export interface KeyHooks {
  /** the network where it is shown */
  readonly network: Network | null;
  readonly stage: HTMLElement;
  /** the node that is selected */
  readonly selected: number | null;
  /** the node that is taken where none is selected */
  first(): number | undefined;
  escape(): void;
  search(): void;
  pick(node: number): void;
  /** go to the card */
  enter(): void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN = 90;
/** Lists that lie over the page while they are open. */
const POPUPS = "details:is(.menu, .report-list)[open]";

export function pressed(event: KeyboardEvent, hooks: KeyHooks): void {
  const target = event.target as HTMLElement;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !(target instanceof HTMLInputElement)) history.back();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = target instanceof HTMLInputElement && target.type !== "checkbox";
  if (event.key === "Escape") closed() || hooks.escape();
  else if (event.key === "/" && !typing) {
    event.preventDefault();
    hooks.search();
  } else if (target === hooks.stage && hooks.network) onStage(event, hooks, hooks.network);
}

/** Close the lists that lie over the page when a hand or the focus goes elsewhere. */
export function closeOthers({ target }: Event): void {
  for (const open of document.querySelectorAll<HTMLDetailsElement>(POPUPS)) if (!open.contains(target as Node)) open.open = false;
}

/** Close an open list and go back to what opened it; whether there was one. */
function closed(): boolean {
  const open = document.querySelector<HTMLDetailsElement>(POPUPS);
  if (!open) return false;
  open.open = false;
  open.querySelector("summary")?.focus();
  return true;
}

function onStage(event: KeyboardEvent, hooks: KeyHooks, network: Network): void {
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) network.pan(arrow[0] * PAN, arrow[1] * PAN);
  else if (arrow) {
    const next = hooks.selected === null ? hooks.first() : network.towards(hooks.selected, ...arrow);
    if (next !== null && next !== undefined) hooks.pick(next);
  } else if (event.key === "+" || event.key === "=") network.zoom(1.4);
  else if (event.key === "-") network.zoom(1 / 1.4);
  else if (event.key === "0") network.fit(null);
  else if (event.key === "Enter" && hooks.selected !== null) hooks.enter();
  else return;
  event.preventDefault();
}
