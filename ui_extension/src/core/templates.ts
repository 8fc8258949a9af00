// What a new workflow may begin with. Each one compiles and runs as it is, without any outside system (a test holds it).
import blank from "./templates/blank.json";
import checkOrder from "./templates/check-order.json";
import eachItem from "./templates/each-item.json";
import greet from "./templates/greet.json";

export type Document = { name: string; title?: string; [key: string]: unknown };

export const TEMPLATES = {
  greet: greet as Document,
  "check-order": checkOrder as Document,
  "each-item": eachItem as Document,
  blank: blank as Document,
} as const;

export type Template = keyof typeof TEMPLATES;

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

export const isName = (text: string) => NAME.test(text);

/** A name from a title that a person wrote: `Approve an order!` is `approve-an-order`. */
export function nameOf(title: string): string {
  const plain = title.normalize("NFKD").replaceAll(/[̀-ͯ]/g, "").toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, 63);
}

/** A document of its own, begun from a template. */
export function begun(template: Template, name: string, title: string): Document {
  return { ...TEMPLATES[template], name, title };
}
