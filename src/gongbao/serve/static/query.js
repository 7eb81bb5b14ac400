"use strict";
// The query page: fills ready-made queries, asks the endpoint, shows the answer as text; nothing comes from elsewhere.
(() => {
  const byId = (id) => document.getElementById(id);
  const [form, editor, ready, parameters, format, status, answer] =
    ["form", "query", "ready", "parameters", "format", "status", "answer"].map(byId);
  let known = [];
  let running = null;

  const literal = (value) => '"' + value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r") + '"';

  const fill = () => {
    const chosen = known.find((query) => query.name === ready.value);
    if (!chosen) return;
    let text = chosen.text;
    for (const input of parameters.querySelectorAll("input")) {
      if (input.value) text = text.split(`VALUES $${input.name} { UNDEF }`).join(`VALUES $${input.name} { ${literal(input.value)} }`);
    }
    editor.value = text;
  };

  const choose = () => {
    const chosen = known.find((query) => query.name === ready.value);
    parameters.replaceChildren();
    parameters.hidden = !chosen || chosen.parameters.length === 0;
    for (const parameter of chosen ? chosen.parameters : []) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.name = parameter.name;
      input.placeholder = parameter.about;
      input.size = 40;
      input.addEventListener("input", fill);
      label.append(`${parameter.name} `, input);
      parameters.append(label);
    }
    fill();
  };

  const isControl = (code) =>
    code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code === 0xfeff;
  const visible = (text) =>
    Array.from(text, (c) => (c !== "\n" && c !== "\t" && isControl(c.codePointAt(0)) ? `[U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]` : c)).join("");

  const cell = (term) => {
    const td = document.createElement("td");
    if (!term) return td;
    const bdi = document.createElement("bdi");
    bdi.textContent = visible(term.type === "triple" ? JSON.stringify(term.value) : term.value);
    if (term.type === "uri" && /^https?:\/\//.test(term.value)) {
      const link = document.createElement("a");
      const url = new URL(term.value);
      const ours = document.documentElement.dataset.origin;
      link.href = url.origin === ours ? url.pathname + url.search : url.href;
      link.rel = "noreferrer";
      link.append(bdi);
      td.append(link);
    } else td.append(bdi);
    return td;
  };

  const table = (result) => {
    if ("boolean" in result) return document.createTextNode(String(result.boolean));
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const name of result.head.vars) {
      const th = document.createElement("th");
      th.textContent = name;
      head.append(th);
    }
    const body = made.createTBody();
    for (const row of result.results.bindings.slice(0, 2000)) {
      const tr = body.insertRow();
      for (const name of result.head.vars) tr.append(cell(row[name]));
    }
    return made;
  };

  const preformatted = (text) => {
    const pre = document.createElement("pre");
    pre.textContent = visible(text);
    return pre;
  };

  const point = (problem) => {
    if (!problem.line) return;
    const lines = editor.value.split("\n");
    let at = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    at += Array.from(lines[problem.line - 1] || "").slice(0, problem.column - 1).join("").length;
    editor.focus();
    editor.setSelectionRange(at, Math.min(at + 1, editor.value.length));
  };

  const run = async (event) => {
    if (event) event.preventDefault();
    if (running) running.abort();
    running = new AbortController();
    const started = performance.now();
    status.textContent = "…";
    status.className = "";
    answer.replaceChildren();
    const accept = format.value === "table" ? "application/sparql-results+json, text/turtle;q=0.9" : format.value;
    try {
      const response = await fetch("/sparql", { method: "POST", body: editor.value, signal: running.signal, headers: { "Content-Type": "application/sparql-query", Accept: accept } });
      const type = response.headers.get("Content-Type") || "";
      if (!response.ok) {
        const problem = type.includes("json") ? await response.json() : { detail: response.statusText };
        status.className = "error";
        status.textContent = document.documentElement.lang === "en" ? problem.detail : problem.zh || problem.detail;
        point(problem);
        return;
      }
      const text = await response.text();
      const parsed = type.includes("sparql-results+json") && format.value === "table" ? JSON.parse(text) : null;
      answer.append(parsed ? table(parsed) : preformatted(text));
      const count = parsed && parsed.results ? `${parsed.results.bindings.length} ${document.documentElement.lang === "en" ? "rows" : "行"} · ` : "";
      status.textContent = `${count}${Math.round(performance.now() - started)} ms`;
    } catch (error) {
      if (error.name === "AbortError") return;
      status.className = "error";
      status.textContent = String(error);
    }
  };

  form.addEventListener("submit", run);
  ready.addEventListener("change", choose);
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(event);
  });
  fetch("/queries.json").then((response) => response.json()).then((found) => { known = found; choose(); }, () => { status.textContent = "queries.json?"; });
})();
