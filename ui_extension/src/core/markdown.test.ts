import { expect, test } from "vitest";
import { blocksOf } from "./markdown.ts";

test("a text is paragraphs, code as it stands, and lists whose items go on in the next line", () => {
  const text = 'Sends\none.\n\n```json\n{"a": "**b**"}\n\n{}\n```\nTwo ways:\n- one\n  goes on\n- other\n';

  expect(blocksOf(text)).toEqual([
    { kind: "paragraph", spans: [{ kind: "plain", text: "Sends one." }] },
    { kind: "code", text: '{"a": "**b**"}\n\n{}' },
    { kind: "paragraph", spans: [{ kind: "plain", text: "Two ways:" }] },
    { kind: "list", items: [[{ kind: "plain", text: "one goes on" }], [{ kind: "plain", text: "other" }]] },
  ]);
});

test("within a line there is code, bold that may hold code, and links to the web only", () => {
  const [block] = blocksOf("A `**b**` **of `c`** [d](https://e.f) [g](javascript:h)");

  expect(block).toEqual({
    kind: "paragraph",
    spans: [
      { kind: "plain", text: "A " },
      { kind: "code", text: "**b**" },
      { kind: "plain", text: " " },
      {
        kind: "bold",
        spans: [
          { kind: "plain", text: "of " },
          { kind: "code", text: "c" },
        ],
      },
      { kind: "plain", text: " " },
      { kind: "link", text: "d", href: "https://e.f" },
      { kind: "plain", text: " [g](javascript:h)" },
    ],
  });
});

test("a fence without an end goes to the end of the text", () => {
  expect(blocksOf("```\ncode")).toEqual([{ kind: "code", text: "code" }]);
});
