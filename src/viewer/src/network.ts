/** The network pane: sigma draws nodes and edges, a layer of our own draws labels that never overlap. */

import { createEdgeCurveProgram, DEFAULT_EDGE_CURVATURE } from "@sigma/edge-curve";
import Multigraph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import { createEdgeArrowProgram, EdgeRectangleProgram } from "sigma/rendering";

import type { Edge, Graph } from "./graph";
import { arranged, type Spot } from "./layout";
import { along, distance, drawDisc, drawLabels, drawLines, labelBox, LEADING, Occupied, type Box, type Disc, type Label, type Line, type Scene } from "./scene";
import type { Camera } from "./state";
import { wrap } from "./text";
import { mix, onBackground, type Palette } from "./theme";

export interface Look {
  /** nodes to draw, most important first */
  readonly nodes: readonly number[];
  readonly edges: ReadonlySet<number>;
  /** nodes that stay bright; null for all */
  readonly focus: ReadonlySet<number> | null;
  /** edges that stand out */
  readonly strong: ReadonlySet<number>;
  /** nodes with a ring */
  readonly rings: ReadonlySet<number>;
  readonly palette: Palette;
  readonly name: (node: number) => string;
  readonly edgeName: (edge: Edge) => string;
  /** whether the nodes are laid out anew, as a picture of their own */
  readonly anew: boolean;
  /** edges that are stated, but not as done */
  readonly pending: ReadonlySet<number>;
}

export interface Hooks {
  node(node: number): void;
  edge(edge: number): void;
  nothing(): void;
  /** the camera was moved by hand, or (null) by the page */
  moved(camera: Camera | null): void;
}

interface NodeView {
  x: number;
  y: number;
  size: number;
  color: string;
}

const LABEL_WIDTH = 10;
const LABEL_LINES = 2;
const EDGE_NAMES = 90;
const CLICK_REACH = 7;
const BOLD = 8;
/** edges up to which those that are not done are dashed on the screen too */
const DASHED = 800;
/** edges up to which each move of the pointer looks for the one below it */
const HOVERED = 4000;
const HEAD = { lengthToThicknessRatio: 4.5, widenessToThicknessRatio: 3.2 };

export function hasWebGl(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

export class Network {
  private drawn: Multigraph;
  private readonly renderer: Sigma;
  private readonly layer: HTMLCanvasElement;
  private readonly bends = new Map<number, number>();
  private readonly moved = new Map<number, { x: number; y: number }>();
  private readonly laid = new Map<number, Spot>();
  private laidFor = "";
  private look: Look;
  private hovered: number | null = null;
  private hoveredEdge: number | null = null;
  private dragged: number | null = null;
  private wasDragged = false;
  private relaxing = 0;
  private native = 1;

  constructor(
    private readonly pane: HTMLElement,
    private readonly graph: Graph,
    private readonly hooks: Hooks,
    look: Look,
  ) {
    this.look = look;
    this.bend();
    this.lay();
    this.drawn = this.fill();
    this.renderer = new Sigma(this.drawn, pane, {
      allowInvalidContainer: true,
      renderLabels: false,
      renderEdgeLabels: false,
      enableEdgeEvents: false,
      zIndex: true,
      defaultDrawNodeHover: () => undefined,
      defaultEdgeType: "arrow",
      edgeProgramClasses: { arrow: createEdgeArrowProgram(HEAD), line: EdgeRectangleProgram, curved: createEdgeCurveProgram({ arrowHead: { extremity: "target", ...HEAD } }) },
      minEdgeThickness: 1,
      minCameraRatio: 0.002,
      maxCameraRatio: 4,
      stagePadding: 0,
      doubleClickZoomingRatio: 1.6,
      zoomToSizeRatioFunction: (ratio) => this.shrink(ratio),
    });
    this.renderer.setCustomBBox(this.extent());
    this.native = this.readable();
    this.layer = document.createElement("canvas");
    this.layer.className = "labels";
    this.layer.setAttribute("aria-hidden", "true");
    const mouse = pane.querySelector(".sigma-mouse");
    pane.insertBefore(this.layer, mouse);
    this.renderer.on("afterRender", () => this.drawLayer());
    this.listen();
    this.watchCamera();
    this.renderer.refresh();
    this.fit(null, false);
  }

  /** The box of all nodes, shown or not, so that the scale does not jump when more are shown. */
  private extent(): { x: [number, number]; y: [number, number] } {
    const x: [number, number] = [-1, 1];
    const y: [number, number] = [-1, 1];
    for (const row of this.laid.size ? this.laid.values() : this.graph.data.nodes) {
      x[0] = Math.min(x[0], row.x);
      x[1] = Math.max(x[1], row.x);
      y[0] = Math.min(y[0], row.y);
      y[1] = Math.max(y[1], row.y);
    }
    return { x, y };
  }

  /** Edges between the same two nodes are bent apart. */
  private bend(): void {
    const pairs = new Map<string, number[]>();
    for (const edge of this.graph.edges) {
      const key = edge.s < edge.o ? `${edge.s} ${edge.o}` : `${edge.o} ${edge.s}`;
      const there = pairs.get(key);
      if (there) there.push(edge.index);
      else pairs.set(key, [edge.index]);
    }
    for (const edges of pairs.values()) {
      if (edges.length < 2) continue;
      edges.forEach((index, place) => {
        const edge = this.graph.edges[index]!;
        const side = (place % 2 ? -1 : 1) * Math.ceil((place + 1) / 2);
        this.bends.set(index, DEFAULT_EDGE_CURVATURE * 0.7 * side * (edge.s < edge.o ? 1 : -1));
      });
    }
  }

  private size(node: number): number {
    return Math.min(20, 4.5 + 2.2 * Math.sqrt(this.graph.degree[node]!));
  }

  /** The graph that the look asks for. Made anew each time: sigma follows every single change of one that it shows. */
  private fill(): Multigraph {
    const { look } = this;
    const drawn = new Multigraph({ type: "directed", multi: true, allowSelfLoops: true });
    for (const node of look.nodes) drawn.addNode(node, { ...(this.moved.get(node) ?? this.home(node)), ...this.nodeAttributes(node) });
    for (const index of look.edges) {
      const edge = this.graph.edges[index]!;
      if (drawn.hasNode(edge.s) && drawn.hasNode(edge.o)) drawn.addEdgeWithKey(index, edge.s, edge.o, this.edgeAttributes(edge));
    }
    return drawn;
  }

  private home(node: number): { x: number; y: number } {
    const { x, y } = this.laid.get(node) ?? this.graph.data.nodes[node]!;
    return { x, y };
  }

  private nodeAttributes(node: number): { size: number; color: string; zIndex: number } {
    const { palette, focus, rings } = this.look;
    const own = onBackground(this.graph.data.types[this.graph.data.nodes[node]!.t]?.color ?? "", palette);
    const bright = !focus || focus.has(node);
    return { size: this.size(node), color: bright ? own : mix(own, palette.background, 0.22), zIndex: rings.has(node) ? 2 : bright ? 1 : 0 };
  }

  private edgeAttributes(edge: Edge): Record<string, string | number | boolean> {
    const { look } = this;
    const { palette, focus, strong, pending } = look;
    const stands = strong.has(edge.index);
    const bright = !focus || (focus.has(edge.s) && focus.has(edge.o));
    const base = stands ? palette.edgeStrong : bright ? palette.edge : mix(palette.edge, palette.background, 0.35);
    const color = stands && strong.size === 1 ? palette.accent : pending.has(edge.index) ? mix(base, palette.background, 0.75) : base;
    const bend = this.bends.get(edge.index) ?? 0;
    const symmetric = this.graph.data.predicates[edge.p]!.symmetric;
    return {
      size: stands ? 2.6 : 1.8,
      color,
      type: bend ? "curved" : symmetric ? "line" : "arrow",
      curvature: bend,
      zIndex: stands ? 1 : 0,
      hidden: look.pending.has(edge.index) && look.edges.size <= DASHED,
    };
  }

  /** Draw another look; say whether its nodes were laid out anew. */
  update(look: Look): boolean {
    this.look = look;
    const anew = this.lay();
    this.drawn = this.fill();
    this.renderer.setGraph(this.drawn);
    if (anew) {
      this.renderer.setCustomBBox(this.extent());
      this.native = this.readable();
      this.renderer.refresh();
    }
    return anew;
  }

  /** Each measured community is held together: its members are drawn to its first, as if joined. */
  private communities(nodes: readonly number[]): [number, number][] {
    const first = new Map<number, number>();
    const out: [number, number][] = [];
    nodes.forEach((node, index) => {
      const { g } = this.graph.data.nodes[node]!;
      if (g === undefined) return;
      const leader = first.get(g);
      if (leader === undefined) first.set(g, index);
      else out.push([leader, index]);
    });
    return out;
  }

  /** Find places for a look that wants its own; say whether they changed. */
  private lay(): boolean {
    const { nodes, edges, anew } = this.look;
    const key = anew ? [...nodes].sort((a, b) => a - b).join(" ") : "";
    if (key === this.laidFor) return false;
    this.laidFor = key;
    this.moved.clear();
    this.laid.clear();
    if (!anew) return true;
    const place = new Map(nodes.map((node, index) => [node, index]));
    const pairs: [number, number][] = [];
    for (const index of edges) {
      const { s, o } = this.graph.edges[index]!;
      pairs.push([place.get(s)!, place.get(o)!]);
    }
    pairs.push(...this.communities(nodes));
    const { clientWidth, clientHeight } = this.pane;
    const spots = arranged(nodes.map((node) => this.look.name(node)), pairs, Math.max(200, clientWidth - 150) / Math.max(200, clientHeight - 165));
    spots.forEach((spot, index) => this.laid.set(nodes[index]!, spot));
    return true;
  }

  // -- camera

  private get calm(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  private move(state: { x?: number; y?: number; ratio?: number }, animated = true): void {
    const camera = this.renderer.getCamera();
    this.hooks.moved(null);
    if (animated && !this.calm) void camera.animate(state, { duration: 320 });
    else camera.setState({ ...camera.getState(), ...state });
  }

  /** Put the camera where a link says. */
  stand(camera: Camera): void {
    this.renderer.getCamera().setState(camera);
  }

  /** Say where the camera stands once a hand has let go of it. */
  private watchCamera(): void {
    let waiting = 0;
    const later = (): void => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        const { x, y, ratio } = this.renderer.getCamera().getState();
        this.hooks.moved({ x, y, ratio });
      }, 350);
    };
    this.renderer.on("wheelStage", later);
    this.renderer.on("wheelNode", later);
    this.pane.addEventListener("pointerup", () => {
      if (this.renderer.getCamera().isAnimated() || this.renderer.getMouseCaptor().draggedEvents > 3) later();
    });
  }

  /** Bring the nodes (null: all that are drawn) into the pane. */
  fit(nodes: Iterable<number> | null, animated = true): void {
    const wanted = nodes ? [...nodes].filter((node) => this.drawn.hasNode(node)) : this.drawn.nodes().map(Number);
    const { width, height } = this.renderer.getDimensions();
    if (!wanted.length || !width || !height) return;
    const camera = this.renderer.getCamera().getState();
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of wanted) {
      const { x, y } = this.place(node);
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
    }
    const [roomX, roomY] = [Math.max(80, width - 150), Math.max(80, height - 165)];
    const ratio = camera.ratio * Math.max((x1 - x0) / roomX, (y1 - y0) / roomY, 0.0001);
    const middle = this.renderer.viewportToFramedGraph({ x: (x0 + x1) / 2, y: (y0 + y1) / 2 + (8 * (y1 - y0)) / roomY });
    this.move({ ...middle, ratio: Math.min(4, Math.max(ratio, this.readable() * 0.8)) }, animated);
  }

  /** The ratio at which the layout's pixels are the screen's: closer brings nothing. */
  private readable(): number {
    const { x, y } = this.extent();
    const { width, height } = this.renderer.getDimensions();
    return Math.min(width, height) / Math.max(x[1] - x[0], y[1] - y[0], 1);
  }

  /** Nodes keep their size where the layout is read as it was made, shrink with it from afar, and grow little close by. */
  private shrink(ratio: number): number {
    const times = ratio / this.native;
    return times > 1 ? times ** 0.55 : times ** 0.3;
  }

  centre(node: number): void {
    const data = this.renderer.getNodeDisplayData(node);
    if (!data) return;
    const ratio = Math.min(this.renderer.getCamera().getState().ratio, Math.max(this.readable() * 1.1, 0.02));
    this.move({ x: data.x, y: data.y, ratio });
  }

  zoom(factor: number): void {
    const { ratio } = this.renderer.getCamera().getState();
    this.move({ ratio: Math.min(4, Math.max(0.002, ratio / factor)) });
  }

  pan(dx: number, dy: number): void {
    const { width, height } = this.renderer.getDimensions();
    this.move(this.renderer.viewportToFramedGraph({ x: width / 2 + dx, y: height / 2 + dy }));
  }

  resize(): void {
    this.renderer.resize();
    this.native = this.readable();
    this.renderer.refresh();
  }

  /** Where a node is drawn, in pixels of the pane. */
  place(node: number): { x: number; y: number } {
    const { x, y } = this.drawn.getNodeAttributes(node) as NodeView;
    return this.renderer.graphToViewport({ x, y });
  }

  /** The drawn node nearest to `from` in a direction, for the arrow keys. */
  towards(from: number, dx: number, dy: number): number | null {
    const here = this.place(from);
    let best: number | null = null;
    let least = Infinity;
    for (const key of this.drawn.nodes()) {
      const node = Number(key);
      if (node === from) continue;
      const { x, y } = this.place(node);
      const ahead = (x - here.x) * dx + (y - here.y) * dy;
      const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
      const cost = ahead + aside * 2;
      if (ahead > 1 && aside < ahead * 2 && cost < least) [best, least] = [node, cost];
    }
    return best;
  }

  // -- layout

  get isRelaxing(): boolean {
    return this.relaxing !== 0;
  }

  /** Let forces move the nodes until told to stop. */
  relax(on: boolean, done: () => void): void {
    cancelAnimationFrame(this.relaxing);
    this.relaxing = 0;
    if (!on) {
      this.remember();
      return done();
    }
    const settings = { ...forceAtlas2.inferSettings(Math.max(2, this.drawn.order)), scalingRatio: 900, gravity: 0.5, slowDown: 10, adjustSizes: false };
    let left = 400;
    const step = (): void => {
      if (!this.isRelaxing) return;
      forceAtlas2.assign(this.drawn, { iterations: 1, settings });
      if (--left > 0) this.relaxing = requestAnimationFrame(step);
      else {
        this.relaxing = 0;
        this.remember();
        done();
      }
    };
    this.relaxing = requestAnimationFrame(step);
  }

  private remember(): void {
    this.drawn.forEachNode((key, { x, y }) => this.moved.set(Number(key), { x: x as number, y: y as number }));
  }

  /** Put every node back to where the file has it. */
  restore(): void {
    this.moved.clear();
    this.update(this.look);
    this.fit(null);
  }

  // -- pointer

  private listen(): void {
    const { renderer } = this;
    renderer.on("clickNode", ({ node }) => {
      if (!this.wasDragged) this.hooks.node(Number(node));
    });
    renderer.on("clickStage", ({ event }) => {
      const edge = this.edgeAt(event.x, event.y);
      if (edge === null) this.hooks.nothing();
      else this.hooks.edge(edge);
    });
    renderer.on("enterNode", ({ node }) => this.hover(Number(node), null));
    renderer.on("leaveNode", () => this.hover(null, null));
    renderer.on("downNode", ({ node }) => {
      this.dragged = Number(node);
      this.wasDragged = false;
    });
    const mouse = renderer.getMouseCaptor();
    mouse.on("mousemovebody", (event) => {
      if (this.dragged === null) {
        if (this.hovered === null) this.hover(null, this.edgeAt(event.x, event.y, HOVERED));
        return;
      }
      const place = renderer.viewportToGraph(event);
      this.wasDragged = true;
      this.moved.set(this.dragged, place);
      this.drawn.mergeNodeAttributes(this.dragged, place);
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    mouse.on("mouseup", () => {
      this.dragged = null;
    });
    mouse.on("mouseleave", () => this.hover(null, null));
  }

  private hover(node: number | null, edge: number | null): void {
    if (this.hovered === node && this.hoveredEdge === edge) return;
    this.hovered = node;
    this.hoveredEdge = edge;
    this.pane.style.cursor = node !== null || edge !== null ? "pointer" : "";
    this.drawLayer();
  }

  private edgeAt(x: number, y: number, most = Infinity): number | null {
    if (this.drawn.size > most) return null;
    let best: number | null = null;
    let least = CLICK_REACH;
    for (const key of this.drawn.edges()) {
      const line = this.line(this.graph.edges[Number(key)]!);
      const away = distance(line, x, y);
      if (away < least) [best, least] = [Number(key), away];
    }
    return best;
  }

  // -- labels and pictures

  private line(edge: Edge): Line {
    const from = this.place(edge.s);
    const to = this.place(edge.o);
    const attributes = this.drawn.getEdgeAttributes(edge.index) as { color: string; size: number; type: string };
    return {
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
      bend: -(this.bends.get(edge.index) ?? 0),
      color: attributes.color,
      width: Math.max(1, this.renderer.scaleSize(attributes.size)),
      arrow: attributes.type !== "line",
      dashed: this.look.pending.has(edge.index),
    };
  }

  private radius(node: number): number {
    return this.renderer.scaleSize((this.drawn.getNodeAttributes(node) as NodeView).size);
  }

  private labels(width: number, height: number): Label[] {
    const { look } = this;
    const taken = new Occupied();
    const words = new Occupied(); // labels alone: those of hubs may lie on the dots of their spokes, which are many
    const out: Label[] = [];
    const inside = (x: number, y: number): boolean => x > -60 && y > -30 && x < width + 60 && y < height + 30;
    const nodes = look.nodes.filter((node) => this.drawn.hasNode(node));
    const seen = nodes.map((node) => ({ node, ...this.place(node), r: this.radius(node) })).filter(({ x, y }) => inside(x, y));
    for (const box of this.covered()) taken.take(box);
    if (seen.length <= 400) for (const { x, y, r } of seen) taken.take({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
    const first = (node: number): number => (node === this.hovered || look.rings.has(node) ? 2 : look.focus?.has(node) ? 1 : 0);
    seen.sort((a, b) => first(b.node) - first(a.node));
    const inPane = (box: Box): boolean => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= width && box.y1 <= height;
    const bold = new Set(nodes.slice(0, BOLD).filter((node) => this.graph.degree[node]! > 2));
    for (const { node, x, y, r } of seen) {
      const rank = first(node);
      if (look.focus && !rank) continue;
      const important = rank === 2;
      const lines = wrap(look.name(node), important ? 16 : LABEL_WIDTH, important ? 3 : LABEL_LINES);
      const size = Math.min(15, 11.5 + Math.sqrt(this.graph.degree[node]!) * 0.5) + (important ? 0.5 : 0);
      const half = (lines.length * size * LEADING) / 2;
      const wide = labelBox(0, 0, lines, size).x1;
      const places: [number, number][] = [[x, y + r + half + 2], [x, y - r - half - 2], [x + r + wide + 2, y], [x - r - wide - 2, y]];
      const box = (at: [number, number]): Box => labelBox(...at, lines, size);
      const place = places.find((at) => taken.free(box(at)) && inPane(box(at))) ?? (important ? places[0] : bold.has(node) ? places.find((at) => words.free(box(at)) && inPane(box(at))) : undefined);
      if (!place) continue;
      taken.take(box(place));
      words.take(box(place));
      out.push({ x: place[0], y: place[1], lines, size, color: look.palette.ink, bold: important || bold.has(node) });
    }
    this.edgeLabels(taken, out);
    return out;
  }

  /** What lies over the pane: no label goes under it. */
  private covered(): Box[] {
    const pane = this.pane.getBoundingClientRect();
    return [...(this.pane.parentElement?.querySelectorAll("[data-covers]") ?? [])].map((element) => {
      const box = element.getBoundingClientRect();
      return { x0: box.left - pane.left, y0: box.top - pane.top, x1: box.right - pane.left, y1: box.bottom - pane.top };
    });
  }

  private edgeLabels(taken: Occupied, out: Label[]): void {
    const { look, graph } = this;
    const named = new Set(look.strong);
    if (this.hoveredEdge !== null) named.add(this.hoveredEdge);
    if (!look.focus && this.drawn.size <= EDGE_NAMES) for (const key of this.drawn.edges()) named.add(Number(key));
    if (named.size > 400) return;
    for (const index of named) {
      if (!this.drawn.hasEdge(index)) continue;
      const edge = graph.edges[index]!;
      const line = this.line(edge);
      const toLeaf = graph.degree[edge.s]! >= graph.degree[edge.o]!;
      const text = [look.edgeName(edge)];
      const sure = index === this.hoveredEdge || (look.strong.size === 1 && look.strong.has(index));
      const size = sure ? 12.5 : 11;
      for (const t of [0.58, 0.48, 0.68]) {
        const { x, y } = along(line, toLeaf ? t : 1 - t);
        const box = labelBox(x, y, text, size);
        if (!taken.free(box) && !sure) continue;
        taken.take(box);
        out.push({ x, y, lines: text, size, color: sure ? look.palette.accent : look.palette.muted, bold: sure });
        break;
      }
    }
  }

  /** Whether what is planned is drawn dashed by the layer: sigma's lines are solid, and it paints them pale where there are too many. */
  private get dashes(): boolean {
    return this.drawn.size <= DASHED;
  }

  private pendingLines(): Line[] {
    const found: Line[] = [];
    for (const index of this.look.pending) {
      if (!this.drawn.hasEdge(index)) continue;
      const edge = this.graph.edges[index]!;
      found.push(trimmed(this.line(edge), this.radius(edge.o), this.radius(edge.s)));
    }
    return found;
  }

  private rings(): Disc[] {
    const rings: Disc[] = [];
    for (const node of new Set([...this.look.rings, ...(this.hovered === null ? [] : [this.hovered])])) {
      if (!this.drawn.hasNode(node)) continue;
      const { x, y } = this.place(node);
      rings.push({ x, y, r: this.radius(node) + 2, color: (this.drawn.getNodeAttributes(node) as NodeView).color, ring: this.look.palette.accent });
    }
    return rings;
  }

  private drawLayer(): void {
    const { width, height } = this.renderer.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    if (this.layer.width !== Math.round(width * ratio) || this.layer.height !== Math.round(height * ratio)) {
      this.layer.width = Math.round(width * ratio);
      this.layer.height = Math.round(height * ratio);
    }
    const context = this.layer.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.dashes) drawLines(context, this.pendingLines());
    for (const ring of this.rings()) drawDisc(context, ring);
    drawLabels(context, { labels: this.labels(width, height), background: this.look.palette.background });
  }

  /** What the pane shows now, for files and tests. */
  scene(): Scene {
    const { width, height } = this.renderer.getDimensions();
    const rings = new Set(this.look.rings);
    const discs = this.look.nodes
      .filter((node) => this.drawn.hasNode(node))
      .map((node) => ({
        ...this.place(node),
        r: this.radius(node),
        color: (this.drawn.getNodeAttributes(node) as NodeView).color,
        ring: rings.has(node) ? this.look.palette.accent : null,
        title: this.look.name(node),
      }));
    const lines = this.drawn.edges().map((key) => {
      const edge = this.graph.edges[Number(key)]!;
      const title = `${this.look.name(edge.s)} ${this.look.edgeName(edge)} ${this.look.name(edge.o)}`;
      return { ...trimmed(this.line(edge), this.radius(edge.o)), title };
    });
    return { width, height, background: this.look.palette.background, lines, discs: discs.reverse(), labels: this.labels(width, height) };
  }
}

/** End a line at the rim of its target, and begin it at that of its source where that is asked for. */
function trimmed(line: Line, radius: number, before = 0): Line {
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
  if (length <= radius + before) return line;
  const [start, end] = [along(line, before / length), along(line, 1 - radius / length)];
  return { ...line, x1: start.x, y1: start.y, x2: end.x, y2: end.y };
}
