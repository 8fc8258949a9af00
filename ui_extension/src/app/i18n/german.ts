/** All that is said in German. */
export const CATALOGUES = import.meta.glob<Record<string, unknown>>("/src/**/messages.de.json", {
  eager: true,
  import: "default",
});
