/** The two ends of an edge: `node.port`, or `node` for its port `out`. */

export interface End {
  readonly node: string;
  readonly port: string;
}

export function ends(text: string): End {
  const dot = text.indexOf(".");
  return dot < 0 ? { node: text, port: "out" } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** As it is written: the port `out` goes without saying. */
export function endText(node: string, port: string): string {
  return port === "out" ? node : `${node}.${port}`;
}
