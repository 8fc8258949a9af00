import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { appendedQuery } from "./appended";

const page = (items: number[], more = false) => ({ items, last: items.at(-1) ?? 0, more });

test("what is known is not read again: each read goes on behind it, and nothing new changes nothing", async () => {
  const read = vi
    .fn()
    .mockResolvedValueOnce(page([1, 2], true))
    .mockResolvedValueOnce(page([3]))
    .mockResolvedValueOnce({ items: [], last: 3, more: false });
  const cache = new QueryClient();
  const query = { ...appendedQuery<number>(["numbers"], read), staleTime: 0 };

  await cache.fetchQuery(query);
  const known = await cache.fetchQuery(query);

  expect(known).toEqual({ items: [1, 2, 3], last: 3, more: false });
  expect(await cache.fetchQuery(query)).toBe(known);
  expect(read.mock.calls).toEqual([[0], [2], [3]]);
});

test("a read that fails loses nothing of what is known", async () => {
  const read = vi
    .fn()
    .mockResolvedValueOnce(page([1]))
    .mockRejectedValueOnce(new Error("away"));
  const cache = new QueryClient();
  const query = { ...appendedQuery<number>(["numbers"], read), staleTime: 0 };
  await cache.fetchQuery(query);

  await expect(cache.fetchQuery(query)).rejects.toThrow("away");

  expect(cache.getQueryData(["numbers"])).toEqual(page([1]));
});
