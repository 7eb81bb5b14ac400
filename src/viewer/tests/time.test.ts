import { describe, expect, it } from "vitest";
import { monthName, monthOf, months, overlaps } from "../src/time";

const month = (year: number, number: number): number => year * 12 + number - 1;

describe("time", () => {
  it.each([
    ["2023", month(2023, 1), month(2023, 12)],
    ["2023-04", month(2023, 4), month(2023, 4)],
    ["2023-12-01", month(2023, 12), month(2023, 12)],
    ["2023-12-01T14:09:33", month(2023, 12), month(2023, 12)],
    ["2023-04/..", month(2023, 4), Infinity],
    ["../2023-04", -Infinity, month(2023, 4)],
    ["2026/2030", month(2026, 1), month(2030, 12)],
  ])("reads %s", (value, from, to) => expect(months(value)).toEqual({ from, to }));
  it.each(["", "十四五", "2023-13", "2024/2023"])("leaves %s", (value) => {
    const read = months(value);
    expect(read === null || read.from === -Infinity).toBe(true);
  });
  it("compares and names months", () => {
    expect(overlaps({ from: 1, to: 3 }, { from: 3, to: 9 })).toBe(true);
    expect(overlaps({ from: 1, to: 3 }, { from: 4, to: 9 })).toBe(false);
    expect(monthName(monthOf("2023-04")!)).toBe("2023-04");
    expect(monthOf("x")).toBeNull();
  });
});
