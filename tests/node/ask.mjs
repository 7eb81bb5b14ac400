// Answer SPARQL queries with comunica over an N-Quads file; reads {file, queries: {name: text}} as JSON from stdin.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const { file, queries } = JSON.parse(readFileSync(0, "utf8"));
const engine = new QueryEngine();
const source = { type: "serialized", value: readFileSync(file, "utf8"), mediaType: "application/n-triples", baseIRI: "urn:x" };
const answers = {};
for (const [name, query] of Object.entries(queries)) {
  const bindings = await (await engine.queryBindings(query, { sources: [source] })).toArray();
  answers[name] = bindings.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
}
console.log(JSON.stringify(answers));
