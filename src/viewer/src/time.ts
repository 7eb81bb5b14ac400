/** Times as months counted from year 0, so that a slider can step through them. */

export interface Months {
  /** -Infinity where open */
  readonly from: number;
  /** Infinity where open; inclusive */
  readonly to: number;
}

/** Read an ISO 8601 year, month, date, date-time or interval (`a/b`, `a/..`); null where it is none of them. */
export function months(value: string): Months | null {
  const [first, last] = value.split("/", 2) as [string, string | undefined];
  const from = bound(first, "first");
  const to = bound(last ?? first, "last");
  return from === null || to === null || from > to ? null : { from, to };
}

function bound(value: string, side: "first" | "last"): number | null {
  if (value === ".." || value === "") return side === "first" ? -Infinity : Infinity;
  const match = /^(\d{4})(?:-(\d{2}))?(?:-\d{2})?(?:T[\d:.]+)?/.exec(value);
  if (!match) return null;
  const month = match[2] === undefined ? (side === "first" ? 0 : 11) : Number(match[2]) - 1;
  return month < 0 || month > 11 ? null : Number(match[1]) * 12 + month;
}

export function overlaps(a: Months, b: Months): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** `2023-04` for a count of months. */
export function monthName(count: number): string {
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

export function monthOf(name: string): number | null {
  const match = /^(\d{4})-(\d{2})$/.exec(name);
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : null;
}

/** The shortest name of a span, as ISO 8601 has it: `2025`, `2021/2025`, `2023-04`, `2023-04/..`. */
export function periodName({ from, to }: Months): string {
  const years = (!Number.isFinite(from) || from % 12 === 0) && (!Number.isFinite(to) || to % 12 === 11);
  const name = (month: number): string => (Number.isFinite(month) ? (years ? monthName(month).slice(0, 4) : monthName(month)) : "..");
  return name(from) === name(to) ? name(from) : `${name(from)}/${name(to)}`;
}
