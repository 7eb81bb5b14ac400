/** Colours: types bring theirs from the ontology; a theme only moves them away from its background. */

export interface Palette {
  readonly dark: boolean;
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly edgeStrong: string;
  readonly accent: string;
}

export const LIGHT: Palette = {
  dark: false,
  background: "#fbfaf7",
  ink: "#23211d",
  muted: "#6a655c",
  edge: "#aca494",
  edgeStrong: "#726a5d",
  accent: "#a8321f",
};

/** What is printed lies on white. */
export const PAPER: Palette = { ...LIGHT, background: "#ffffff" };

export const DARK: Palette = {
  dark: true,
  background: "#1a1b1e",
  ink: "#ebe8e2",
  muted: "#a5a19a",
  edge: "#62656d",
  edgeStrong: "#9a9ca4",
  accent: "#f08a70",
};

type Rgb = readonly [number, number, number];

export function parse(color: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  return match ? [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)] : [136, 136, 136];
}

/** `share` of `a` and the rest of `b`. */
export function mix(a: string, b: string, share: number): string {
  const [x, y] = [parse(a), parse(b)];
  return `#${x.map((v, i) => Math.round(v * share + y[i]! * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(color: string): number {
  const [r, g, b] = parse(color).map((v) => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** A type's colour, moved towards the ink until it stands out from the background by `least`. */
export function onBackground(color: string, palette: Palette, least = 3): string {
  for (let share = 1; share > 0; share -= 0.1) {
    const tried = mix(color, palette.ink, share);
    if (contrast(tried, palette.background) >= least) return tried;
  }
  return palette.ink;
}

/** A class for the colour of each type, as it shows on the theme's background. */
export function classes(types: readonly { readonly color: string }[], palette: Palette): string {
  return types.map((type, index) => `.t${index}{--c:${onBackground(type.color, palette)}}`).join("");
}
