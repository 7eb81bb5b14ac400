"use strict";
// The query page: fills ready-made queries, asks the endpoint, shows the answer; the address is a link to the query.
(() => {
  const byId = (id) => document.getElementById(id);
  const [form, editor, ready, parameters, format, status, hints, answer] =
    ["form", "query", "ready", "parameters", "format", "status", "hints", "answer"].map(byId);
  const { table, chart, network, visible, make } = window.show;
  const english = document.documentElement.lang === "en";
  const drawn = { table, chart, network };
  let known = [];
  let running = null;
  let last = null;

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
      const input = make("input", { name: parameter.name, placeholder: parameter.about, size: "40" });
      input.addEventListener("input", fill);
      parameters.append(make("label", {}, `${parameter.name} `, input));
    }
    fill();
  };

  const point = (problem) => {
    if (!problem.line) return;
    const lines = editor.value.split("\n");
    let at = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    at += Array.from(lines[problem.line - 1] || "").slice(0, problem.column - 1).join("").length;
    editor.focus();
    editor.setSelectionRange(at, Math.min(at + 1, editor.value.length));
  };

  const fail = (text) => {
    status.className = "error";
    status.textContent = text;
  };

  // What the query names that nothing has: a press puts the term that was meant in its place, and asks again.
  const hint = async (query) => {
    const found = await fetch(`/hints?query=${encodeURIComponent(query.slice(0, 20000))}`).then((told) => (told.ok ? told.json() : []), () => []);
    if (editor.value !== query) return;
    for (const { term, close } of found) {
      const line = make("p", { class: "note" }, english ? `Nothing is called ${term}. ` : `没有 ${term}。`);
      if (close.length) line.append(english ? "Did you mean " : "您是不是要写 ");
      for (const other of close) {
        const button = make("button", { type: "button", class: "plain" }, other);
        button.addEventListener("click", () => {
          editor.value = query.split(term).join(other);
          run();
        });
        line.append(button, " ");
      }
      hints.append(line);
    }
  };

  const render = () => {
    answer.replaceChildren();
    if (!last) return;
    const made = last.parsed && drawn[format.value] ? drawn[format.value](last.parsed) : null;
    if (made) answer.append(made);
    else if (last.parsed && drawn[format.value]) answer.append(make("p", { class: "note" }, english ? "The answer has no columns for this." : "结果里没有可这样画的列。"), table(last.parsed));
    else answer.append(make("pre", {}, visible(last.text)));
  };

  const asTriples = (text) => {
    const bindings = [];
    for (const row of text.split("\n")) {
      const found = /^<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)".*) \.$/.exec(row);
      if (found) bindings.push({ subject: { type: "uri", value: found[1] }, predicate: { type: "uri", value: found[2] }, object: found[3] ? { type: "uri", value: found[3] } : { type: "literal", value: JSON.parse(`"${found[4]}"`) } });
    }
    return { head: { vars: ["subject", "predicate", "object"] }, results: { bindings } };
  };

  const remember = () => {
    const address = `/query?${new URLSearchParams({ query: editor.value, ...(format.value === "table" ? {} : { show: format.value }) })}`;
    if (address.length < 8000 && address !== location.pathname + location.search) history.pushState(null, "", address);
  };

  const read = async (response) => {
    const type = response.headers.get("Content-Type") || "";
    if (!response.ok) return { problem: type.includes("json") ? await response.json() : { detail: response.statusText } };
    const text = await response.text();
    if (type.includes("sparql-results+json")) return { text, parsed: JSON.parse(text) };
    return { text, parsed: type.includes("n-triples") ? asTriples(text) : null };
  };

  const run = async (event, { quiet = false } = {}) => {
    if (event) event.preventDefault();
    if (running) running.abort();
    running = new AbortController();
    const started = performance.now();
    status.textContent = "…";
    status.className = "";
    hints.replaceChildren();
    last = null;
    render();
    if (!quiet) remember();
    const accept = drawn[format.value] ? "application/sparql-results+json, application/n-triples;q=0.9" : `${format.value}, application/sparql-results+json;q=0.5, text/turtle;q=0.4`;
    try {
      const response = await fetch("/sparql", { method: "POST", body: editor.value, signal: running.signal, headers: { "Content-Type": "application/sparql-query", Accept: accept } });
      const found = await read(response);
      if (found.problem) {
        fail(english ? found.problem.detail : found.problem.zh || found.problem.detail);
        point(found.problem);
        await hint(editor.value);
        return;
      }
      last = found;
      render();
      const rows = found.parsed && found.parsed.results ? found.parsed.results.bindings.length : null;
      status.textContent = `${rows === null ? "" : `${rows.toLocaleString()} ${english ? "rows" : "行"} · `}${Math.round(performance.now() - started)} ms`;
      await hint(editor.value);
    } catch (error) {
      if (error.name !== "AbortError") fail(String(error));
    }
  };

  const arrive = () => {
    const given = new URLSearchParams(location.search);
    if (!given.has("query")) return;
    editor.value = given.get("query");
    if ([...format.options].some((option) => option.value === given.get("show"))) format.value = given.get("show");
    run(null, { quiet: true });
  };

  form.addEventListener("submit", run);
  ready.addEventListener("change", choose);
  format.addEventListener("change", () => {
    if (last && last.parsed && drawn[format.value]) { render(); remember(); } else if (last) run();
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(event);
  });
  addEventListener("popstate", arrive);
  fetch("/queries.json").then((response) => response.json()).then((found) => { known = found; choose(); }, () => { status.textContent = "queries.json?"; });
  arrive();
})();
