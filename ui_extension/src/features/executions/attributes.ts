// Search attributes as one writes them: `order_id=A-1, name="Doe, Jane"`.
const PAIR = /\s*([^=,"]*[^=,"\s])\s*=\s*(?:"((?:[^"]|"")*)"|([^\s,"](?:[^,]*[^\s,])?))\s*(?:,|$)/y;

/** Values by name; null when it does not read as such. A value with a comma stands in quotes, a quote in it twice. */
export function attributesOf(text: string): Record<string, string> | null {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    PAIR.lastIndex = at;
    const [all, name = "", quoted, plain = ""] = PAIR.exec(text) ?? [];
    // Of two values for one name, the first would be forgotten.
    if (all === undefined || found.has(name)) return null;
    found.set(name, quoted?.replaceAll('""', '"') ?? plain);
    at += all.length;
  }
  return Object.fromEntries(found);
}
