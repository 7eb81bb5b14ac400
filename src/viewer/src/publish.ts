/** What leaves the page: the picture as SVG, PNG and on paper, each with title, legend, source and date, and a part of the graph as Turtle. */

import type { Context } from "./context";
import { download, h } from "./dom";
import { neighbourhood } from "./graph";
import { path } from "./look";
import type { Look } from "./drawn";
import { leafScene } from "./leaf";
import type { Network } from "./network";
import { sceneOf } from "./pictures";
import { drawScene, framed, toSvg, type Scene } from "./scene";
import { onBackground, PAPER, type Palette } from "./theme";
import { turtle } from "./turtle";

/** Browsers make no canvas that is longer. */
const MOST_PIXELS = 16_000;

/** Who reports, when, and which program read it. */
export function sources(context: Context): string {
  const { data } = context.graph;
  const only = data.reports.length === 1 ? data.reports[0] : data.reports[context.state.filter.report ?? -1];
  const dates = data.reports.flatMap(({ issued }) => issued?.slice(0, 10) ?? []).sort();
  const report = only
    ? [only.publisher === undefined ? only.source : context.name(only.publisher), only.issued?.slice(0, 10)].filter(Boolean).join(" ")
    : [`${context.figure(data.reports.length)} ${context.say("countReports")}`, [...new Set([dates[0], dates.at(-1)])].filter(Boolean).join(" – ")].filter(Boolean).join(" ");
  return `${context.say("source")} ${[report, data.generator].filter(Boolean).join(" · ")}`;
}

/** What the view shows as a picture; `page` is where it is read as one. */
export function pictured(context: Context, network: Network | null, palette: Palette, page: HTMLElement | null): Scene | null {
  if (context.state.view === "network" && network) return network.scene();
  return sceneOf(context, palette) ?? (page && leafScene(page, palette));
}

/** The picture with what a reader needs who sees nothing but it. */
function published(context: Context, scene: Scene, { nodes, palette }: Look): Scene {
  const { data } = context.graph;
  const network = context.state.view === "network";
  const seen = new Set(network ? nodes.map((node) => data.nodes[node]!.t) : []);
  return framed(scene, {
    title: [context.heading, network ? "" : context.say(context.state.view)].filter(Boolean).join(" · "),
    legend: data.types.filter((_, index) => seen.has(index)).map((type) => ({ label: context.label(type), color: onBackground(type.color, palette) })),
    lines: !network && context.state.view !== "time" ? [] : [context.say("lineDone"), context.say("linePlanned")],
    source: sources(context),
    ink: palette.ink,
    muted: palette.muted,
  });
}

export function svg(context: Context, scene: Scene, look: Look): string {
  return toSvg(published(context, scene, look), context.whole);
}

/** Paper shows the picture as SVG on white: what the screen's canvas holds is lost on the way to the printer. */
export function printed(context: Context, network: Network | null, look: Look): Node | string {
  const paper = { ...look, palette: PAPER };
  network?.update(paper);
  const scene = pictured(context, network, PAPER, null);
  network?.update(look);
  return scene ? document.importNode(new DOMParser().parseFromString(svg(context, scene, paper), "image/svg+xml").documentElement, true) : sources(context);
}

export function saveSvg(context: Context, scene: Scene, look: Look): void {
  download("gongbao.svg", new Blob([svg(context, scene, look)], { type: "image/svg+xml" }));
}

export async function savePng(context: Context, scene: Scene, look: Look): Promise<void> {
  const whole = published(context, scene, look);
  const scale = Math.min(2, MOST_PIXELS / Math.max(whole.width, whole.height));
  const canvas = h("canvas", { width: Math.floor(whole.width * scale), height: Math.floor(whole.height * scale) });
  const drawing = canvas.getContext("2d")!;
  drawing.scale(scale, scale);
  drawScene(drawing, whole);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) download("gongbao.png", blob);
}

/** The selection with what belongs to it; without one, all that is shown. */
export function saveTurtle(context: Context): void {
  const { graph, state, shown } = context;
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
    const found = path(context);
    edges = found?.edges ?? [];
    nodes = new Set(found?.nodes ?? [selection.from, selection.to]);
  }
  const statements = edges.flatMap((index) => graph.edges[index]!.statements).filter((index) => shown.statements.has(index));
  download("gongbao.ttl", new Blob([turtle(graph, nodes, statements)], { type: "text/turtle" }));
}

/** Put the link to this state into the clipboard, or show it where that is not allowed. */
export async function copyLink(context: Context, done: () => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    done();
  } catch {
    prompt(context.say("share"), location.href);
  }
}
