import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../testing/workflows.ts";
import { readDocument } from "../document/reading.ts";
import { indexOf } from "../document/scopes.ts";
import { parseText } from "../document/text-formats.ts";
import { positionsOf } from "./positions.ts";
import { grown, overlap, type Rect } from "./shapes.ts";
import { GRID_PX, sizesOf } from "./sizes.ts";

const EXAMPLES = new URL("../../../../definitions/workflows/", import.meta.url);

test.each(readdirSync(EXAMPLES))("no step of the example %s stands on another, or too near to it", (file) => {
  const text = readFileSync(new URL(file, EXAMPLES), "utf8");
  const read = readDocument(parseText(text, file.endsWith(".yaml") ? "yaml" : "json"));
  if (!("document" in read)) throw new Error(`${file} cannot be drawn`);
  const positions = positionsOf(read.document);
  const sizes = sizesOf(read.document, CATALOGUE, positions);
  const rectOf = (id: string) => ({ ...positions.get(id), ...sizes.get(id) }) as Rect;

  const near = [...indexOf(read.document).graphs.values()].flatMap(({ nodes }) =>
    nodes.flatMap(({ id }, at) =>
      nodes
        .slice(at + 1)
        .filter((other) => overlap(grown(rectOf(id), 2 * GRID_PX), rectOf(other.id)))
        .map((other) => `${id} ${other.id}`),
    ),
  );

  expect(near).toEqual([]);
});
