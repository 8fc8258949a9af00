/** What it answers for a word it answers again, without being asked anew. */
export function remembered<T>(ask: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word) ?? ask(word);
    known.set(word, found);
    return found;
  };
}
