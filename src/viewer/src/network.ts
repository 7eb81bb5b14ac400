/** The network pane: sigma draws nodes and edges, a layer of our own draws labels that never overlap. */

import { createEdgeCurveProgram } from "@sigma/edge-curve";
import type Multigraph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import { createEdgeArrowProgram, EdgeRectangleProgram } from "sigma/rendering";

import { bends, drawnOf, OWN_LINES, type Look } from "./drawn";
import { covered, Eye, nearest, room } from "./eye";
import type { Edge, Graph } from "./graph";
import { placed, type Shown } from "./labels";
import { laidOut, type Spot } from "./layout";
import { cleared, distance, drawDisc, drawLabels, drawLines, trimmed, type Disc, type Label, type Line, type Scene } from "./scene";
import type { Camera } from "./state";

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

/** how many times larger or smaller the pane must be for a layout to be made anew */
const RESIZED = 1.15;
const CLICK_REACH = 7;
/** edges up to which each move of the pointer looks for the one below it */
const HOVERED = 4000;
const HEAD = { lengthToThicknessRatio: 4.5, widenessToThicknessRatio: 3.2 };

export class Network {
  private drawn: Multigraph;
  private readonly renderer: Sigma;
  private readonly eye: Eye;
  /** lines lie under the nodes, labels over them */
  private readonly under: HTMLCanvasElement;
  private readonly layer: HTMLCanvasElement;
  private readonly bends: ReadonlyMap<number, number>;
  private readonly moved = new Map<number, { x: number; y: number }>();
  private readonly laid = new Map<number, Spot>();
  private laidFor: string | null = "";
  private laidIn = { width: 1, height: 1 };
  private look: Look;
  private hovered: number | null = null;
  private hoveredEdge: number | null = null;
  private dragged: number | null = null;
  private wasDragged = false;
  private relaxing = 0;

  constructor(
    private readonly pane: HTMLElement,
    private readonly graph: Graph,
    private readonly hooks: Hooks,
    look: Look,
  ) {
    this.look = look;
    this.bends = bends(graph);
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
      zoomToSizeRatioFunction: (ratio) => this.eye?.shrink(ratio) ?? 1,
    });
    this.renderer.setCustomBBox(this.extent());
    this.eye = new Eye(this.renderer, pane, (camera) => hooks.moved(camera));
    this.eye.extent(this.extent());
    this.under = this.canvas(".sigma-nodes");
    this.layer = this.canvas(".sigma-mouse");
    this.renderer.on("afterRender", () => this.drawLayer());
    this.listen();
    this.renderer.refresh();
    this.fit(null, false);
  }

  /** A canvas of our own under one of sigma's. */
  private canvas(before: string): HTMLCanvasElement {
    const made = document.createElement("canvas");
    made.className = "own";
    made.setAttribute("aria-hidden", "true");
    this.pane.insertBefore(made, this.pane.querySelector(before));
    return made;
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

  private fill(): Multigraph {
    return drawnOf(this.graph, this.look, this.bends, (node) => this.moved.get(node) ?? this.home(node));
  }

  private home(node: number): { x: number; y: number } {
    const { x, y } = this.laid.get(node) ?? this.graph.data.nodes[node]!;
    return { x, y };
  }

  /** Draw another look; say whether its nodes were laid out anew. */
  update(look: Look): boolean {
    this.look = look;
    const anew = this.lay();
    this.drawn = this.fill();
    this.renderer.setGraph(this.drawn);
    if (anew) {
      this.renderer.setCustomBBox(this.extent());
      this.eye.extent(this.extent());
      this.renderer.refresh();
    }
    return anew;
  }

  /** Find places for a look that wants its own; say whether they changed. */
  private lay(): boolean {
    const { nodes, anew } = this.look;
    const key = anew ? [...nodes].sort((a, b) => a - b).join(" ") : "";
    if (key === this.laidFor) return false;
    this.laidFor = key;
    this.laidIn = room(this.pane);
    this.moved.clear();
    this.laid.clear();
    if (!anew) return true;
    for (const [node, spot] of laidOut(this.graph, this.look, this.laidIn)) this.laid.set(node, spot);
    return true;
  }

  // -- camera

  stand(camera: Camera): void {
    this.eye.stand(camera);
  }

  fit(nodes: Iterable<number> | null, animated = true): void {
    const wanted = nodes ? [...nodes].filter((node) => this.drawn.hasNode(node)) : this.drawn.nodes().map(Number);
    this.eye.fit(wanted.map((node) => this.place(node)), animated);
  }

  /** Whether nodes stand in the free part of the pane, so that nothing need move for them to be seen. */
  sees(nodes: readonly number[]): boolean {
    return nodes.every((node) => this.drawn.hasNode(node) && this.eye.sees(this.place(node)));
  }

  centre(node: number): void {
    this.eye.centre(this.renderer.getNodeDisplayData(node));
  }

  zoom(factor: number): void {
    this.eye.zoom(factor);
  }

  pan(dx: number, dy: number): void {
    this.eye.pan(dx, dy);
  }

  /** Take the pane's new size; a layout of its own that no hand has changed is made anew where the size is another. */
  resize(): void {
    this.renderer.resize();
    const { width, height } = room(this.pane);
    const [was, now] = [this.laidIn, { width, height }];
    const other = Math.max(was.width / now.width, now.width / was.width, was.height / now.height, now.height / was.height) > RESIZED;
    if (this.look.anew && !this.moved.size && other) {
      this.laidFor = null;
      this.update(this.look);
      this.fit(null, false);
    }
    this.eye.extent(this.extent());
    this.renderer.refresh();
  }

  /** Where a node is drawn, in pixels of the pane. */
  place(node: number): { x: number; y: number } {
    const { x, y } = this.drawn.getNodeAttributes(node) as NodeView;
    return this.renderer.graphToViewport({ x, y });
  }

  /** The drawn node nearest to `from` in a direction, for the arrow keys. */
  towards(from: number, dx: number, dy: number): number | null {
    const others = this.drawn.nodes().map((key) => ({ node: Number(key), ...this.place(Number(key)) }));
    return nearest(others.filter(({ node }) => node !== from), this.place(from), dx, dy)?.node ?? null;
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
      bend: this.bends.get(edge.index) ?? 0,
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
    const { look, graph } = this;
    const inside = ({ x, y }: Shown): boolean => x > -60 && y > -30 && x < width + 60 && y < height + 30;
    const nodes = look.nodes.filter((node) => this.drawn.hasNode(node)).map((node) => ({ node, ...this.place(node), r: this.radius(node) }));
    return placed({
      ...look,
      width,
      height,
      nodes: nodes.filter(inside),
      covered: covered(this.pane),
      hovered: this.hovered,
      hoveredEdge: this.hoveredEdge,
      edges: this.drawn.edges().map((key) => graph.edges[Number(key)]!),
      degree: (node) => graph.degree[node]!,
      line: (edge) => this.line(edge),
    });
  }

  /** The lines that the page draws itself, those that stand out last. */
  private lines(): Line[] {
    const { strong } = this.look;
    const edges = this.drawn.edges().map((key) => this.graph.edges[Number(key)]!);
    edges.sort((a, b) => Number(strong.has(a.index)) - Number(strong.has(b.index)));
    return edges.map((edge) => trimmed(this.line(edge), this.radius(edge.o), this.radius(edge.s)));
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
    const [under, over] = [this.under, this.layer].map((canvas) => cleared(canvas, width, height)) as [CanvasRenderingContext2D | null, CanvasRenderingContext2D | null];
    if (!under || !over) return;
    if (this.drawn.size <= OWN_LINES) drawLines(under, this.lines());
    for (const ring of this.rings()) drawDisc(over, ring);
    drawLabels(over, { labels: this.labels(width, height), background: this.look.palette.background });
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
      const title = `${this.look.name(edge.s)} ${this.look.edgeTitle(edge)} ${this.look.name(edge.o)}`;
      return { ...trimmed(this.line(edge), this.radius(edge.o)), title };
    });
    return { width, height, background: this.look.palette.background, lines, discs: discs.reverse(), labels: this.labels(width, height) };
  }
}
