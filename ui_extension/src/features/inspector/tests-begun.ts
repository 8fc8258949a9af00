/** The last test of each choice of nodes, while the page is open: it goes on when another node is looked at. */
import { create } from "zustand";

const useTests = create<{ readonly begun: Readonly<Record<string, string>> }>(() => ({ begun: {} }));

/** The execution that tries these nodes, if they were tried. */
export function useTestOf(workflow: string, nodes: readonly string[]) {
  const key = `${workflow} ${[...nodes].sort().join(" ")}`;
  const execution = useTests((state) => state.begun[key]);
  const remember = (id: string) => useTests.setState(({ begun }) => ({ begun: { ...begun, [key]: id } }));
  return { execution, remember };
}
