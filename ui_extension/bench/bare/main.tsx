// What React Flow takes by itself for the same nodes and edges: its own nodes and edges, nothing of ours.
import "@xyflow/react/dist/style.css";
import { Background, Controls, MiniMap, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import { createRoot } from "react-dom/client";
import type { asFlow } from "../graph";

type Graph = ReturnType<typeof asFlow>;

function Bare({ graph }: { graph: Graph }) {
  const [nodes, , onNodesChange] = useNodesState(graph.nodes);
  const [edges, , onEdgesChange] = useEdgesState(graph.edges);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      defaultViewport={{ x: 48, y: 48, zoom: 0.7 }}
      minZoom={0.02}
      onlyRenderVisibleElements
    >
      <Background />
      <MiniMap />
      <Controls />
    </ReactFlow>
  );
}

// Where our canvas is, and as large.
const asked = new URL(location.href).searchParams;
const root = document.getElementById("root");
for (const side of ["left", "top", "width", "height"] as const)
  root?.style.setProperty(side, `${asked.get(side)}px`);
const graph = (await (await fetch(`./graph-${asked.get("nodes")}.json`)).json()) as Graph;
if (root !== null) createRoot(root).render(<Bare graph={graph} />);
