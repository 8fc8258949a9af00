/** The little of Markdown that activities are explained in: paragraphs, lists, code, bold, links. Values, no markup. */

export type Span =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "bold"; readonly spans: readonly Span[] }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Span[])[] };

const FENCE = /^```/;
const ITEM = /^[-*] /;
const SPAN =
  /`(?<code>[^`]+)`|\*\*(?<bold>.+?)\*\*(?!\*)|\[(?<text>[^\]]+)\]\((?<href>https?:\/\/[^\s)]+)\)/g;

export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; ) {
    const first = lines[at] ?? "";
    if (FENCE.test(first)) {
      const end = lines.findIndex((line, index) => index > at && FENCE.test(line));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last + 1;
      continue;
    }
    const begun = at;
    while (at < lines.length && (lines[at] ?? "").trim() !== "" && !FENCE.test(lines[at] ?? "")) at += 1;
    if (at > begun) blocks.push(...flowing(lines.slice(begun, at)));
    else at += 1;
  }
  return blocks;
}

/** Lines without an empty one between them: a paragraph, a list, or one behind the other. */
function flowing(lines: readonly string[]): readonly Block[] {
  const start = lines.findIndex((line) => ITEM.test(line));
  const text = (start < 0 ? lines : lines.slice(0, start)).map((line) => line.trim()).join(" ");
  const blocks: Block[] = text === "" ? [] : [{ kind: "paragraph", spans: spansOf(text) }];
  if (start < 0) return blocks;
  const items: string[] = [];
  for (const line of lines.slice(start)) {
    if (ITEM.test(line)) items.push(line.slice(2).trim());
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return [...blocks, { kind: "list", items: items.map(spansOf) }];
}

function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) spans.push({ kind: "plain", text: text.slice(end, to) });
  };
  for (const match of text.matchAll(SPAN)) {
    const { code, bold, text: shown = "", href } = match.groups ?? {};
    plain(match.index);
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (bold !== undefined) spans.push({ kind: "bold", spans: spansOf(bold) });
    else spans.push({ kind: "link", text: shown, href: href ?? "" });
    end = match.index + match[0].length;
  }
  plain(text.length);
  return spans;
}
