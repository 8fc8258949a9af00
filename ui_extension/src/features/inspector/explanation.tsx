import { type Block, blocksOf, type Span } from "@/core/markdown";

/** What an activity says of itself. */
export function Explanation({ markdown }: { markdown: string }) {
  return (
    <div className="flex flex-col gap-2">
      {blocksOf(markdown).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place
        <Part key={at} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  if (block.kind === "paragraph")
    return (
      <p>
        <Spans spans={block.spans} />
      </p>
    );
  if (block.kind === "code")
    return (
      <pre className="rounded bg-surface p-2 font-mono break-words whitespace-pre-wrap">
        <code>{block.text}</code>
      </pre>
    );
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4">
      {block.items.map((spans, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place
        <li key={at}>
          <Spans spans={spans} />
        </li>
      ))}
    </ul>
  );
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, at) => {
    const key = `${at}${span.kind}`;
    if (span.kind === "plain") return span.text;
    if (span.kind === "bold")
      return (
        <strong key={key}>
          <Spans spans={span.spans} />
        </strong>
      );
    if (span.kind === "code")
      return (
        <code key={key} className="rounded bg-surface px-1 font-mono">
          {span.text}
        </code>
      );
    return (
      <a key={key} className="text-accent underline" href={span.href} target="_blank" rel="noreferrer">
        {span.text}
      </a>
    );
  });
}
