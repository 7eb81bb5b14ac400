// Read network files with graphology and cytoscape.js; prints one JSON object: what each found.
// Usage: node read.mjs FILE.gexf FILE.graphml FILE.cyjs
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import { MultiDirectedGraph } from "graphology";
import gexf from "graphology-gexf/node/index.js";
import graphml from "graphology-graphml/node/index.js";

const text = (path) => readFileSync(path, "utf8");
const parsed = (module, path) => module.parse(MultiDirectedGraph, text(path));

const told = (graph) => ({
  nodes: graph.mapNodes((key, attributes) => ({ key, ...attributes })),
  edges: graph.mapEdges((key, attributes, source, target) => ({ key, source, target, ...attributes })),
});

const [gexfFile, graphmlFile, cytoscapeFile] = process.argv.slice(2);
const found = { gexf: told(parsed(gexf, gexfFile)), graphml: told(parsed(graphml, graphmlFile)) };
const cy = cytoscape({ headless: true, layout: { name: "preset" }, ...JSON.parse(text(cytoscapeFile)) });
found.cytoscape = {
  nodes: cy.nodes().map((node) => ({ ...node.data(), ...node.position() })),
  edges: cy.edges().map((edge) => edge.data()),
};
console.log(JSON.stringify(found));
