import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";
import { guidesFor } from "./align.ts";
import { Near } from "./near.ts";
import { positionsOf } from "./positions.ts";
import { pathOf, route } from "./route.ts";
import { overlap, type Point, type Rect } from "./shapes.ts";
import { AREA_ORIGIN, portAt, sizesOf } from "./sizes.ts";

describe("positions", () => {
  test("what nobody placed stands behind what leads to it, and nothing lies on anything", () => {
    const document = aWorkflow(["a", "b", "c", "d"], ["a->b", "a->c", "b->d", "c->d"]);
    const at = positionsOf(document);
    const x = (id: string) => at.get(id)?.x ?? -1;
    expect(x("a")).toBeLessThan(x("b"));
    expect(x("b")).toBe(x("c"));
    expect(x("c")).toBeLessThan(x("d"));
    const rects = [...at.values()].map((point) => ({ ...point, width: 240, height: 56 }));
    for (const one of rects)
      for (const other of rects) expect(one === other || !overlap(one, other)).toBe(true);
  });

  test("what a person placed stays, and the rest goes below", () => {
    const at = positionsOf(aWorkflow(["a", "b"], ["a->b"], { layout: { nodes: { a: { x: 7, y: 300 } } } }));
    expect(at.get("a")).toEqual({ x: 7, y: 300 });
    expect(at.get("b")?.y).toBeGreaterThan(300);
  });

  test("a container that nobody placed takes as much room as what it holds, however deep", () => {
    const four = ["p", "q", "r", "s"].map((id) => aNode(id));
    const document = aWorkflow(
      [
        "a",
        aLoop(
          "each",
          [...four, aLoop("inner", [aNode("u"), aNode("v")], ["u->v"])],
          ["p->q", "q->r", "r->s"],
        ),
        "b",
        "c",
      ],
      ["a->each", "each->b", "a->c"],
    );
    const positions = positionsOf(document);
    const sizes = sizesOf(document, CATALOGUE, positions);
    for (const ids of [
      ["a", "each", "b", "c"],
      ["p", "q", "r", "s", "inner"],
      ["u", "v"],
    ]) {
      const rects = ids.map((id) => ({
        ...{ x: 0, y: 0 },
        ...positions.get(id),
        ...{ width: 0, height: 0 },
        ...sizes.get(id),
      }));
      for (const one of rects)
        for (const other of rects) expect(one === other || !overlap(one, other)).toBe(true);
    }
    const end = (positions.get("each")?.x ?? 0) + (sizes.get("each")?.width ?? 0);
    expect(positions.get("b")?.x).toBeGreaterThan(end + 40);
  });

  test("a cycle is placed too", () => {
    expect(positionsOf(aWorkflow(["a", "b"], ["a->b", "b->a"])).size).toBe(2);
  });
});

describe("sizes", () => {
  test("a container is as large as what it holds", () => {
    const document = aWorkflow([aLoop("each", [aNode("far")])], [], {
      layout: { nodes: { far: { x: 500, y: 400 } } },
    });
    const size = sizesOf(document, CATALOGUE, positionsOf(document)).get("each");
    const area = size?.areas[0];
    expect(area?.width).toBeGreaterThan(500 + 240);
    expect(area?.height).toBeGreaterThan(400 + 56 + AREA_ORIGIN.y);
    expect(size?.width).toBeGreaterThan(area?.width ?? Infinity);
  });

  test("a collapsed one is a card, and what it holds is not drawn", () => {
    const document = aWorkflow([aLoop("each", [aNode("x")])], [], {
      layout: { nodes: { each: { x: 0, y: 0, collapsed: true } } },
    });
    const sizes = sizesOf(document, CATALOGUE, positionsOf(document));
    expect([...sizes.keys()]).toEqual(["each"]);
    expect(sizes.get("each")?.areas).toEqual([]);
  });

  test("named ports have rows, a lone `out` sits in the middle, failures at the bottom", () => {
    const document = aWorkflow(["a", aLoop("each", [])]);
    const sizes = sizesOf(document, CATALOGUE, positionsOf(document));
    const [plain, loop] = [sizes.get("a"), sizes.get("each")];
    if (plain === undefined || loop === undefined) throw new Error("no size");
    expect(portAt(plain, "out")).toEqual({ x: 240, y: 28, side: "right" });
    expect(portAt(plain, "error").side).toBe("bottom");
    expect(portAt(loop, "partial").y).toBeGreaterThan(portAt(loop, "out").y);
  });
});

describe("a route", () => {
  const isLevel = (points: readonly Point[]) =>
    points.every(
      (point, index) => index === 0 || point.x === points[index - 1]?.x || point.y === points[index - 1]?.y,
    );
  const rect = fc.record({
    x: fc.integer({ min: -400, max: 1200 }),
    y: fc.integer({ min: -400, max: 800 }),
    width: fc.constant(240),
    height: fc.integer({ min: 56, max: 200 }),
  });

  test("has right angles alone, and both its ends", () => {
    fc.assert(
      fc.property(
        rect,
        rect,
        fc.array(rect, { maxLength: 10 }),
        fc.constantFrom("right", "bottom"),
        (a, b, others, side) => {
          const from = { x: a.x + 240, y: a.y + 28, side: side as "right" | "bottom" };
          const to = { x: b.x, y: b.y + 28 };
          const points = route(from, to, [a, b, ...others]);
          expect(points[0]).toMatchObject({ x: from.x, y: from.y });
          expect(points.at(-1)).toEqual(to);
          expect(isLevel(points)).toBe(true);
          expect(points.length).toBeLessThanOrEqual(6);
        },
      ),
    );
  });

  test("goes around a node that stands in the way", () => {
    const wall: Rect = { x: 400, y: -60, width: 240, height: 120 };
    const points = route({ x: 240, y: 0, side: "right" }, { x: 900, y: 0 }, [wall]);
    for (let index = 1; index < points.length; index += 1) {
      const [a, b] = [points[index - 1] as Point, points[index] as Point];
      const piece = {
        x: Math.min(a.x, b.x),
        y: Math.min(a.y, b.y),
        width: Math.abs(a.x - b.x),
        height: Math.abs(a.y - b.y),
      };
      expect(overlap(piece, wall)).toBe(false);
    }
  });

  test("is one line where nothing is in the way", () => {
    expect(route({ x: 0, y: 5, side: "right" }, { x: 300, y: 5 }, [])).toHaveLength(2);
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 9, y: 0 },
      ]),
    ).toBe("M0 0L9 0");
  });
});

describe("what is near", () => {
  test("is found without what is far", () => {
    const near = { x: 100, y: 100, width: 50, height: 50 };
    const index = new Near([near, { x: 5_000, y: 0, width: 50, height: 50 }]);
    expect(index.between({ x: 0, y: 0 }, { x: 300, y: 300 }, 10)).toEqual([near]);
  });
});

describe("guides", () => {
  test("draw a dragged node to the nearest line, and not from far", () => {
    const dragged = { x: 103, y: 300, width: 240, height: 56 };
    const other = { x: 100, y: 0, width: 240, height: 56 };
    expect(guidesFor(dragged, [other], 6)).toEqual({ dx: -3, dy: 0, x: 100 });
    expect(guidesFor(dragged, [other], 2)).toEqual({ dx: 0, dy: 0 });
  });
});
