/** The page: parts are made once, and drawn anew from the state whenever it changes. */

import { card, WAYS } from "./card";
import { Context } from "./context";
import { bdi, button, download, h, icon } from "./dom";
import { apply } from "./filter";
import { neighbourhood, shortestPaths, type Graph } from "./graph";
import { hasWebGl, Network, type Look } from "./network";
import { chips, filterPanel, legend } from "./panels";
import { ReportPane } from "./report";
import { drawScene, framed, toSvg, type Scene } from "./scene";
import { linkedNodes, summary } from "./summary";
import { Index } from "./search";
import { SearchBox } from "./searchbox";
import { decode, encode, initial, isLost, NOTHING, type State } from "./state";
import { TableView } from "./table";
import { shorten } from "./text";
import { DARK, LIGHT, onBackground, type Palette } from "./theme";
import { turtle } from "./turtle";

/** Nodes drawn at first of a network that is too large to be read, most important first, and how far each press goes. */
const FIRST = 48;
const STEPS = [150, 400, 1500] as const;
/** Nodes up to which a part of a larger network is laid out anew. */
const ANEW = 150;

export class App {
  private readonly base: State;
  private readonly context: Context;
  private readonly webGl = hasWebGl();
  private readonly reportPane: ReportPane;
  private readonly table: TableView;
  private readonly search: SearchBox;
  private network: Network | null = null;
  private limit: number;
  private readonly large: boolean;
  private pathFrom: number | null = null;
  private filterOpen = false;
  private writing = "";
  private early = true;
  private lost = false;

  private readonly header = h("header", { class: "bar" });
  private readonly left = h("main", { class: "left" });
  private readonly stage = h("div", { class: "stage", tabindex: "0", role: "application", id: "network" });
  private readonly tools = h("div", { class: "pane-tools", "data-covers": true });
  private readonly zoom = h("div", { class: "zoom", role: "toolbar", "data-covers": true });
  private readonly legendSlot = h("div", { class: "legend-slot" });
  private readonly chips = h("div", { class: "filter-chips", role: "group", "data-covers": true });
  private readonly drawer = h("section", { class: "drawer", hidden: true, "data-covers": true });
  private readonly notice = h("div", { class: "notice", hidden: true, "data-covers": true });
  private readonly tableRoot = h("div", { class: "table-view", hidden: true });
  private readonly summaryRoot = h("div", { class: "summary", id: "summary", tabindex: "0", role: "region", hidden: true });
  private readonly card = h("section", { class: "card", id: "card" });
  private readonly reports = h("div", { class: "reports" });
  private readonly paper = h("section", { class: "paper-pane", tabindex: "0", id: "report" });
  private readonly paneTabs = h("nav", { class: "pane-tabs segmented" });
  private readonly print = h("div", { class: "print-picture", "aria-hidden": "true" });
  private readonly live = h("div", { class: "sr-only", "aria-live": "polite", id: "live" });
  private readonly colors = h("style");
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  constructor(
    private readonly root: HTMLElement,
    private readonly graph: Graph,
  ) {
    this.base = initial(graph, navigator.languages);
    this.large = this.base.view === "summary";
    this.limit = this.large ? FIRST : STEPS[2];
    const state = decode(location.hash, this.base, graph);
    this.lost = isLost(location.hash, graph);
    this.context = new Context(graph, state, apply(graph, state.filter), (change) => this.set(change), (report, from, to) => this.reveal(report, from, to));
    this.reportPane = new ReportPane(this.context, this.paper, (node) => this.pick(node));
    this.table = new TableView(this.context, this.tableRoot);
    this.search = new SearchBox(this.context, new Index(graph.data.nodes, (node) => graph.weight(node)), (node) => this.pick(node));
  }

  start(): void {
    const right = h("aside", { class: "right" }, this.divider(), this.card, this.reports, this.paper);
    this.left.append(this.print, this.tools, this.stage, this.legendSlot, this.zoom, this.notice, this.drawer, this.chips, this.tableRoot, this.summaryRoot);
    this.root.dataset["pane"] = "text";
    document.head.append(this.colors);
    this.root.append(this.header, this.paneTabs, h("div", { class: "panes" }, this.left, right), this.live);
    this.header.before(h("nav", { "aria-label": this.context.say("skip") }, button(this.context.say("skip"), { class: "skip", onclick: () => this.paper.focus() })));
    this.listen();
    this.draw(null);
    // text first: the network is made once the text is on the screen
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.early = false;
        this.drawNetwork(null);
        requestAnimationFrame(() => (document.documentElement.dataset["drawn"] = String(Math.round(performance.now()))));
      }),
    );
  }

  // -- state

  private set(change: Partial<State>): void {
    const before = this.context.state;
    this.lost = false;
    this.context.state = { ...before, ...change };
    if (change.filter) this.context.shown = apply(this.graph, this.context.state.filter);
    this.draw(before, ["selection", "filter", "view", "steps", "report", "compare"].some((key) => key in change));
  }

  private get state(): State {
    return this.context.state;
  }

  private pick(node: number): void {
    if (this.pathFrom !== null && this.pathFrom !== node) {
      const from = this.pathFrom;
      this.pathFrom = null;
      this.set({ selection: { kind: "path", from, to: node }, steps: 0 });
      return;
    }
    const here = this.graph.mentionsOf[node]!.some((place) => place.report === this.state.report);
    const report = here ? this.state.report : (this.graph.mentionsOf[node]![0]?.report ?? this.state.report);
    const away = this.state.view === "network" && this.large && !this.look().nodes.includes(node);
    this.set({ selection: { kind: "node", node }, report, ...(away ? { steps: 1 } : {}) });
  }

  private reveal(report: number, from: number, to: number): void {
    if (report !== this.state.report) this.set({ report });
    this.reportPane.reveal(from, to);
  }

  private get palette(): Palette {
    const { theme } = this.state;
    return theme === "dark" || (theme === "auto" && this.dark.matches) ? DARK : LIGHT;
  }

  // -- drawing

  private draw(before: State | null, step = false): void {
    const { state } = this;
    const changed = before?.selection !== state.selection;
    document.documentElement.lang = state.language === "en" ? "en" : state.script;
    document.documentElement.dataset["theme"] = this.palette.dark ? "dark" : "light";
    this.paint();
    this.drawHeader();
    this.drawPaneTabs();
    this.drawTools();
    this.legendSlot.replaceChildren(legend(this.context));
    this.drawDrawer();
    this.drawChips();
    this.drawNotice();
    this.drawNetwork(before);
    this.drawCard(changed && before !== null);
    this.drawReports();
    this.reportPane.show(state.report);
    this.reportPane.light(changed || before?.report !== state.report);
    if (changed && before) this.announce();
    this.writeFragment(step);
  }

  private drawCard(changed: boolean): void {
    const { card: root } = this;
    const top = root.scrollTop;
    root.setAttribute("aria-label", this.context.say("card"));
    const focused = root.contains(document.activeElement);
    root.replaceChildren(...card(this.context, { pickPath: (from) => this.askPath(from) }));
    root.scrollTop = changed ? 0 : top;
    if (focused) root.querySelector<HTMLElement>("h2[tabindex]")?.focus({ preventScroll: true });
  }

  /** Colours of types, from the ontology, on the theme's background. */
  private paint(): void {
    const { palette } = this;
    const rules = this.graph.data.types.map((type, index) => `.t${index}{--c:${onBackground(type.color, palette)}}`);
    const text = rules.join("");
    if (this.colors.textContent !== text) this.colors.textContent = text;
  }

  private drawHeader(): void {
    const { context, state } = this;
    const say = context.say.bind(context);
    if (!this.header.firstChild) this.header.append(h("div", { class: "brand" }), this.search.root, h("div", { class: "actions" }));
    const [brand, , actions] = this.header.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
    brand.replaceChildren(h("span", { class: "seal", "aria-hidden": "true" }, state.script === "zh-Hant" ? "公報" : "公报"), h("h1", {}, bdi(shorten(this.graph.data.title, 60))));
    this.search.words();
    const keep = document.activeElement?.getAttribute("data-action");
    const depth = (history.state as { depth?: number } | null)?.depth ?? 0;
    const action = (name: string, label: string, run: () => void, ...children: Node[]): HTMLElement => button(label, { "data-action": name, class: "plain", onclick: run }, ...children);
    const script = say("script");
    actions.replaceChildren(
      button(say("undo"), { "data-action": "undo", class: "plain", disabled: depth === 0, onclick: () => history.back() }, icon("left")),
      action("share", say("share"), () => void this.share(), icon("link")),
      action("script", say("scriptName"), () => this.set({ script: state.script === "zh-Hans" ? "zh-Hant" : "zh-Hans" }), document.createTextNode(script)),
      action("language", say("language"), () => this.set({ language: state.language === "zh" ? "en" : "zh" }), document.createTextNode(say("language"))),
      action("theme", say("theme"), () => this.set({ theme: this.palette.dark ? "light" : "dark" }), icon("theme")),
    );
    if (keep) actions.querySelector<HTMLElement>(`[data-action="${keep}"]`)?.focus();
  }

  /** On a narrow window one pane at a time: the text first. */
  private drawPaneTabs(): void {
    const { dataset } = this.root;
    this.paneTabs.setAttribute("aria-label", this.context.say("panes"));
    const tab = (pane: "text" | "picture"): HTMLElement => {
      const open = (): void => {
        dataset["pane"] = pane;
        this.drawPaneTabs();
        this.reportPane.light(pane === "text");
      };
      return button(this.context.say(pane), { "aria-pressed": String(dataset["pane"] === pane), "data-pane-tab": pane, onclick: open });
    };
    this.paneTabs.replaceChildren(tab("text"), tab("picture"));
  }

  private drawTools(): void {
    const { context, state } = this;
    const say = context.say.bind(context);
    const keep = document.activeElement?.getAttribute("data-action");
    const views = (["summary", "network", "table"] as const).map((view) =>
      button(say(view), { "aria-pressed": String(state.view === view), "data-action": view, disabled: view === "network" && !this.webGl, onclick: () => this.set({ view }) }),
    );
    const menu = this.exportMenu();
    this.tools.replaceChildren(
      h("div", { class: "segmented", role: "group", "aria-label": `${say("summary")} / ${say("network")} / ${say("table")}` }, ...views),
      button(say("filter"), { class: "chip", "aria-expanded": String(this.filterOpen), "data-action": "filter", onclick: () => this.toggleFilter() }, icon("filter"), document.createTextNode(say("filter"))),
      menu,
    );
    const act = (name: string, label: string, run: () => void, glyph: Parameters<typeof icon>[0], pressed?: boolean): HTMLElement =>
      button(label, { class: "plain", "data-action": name, onclick: run, ...(pressed === undefined ? {} : { "aria-pressed": String(pressed) }) }, icon(glyph));
    this.zoom.setAttribute("aria-label", say("network"));
    this.zoom.replaceChildren(
      act("zoom-in", say("zoomIn"), () => this.network?.zoom(1.4), "plus"),
      act("zoom-out", say("zoomOut"), () => this.network?.zoom(1 / 1.4), "minus"),
      act("fit", say("fit"), () => this.network?.fit(null), "fit"),
      act("relax", say(this.network?.isRelaxing ? "stop" : "relax"), () => this.relax(), "relax", this.network?.isRelaxing ?? false),
      act("restore", say("restore"), () => this.network?.restore(), "restore"),
      act("full", say("fullScreen"), () => void this.fullScreen(), "full"),
    );
    this.zoom.hidden = this.legendSlot.hidden = state.view !== "network";
    if (keep) this.left.querySelector<HTMLElement>(`[data-action="${keep}"]`)?.focus();
  }

  private exportMenu(): HTMLElement {
    const { context } = this;
    const item = (name: string, label: string, run: () => void): HTMLElement =>
      button(label, {
        "data-action": name,
        role: "menuitem",
        onclick: () => {
          details.open = false;
          run();
        },
      });
    const summary = h("summary", { class: "chip" }, icon("export"), context.say("export"));
    const details = h(
      "details",
      { class: "menu" },
      summary,
      h(
        "div",
        { role: "menu", "aria-label": context.say("export") },
        item("png", context.say("png"), () => void this.savePng()),
        item("svg", context.say("svg"), () => this.saveSvg()),
        item("turtle", context.say("turtle"), () => this.saveTurtle()),
      ),
    );
    if (!this.network) details.querySelectorAll<HTMLButtonElement>("[data-action=png],[data-action=svg]").forEach((each) => (each.disabled = true));
    return details;
  }

  private drawNetwork(before: State | null): void {
    const { state } = this;
    const table = state.view === "table" || (state.view === "network" && !this.webGl);
    const summarised = state.view === "summary";
    this.stage.setAttribute("aria-label", this.context.say("networkPane"));
    this.stage.hidden = table || summarised;
    this.summaryRoot.hidden = !summarised;
    if (summarised) return this.drawSummary(before);
    this.tableRoot.hidden = !table;
    if (table) {
      this.table.draw();
      return;
    }
    if (this.early || !this.stage.clientWidth) return;
    const look = this.look();
    const { camera } = state; // making the network moves it
    if (!this.network) {
      this.network = new Network(this.stage, this.graph, { node: (node) => this.pick(node), edge: (edge) => this.pickEdge(edge), nothing: () => this.clear(), moved: (camera) => this.moved(camera) }, look);
      this.drawTools();
      if (camera) {
        this.network.stand(camera);
        this.moved(camera);
      } else this.follow(null);
      return;
    }
    const anew = this.network.update(look);
    if (before?.view !== state.view) this.network.resize();
    if (anew) return this.network.fit(null, false);
    if (before && before.filter !== state.filter) this.network.fit(null);
    if (before?.selection !== state.selection || before?.steps !== state.steps) this.follow(before);
  }

  private drawSummary(before: State | null): void {
    const { summaryRoot: root } = this;
    const top = root.scrollTop;
    const filtered = before?.filter !== this.state.filter;
    const keep = root.contains(document.activeElement) ? [...root.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement) : -1;
    root.setAttribute("aria-label", this.context.say("summary"));
    root.replaceChildren(...summary(this.context));
    root.scrollTop = filtered && before ? 0 : top;
    if (keep >= 0) root.querySelectorAll("button")[keep]?.focus({ preventScroll: true });
  }

  /** Move the camera to what was selected. */
  private follow(before: State | null): void {
    const { selection, steps } = this.state;
    if (selection.kind === "node") {
      if (steps) this.network?.fit(null, before !== null);
      else this.network?.centre(selection.node);
    } else if (selection.kind === "edge") {
      const edge = this.graph.edges[selection.edge]!;
      this.network?.fit([edge.s, edge.o]);
    } else if (selection.kind === "figure") {
      const { a } = this.graph.data.quantities[selection.figure]!;
      if (a !== undefined) this.network?.centre(a);
    } else if (selection.kind === "path") this.network?.fit(this.path()?.nodes ?? [selection.from, selection.to]);
    else if (before?.steps || before?.selection.kind === "path" || before?.selection.kind === "edge") this.network?.fit(null);
  }

  private path(): { nodes: number[]; edges: number[] } | null {
    const { selection } = this.state;
    if (selection.kind !== "path") return null;
    const ways = shortestPaths(this.graph, selection.from, selection.to, (edge) => this.context.shown.edges.has(edge.index), WAYS);
    if (!ways.length) return null;
    return { nodes: [...new Set(ways.flatMap(({ nodes }) => nodes))], edges: [...new Set(ways.flatMap(({ edges }) => edges))] };
  }

  private look(): Look {
    const { graph, context, state } = this;
    const { shown } = context;
    const { selection } = state;
    const pass = (edge: { index: number }): boolean => shown.edges.has(edge.index);
    let focus: Set<number> | null = null;
    let strong = new Set<number>();
    let rings = new Set<number>();
    if (selection.kind === "node") {
      focus = neighbourhood(graph, selection.node, Math.max(1, state.steps), pass);
      strong = new Set(graph.edgesOf[selection.node]!.filter((index) => shown.edges.has(index)));
      rings.add(selection.node);
    } else if (selection.kind === "edge") {
      const edge = graph.edges[selection.edge]!;
      focus = rings = new Set([edge.s, edge.o]);
      strong.add(edge.index);
    } else if (selection.kind === "figure") {
      const { a, p } = graph.data.quantities[selection.figure]!;
      rings = new Set([a, p].filter((node) => node !== undefined));
      if (rings.size) focus = rings;
    } else if (selection.kind === "path") {
      const path = this.path();
      rings = new Set([selection.from, selection.to]);
      focus = rings = new Set(path?.nodes ?? rings);
      strong = new Set(path?.edges ?? []);
    }
    const near = state.steps && focus ? focus : null;
    const linked = linkedNodes(context);
    const wanted = graph.order.filter((node) => ((shown.nodes.has(node) && (linked.has(node) || !linked.size)) || rings.has(node)) && (!near || near.has(node)));
    const most = near ? Math.max(this.limit, ANEW) : this.limit;
    let nodes = wanted.filter((node, place) => place < most || rings.has(node));
    const anew = nodes.length <= ANEW && (near !== null || this.large);
    const drawn = new Set(nodes);
    const edges = new Set<number>();
    const joined = new Set(rings);
    for (const index of shown.edges) {
      const edge = graph.edges[index]!;
      if (!drawn.has(edge.s) || !drawn.has(edge.o)) continue;
      edges.add(index);
      joined.add(edge.s).add(edge.o);
    }
    if (linked.size) nodes = nodes.filter((node) => joined.has(node)); // its other end may be among those that are not drawn
    const pending = new Set([...edges].filter((index) => context.pending(graph.edges[index]!)));
    return { nodes, edges, anew, focus, strong, rings, pending, palette: this.palette, name: (node) => context.title(node), edgeName: (edge) => context.edgeName(edge) };
  }

  private drawChips(): void {
    this.chips.setAttribute("aria-label", this.context.say("filter"));
    this.chips.replaceChildren(...chips(this.context));
    this.left.classList.toggle("narrowed", this.chips.childElementCount > 0);
  }

  private drawDrawer(): void {
    const keep = document.activeElement?.id;
    const keepData = (document.activeElement as HTMLElement | null)?.dataset["id"];
    const top = this.drawer.scrollTop;
    this.drawer.hidden = !this.filterOpen;
    this.left.classList.toggle("filtering", this.filterOpen);
    this.drawer.setAttribute("aria-label", this.context.say("filter"));
    this.drawer.replaceChildren(...(this.filterOpen ? filterPanel(this.context, () => this.toggleFilter()) : []));
    this.drawer.scrollTop = top;
    if (keepData) this.drawer.querySelector<HTMLElement>(`[data-id="${CSS.escape(keepData)}"]`)?.focus();
    else if (keep && this.filterOpen) this.drawer.querySelector<HTMLElement>(`#${CSS.escape(keep)}`)?.focus();
  }

  private toggleFilter(): void {
    this.filterOpen = !this.filterOpen;
    this.drawDrawer();
    this.drawTools();
    if (this.filterOpen) this.drawer.querySelector<HTMLElement>("input")?.focus();
  }

  /** What is not drawn, a path that is being asked for, or why there is a table. */
  private drawNotice(): void {
    const { context } = this;
    const parts: (HTMLElement | string)[] = [];
    const total = linkedNodes(context).size || context.shown.nodes.size;
    const next = Math.min(total, STEPS.find((step) => step > this.limit) ?? this.limit + STEPS[2]);
    if (this.lost) parts.push(context.say("lost"), button(context.say("close"), { class: "plain", onclick: () => this.set({}) }));
    else if (!this.webGl) parts.push(context.say("noWebGl"));
    else if (this.pathFrom !== null) parts.push(context.say("pathPick"), button(context.say("close"), { class: "plain", onclick: () => this.askPath(null) }));
    else if (this.state.view === "network" && !total) parts.push(context.say("nothing"));
    else if (this.state.view === "network" && total > this.limit && !this.state.steps) {
      parts.push(`${context.say("shown")} ${context.figure(this.limit)} / ${context.figure(total)}`);
      parts.push(
        button(`${context.say("more")} ${context.figure(next - this.limit)}`, {
          class: "plain",
          "data-action": "more",
          onclick: () => {
            this.limit = next;
            this.draw(this.state);
          },
        }),
      );
    }
    this.notice.hidden = !parts.length;
    this.notice.replaceChildren(...parts);
  }

  private drawReports(): void {
    const { context, graph, state } = this;
    const { reports } = graph.data;
    this.paper.setAttribute("aria-label", context.say("text"));
    if (reports.length < 2) {
      this.reports.replaceChildren(h("h2", { class: "pane-title" }, context.say("text")));
      return;
    }
    if (this.reports.querySelector("details")?.open) return;
    const current = h("summary", {}, h("span", { class: "count" }, `${context.say("report")} ${state.report + 1}/${context.figure(reports.length)}`), " ", bdi(shorten(context.reportTitle(state.report), 40)), icon("down"));
    const details = h("details", { class: "report-list" }, current);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this.reportList(details));
    });
    this.reports.replaceChildren(details);
  }

  private reportList(details: HTMLDetailsElement): HTMLElement {
    const { graph, context } = this;
    const filter = h("input", { type: "search", "aria-label": context.say("reports"), placeholder: context.say("reports") });
    const list = h("ul", {});
    const counts = new Int32Array(graph.data.reports.length);
    for (const row of graph.data.statements) counts[row.d]! += 1;
    const fill = (): void => {
      const wanted = filter.value.trim();
      const rows = graph.data.reports.map((row, index) => ({ row, index })).filter(({ row }) => !wanted || `${row.title ?? ""} ${row.source ?? ""}`.includes(wanted));
      list.replaceChildren(
        ...rows.slice(0, 300).map(({ row, index }) => {
          const choose = (): void => {
            details.open = false;
            const only = this.state.filter.report === null ? {} : { filter: { ...this.state.filter, report: index } };
            this.set({ report: index, ...only });
          };
          const about = [row.issued?.slice(0, 10), `${context.figure(counts[index]!)} ${context.say("relations")}`].filter(Boolean).join(" · ");
          return h("li", {}, h("button", { type: "button", "aria-current": String(index === this.state.report), onclick: choose }, bdi(shorten(context.reportTitle(index), 60)), h("span", { class: "count" }, about)));
        }),
      );
    };
    filter.addEventListener("input", fill);
    fill();
    return h("div", { class: "report-menu" }, graph.data.reports.length > 8 ? filter : null, list);
  }

  private announce(): void {
    const title = this.card.querySelector("h2")?.textContent ?? "";
    const count = this.card.querySelectorAll("button.sentence, button.evidence").length;
    this.live.textContent = title ? `${title} · ${count}` : "";
  }

  // -- actions

  private pickEdge(index: number): void {
    const edge = this.graph.edges[index]!;
    const rows = edge.statements.map((each) => this.graph.data.statements[each]!);
    const report = rows.some((row) => row.d === this.state.report) ? this.state.report : rows[0]!.d;
    this.set({ selection: { kind: "edge", edge: index }, report });
  }

  private moved(camera: State["camera"]): void {
    if (this.state.camera === camera) return;
    this.context.state = { ...this.state, camera };
    if (this.network) this.writeFragment();
  }

  private clear(): void {
    this.pathFrom = null;
    if (this.state.selection.kind !== "none" || this.state.steps) this.set({ selection: NOTHING, steps: 0 });
    else this.drawNotice();
  }

  private askPath(from: number | null): void {
    this.pathFrom = from;
    this.drawNotice();
    if (from !== null) {
      this.live.textContent = this.context.say("pathPick");
      this.search.input.focus();
    }
  }

  private relax(): void {
    const network = this.network;
    if (!network) return;
    network.relax(!network.isRelaxing, () => this.drawTools());
    this.drawTools();
  }

  private async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.left.requestFullscreen();
  }

  private async share(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.live.textContent = this.context.say("copied");
      this.flash(this.context.say("copied"));
    } catch {
      prompt(this.context.say("share"), location.href);
    }
  }

  private flash(text: string): void {
    this.notice.hidden = false;
    this.notice.replaceChildren(text);
    setTimeout(() => this.drawNotice(), 1600);
  }

  private saveSvg(): void {
    if (this.network) download("gongbao.svg", new Blob([toSvg(this.published(this.network), this.graph.data.title)], { type: "image/svg+xml" }));
  }

  /** The picture with what a reader needs who sees nothing but it: title, legend, source and date. */
  private published(network: Network): Scene {
    const { graph, context, palette } = this;
    const scene = network.scene();
    const seen = new Set(this.look().nodes.map((node) => graph.data.nodes[node]!.t));
    const types = graph.data.types.map((type, index) => ({ type, index })).filter(({ index }) => seen.has(index));
    const sources = graph.data.reports.length === 1 ? [graph.data.reports[0]!] : [];
    const about = [...sources.map((row) => [row.publisher === undefined ? row.source : context.name(row.publisher), row.issued?.slice(0, 10)].filter(Boolean).join(" ")), graph.data.generator].filter(Boolean);
    return framed(scene, {
      title: graph.data.title,
      legend: types.map(({ type }) => ({ label: context.label(type), color: onBackground(type.color, palette) })),
      lines: [context.say("lineDone"), context.say("linePlanned")],
      source: `${context.say("source")} ${about.join(" · ")}`,
      ink: palette.ink,
      muted: palette.muted,
    });
  }

  /** Paper shows the picture as SVG: what the screen's canvas holds is lost on the way to the printer. */
  private beforePrint(): void {
    if (!this.network || this.state.view !== "network") return this.print.replaceChildren();
    const picture = new DOMParser().parseFromString(toSvg(this.published(this.network), this.graph.data.title), "image/svg+xml");
    this.print.replaceChildren(document.importNode(picture.documentElement, true));
  }

  private async savePng(): Promise<void> {
    if (!this.network) return;
    const scene = this.published(this.network);
    const canvas = h("canvas", { width: scene.width * 2, height: scene.height * 2 });
    const context = canvas.getContext("2d")!;
    context.scale(2, 2);
    drawScene(context, scene);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob) download("gongbao.png", blob);
  }

  /** The selection with what belongs to it; without one, all that is shown. */
  private saveTurtle(): void {
    const { graph, context, state } = this;
    const { shown } = context;
    const { selection } = state;
    let edges = [...shown.edges];
    let nodes = new Set(shown.nodes);
    if (selection.kind === "node") {
      nodes = neighbourhood(graph, selection.node, Math.max(1, state.steps), (edge) => shown.edges.has(edge.index));
      edges = edges.filter((index) => nodes.has(graph.edges[index]!.s) && nodes.has(graph.edges[index]!.o));
      if (!state.steps) edges = edges.filter((index) => [graph.edges[index]!.s, graph.edges[index]!.o].includes(selection.node));
    } else if (selection.kind === "edge") {
      edges = [selection.edge];
      nodes = new Set([graph.edges[selection.edge]!.s, graph.edges[selection.edge]!.o]);
    } else if (selection.kind === "path") {
      edges = this.path()?.edges ?? [];
      nodes = new Set(this.path()?.nodes ?? [selection.from, selection.to]);
    }
    const statements = edges.flatMap((index) => graph.edges[index]!.statements).filter((index) => shown.statements.has(index));
    download("gongbao.ttl", new Blob([turtle(graph, nodes, statements)], { type: "text/turtle" }));
  }

  // -- events

  private listen(): void {
    const arrive = (): void => {
      if (location.hash.slice(1) === this.writing) return;
      const before = this.state;
      this.pathFrom = null;
      this.lost = isLost(location.hash, this.graph);
      const { camera } = decode(location.hash, this.base, this.graph);
      this.context.state = decode(location.hash, this.base, this.graph);
      this.context.shown = apply(this.graph, this.state.filter);
      this.draw(before);
      if (camera) {
        this.network?.stand(camera);
        this.moved(camera);
      }
    };
    addEventListener("beforeprint", () => this.beforePrint());
    addEventListener("popstate", arrive);
    addEventListener("hashchange", arrive);
    this.dark.addEventListener("change", () => this.draw(this.state));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => {
      for (const open of document.querySelectorAll<HTMLDetailsElement>("details[open]")) if (!open.contains(event.target as Node)) open.open = false;
    });
    new ResizeObserver(() => (this.network ? this.network.resize() : this.drawNetwork(null))).observe(this.stage);
  }

  /** Write the state into the address: as a step that Back undoes, or in place of the one before. */
  private writeFragment(step = false): void {
    this.writing = encode(this.state, this.base, this.graph);
    const url = this.writing ? `#${this.writing}` : location.pathname + location.search;
    if (location.hash.slice(1) === this.writing) return;
    const depth = (history.state as { depth?: number } | null)?.depth ?? 0;
    try {
      if (step) history.pushState({ depth: depth + 1 }, "", url);
      else history.replaceState({ depth }, "", url);
      const undo = this.header.querySelector<HTMLButtonElement>("[data-action=undo]");
      if (undo) undo.disabled = !step && depth === 0;
    } catch {
      location.hash = this.writing; // some browsers refuse replaceState on file://
    }
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !(target instanceof HTMLInputElement)) history.back();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = target instanceof HTMLInputElement && target.type !== "checkbox";
    if (event.key === "Escape") {
      if (this.filterOpen) this.toggleFilter();
      else this.clear();
    } else if (event.key === "/" && !typing) {
      event.preventDefault();
      this.search.input.focus();
    } else if (target === this.stage) this.stageKey(event);
  }

  private stageKey(event: KeyboardEvent): void {
    const network = this.network;
    if (!network) return;
    const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) network.pan(arrow[0] * 90, arrow[1] * 90);
    else if (arrow) {
      const { selection } = this.state;
      const next = selection.kind === "node" ? network.towards(selection.node, ...arrow) : this.look().nodes[0];
      if (next !== null && next !== undefined) this.pick(next);
    } else if (event.key === "+" || event.key === "=") network.zoom(1.4);
    else if (event.key === "-") network.zoom(1 / 1.4);
    else if (event.key === "0") network.fit(null);
    else if (event.key === "Enter" && this.state.selection.kind === "node") this.card.querySelector<HTMLElement>("h2")?.focus();
    else return;
    event.preventDefault();
  }

  /** The line between the panes, moved by pointer or arrow keys. */
  private divider(): HTMLElement {
    const bar = h("div", { class: "divider", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": this.context.say("text"), "aria-valuemin": 25, "aria-valuemax": 70, "aria-valuenow": 34 });
    let share = 34;
    const to = (value: number): void => {
      share = Math.min(70, Math.max(25, value));
      this.root.style.setProperty("--right", `${share}%`);
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
}
