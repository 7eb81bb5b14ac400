/** The line over the picture: what is not drawn, a path that is being asked for, or why there is a table. */

import type { Context } from "./context";
import { button } from "./dom";
import { linkedNodes } from "./look";

/** Nodes drawn at first of a network that is too large to be read, most important first, on a narrow window, and how far each press goes. */
export const FIRST = 48;
export const FIRST_NARROW = 18;
/** Pixels of a window up to which the picture is so narrow. */
export const NARROW = 900;
export const STEPS = [150, 400, 1500] as const;

export interface NoticeHooks {
  /** whether a link named something that is not here */
  readonly lost: boolean;
  readonly webGl: boolean;
  /** whether the other end of a path is being asked for */
  readonly picking: boolean;
  /** nodes that are drawn at most */
  readonly limit: number;
  close(): void;
  show(limit: number): void;
}

export function notice(context: Context, hooks: NoticeHooks): (HTMLElement | string)[] {
  const { state, shown } = context;
  const close = button(context.say("close"), { class: "plain", onclick: hooks.close });
  if (hooks.lost) return [context.say("lost"), close];
  if (hooks.picking) return [context.say("pathPick"), close];
  if (state.view !== "network") return [];
  if (!hooks.webGl) return [context.say("noWebGl")];
  const total = linkedNodes(context).size || shown.nodes.size;
  if (!total) return [context.say("nothing")];
  if (total <= hooks.limit || state.steps || state.selection.kind === "path") return [];
  const next = Math.min(total, STEPS.find((step) => step > hooks.limit) ?? hooks.limit + STEPS[2]);
  const more = button(`${context.say("more")} ${context.figure(next - hooks.limit)}`, { class: "plain", "data-action": "more", onclick: () => hooks.show(next) });
  return [`${context.say("shown")} ${context.figure(hooks.limit)} / ${context.figure(total)}`, more];
}
