/** The paragraphs of a report, told apart by their shape: headings, residue of the page, text. */

import type { ReportRow } from "./payload";
import { codePoints } from "./text";

const HEADING = 42;

export interface Paragraph {
  /** pieces from, to (exclusive) */
  readonly from: number;
  readonly to: number;
  readonly kind: "heading" | "residue" | "text";
}

export function paragraphs(report: ReportRow): Paragraph[] {
  const out: Paragraph[] = [];
  let first = 0;
  const close = (end: number): void => {
    if (end > first) out.push({ from: first, to: end, kind: kind(report, first, end) });
    first = end + 1;
  };
  report.pieces.forEach((text, index) => {
    if (/^\n+$/.test(text)) close(index);
  });
  close(report.pieces.length);
  return out;
}

function kind(report: ReportRow, from: number, to: number): Paragraph["kind"] {
  if (to <= report.body[0] || from >= report.body[1]) return "residue";
  const text = report.pieces.slice(from, to).join("").trim();
  return codePoints(text) <= HEADING && !/^.{1,4}[：:]/.test(text) && !/[。；;，,：:！？）)]$/.test(text) ? "heading" : "text";
}

export interface Section {
  /** the piece at which it begins */
  readonly from: number;
  readonly title: string;
}

/** The sections of a report by its headings; of headings one after the other the last counts. What stands before the first has no title. */
export function sections(report: ReportRow): Section[] {
  const out: Section[] = [{ from: 0, title: "" }];
  let fresh = false;
  for (const { from, to, kind } of paragraphs(report)) {
    if (kind === "heading") {
      if (fresh) out.pop();
      out.push({ from, title: report.pieces.slice(from, to).join("").trim() });
    }
    fresh = kind === "heading";
  }
  return out;
}

/** The index of the section that a piece stands in. */
export function sectionOf(all: readonly Section[], piece: number): number {
  let at = 0;
  while (at + 1 < all.length && all[at + 1]!.from <= piece) at++;
  return at;
}
