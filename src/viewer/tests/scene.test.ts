import { describe, expect, it } from "vitest";
import { along, distance, labelBox, Occupied, toSvg, type Scene } from "../src/scene";
import { contrast, DARK, LIGHT, mix, onBackground, parse } from "../src/theme";

const line = { x1: 0, y1: 0, x2: 100, y2: 0, bend: 0, color: "#000000", width: 1, arrow: true, dashed: true };

describe("scene", () => {
  it("measures the way to a line, straight and bent", () => {
    expect(distance(line, 50, 7)).toBeCloseTo(7);
    expect(distance(line, -30, 40)).toBeCloseTo(50);
    const bent = { ...line, bend: 0.4 };
    expect(distance(bent, 50, along(bent, 0.5).y)).toBeLessThan(0.5);
  });
  it("keeps labels apart", () => {
    const taken = new Occupied();
    taken.take(labelBox(100, 100, ["专项整治"], 12));
    expect(taken.free(labelBox(110, 104, ["执法"], 12))).toBe(false);
    expect(taken.free(labelBox(100, 130, ["执法"], 12))).toBe(true);
  });
  it("writes SVG that is well formed whatever the names are", () => {
    const scene: Scene = {
      width: 200,
      height: 100,
      background: "#ffffff",
      lines: [line, { ...line, bend: 0.3, dashed: false, arrow: false }],
      discs: [{ x: 10, y: 10, r: 5, color: "#ff0000", ring: "#000000" }],
      labels: [{ x: 10, y: 30, lines: ["</text><script>", "\u202e\u0000&"], size: 12, color: "#000000", bold: true }],
    };
    const svg = toSvg(scene, "<title>");
    const read = new DOMParser().parseFromString(svg, "image/svg+xml");
    expect(read.querySelector("parsererror")).toBeNull();
    expect(read.querySelectorAll("text")).toHaveLength(2);
    expect(read.querySelector("script")).toBeNull();
    expect(svg).toContain("⟦202E⟧");
  });
});

describe("theme", () => {
  it("moves a type's colour until it stands out", () => {
    for (const palette of [LIGHT, DARK])
      for (const color of ["#000000", "#ffffff", "#6b6b6b", "#2f6db3", "nonsense"]) expect(contrast(onBackground(color, palette), palette.background)).toBeGreaterThanOrEqual(3);
    expect(parse("#0a0b0c")).toEqual([10, 11, 12]);
    expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080");
  });
  it("reads well", () => {
    for (const { ink, muted, accent, background } of [LIGHT, DARK]) for (const color of [ink, muted, accent]) expect(contrast(color, background)).toBeGreaterThan(4.5);
  });
});
