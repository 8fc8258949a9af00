import { type QueryKey, queryOptions } from "@tanstack/react-query";

/** The beginning of what is only ever added to. `more`: the gateway has what follows `last`. */
export type Appended<Item> = { items: readonly Item[]; last: number; more: boolean };

/** A history, or a log: what is known stays known, and each read goes on behind it. */
export const appendedQuery = <Item>(
  queryKey: QueryKey,
  readBehind: (last: number) => Promise<Appended<Item>>,
) =>
  queryOptions({
    queryKey,
    // To compare all that is known would take longer than to read what is new.
    structuralSharing: false,
    queryFn: async ({ client }) => {
      const known = client.getQueryData<Appended<Item>>(queryKey);
      const next = await readBehind(known?.last ?? 0);
      if (known === undefined) return next;
      if (next.items.length === 0 && next.more === known.more) return known;
      return { ...next, items: [...known.items, ...next.items] };
    },
  });
