/** The rows of buttons: the page's header, the picture's tools and zoom, the line between the panes. */

import type { Context } from "./context";
import { bdi, button, h, icon } from "./dom";
import type { SearchBox } from "./searchbox";
import { VIEWS, type State, type View } from "./state";
import { shorten } from "./text";

export interface HeaderHooks {
  readonly dark: boolean;
  share(): void;
}

/** Steps that Back can undo. */
export function depth(): number {
  return (history.state as { depth?: number } | null)?.depth ?? 0;
}

export function drawHeader(context: Context, root: HTMLElement, search: SearchBox, hooks: HeaderHooks): void {
  const { state } = context;
  const say = context.say.bind(context);
  if (!root.firstChild) root.append(h("div", { class: "brand" }), search.root, h("div", { class: "actions" }));
  const [brand, actions] = [root.querySelector(".brand")!, root.querySelector(".actions")!];
  brand.replaceChildren(h("span", { class: "seal", "aria-hidden": "true" }, state.script === "zh-Hant" ? "公報" : "公报"), h("h1", {}, bdi(shorten(context.heading, 60))));
  search.words();
  const action = (name: string, label: string, run: () => void, ...children: Node[]): HTMLElement => button(label, { "data-action": name, class: "plain", onclick: run }, ...children);
  const turn = (change: Partial<State>) => (): void => context.set(change);
  actions.replaceChildren(
    button(say("undo"), { "data-action": "undo", class: "plain", disabled: depth() === 0, onclick: () => history.back() }, icon("left")),
    action("share", say("share"), hooks.share, icon("link")),
    action("script", say("scriptName"), turn({ script: state.script === "zh-Hans" ? "zh-Hant" : "zh-Hans" }), document.createTextNode(say("script"))),
    action("language", say("language"), turn({ language: state.language === "zh" ? "en" : "zh" }), document.createTextNode(say("language"))),
    action("theme", say("theme"), turn({ theme: hooks.dark ? "light" : "dark" }), icon("theme")),
  );
}

/** On a narrow window one pane at a time: the text first, unless the link names a view. `root` carries which one is open. */
export function drawPaneTabs(context: Context, root: HTMLElement, tabs: HTMLElement, opened: (pane: "text" | "picture") => void): void {
  const { dataset } = root;
  tabs.setAttribute("aria-label", context.say("panes"));
  const tab = (pane: "text" | "picture"): HTMLElement => button(context.say(pane), { "aria-pressed": String(dataset["pane"] === pane), "data-pane-tab": pane, onclick: () => opened(pane) });
  tabs.replaceChildren(tab("text"), tab("picture"));
}

export interface ToolHooks {
  readonly webGl: boolean;
  readonly filterOpen: boolean;
  toggleFilter(): void;
  save(format: "png" | "svg" | "turtle"): void;
}

export function drawTools(context: Context, root: HTMLElement, hooks: ToolHooks): void {
  const say = context.say.bind(context);
  const views = VIEWS.map((view: View) =>
    button(say(view), { "aria-pressed": String(context.state.view === view), "data-action": view, disabled: view === "network" && !hooks.webGl, onclick: () => context.set({ view }) }),
  );
  root.replaceChildren(
    h("div", { class: "segmented", role: "group", "aria-label": say("views") }, ...views),
    button(say("filter"), { class: "chip", "aria-expanded": String(hooks.filterOpen), "data-action": "filter", onclick: () => hooks.toggleFilter() }, icon("filter"), h("span", {}, say("filter"))),
    exportMenu(context, hooks),
  );
}

function exportMenu(context: Context, hooks: ToolHooks): HTMLElement {
  const item = (format: "png" | "svg" | "turtle"): HTMLElement =>
    button(context.say(format), {
      "data-action": format,
      onclick: () => {
        details.open = false;
        details.querySelector("summary")!.focus();
        hooks.save(format);
      },
    });
  const details = h(
    "details",
    { class: "menu" },
    h("summary", { class: "chip", "aria-label": context.say("export") }, icon("export"), h("span", {}, context.say("export"))),
    h("div", { role: "group", "aria-label": context.say("export") }, item("png"), item("svg"), item("turtle")),
  );
  return details;
}

export interface ZoomHooks {
  readonly relaxing: boolean;
  zoom(factor: number): void;
  fit(): void;
  relax(): void;
  restore(): void;
  full(): void;
}

export function drawZoom(context: Context, root: HTMLElement, hooks: ZoomHooks): void {
  const say = context.say.bind(context);
  const act = (name: string, label: string, run: () => void, glyph: Parameters<typeof icon>[0], pressed?: boolean): HTMLElement =>
    button(label, { class: "plain", "data-action": name, onclick: run, ...(pressed === undefined ? {} : { "aria-pressed": String(pressed) }) }, icon(glyph));
  root.setAttribute("aria-label", say("network"));
  root.replaceChildren(
    act("zoom-in", say("zoomIn"), () => hooks.zoom(1.4), "plus"),
    act("zoom-out", say("zoomOut"), () => hooks.zoom(1 / 1.4), "minus"),
    act("fit", say("fit"), hooks.fit, "fit"),
    act("relax", say(hooks.relaxing ? "stop" : "relax"), hooks.relax, "relax", hooks.relaxing),
    act("restore", say("restore"), hooks.restore, "restore"),
    act("full", say("fullScreen"), hooks.full, "full"),
  );
}

/** The line between the panes, moved by pointer or arrow keys. */
export function divider(context: Context, root: HTMLElement): HTMLElement {
  const bar = h("div", { class: "divider", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": context.say("text"), "aria-valuemin": 25, "aria-valuemax": 70, "aria-valuenow": 34 });
  let share = 34;
  const to = (value: number): void => {
    share = Math.min(70, Math.max(25, value));
    root.style.setProperty("--right", `${share}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(share)));
  };
  bar.addEventListener("pointerdown", (event) => bar.setPointerCapture(event.pointerId));
  bar.addEventListener("pointermove", (event) => {
    if (bar.hasPointerCapture(event.pointerId)) to((1 - event.clientX / innerWidth) * 100);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") to(share + 3);
    if (event.key === "ArrowRight") to(share - 3);
  });
  return bar;
}
