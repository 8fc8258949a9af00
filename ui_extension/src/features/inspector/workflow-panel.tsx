import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { WORKFLOW } from "@/core/document/patches";
import { scopeOfExpressions } from "@/core/expressions/scope";
import { isDrawn } from "@/core/forms/drawn";
import type { Json, JsonObject } from "@/core/json/json";
import { Tabs } from "@/ui/tabs";
import { Elsewhere } from "./elsewhere";
import { Fields } from "./fields";
import type { InspectorProps } from "./inspector";
import { FormScope } from "./scene";
import { SchemaControl } from "./schema-control";
import { Section } from "./section";
import { Triggers } from "./triggers";
import { useFindings } from "./use-findings";
import { useWanted } from "./use-wanted";
import { workflowSections } from "./workflow-schemas";

/** The workflow itself: what it is called, takes, gives and is allowed, and what starts it. */
export function WorkflowPanel(props: InspectorProps) {
  const { document, catalogue, diagnostics, edit } = props;
  const panel = useRef<HTMLElement>(null);
  const { t } = useTranslation("inspector");
  const [tab, setTab] = useState<"settings" | "triggers">("settings");
  const findings = useFindings(diagnostics, null);
  const wanted = props.wanted?.node === null ? props.wanted : undefined;
  const open = useCallback(
    ([first]: readonly string[]) => setTab(first === "triggers" ? "triggers" : "settings"),
    [],
  );
  useWanted(panel, wanted, open);
  const scope = useMemo(() => scopeOfExpressions(document, catalogue, null), [document, catalogue]);
  const written = document as unknown as JsonObject;
  const set = (key: string, value: Json | undefined) => {
    const patch =
      value === undefined
        ? ({ op: "unset", on: WORKFLOW, path: [key] } as const)
        : ({ op: "set", on: WORKFLOW, path: [key], value } as const);
    edit("settings", [patch], `workflow/${key}`);
  };
  const sections = workflowSections(t);
  const [about, ...others] = sections;
  const elsewhere = findings.filter(
    ({ path }) => !APART.has(path[0] ?? "") && !sections.some(({ schema }) => isDrawn(schema, written, path)),
  );
  const settings = (
    <div className="flex flex-col">
      {elsewhere.length > 0 && (
        <div className="pb-3">
          <Elsewhere findings={elsewhere} />
        </div>
      )}
      {about !== undefined && <Fields schema={about.schema} value={written} path={[]} onChange={set} />}
      <div className="mt-3 border-t border-line">
        <Section
          title={t("section.input")}
          isSet={document.input !== undefined && document.input !== null}
          holds={([first]) => first === "input"}
        >
          <div data-path="input">
            <SchemaControl
              isObject
              title={t("section.input")}
              value={(document.input ?? undefined) as JsonObject | undefined}
              wiring={{ id: "workflow-input", "aria-describedby": undefined, "aria-invalid": undefined }}
              onChange={(next) => set("input", next)}
            />
          </div>
        </Section>
        {others.map(({ key, title, schema }) => (
          <Section
            key={key}
            title={title}
            isSet={Object.keys(schema["properties"] as JsonObject).some((name) => isGiven(written[name]))}
            holds={([first]) => first !== undefined && first in (schema["properties"] as JsonObject)}
          >
            <Fields schema={schema} value={written} path={[]} onChange={set} />
          </Section>
        ))}
      </div>
    </div>
  );
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={t("workflow.label")}
      className="flex flex-col gap-3 p-4 outline-none"
    >
      <FormScope
        document={document}
        catalogue={catalogue}
        findings={findings}
        scope={scope}
        node={null}
        decided="values"
        wanted={wanted}
      >
        <Tabs
          label={t("workflow.label")}
          value={tab}
          onChange={setTab}
          tabs={[
            { key: "settings", label: t("tab.settings"), content: settings },
            {
              key: "triggers",
              label: t("tab.triggers"),
              content: <Triggers document={document} catalogue={catalogue} findings={findings} edit={edit} />,
            },
          ]}
        />
      </FormScope>
    </section>
  );
}

/** Told at the canvas and beside the triggers. */
const APART = new Set(["nodes", "edges", "layout", "triggers"]);

const isGiven = (value: unknown) => value !== undefined && value !== null;
