import { Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useTriggerName } from "@/api/use-trigger-name";
import type { Catalogue } from "@/core/catalogue/activity";
import { freeId } from "@/core/document/ids";
import type { Patch } from "@/core/document/patches";
import type { Trigger, WorkflowDocument } from "@/core/document/schema.gen";
import { ROOT } from "@/core/document/scopes";
import { isDrawn } from "@/core/forms/drawn";
import type { Json, JsonObject } from "@/core/json/json";
import { Button } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { type Finding, Scene, useScene } from "./context";
import { Zone } from "./cron-preview";
import { Elsewhere } from "./elsewhere";
import { Fields } from "./fields";
import { Section } from "./section";

type Props = {
  document: WorkflowDocument;
  catalogue: Catalogue;
  findings: readonly Finding[];
  edit: (label: string, patches: readonly Patch[], merge?: string) => void;
};

const SCOPE: JsonObject = { properties: { event: {}, trigger: {}, env: {}, secrets: {} } };

/** What starts the workflow: one part for each trigger, and a way to add one. */
export function Triggers({ document, catalogue, findings, edit }: Props) {
  const { t } = useTranslation("inspector");
  const nameOf = useTriggerName();
  const triggers = document.triggers ?? [];
  const add = (type: string) => {
    const id = freeId(type.split("@")[0] ?? "trigger", new Set(triggers.map((one) => one.id)));
    edit("trigger", [{ op: "add", kind: "trigger", scope: ROOT, item: { id, type, with: {} } }]);
  };
  return (
    <div className="flex flex-col">
      {triggers.length === 0 && <p className="pb-3 text-sm text-muted">{t("trigger.none")}</p>}
      {triggers.map((trigger, at) => (
        <OneTrigger
          key={trigger.id}
          trigger={trigger}
          catalogue={catalogue}
          findings={findings}
          at={at}
          edit={edit}
        />
      ))}
      <div className="pt-3">
        <Menu
          align="start"
          trigger={<Button icon={<Plus size={14} aria-hidden />}>{t("trigger.add")}</Button>}
        >
          {catalogue.around.triggers.map(({ type }) => (
            <MenuItem key={type} onSelect={() => add(type)}>
              {nameOf(type)}
            </MenuItem>
          ))}
        </Menu>
      </div>
    </div>
  );
}

type OneProps = Omit<Props, "document"> & { trigger: Trigger; at: number };

function OneTrigger({ trigger, catalogue, findings, at, edit }: OneProps) {
  const { t } = useTranslation("inspector");
  const nameOf = useTriggerName();
  const scene = useScene();
  const on = { kind: "trigger", id: trigger.id } as const;
  const kind = catalogue.around.triggers.find((one) => one.type === trigger.type);
  const own = useMemo(() => {
    const mine = findings.filter((one) => one.path[0] === "triggers" && one.path[1] === String(at));
    return {
      ...scene,
      findings: mine.map((one) => ({ ...one, path: one.path.slice(2) })),
      base: ["triggers", String(at)],
      scope: SCOPE,
      decided: "all" as const,
      // What comes with an event is not known before one comes.
      preview: async () => null,
    };
  }, [scene, findings, at]);
  const set = (path: readonly string[], value: Json | undefined) =>
    edit(
      "trigger",
      [value === undefined ? { op: "unset", on, path } : { op: "set", on, path, value }],
      `trigger/${trigger.id}/${path.join("/")}`,
    );
  const config = (trigger.with ?? {}) as JsonObject;
  const common: JsonObject = {
    properties: {
      when: { type: "string", format: "cel", title: t("trigger.when"), description: t("trigger.whenAbout") },
      input: { title: t("trigger.input"), description: t("trigger.inputAbout") },
      enabled: { type: "boolean", default: true, title: t("trigger.enabled") },
    },
  };
  const isShown = ({ path }: Finding) =>
    path[0] === "with"
      ? isDrawn(kind?.config_schema ?? {}, config, path.slice(1))
      : isDrawn(common, trigger as unknown as JsonObject, path);
  return (
    <Scene.Provider value={own}>
      <Section
        title={`${nameOf(trigger.type)} · ${trigger.id}`}
        isSet={trigger.enabled !== false}
        holds={([first, index]) => first === "triggers" && index === String(at)}
      >
        <Zone.Provider value={String(config["timezone"] ?? "UTC")}>
          <div className="flex flex-col gap-3.5">
            {IDLE.has(trigger.type) && <p className="text-xs text-warning">{t("trigger.idle")}</p>}
            <Elsewhere findings={own.findings.filter((one) => !isShown(one))} />
            {kind !== undefined && (
              <Fields
                schema={kind.config_schema}
                value={config}
                path={["with"]}
                onChange={(key, value) => set(["with", key], value)}
              />
            )}
            <Fields
              schema={common}
              value={trigger as unknown as JsonObject}
              path={[]}
              onChange={(key, value) => set([key], value)}
            />
            <Button
              look="quiet"
              className="self-start !text-danger"
              icon={<Trash2 size={14} aria-hidden />}
              onClick={() => edit("trigger", [{ op: "remove", kind: "trigger", id: trigger.id }])}
            >
              {t("trigger.remove", { id: trigger.id })}
            </Button>
          </div>
        </Zone.Provider>
      </Section>
    </Scene.Provider>
  );
}

/** Whoever makes one of these fire takes it off here. */
const IDLE = new Set(["schedule@1", "event@1", "workflow@1"]);
