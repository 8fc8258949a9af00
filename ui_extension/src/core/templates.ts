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

/** As they are written where there are no such letters. */
const GERMAN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** A name from a title that a person wrote: `Approve an order!` is `approve-an-order`. */
export function nameOf(title: string): string {
  const written = title
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => GERMAN[letter] ?? letter);
  const plain = written.normalize("NFKD").replaceAll(/[̀-ͯ]/g, "");
  return plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, 63);
}

/** A document of its own, begun from a template. */
export function begun(template: Template, name: string, title: string): Document {
  return { ...TEMPLATES[template], name, title };
}
