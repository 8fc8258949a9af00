import { expect, test } from "vitest";
import { operandsIn } from "./operands";

test.each([
  ["steps.price.output.total > env.LIMIT", ["steps.price.output.total", "env.LIMIT"]],
  ["input.card.startsWith('4') && !input.vip", ["input.card", "input.vip"]],
  ["steps.?a.output.?b.orValue(0) == 0", ["steps.a.output.b"]],
  ["input.items[0].qty > 1 || input.items[0].qty < 0", ["input.items.0.qty"]],
  ["input.list.filter(x, x > 1).size() > 0", ["input.list"]],
  ["size(input.items) > 0", ["input.items"]],
  ["item % 2 == 0 && index < 3", ["item", "index"]],
  ['\'env.NAME\' == "input.a \\" env.B" || loop.state.n < 3', ["loop.state.n"]],
  ["my.input.a == 1", []],
  ["true", []],
])("%s reads %j", (expression, ways) => {
  expect(operandsIn(expression).map((parts) => parts.join("."))).toEqual(ways);
});
