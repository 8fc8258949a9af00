/** The set with `key` in it if it was not, and without it if it was. */
export function toggled<Key>(before: ReadonlySet<Key>, key: Key): ReadonlySet<Key> {
  const next = new Set(before);
  if (!next.delete(key)) next.add(key);
  return next;
}
