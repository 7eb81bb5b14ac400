/** What leaves the page: the picture as SVG, PNG and on paper, each with title, legend, source and date, and a part of the graph as Turtle. */

import type { Context } from "./context";
import { download, h } from "./dom";
import { neighbourhood } from "./graph";
import { path } from "./look";
import type { Look } from "./drawn";
import type { Network } from "./network";
import { drawScene, framed, toSvg, type Scene } from "./scene";
import { onBackground } from "./theme";
import { turtle } from "./turtle";

/** Who reports, when, and which program read it. */
export function sources(context: Context): string {
  const { data } = context.graph;
  const only = data.reports.length === 1 ? data.reports[0] : undefined;
  const report = only && [only.publisher === undefined ? only.source : context.name(only.publisher), only.issued?.slice(0, 10)].filter(Boolean).join(" ");
  return `${context.say("source")} ${[report, data.generator].filter(Boolean).join(" · ")}`;
}

/** The picture with what a reader needs who sees nothing but it. */
function published(context: Context, network: Network, { nodes, palette }: Look): Scene {
  const { data } = context.graph;
  const seen = new Set(nodes.map((node) => data.nodes[node]!.t));
  const types = data.types.filter((_, index) => seen.has(index));
  return framed(network.scene(), {
    title: data.title,
    legend: types.map((type) => ({ label: context.label(type), color: onBackground(type.color, palette) })),
    lines: [context.say("lineDone"), context.say("linePlanned")],
    source: sources(context),
    ink: palette.ink,
    muted: palette.muted,
  });
}

export function svg(context: Context, network: Network, look: Look): string {
  return toSvg(published(context, network, look), context.graph.data.title);
}

export function saveSvg(context: Context, network: Network, look: Look): void {
  download("gongbao.svg", new Blob([svg(context, network, look)], { type: "image/svg+xml" }));
}

export async function savePng(context: Context, network: Network, look: Look): Promise<void> {
  const scene = published(context, network, look);
  const canvas = h("canvas", { width: scene.width * 2, height: scene.height * 2 });
  const drawing = canvas.getContext("2d")!;
  drawing.scale(2, 2);
  drawScene(drawing, scene);
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
