/** The page: parts are made once, and drawn anew from the state whenever it changes. */

import { places } from "./atlas";
import type { Look } from "./drawn";
import { depth, divider, drawHeader, drawPaneTabs, drawTools, drawZoom } from "./bars";
import { card } from "./card";
import { Context } from "./context";
import { h, hasWebGl } from "./dom";
import { apply } from "./filter";
import { Frame } from "./frame";
import type { Graph } from "./graph";
import { JudgeBar } from "./judgebar";
import { closeOthers, pressed } from "./keys";
import { follow, look } from "./look";
import { markCurrent } from "./lists";
import { Network } from "./network";
import { FIRST, FIRST_NARROW, NARROW, notice, STEPS } from "./notice";
import { chips, filterPanel, legend } from "./panels";
import { copyLink, pictured, printed, savePng, saveSvg, saveTurtle } from "./publish";
import { ReportPane } from "./report";
import { drawReports } from "./reports";
import { Index } from "./search";
import { SearchBox } from "./searchbox";
import { decode, encode, initial, isLost, namesView, NOTHING, told, type State, type View } from "./state";
import { summary } from "./summary";
import { TableView } from "./table";
import type { Found } from "./textsearch";
import { classes, DARK, LIGHT, type Palette } from "./theme";
import { timeline } from "./timeline";

/** The views that are read as a page beside the text. */
const READ: Partial<Readonly<Record<View, (context: Context) => HTMLElement[]>>> = { summary, time: timeline, places };

export class App extends Frame {
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

  private readonly colors = h("style");
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  constructor(
    private readonly root: HTMLElement,
    private readonly graph: Graph,
  ) {
    super();
    this.base = initial(graph, navigator.languages);
    const narrow = innerWidth <= NARROW;
    this.large = this.base.view === "summary" || narrow;
    this.limit = this.large ? (narrow ? FIRST_NARROW : FIRST) : STEPS[2];
    const state = decode(location.hash, this.base, graph);
    this.lost = isLost(location.hash, graph);
    this.context = new Context(graph, state, apply(graph, state.filter), (change) => this.set(change), (report, from, to) => this.reveal(report, from, to));
    this.reportPane = new ReportPane(this.context, this.paper, (node) => this.pick(node));
    this.table = new TableView(this.context, this.tableRoot);
    this.search = new SearchBox(this.context, new Index(graph.data.nodes, graph.folding, (node) => graph.weight(node)), {
      node: (node) => this.pick(node),
      taken: () => this.card.querySelector("h2")?.focus({ preventScroll: true }),
      figure: (figure) => this.set({ selection: { kind: "figure", figure }, report: graph.data.quantities[figure]!.d, steps: 0 }),
      words: (query, at) => this.find(query, at),
    });
  }

  start(): void {
    this.assemble(this.root, this.context, divider(this.context, this.root));
    if (namesView(location.hash)) this.root.dataset["pane"] = "picture";
    document.head.append(this.colors);
    this.listen();
    new JudgeBar(this.context, this.paper);
    this.draw(null);
    this.order();
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
    this.draw(before, ["selection", "filter", "view", "steps", "report", "compare", "by", "open", "listed"].some((key) => key in change));
  }

  private get state(): State {
    return this.context.state;
  }

  private pick(node: number): void {
    if (this.pathFrom !== null && this.pathFrom !== node) {
      const from = this.pathFrom;
      this.pathFrom = null;
      const selection = { kind: "path", from, to: node } as const;
      this.set({ selection, report: told(selection, this.state.filter, this.graph), steps: 0 });
      return;
    }
    const here = this.graph.mentionsOf[node]!.some((place) => place.report === this.state.report);
    const report = here ? this.state.report : (this.graph.mentionsOf[node]![0]?.report ?? this.state.report);
    const away = this.state.view === "network" && this.large && !this.look().nodes.includes(node);
    this.set({ selection: { kind: "node", node }, report, ...(away ? { steps: 1 } : {}) });
  }

  /** List the sentences that hold words, with one of them in view: the given one, else the first. */
  private find(query: string, at: Found | null): void {
    const report = (at ?? this.graph.texts.find(query, () => true)[0])?.report ?? this.state.report;
    this.set({ selection: { kind: "words", query }, report, steps: 0 });
    if (at) this.reveal(report, ...this.graph.text(report).pieces(at.spans[0]!));
  }

  private reveal(report: number, from: number, to: number): void {
    if (report !== this.state.report) this.set({ report });
    if (this.paneTabs.offsetParent) this.openPane("text"); // a narrow window shows one pane at a time
    this.reportPane.reveal(from, to);
  }

  private get palette(): Palette {
    const { theme } = this.state;
    return theme === "dark" || (theme === "auto" && this.dark.matches) ? DARK : LIGHT;
  }

  // -- drawing

  private draw(before: State | null, step = false): void {
    this.keep(() => this.drawAll(before, step));
  }

  private drawAll(before: State | null, step: boolean): void {
    const { state } = this;
    const changed = before?.selection !== state.selection;
    document.documentElement.lang = state.language === "en" ? "en" : state.script;
    document.documentElement.dataset["theme"] = this.palette.dark ? "dark" : "light";
    const rules = classes(this.graph.data.types, this.palette);
    if (this.colors.textContent !== rules) this.colors.textContent = rules;
    drawHeader(this.context, this.header, this.search, { dark: this.palette.dark, share: () => void copyLink(this.context, () => this.flash(this.context.say("copied"))) });
    drawPaneTabs(this.context, this.root, this.paneTabs, (pane) => this.openPane(pane));
    this.drawTools();
    this.legendSlot.replaceChildren(legend(this.context));
    this.drawDrawer();
    this.drawChips();
    this.drawNotice();
    this.drawNetwork(before);
    this.root.toggleAttribute("data-selected", state.selection.kind !== "none");
    this.drawCard(changed && before !== null);
    this.paper.setAttribute("aria-label", this.context.say("text"));
    drawReports(this.context, this.reports);
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
    if (focused && changed) root.querySelector<HTMLElement>("h2[tabindex]")?.focus({ preventScroll: true });
  }

  private openPane(pane: "text" | "picture"): void {
    this.root.dataset["pane"] = pane;
    this.keep(() => drawPaneTabs(this.context, this.root, this.paneTabs, (other) => this.openPane(other)));
    this.reportPane.light(pane === "text");
  }

  protected override skip(): void {
    if (this.paneTabs.offsetParent) this.openPane("text");
    super.skip();
  }

  private look(): Look {
    return look(this.context, this.palette, this.limit, this.large);
  }

  private drawTools(): void {
    const { context, network } = this;
    drawTools(context, this.tools, { webGl: this.webGl, filterOpen: this.filterOpen, toggleFilter: () => this.toggleFilter(), save: (format) => this.save(format) });
    const zoom = (factor: number): void => network?.zoom(factor);
    drawZoom(context, this.zoom, { relaxing: network?.isRelaxing ?? false, zoom, fit: () => network?.fit(null), relax: () => this.relax(), restore: () => network?.restore(), full: () => void this.fullScreen() });
    this.zoom.hidden = this.legendSlot.hidden = context.state.view !== "network" || !this.webGl;
  }

  private save(format: "png" | "svg" | "turtle"): void {
    const { context, network } = this;
    const scene = format === "turtle" ? null : pictured(context, network, this.palette, this.tableRoot.hidden ? this.summaryRoot : this.tableRoot);
    if (format === "turtle") saveTurtle(context);
    else if (scene) void (format === "png" ? savePng : saveSvg)(context, scene, this.look());
  }

  private drawNetwork(before: State | null): void {
    const { state } = this;
    const table = state.view === "table" || (state.view === "network" && !this.webGl);
    const read = READ[state.view];
    this.stage.setAttribute("aria-label", this.context.say("networkPane"));
    this.stage.hidden = table || read !== undefined;
    this.summaryRoot.hidden = !read;
    this.tableRoot.hidden = !table;
    if (read) return this.drawPage(read, before);
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
      } else follow(this.context, this.network, null);
      return;
    }
    const anew = this.network.update(look);
    if (before?.view !== state.view) this.network.resize();
    if (anew) return this.network.fit(null, false);
    if (before && before.filter !== state.filter) this.network.fit(null);
    if (before?.selection !== state.selection || before?.steps !== state.steps) follow(this.context, this.network, before);
  }

  private drawPage(read: (context: Context) => HTMLElement[], before: State | null): void {
    const { summaryRoot: root } = this;
    const { state } = this;
    const differs = (...keys: (keyof State)[]): boolean => !before || keys.some((key) => before[key] !== state[key]);
    if (differs("filter", "view", "compare", "by", "open", "language", "script", ...(read === places ? ["selection" as const] : []))) {
      const top = differs("filter", "view") && before ? 0 : root.scrollTop;
      root.setAttribute("aria-label", this.context.say(state.view));
      root.replaceChildren(...read(this.context));
      root.scrollTop = top;
    }
    markCurrent(this.context, root);
  }

  private drawChips(): void {
    this.chips.setAttribute("aria-label", this.context.say("filter"));
    this.chips.replaceChildren(...chips(this.context));
    this.left.classList.toggle("narrowed", this.chips.childElementCount > 0);
  }

  private drawDrawer(): void {
    const top = this.drawer.scrollTop;
    this.drawer.hidden = !this.filterOpen;
    this.left.classList.toggle("filtering", this.filterOpen);
    this.drawer.setAttribute("aria-label", this.context.say("filter"));
    this.drawer.replaceChildren(...(this.filterOpen ? filterPanel(this.context, () => this.toggleFilter()) : []));
    this.drawer.scrollTop = top;
  }

  private toggleFilter(): void {
    this.filterOpen = !this.filterOpen;
    this.keep(() => {
      this.drawDrawer();
      this.drawTools();
    });
    if (this.filterOpen) this.drawer.querySelector<HTMLElement>("input")?.focus();
  }

  private drawNotice(): void {
    const { context, lost, webGl, limit } = this;
    const show = (limit: number): void => {
      this.limit = limit;
      this.draw(this.state);
    };
    const parts = notice(context, { lost, webGl, limit, picking: this.pathFrom !== null, close: () => (lost ? this.set({}) : this.askPath(null)), show });
    this.notice.hidden = !parts.length;
    this.notice.replaceChildren(...parts);
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
    const draw = (): void => this.keep(() => this.drawTools());
    network.relax(!network.isRelaxing, draw);
    draw();
  }

  private async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.left.requestFullscreen();
  }

  private flash(text: string): void {
    this.live.textContent = text;
    this.notice.hidden = false;
    this.notice.replaceChildren(text);
    setTimeout(() => this.drawNotice(), 1600);
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
    addEventListener("beforeprint", () => this.print.replaceChildren(printed(this.context, this.network, this.look())));
    addEventListener("popstate", arrive);
    addEventListener("hashchange", arrive);
    this.dark.addEventListener("change", () => this.draw(this.state));
    document.addEventListener("keydown", (event) => this.key(event));
    for (const type of ["click", "focusin"]) document.addEventListener(type, closeOthers);
    new ResizeObserver(() => (this.network ? this.network.resize() : this.drawNetwork(null))).observe(this.stage);
  }

  /** Write the state into the address: as a step that Back undoes, or in place of the one before. */
  private writeFragment(step = false): void {
    this.writing = encode(this.state, this.base, this.graph);
    const url = this.writing ? `#${this.writing}` : location.pathname + location.search;
    if (location.hash.slice(1) === this.writing) return;
    try {
      if (step) history.pushState({ depth: depth() + 1 }, "", url);
      else history.replaceState({ depth: depth() }, "", url);
      const undo = this.header.querySelector<HTMLButtonElement>("[data-action=undo]");
      if (undo) undo.disabled = depth() === 0;
    } catch {
      location.hash = this.writing; // some browsers refuse replaceState on file://
    }
  }

  private key(event: KeyboardEvent): void {
    const { selection } = this.state;
    pressed(event, {
      network: this.network,
      stage: this.stage,
      selected: selection.kind === "node" ? selection.node : null,
      first: () => this.look().nodes[0],
      escape: () => (this.filterOpen ? this.toggleFilter() : this.clear()),
      search: () => this.search.input.focus(),
      pick: (node) => this.pick(node),
      enter: () => this.card.querySelector<HTMLElement>("h2")?.focus(),
    });
  }
}
