import "./style.css";

import { App } from "./app";
import { h } from "./dom";
import { Graph } from "./graph";
import { readPayload } from "./payload";

const root = document.getElementById("app")!;
const data = readPayload(document);
// what browsers take minutes to lay out, with the space of brackets trimmed: a long row of them
if (/[（《「『〈【〔“‘]{200}/.test(document.getElementById("gongbao-data")?.textContent ?? "")) document.documentElement.style.setProperty("text-spacing-trim", "space-all");
if (data) new App(root, new Graph(data)).start();
else root.append(h("p", { class: "hint" }, "gongbao: 此页没有数据。 This page holds no data."));
