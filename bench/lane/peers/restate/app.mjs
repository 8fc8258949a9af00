// Restate: one service behind Restate's own HTTP ingress. Environment: PORT.
import * as restate from "@restatedev/restate-sdk";

const cents = (amount) => Math.round(amount * 100) / 100;

const addUp = (order) => cents(order.items.reduce((sum, item) => sum + item.qty * item.price, 0));
const decide = (total) => {
  const gross = total * 1.19;
  return { gross: cents(gross), decision: gross > 1000 ? "large" : "small" };
};
const build = (order_id, total, { gross, decision }) => ({ order_id, total, gross, decision });
const tell = ({ order_id, total, decision }) => `Order ${order_id}: ${total.toFixed(2)} ${decision}`;
const answer = (priced, text) => ({ ...priced, text });

const order = restate.service({
  name: "Order",
  handlers: {
    // Five steps, each recorded before the next.
    durable: async (context, order) => {
      const total = await context.run("add up", () => addUp(order));
      const decided = await context.run("decide", () => decide(total));
      const priced = await context.run("build", () => build(order.order_id, total, decided));
      const text = await context.run("tell", () => tell(priced));
      return await context.run("answer", () => answer(priced, text));
    },
    // Pure code between the recorded start and the recorded end, as a person writes it who asks for nothing.
    as_written: async (_context, order) => {
      const total = addUp(order);
      const priced = build(order.order_id, total, decide(total));
      return answer(priced, tell(priced));
    },
  },
});

restate.serve({ services: [order], port: Number(process.env.PORT) });
