import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "@/core/catalogue/activity";
import { setField } from "@/core/document/commands/nodes";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { isDrawn } from "@/core/forms/drawn";
import type { Json, JsonObject } from "@/core/json/json";
import { Tabs } from "@/ui/tabs";
import { Connection } from "./connection";
import type { Finding } from "./context";
import { Elsewhere } from "./elsewhere";
import { Fields } from "./fields";
import { Identity } from "./identity";
import type { InspectorProps } from "./inspector";
import { NodeText } from "./node-text";
import { isBehaviourDrawn, Policies } from "./policies";
import { FormScope } from "./scene";
import { TestPanel } from "./test-panel";
import { useConfiguring } from "./use-configuring";
import { useExpressionScope } from "./use-expression-scope";
import { useFindings } from "./use-findings";
import { useWanted } from "./use-wanted";

const TABS = ["setup", "policies", "test", "text"] as const;
type Tab = (typeof TABS)[number];
const WITH: readonly string[] = ["with"];
const NOTHING: JsonObject = {};

const BEHAVIOUR = new Set(
  "timeout total_timeout retry on_error on_error_output on_unknown ensure compensate join disabled checkpoint resources mask output_schema labels".split(
    " ",
  ),
);

/** All of one node. What is typed is in the document at once, and can be undone. */
export function NodePanel(given: InspectorProps & { node: WorkflowNode }) {
  const edit = useConfiguring(given, given.node);
  const props = { ...given, edit };
  const { node, document, catalogue, diagnostics } = props;
  const { t } = useTranslation("inspector");
  const [tab, setTab] = useState<Tab>("setup");
  const panel = useRef<HTMLElement>(null);
  const activity = catalogue.get(node.type);
  const wanted = props.wanted?.node === node.id ? props.wanted : undefined;
  const open = useCallback((path: readonly string[]) => setTab(tabOf(path, activity)), [activity]);
  useWanted(panel, wanted, open);
  const findings = useFindings(diagnostics, node.id);
  const scope = useExpressionScope(document, catalogue, node.id);
  const config = (node.with ?? NOTHING) as JsonObject;
  const isInPlace = ({ path }: Finding) =>
    tab === "setup"
      ? path[0] === "with" && isDrawn(activity?.config_schema ?? NOTHING, config, path.slice(1))
      : tab === "policies" && isBehaviourDrawn(t, node, catalogue, path);
  const elsewhere = findings.filter((one) => !isInPlace(one));
  const set = useCallback(
    (path: readonly string[], value: Json | undefined) =>
      edit("configure", setField(node.id, path, value), `${node.id}/${path.join("/")}`),
    [edit, node.id],
  );
  // Not drawn anew while somebody types a title.
  const fields = useMemo(
    () =>
      activity && (
        <Fields
          schema={activity.config_schema}
          value={config}
          path={WITH}
          onChange={(key, value) => set([...WITH, key], value)}
        />
      ),
    [activity, config, set],
  );
  const setup = (
    <div className="flex flex-col gap-4" data-path="with">
      <Connection
        node={node}
        activity={activity}
        catalogue={catalogue}
        onChange={(name) => set(["connection"], name)}
      />
      {fields ?? <p className="text-sm text-muted">{t("unknown", { type: node.type })}</p>}
    </div>
  );
  const parts = {
    setup,
    policies: <Policies {...props} />,
    test: (
      <div data-path="test">
        <TestPanel document={document} ids={[node.id]} isSaved={props.isSaved} />
      </div>
    ),
    text: <NodeText {...props} />,
  };
  return (
    <FormScope
      document={document}
      catalogue={catalogue}
      findings={findings}
      scope={scope}
      node={node.id}
      wanted={wanted}
    >
      <section
        ref={panel}
        tabIndex={-1}
        aria-label={t("node.label", { id: node.id })}
        className="flex flex-col gap-3 p-4 outline-none"
      >
        <Identity {...props} activity={activity} />
        <Elsewhere findings={elsewhere} />
        <Tabs
          label={t("tabs")}
          value={tab}
          onChange={setTab}
          tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`), content: parts[key] }))}
        />
      </section>
    </FormScope>
  );
}

const NAMES = new Set(["id", "title", "note", "connection", undefined]);

/** Where a field is changed: what no form knows (a misspelt key), in the text. */
function tabOf([part, key]: readonly string[], activity: Activity | undefined): Tab {
  if (part === "with") {
    const isKnown = key === undefined || key in ((activity?.config_schema["properties"] ?? {}) as JsonObject);
    return isKnown ? "setup" : "text";
  }
  if (NAMES.has(part)) return "setup";
  if (part === "test") return "test";
  return BEHAVIOUR.has(part ?? "") ? "policies" : "text";
}
