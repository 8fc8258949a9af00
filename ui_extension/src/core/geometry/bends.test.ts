import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graspsOn, legsThrough } from "./bends.ts";
import { simplified } from "./route.ts";
import type { Point } from "./shapes.ts";

const from = { x: 0, y: 0, side: "right" as const };
const to = { x: 400, y: 200 };
const level = (points: readonly Point[]) =>
  points.every((at, index) => index === 0 || at.x === points[index - 1]?.x || at.y === points[index - 1]?.y);

describe("an edge through bends", () => {
  test("is level or upright everywhere, and passes through each of them in turn", () => {
    const point = fc.record({
      x: fc.integer({ min: -300, max: 700 }),
      y: fc.integer({ min: -300, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 5 }), (bends) => {
        const legs = legsThrough(from, to, bends);
        expect(legs).toHaveLength(bends.length + 1);
        expect(legs[0]?.[0]).toMatchObject({ x: 0, y: 0 });
        expect(legs.at(-1)?.at(-1)).toEqual(to);
        for (const [index, bend] of bends.entries()) {
          expect(legs[index]?.at(-1)).toEqual(bend);
          expect(legs[index + 1]?.[0]).toEqual(bend);
        }
        expect(level(legs.flat())).toBe(true);
      }),
    );
  });

  test("a bend beside the straight way moves the upright piece there, and adds none", () => {
    expect(simplified(legsThrough(from, to, [{ x: 120, y: 90 }]).flat())).toEqual([
      { x: 0, y: 0, side: "right" },
      { x: 120, y: 0 },
      { x: 120, y: 200 },
      { x: 400, y: 200 },
    ]);
  });

  test("a bend above both ends lifts the edge over them without going back on itself", () => {
    const points = simplified(legsThrough(from, to, [{ x: 200, y: -100 }]).flat());
    expect(points.map(({ x, y }) => `${x},${y}`)).toEqual([
      "0,0",
      "20,0",
      "20,-100",
      "380,-100",
      "380,200",
      "400,200",
    ]);
  });

  test("can be pulled at the middle of each long piece, which says where the new bend comes", () => {
    const legs = legsThrough(from, to, [{ x: 120, y: 90 }]);
    expect(graspsOn(legs, 40)).toEqual([
      { at: { x: 60, y: 0 }, index: 0 },
      { at: { x: 120, y: 45 }, index: 0 },
      { at: { x: 120, y: 145 }, index: 1 },
      { at: { x: 260, y: 200 }, index: 1 },
    ]);
  });
});
