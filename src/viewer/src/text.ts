/** Text that comes from reports is hostile: nothing in it may hide, turn the line around or end the markup. */

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Show control and direction characters by their number instead of obeying them, and those without width where there is nothing else to see. */
export function visible(text: string): string {
  const number = (char: string): string => `⟦${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟧`;
  const shown = text.replace(CONTROLS, number);
  return isSeen(shown) ? shown : shown.replace(UNSEEN, number);
}

/** Whether a name has a character that is seen: not only spaces and signs without width. */
export function isSeen(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Escape text for XML content and attributes; what XML cannot hold is shown by its number. */
export function escapeXml(text: string): string {
  return visible(text)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** The number of code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The first `limit` characters, with an ellipsis where there are more. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** Break a name into at most `lines` lines of about `width` characters of Chinese; Latin letters count half. No line of one or two characters is left over. */
export function wrap(text: string, width: number, lines: number): string[] {
  const out = broken(text, width, lines);
  const last = out.at(-1) ?? "";
  if (out.length < 2 || last.endsWith("…") || codePoints(last) > 2) return out;
  return broken(text, Math.ceil(wide(text) / out.length) + 0.5, lines);
}

const half = (char: string): boolean => /[\u0000-\u02ff]/.test(char);

function wide(text: string): number {
  return [...visible(text)].reduce((sum, char) => sum + (half(char) ? 0.55 : 1), 0);
}

function broken(text: string, width: number, lines: number): string[] {
  const out: string[] = [];
  let line = "";
  let used = 0;
  for (const char of visible(text)) {
    const size = half(char) ? 0.55 : 1;
    if (used + size > width) {
      if (out.length === lines - 1) return [...out, `${line.slice(0, -1)}…`];
      out.push(line);
      line = "";
      used = 0;
    }
    line += char;
    used += size;
  }
  return line ? [...out, line] : out;
}

/** A CSV field, safe to open in a spreadsheet: a leading formula sign is kept from being one. */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(csvField).join(",")).join("\r\n")}\r\n`;
}
