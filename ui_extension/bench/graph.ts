/** A workflow as large as wanted: columns of ten, each step after two of the column before. */

export const WIDTH_PX = 240;
export const HEIGHT_PX = 56;
const ROWS = 10;

export function aGraph(count: number) {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    x: Math.floor(index / ROWS) * 336,
    y: (index % ROWS) * 112,
  }));
  const edges = nodes.flatMap((_, index) => {
    const before = index - ROWS;
    if (before < 0) return [];
    const beside = (index % ROWS) + 1 < ROWS ? [{ from: `n${before + 1}`, to: `n${index}` }] : [];
    return [{ from: `n${before}`, to: `n${index}` }, ...beside];
  });
  return { nodes, edges };
}

export function asDocument(name: string, count: number) {
  const { nodes, edges } = aGraph(count);
  return {
    schema: "wfplatform/v1",
    kind: "flow",
    name,
    nodes: nodes.map(({ id }) => ({
      id,
      type: "data.set@1",
      title: `Step ${id}`,
      with: { values: { x: "${{ input }}" } },
    })),
    edges,
    layout: { nodes: Object.fromEntries(nodes.map(({ id, x, y }) => [id, { x, y }])) },
  };
}

export function asFlow(count: number) {
  const { nodes, edges } = aGraph(count);
  return {
    nodes: nodes.map(({ id, x, y }) => ({
      id,
      position: { x, y },
      width: WIDTH_PX,
      height: HEIGHT_PX,
      data: { label: `Step ${id}` },
    })),
    edges: edges.map(({ from, to }) => ({
      id: `${from}->${to}`,
      source: from,
      target: to,
      type: "smoothstep",
    })),
  };
}
