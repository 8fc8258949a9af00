/** The plain ways into data that an expression reads, such as `steps.price.output.total`. */

const ROOTS = new Set(["input", "env", "trigger", "steps", "item", "index", "loop", "error", "execution"]);
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const WAY = /(?<![\w.])[A-Za-z_]\w*(?:\s*\.\s*\??\s*[A-Za-z_]\w*(?!\w*\s*\()|\[\s*\d+\s*\])*/g;
const PART = /[A-Za-z_]\w*|\d+/g;

/** Each once, in the order of reading, as its parts. What is called is no part of a way: `input.name.size()` reads `input.name`. */
export function operandsIn(expression: string): readonly (readonly string[])[] {
  // What stands in quotes reads nothing. As long as before, and nothing that a name is made of.
  const text = expression.replaceAll(QUOTED, (quoted) => "'".repeat(quoted.length));
  const found = new Map<string, readonly string[]>();
  for (const [way] of text.matchAll(WAY)) {
    const parts = way.match(PART) ?? [];
    if (ROOTS.has(parts[0] ?? "")) found.set(parts.join("."), parts);
  }
  return [...found.values()];
}
