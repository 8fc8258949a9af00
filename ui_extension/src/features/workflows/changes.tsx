import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import type { Change } from "@/api/words";
import { ends } from "@/core/graph/ends";
import { isEqual, isObject, type Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { Badge } from "@/ui/badge";
import { Few } from "@/ui/few";
import { nodeOf } from "./node-of";

const FEW = 50;
const TONES = { added: "success", removed: "danger", changed: "warning" } as const;

type Props = {
  changes: readonly Change[];
  /** Only this node's. */
  node?: string | undefined;
  onNode: (node: string) => void;
  /** What a node is called. */
  titleOf: (node: string) => string;
};

/** What differs between two versions, thing by thing, with both values. */
export function Changes({ changes, node, onNode, titleOf }: Props) {
  const { t } = useTranslation("workflows");
  const word = useFieldWords();
  const shown = node === undefined ? changes : changes.filter((change) => nodeOf(change) === node);
  if (!shown.length) return <p className="py-2 text-sm text-muted">{t("same")}</p>;
  return (
    <Few key={node} items={shown} few={FEW}>
      {(some) => (
        <ul className="divide-y divide-line">
          {some.map((change) => (
            <li key={change.verb + change.pointer + change.name} className="py-2 text-sm">
              <Badge tone={TONES[change.verb]}>{t(`verb.${change.verb}`)}</Badge>{" "}
              <span className="text-muted">
                {t(`thing.${nodeOf(change) === undefined ? change.thing : "node"}`)}
              </span>{" "}
              <Name change={change} onNode={onNode} titleOf={titleOf} />
              {change.key && change.key !== change.name && (
                <span className="text-muted"> · {word(change.key)}</span>
              )}
              {hasValues(change) && <Values change={change} />}
            </li>
          ))}
        </ul>
      )}
    </Few>
  );
}

type NameProps = Pick<Props, "onNode" | "titleOf"> & { change: Change };

function Name({ change, onNode, titleOf }: NameProps) {
  const word = useFieldWords();
  const { thing, name, key } = change;
  if (nodeOf(change) === undefined) {
    const said = thing === "edge" ? edgeOf(name, titleOf) : key === name ? word(name) : name;
    return (
      <span className="font-medium" title={name}>
        {said}
      </span>
    );
  }
  return (
    <button type="button" title={name} className="font-medium hover:underline" onClick={() => onNode(name)}>
      {titleOf(name)}
    </button>
  );
}

/** `check.yes -> sell`, by the titles of its ends; the usual way out needs no name. */
function edgeOf(name: string, titleOf: (node: string) => string): string {
  const [from = "", to = ""] = name.split(" -> ");
  const { node, port } = ends(from);
  return `${titleOf(node)}${port === "out" ? "" : ` (${port})`} → ${titleOf(to)}`;
}

/** What a field of a document is called; one that has no word, as it is written. */
function useFieldWords(): (field: string) => string {
  const { t } = useTranslation("workflows");
  return (field) => t(`field.${field}` as "field.title", { defaultValue: field });
}

/** What was added or removed as a whole has none. */
const hasValues = ({ key, before, after }: Change) => key !== null || before !== null || after !== null;

const text = (value: unknown) => (value === null || value === undefined ? "–" : writeJson(value as Json, 2));

/** Values that are objects are compared field by field, down to what differs. */
function Values({ change }: { change: Change }) {
  const word = useFieldWords();
  const fields = fieldsOf(change.before, change.after);
  // What a step is given has names of its own.
  const called = change.key === "with" ? (path: string) => path : word;
  return (
    <div className="mt-1 flex flex-col gap-1 font-mono text-xs">
      {fields.map(({ path, before, after }) => (
        <div key={path} className="grid gap-1 sm:grid-cols-2">
          {path && <span className="font-sans text-muted sm:col-span-2">{called(path)}</span>}
          <Side as="del" value={before} />
          <Side as="ins" value={after} />
        </div>
      ))}
    </div>
  );
}

const Side = ({ as: As, value }: { as: "del" | "ins"; value: unknown }) => (
  <As
    className={clsx(
      "overflow-x-auto rounded px-2 py-1 whitespace-pre-wrap no-underline",
      As === "del" ? "bg-danger-soft" : "bg-success-soft",
    )}
  >
    {text(value)}
  </As>
);

type Field = { path: string; before: unknown; after: unknown };

export function fieldsOf(before: unknown, after: unknown, path = ""): Field[] {
  if (!isObject(before) || !isObject(after)) {
    return isEqual(before as Json, after as Json) ? [] : [{ path, before, after }];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => fieldsOf(before[key], after[key], path ? `${path} › ${key}` : key));
}
