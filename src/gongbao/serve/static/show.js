"use strict";
// Answers as a table, a chart or a network, drawn here and nowhere else. Every text is set as text.
(() => {
  const MOST = { rows: 2000, bars: 60, nodes: 150 };
  const SVG = "http://www.w3.org/2000/svg";

  const isControl = (code) =>
    code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code === 0xfeff;
  const visible = (text) =>
    Array.from(text, (c) => (c !== "\n" && c !== "\t" && isControl(c.codePointAt(0)) ? `[U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]` : c)).join("");

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const draw = (name, attributes = {}, ...children) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...children);
    return element;
  };

  const href = (iri) => {
    const url = new URL(iri);
    return url.origin === document.documentElement.dataset.origin ? url.pathname + url.search : url.href;
  };
  const isLink = (term) => Boolean(term) && term.type === "uri" && /^https?:\/\//.test(term.value);
  const words = (term) => (!term ? "" : visible(term.type === "triple" ? JSON.stringify(term.value) : term.value));
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // an IRI may hold a % that stands for nothing
    }
  };
  const last = (iri) => decoded(iri.replace(/[#/]+$/, "").split(/[#/]/).pop()).split("--").pop(); // behind its place
  const short = (term) => (term && term.type === "uri" ? visible(last(term.value)) : words(term));

  const cell = (term) => {
    const td = make("td");
    if (!term) return td;
    const bdi = make("bdi", {}, words(term));
    td.append(isLink(term) ? make("a", { href: href(term.value), rel: "noreferrer" }, bdi) : bdi);
    return td;
  };

  const table = (result) => {
    if ("boolean" in result) return make("p", {}, String(result.boolean));
    const head = make("tr", {}, ...result.head.vars.map((name) => make("th", { scope: "col" }, name)));
    const rows = result.results.bindings.slice(0, MOST.rows).map((row) => make("tr", {}, ...result.head.vars.map((name) => cell(row[name]))));
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
  };

  // -- chart: the first column of words against the first of numbers; a line where the words are times

  const number = (term) => (term && term.type !== "uri" && term.value.trim() !== "" ? Number(term.value) : NaN);
  const isTime = (text) => /^\d{4}(-\d\d(-\d\d(T[\d:.Z+-]+)?)?)?$/.test(text);

  const series = (result) => {
    const rows = result.results ? result.results.bindings : [];
    const numeric = (name) => rows.length > 0 && rows.every((row) => !row[name] || !Number.isNaN(number(row[name]))) && rows.some((row) => row[name]);
    const times = result.head.vars && result.head.vars.find((name) => rows.length > 0 && rows.every((row) => row[name] && isTime(row[name].value)));
    const values = (result.head.vars || []).filter((name) => numeric(name) && name !== times);
    const value = values[values.length - 1] && (values.find((name) => /total|count|sum|^n$|reports|mentions/i.test(name)) || values[0]);
    const label = times || (result.head.vars || []).find((name) => name !== value && rows.some((row) => row[name] && row[name].type !== "uri")) || (result.head.vars || []).find((name) => name !== value);
    if (!label) return null;
    const sums = new Map();
    for (const row of rows) {
      const key = (times ? row[label].value.slice(0, 10) : short(row[label])) || "–";
      sums.set(key, (sums.get(key) || 0) + (value ? number(row[value]) || 0 : 1));
    }
    return { label, value: value || "×", points: [...sums], timed: Boolean(times) };
  };

  const bars = ({ label, value, points }) => {
    const shown = [...points].sort((a, b) => b[1] - a[1]).slice(0, MOST.bars);
    const most = Math.max(...shown.map(([, n]) => Math.abs(n)), 1e-9);
    const wide = 720, left = 260, each = 26;
    const svg = draw("svg", { viewBox: `0 0 ${wide} ${each * shown.length + 8}`, role: "img", class: "chart", "aria-label": `${label} / ${value}` });
    shown.forEach(([name, n], index) => {
      const y = 4 + index * each, length = Math.max(1, ((wide - left - 90) * Math.abs(n)) / most);
      const text = draw("text", { x: left - 8, y: y + 16, "text-anchor": "end" }, name.length > 19 ? `${name.slice(0, 18)}…` : name);
      const count = draw("text", { x: left + length + 6, y: y + 16, class: "number" }, n.toLocaleString());
      svg.append(draw("g", {}, draw("title", {}, `${name}: ${n.toLocaleString()}`), text, draw("rect", { x: left, y: y + 3, width: length, height: each - 8, rx: 3, class: n < 0 ? "below" : "" }), count));
    });
    return svg;
  };

  const line = ({ label, value, points }) => {
    const shown = [...points].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const wide = 720, high = 320, left = 70, bottom = 40;
    const top = Math.max(...shown.map(([, n]) => n), 0), low = Math.min(...shown.map(([, n]) => n), 0);
    const x = (index) => left + ((wide - left - 30) * index) / Math.max(shown.length - 1, 1);
    const y = (n) => 20 + ((high - bottom - 20) * (top - n)) / Math.max(top - low, 1e-9);
    const svg = draw("svg", { viewBox: `0 0 ${wide} ${high}`, role: "img", class: "chart", "aria-label": `${label} / ${value}` });
    svg.append(draw("line", { x1: left, x2: wide - 30, y1: y(0), y2: y(0), class: "axis" }), draw("text", { x: left - 8, y: y(top) + 5, "text-anchor": "end", class: "number" }, top.toLocaleString()));
    svg.append(draw("polyline", { points: shown.map(([, n], index) => `${x(index)},${y(n)}`).join(" "), class: "line" }));
    const step = Math.ceil(shown.length / 12);
    shown.forEach(([name, n], index) => {
      svg.append(draw("g", {}, draw("title", {}, `${name}: ${n.toLocaleString()}`), draw("circle", { cx: x(index), cy: y(n), r: 4 })));
      if (index % step === 0) svg.append(draw("text", { x: x(index), y: high - 12, "text-anchor": "middle" }, name));
    });
    return svg;
  };

  const chart = (result) => {
    const found = series(result);
    if (!found || found.points.length === 0) return null;
    const caption = make("p", { class: "note" }, `${found.label} / ${found.value}${found.points.length > MOST.bars && !found.timed ? ` (${MOST.bars} / ${found.points.length})` : ""}`);
    return make("div", {}, caption, found.timed && found.points.length > 1 ? line(found) : bars(found));
  };

  // -- network: the two columns of things, or the triples of a graph; springs and charges, some hundred steps

  const pairs = (result) => {
    if (!result.results) return [];
    const rows = result.results.bindings;
    const named = result.head.vars;
    const things = named.filter((name) => rows.some((row) => isLink(row[name])));
    const [from, to] = things.length > 1 ? things : named.filter((name) => rows.some((row) => row[name] && Number.isNaN(number(row[name]))));
    if (!from || !to) return [];
    const edge = named[named.indexOf(from) + 1] !== to && named.indexOf(to) - named.indexOf(from) === 2 ? named[named.indexOf(from) + 1] : null;
    return rows.filter((row) => row[from] && row[to]).map((row) => ({ from: row[from], to: row[to], word: edge && row[edge] ? short(row[edge]) : "" }));
  };

  const place = (nodes, edges) => {
    nodes.forEach((node, index) => {
      const turn = index * 2.39996;
      node.x = 40 * Math.sqrt(index) * Math.cos(turn);
      node.y = 40 * Math.sqrt(index) * Math.sin(turn);
    });
    for (let step = 0; step < 220; step++) {
      const heat = 12 * (1 - step / 220) + 0.2;
      for (const node of nodes) node.dx = -node.x * 0.02, node.dy = -node.y * 0.03;
      for (let i = 0; i < nodes.length; i++)
        for (let j = 0; j < i; j++) {
          const a = nodes[i], b = nodes[j], x = a.x - b.x || 0.1, y = a.y - b.y || 0.1, push = 5200 / (x * x + y * y + 60);
          a.dx += (x * push) / 30; a.dy += (y * push) / 30; b.dx -= (x * push) / 30; b.dy -= (y * push) / 30;
        }
      for (const { a, b } of edges) {
        const x = b.x - a.x, y = b.y - a.y, pull = (Math.hypot(x, y) - 110) * 0.02;
        const far = Math.hypot(x, y) || 1;
        a.dx += (x / far) * pull * 4; a.dy += (y / far) * pull * 4; b.dx -= (x / far) * pull * 4; b.dy -= (y / far) * pull * 4;
      }
      for (const node of nodes) {
        const far = Math.hypot(node.dx, node.dy) || 1, go = Math.min(far, heat);
        node.x += (node.dx / far) * go; node.y += (node.dy / far) * go;
      }
    }
  };

  const network = (result) => {
    const found = pairs(result);
    const nodes = new Map();
    const node = (term) => {
      if (!nodes.has(term.value) && nodes.size < MOST.nodes) nodes.set(term.value, { term, degree: 0 });
      return nodes.get(term.value);
    };
    const edges = [];
    for (const { from, to, word } of found) {
      const a = node(from), b = node(to);
      if (a && b && a !== b) { a.degree++; b.degree++; edges.push({ a, b, word }); }
    }
    const all = [...nodes.values()].filter((each) => each.degree > 0);
    if (all.length === 0) return null;
    place(all, edges);
    const xs = all.map((each) => each.x), ys = all.map((each) => each.y), pad = 90;
    const box = [Math.min(...xs) - pad, Math.min(...ys) - 30, Math.max(...xs) - Math.min(...xs) + 2 * pad, Math.max(...ys) - Math.min(...ys) + 60];
    const svg = draw("svg", { viewBox: box.join(" "), class: "chart whole", role: "group", "aria-label": `${all.length}` });
    for (const { a, b, word } of edges) {
      const shown = draw("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: "edge" });
      svg.append(shown);
      if (word && edges.length <= 40) svg.append(draw("text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, class: "word", "text-anchor": "middle" }, word));
    }
    const written = [];
    for (const each of all.sort((a, b) => b.degree - a.degree)) {
      const name = short(each.term);
      const radius = 4 + Math.sqrt(each.degree) * 2;
      const shape = draw("g", {}, draw("title", {}, name), draw("circle", { cx: each.x, cy: each.y, r: radius }));
      const label = name.length > 16 ? `${name.slice(0, 15)}…` : name;
      const half = (label.replace(/[\x00-\x7f]/g, "").length * 13 + label.replace(/[^\x00-\x7f]/g, "").length * 7) / 2;
      const place = { x: each.x, y: each.y + radius + 14, half };
      if (!written.some((other) => Math.abs(other.x - place.x) < other.half + half && Math.abs(other.y - place.y) < 15)) {
        written.push(place);
        shape.append(draw("text", { x: place.x, y: place.y, "text-anchor": "middle" }, label));
      }
      svg.append(isLink(each.term) ? draw("a", { href: href(each.term.value), "aria-label": name }, shape) : shape);
    }
    return svg;
  };

  window.show = { table, chart, network, visible, make };
})();
