import { describe, expect, it } from "vitest";
import { gridAt } from "./grid-look";

const AT = { x: 48, y: 40, zoom: 1 };

describe("the grid behind a drawing", () => {
  it("has a dot where a card's corner snaps", () => {
    const { x, y, stepPx } = gridAt({ x: 48, y: 40, zoom: 0.75 }, 800, 600);
    // A card at 320, 160 of the drawing.
    expect((320 * 0.75 + 48 - x) % stepPx).toBeCloseTo(0);
    expect((160 * 0.75 + 40 - y) % stepPx).toBeCloseTo(0);
  });

  it.each([8, 1, 0.7, 0.3, 0.02])("has dots that are told apart at a zoom of %d", (zoom) => {
    const { stepPx, radiusPx } = gridAt({ ...AT, zoom }, 800, 600);
    expect(stepPx).toBeGreaterThanOrEqual(16);
    expect(Math.log2(stepPx / (16 * zoom)) % 1).toBeCloseTo(0);
    expect(radiusPx * 4).toBeLessThan(stepPx);
  });

  it.each([0.9, 8])("has no dot outside of its rows, wherever the view is, at a zoom of %d", (zoom) => {
    const { y, stepPx, radiusPx, rows } = gridAt({ x: -1234.5, y: -987.6, zoom }, 800, 600);
    const drawn = [...rows.matchAll(/M0 (-?\d+)h800v(\d+)/g)].map(([, top, tall]) => [
      Number(top),
      Number(tall),
    ]);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThan(stepPx);
    for (let row = y - stepPx; row - radiusPx < 600; row += stepPx) {
      const [top = Number.NaN, tall = Number.NaN] = drawn.shift() ?? [];
      expect(top).toBeLessThanOrEqual(row - radiusPx);
      expect(top + tall).toBeGreaterThanOrEqual(row + radiusPx);
    }
    expect(drawn).toEqual([]);
  });
});
