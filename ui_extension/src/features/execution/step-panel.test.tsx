// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { iteration, page, step, withRoom } from "@/testing/watching";

beforeEach(withRoom);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a decision shows what each case was asked, what it looked at, and how it came out", async () => {
  await page({
    nodes: [
      {
        id: "size",
        type: "flow.decision@1",
        with: {
          cases: [
            { port: "large", when: "steps.price.output.total > env.LARGE" },
            { port: "fair", when: "input.fair" },
            { port: "odd", when: "input.odd" },
          ],
          default: "small",
        },
      },
    ],
    detail: { input: { fair: true, odd: true } },
    steps: [step("price", { output: { total: 23 } }), step("size", { port: "fair", case: 1 })],
    first: "size",
  });

  const cases = (await screen.findByRole("heading", { name: /^Conditions/ })).parentElement as HTMLElement;
  expect([...cases.querySelectorAll("dl > div")].map((one) => one.textContent)).toEqual([
    "largedid not holdsteps.price.output.total > env.LARGEsteps.price.output.total = 23env.LARGE = 100",
    "fairheldinput.fairinput.fair = true",
    "oddwas not askedinput.odd",
  ]);
  expect(screen.queryByRole("heading", { name: "Input" })).not.toBeInTheDocument();
});

const times = (state: unknown, index: number) => ({
  ...(iteration(index) as object),
  scope: `until[${index}]`,
  item: null,
  state,
  output: null,
  error: null,
});
const UNTIL = { id: "until", type: "flow.while@1", with: { condition: "loop.state.n < 2" } };

test("a loop shows how often its condition held, and each time through it what it began with", async () => {
  const user = await page({
    nodes: [UNTIL],
    steps: [
      step("until", {
        output: { n: 2 },
        input: { state: { n: 0 } },
        iterations: [times({ n: 0 }, 0), times({ n: 1 }, 1)] as never,
      }),
    ],
    first: "until",
  });
  const conditions = async () =>
    (await screen.findByRole("heading", { name: /^Conditions/ })).parentElement?.querySelector("dl")
      ?.textContent;
  expect(await conditions()).toBe("held 2 times, then no moreloop.state.n < 2loop.state.n = 2");

  await user.click(screen.getByRole("treeitem", { name: /\[1\]/ }));

  expect(await conditions()).toBe("heldloop.state.n < 2loop.state.n = 1");
  const state = screen.getByRole("heading", { name: "State" }).closest("section");
  expect(state).toHaveTextContent('{ "n": 1 }');
});

test("what a list was made of is shown with the list, and one time through it with its item and what came out", async () => {
  const each = (index: number) => ({
    ...(iteration(index) as object),
    item: { name: `item ${index}` },
    state: null,
    output: `done ${index}`,
    error: null,
  });
  const user = await page({
    nodes: [{ id: "each", type: "flow.foreach@1", with: { items: "input.names" } }],
    steps: [step("each", { input: { items: ["a", "b"] }, iterations: [each(0), each(1)] as never })],
    first: "each",
  });
  const evaluated = (await screen.findByRole("heading", { name: /as evaluated/ })).parentElement;
  expect(evaluated).toHaveTextContent('itemsinput.names → ["a","b"]');

  await user.click(screen.getByRole("treeitem", { name: /\[1\]/ }));

  expect(screen.getByRole("heading", { name: "Item" }).closest("section")).toHaveTextContent("item 1");
  expect(screen.getByRole("heading", { name: "Output" }).closest("section")).toHaveTextContent("done 1");
});

test("the part of a try that takes up a failure says which, and is no failure itself", async () => {
  const caught = {
    ...(iteration(1) as object),
    scope: "t[catch]",
    name: "catch",
    item: null,
    state: null,
    output: "mended",
    error: { code: "NO", message: "it broke", remedy: "" },
  };
  const user = await page({ steps: [step("t", { iterations: [caught] as never })] });

  await user.click(await screen.findByRole("treeitem", { name: /When it fails/ }));

  expect((await screen.findByText("Caught: it broke")).closest("[role=alert]")).toBeNull();
  expect(screen.getByRole("heading", { name: "Output" }).closest("section")).toHaveTextContent("mended");
});

test("a long text within a value is cut, and what stands behind it is shown", async () => {
  await page({
    steps: [step("charge", { port: "out", output: { picture: "x".repeat(50_000), last: "seen" } })],
    first: "charge",
  });

  const output = (await screen.findAllByText(/"last": "seen"/)).at(0);
  expect(output).toHaveTextContent("x… (49700)");
  expect(screen.getByText(/^Long parts are cut/)).toBeVisible();
});
