import { expect, test } from "vitest";
import { filtersOf, searchOf } from "./search";

test("an address is read for what is ours and nothing else", () => {
  expect(searchOf({ status: "failed", text: "", nonsense: 1, attr: "order_id=7" })).toEqual({
    status: "failed",
    attr: "order_id=7",
  });
});

test("filters are what the address says, with a span of time counted back to the minute", () => {
  const filters = filtersOf(
    { status: "failed,stalled", since: "1h", attr: "order_id=A-7" },
    Date.UTC(2026, 4, 1, 12, 30, 59),
  );

  expect(filters).toMatchObject({
    status: ["failed", "stalled"],
    from: "2026-05-01T11:30:00.000Z",
    search: { order_id: "A-7" },
  });
});

test("what ended within a span of time is asked for by its end, whenever it began", () => {
  const filters = filtersOf({ ended: "24h" }, Date.UTC(2026, 4, 1, 12, 30, 59));

  expect(filters).toMatchObject({ endedFrom: "2026-04-30T12:30:00.000Z", from: undefined });
});

test.each([{ status: "failed,made-up" }, { since: "1y" }, { ended: "1y" }, { attr: "order_id" }])(
  "%j asks for nothing, and not for everything",
  (search) => {
    expect(filtersOf(search)).toBeNull();
  },
);
