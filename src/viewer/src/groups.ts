/** Reports alone or by the year of their issue: what stands side by side in the matrix and in a comparison. */

import type { Context } from "./context";
import type { Graph } from "./graph";

export interface Group {
  /** the report's IRI, or the year */
  readonly key: string;
  readonly name: string;
  readonly reports: readonly number[];
}

const year = (issued: string | undefined): string | undefined => /^\d{4}/.exec(issued ?? "")?.[0];

/** The years in which reports were issued, with the reports of each. */
function years(graph: Graph): Map<string, number[]> {
  const found = new Map<string, number[]>();
  graph.data.reports.forEach(({ issued }, index) => {
    const key = year(issued);
    if (key) found.set(key, [...(found.get(key) ?? []), index]);
  });
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

/** Whether there is more than one year to tell apart. */
export function hasYears(graph: Graph): boolean {
  return years(graph).size > 1;
}

export function byYear(context: Context): Group[] {
  return [...years(context.graph)].map(([key, reports]) => ({ key, name: context.state.language === "en" ? key : `${key}年`, reports }));
}

export function byReport(context: Context): Group[] {
  return context.graph.data.reports.map((row, index) => ({ key: row.i, name: context.reportName(index), reports: [index] }));
}

/** Whether a key is that of a report or of a year. */
export function isGroup(graph: Graph, key: string): boolean {
  return graph.data.reports.some((row) => row.i === key || year(row.issued) === key);
}

export function groupOf(context: Context, key: string): Group | undefined {
  return [...byYear(context), ...byReport(context)].find((group) => group.key === key);
}
