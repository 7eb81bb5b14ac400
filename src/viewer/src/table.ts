/** The same graph as tables: relations, things and figures; sortable, and exported as CSV. */

import { timeWords, type Context } from "./context";
import { grouped, SUPPLIED, unit } from "./card";
import { bdi, button, download, h } from "./dom";
import { more } from "./lists";
import { SHEETS, type Listed, type Selection } from "./state";
import { csv, shorten } from "./text";

interface Row {
  readonly cells: readonly string[];
  readonly keys: readonly (string | number)[];
  readonly pick: () => void;
  readonly selected: boolean;
}

interface Sheet {
  readonly id: Listed["sheet"];
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** the column that holds numbers */
  readonly numbers?: number;
}

const PAGE = 200;

export class TableView {
  private limit = PAGE;
  private shown: Listed | null = null;

  constructor(
    private readonly context: Context,
    readonly root: HTMLElement,
  ) {}

  draw(): void {
    const { context } = this;
    const { listed } = context.state;
    if (this.shown !== listed) this.limit = PAGE;
    this.shown = listed;
    const sheet = this.read();
    const rows = this.sorted(sheet.rows);
    const tabs = SHEETS.map((id) =>
      h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-selected": String(id === sheet.id), "aria-controls": "sheet", onclick: () => context.set({ listed: { sheet: id, column: -1, down: false } }) }, context.say(id)),
    );
    const head = sheet.columns.map((title, column) => this.heading(title, column));
    const body = rows.slice(0, this.limit).map((row) =>
      h(
        "tr",
        { class: row.selected ? "selected" : "", onclick: row.pick },
        ...row.cells.map((cell, i) => h("td", { class: i === sheet.numbers ? "number" : "" }, i === 0 ? h("button", { type: "button", class: "plain", onclick: row.pick }, bdi(shorten(cell, 80))) : h("div", { class: "cell" }, bdi(i === sheet.numbers ? grouped(cell) : shorten(cell, 400))))),
      ),
    );
    const rest = rows.length - this.limit;
    this.root.replaceChildren(
      h(
        "div",
        { class: "table-head" },
        h("div", { class: "segmented", role: "tablist", "aria-label": context.say("table") }, ...tabs),
        h("span", { class: "count" }, context.figure(rows.length)),
        button(context.say("csv"), { onclick: () => this.save(sheet, rows) }),
      ),
      h(
        "div",
        { class: "table-scroll", id: "sheet", role: "tabpanel", "aria-labelledby": `tab-${sheet.id}`, tabindex: "0" },
        h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...body)),
        rows.length ? null : h("p", { class: "hint" }, context.say("nothing")),
        rest > 0
          ? more(context, Math.min(rest, PAGE * 5), rest, () => {
              const next = this.limit;
              this.limit += PAGE * 5;
              this.draw();
              this.root.querySelectorAll<HTMLElement>("tbody button")[next]?.focus();
            })
          : null,
      ),
    );
  }

  private heading(title: string, column: number): HTMLElement {
    const { listed } = this.context.state;
    const own = listed.column === column;
    const turn = (): void => this.context.set({ listed: { ...listed, column, down: own && !listed.down } });
    const sorted = own ? (listed.down ? "descending" : "ascending") : "none";
    return h("th", { scope: "col", "aria-sort": sorted }, h("button", { type: "button", class: "plain", "data-column": column, onclick: turn }, title, own ? (listed.down ? " ▾" : " ▴") : ""));
  }

  private sorted(rows: readonly Row[]): readonly Row[] {
    const { column, down } = this.context.state.listed;
    if (column < 0 || column >= (rows[0]?.keys.length ?? 0)) return rows;
    const collator = new Intl.Collator("zh-Hans-u-co-pinyin", { numeric: true });
    const compare = (a: string | number, b: string | number): number =>
      typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
    const turned = [...rows].sort((a, b) => compare(a.keys[column]!, b.keys[column]!));
    return down ? turned.reverse() : turned;
  }

  private save(sheet: Sheet, rows: readonly Row[]): void {
    const text = csv([sheet.columns, ...rows.map((row) => row.cells)]);
    download(`gongbao-${sheet.id}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
  }

  private read(): Sheet {
    const { sheet } = this.context.state.listed;
    if (sheet === "entities") return this.entities();
    return sheet === "quantities" ? this.quantities() : this.relations();
  }

  private row(cells: string[], selection: Selection | null, report: number | null, keys: (string | number)[] = cells): Row {
    const { context } = this;
    const now = context.state.selection;
    const selected =
      (selection?.kind === "node" && now.kind === "node" && selection.node === now.node) ||
      (selection?.kind === "figure" && now.kind === "figure" && selection.figure === now.figure) ||
      (selection?.kind === "edge" && now.kind === "edge" && selection.edge === now.edge);
    const pick = (): void => {
      if (selection) context.set({ selection, ...(report === null ? {} : { report }) });
    };
    return { cells, keys, pick, selected };
  }

  private relations(): Sheet {
    const { context } = this;
    const { graph, shown } = context;
    const many = graph.data.reports.length > 1;
    const rows = [...shown.statements]
      .sort((a, b) => a - b)
      .flatMap((index) => {
        const row = graph.data.statements[index]!;
        const edge = graph.edgeByKey.get(`${row.s} ${row.p} ${row.o}`)!;
        if (!shown.edges.has(edge.index)) return [];
        const supplied = context.supplied(index, row.e.slice(0, 1));
        const around = row.e[0] ? (row.e[0].s ?? row.e[0].r) : null;
        const cells = [
          context.name(row.s),
          context.label(graph.data.predicates[row.p]),
          context.name(row.o),
          supplied === "name" ? "" : context.label(context.modality(index)),
          timeWords(context.time(index) ?? "", context.state.language === "zh"),
          ...(many ? [context.reportTitle(row.d)] : []),
          around ? graph.words(row.d, ...around) : "",
          supplied === null ? "" : context.say(SUPPLIED[supplied]),
        ];
        const keys = cells.with(4, context.time(index) ?? "");
        return [this.row(cells, { kind: "edge", edge: edge.index }, row.d, keys)];
      });
    const words = ["subject", "predicate", "object", "modality", "time", ...(many ? (["report"] as const) : []), "sentence", "unsaid"] as const;
    return { id: "relations", columns: words.map((word) => context.say(word)), rows };
  }

  private entities(): Sheet {
    const { context } = this;
    const { graph, shown } = context;
    const rows = graph.order
      .filter((node) => shown.nodes.has(node))
      .map((node) => {
        const row = graph.data.nodes[node]!;
        const [degree, mentions] = [graph.degree[node]!, graph.mentionsOf[node]!.length];
        const cells = [context.name(node), context.label(graph.data.types[row.t]), String(degree), String(mentions), (row.a ?? []).join("、"), row.c ?? "", row.i];
        return this.row(cells, { kind: "node", node }, graph.mentionsOf[node]![0]?.report ?? null, [cells[0]!, cells[1]!, degree, mentions, ...cells.slice(4)]);
      });
    return { id: "entities", columns: [...(["name", "type", "relations", "mentions", "aliases", "code"] as const).map((word) => context.say(word)), "IRI"], rows };
  }

  private quantities(): Sheet {
    const { context } = this;
    const { data } = context.graph;
    const many = data.reports.length > 1;
    const rows = data.quantities
      .map((row, index) => ({ row, index }))
      .filter(({ index }) => context.shown.quantities.has(index))
      .map(({ row, index }) => {
        const concepts = [row.b, row.g, row.k].map((index) => (index === undefined ? "" : context.label(data.concepts[index])));
        const evidence = row.e[0];
        const time = row.w === undefined ? "" : (data.times[row.w]?.v ?? "");
        const words = evidence ? context.graph.words(row.d, ...evidence.r) : "";
        const cells = [context.counted(row), words, row.v, unit(row), ...concepts, row.a === undefined ? "" : context.name(row.a), timeWords(time, context.state.language === "zh"), ...(many ? [context.reportTitle(row.d)] : [])];
        const keys = [cells[0]!, cells[1]!, Number(row.v), ...cells.slice(3)];
        return this.row(cells, { kind: "figure", figure: index }, row.d, keys);
      });
    const words = ["counted", "words", "value", "unit", "bound", "change", "comparison", "actor", "time", ...(many ? (["report"] as const) : [])] as const;
    return { id: "quantities", columns: words.map((word) => context.say(word)), rows, numbers: words.indexOf("value") };
  }
}
