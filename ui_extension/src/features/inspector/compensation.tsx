import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { isObject, type Json, type JsonObject, withKey, withoutKey } from "@/core/json/json";
import { Field, Select } from "@/ui/field";
import { Scene, useScene } from "./context";
import { Fields } from "./fields";
import { undoSchema } from "./policy-schemas";

type Props = { node: WorkflowNode; catalogue: Catalogue; onChange: (value: Json | undefined) => void };

/** What undoes a node's effect when the workflow fails later: an activity of its own. */
export function Compensation({ node, catalogue, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const scene = useScene();
  const free = useMemo(() => ({ ...scene, decided: "all" as const }), [scene]);
  const undo = (node.compensate ?? null) as JsonObject | null;
  const activity = undo === null ? undefined : catalogue.get(String(undo["type"]));
  const offered = catalogue.activities.filter((one) => one.instruction === null);
  const chosen = undo === null ? "" : (activity?.type ?? String(undo["type"]));
  const isOffered = chosen === "" || offered.some((one) => one.type === chosen);
  const put = (key: string, value: Json | undefined) => {
    if (undo !== null) onChange(value === undefined ? withoutKey(undo, key) : withKey(undo, key, value));
  };
  const config = isObject(undo?.["with"]) ? undo["with"] : {};
  return (
    <div className="flex flex-col gap-3">
      <Field
        label={t("compensate.by")}
        hint={
          chosen !== "" && activity === undefined ? t("unknown", { type: chosen }) : t("compensate.about")
        }
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={chosen}
            onChange={(event) =>
              onChange(event.target.value === "" ? undefined : { type: event.target.value, with: {} })
            }
          >
            <option value="">{t("compensate.nothing")}</option>
            {!isOffered && <option value={chosen}>{activity?.title ?? chosen}</option>}
            {offered.map((one) => (
              <option key={one.type} value={one.type}>
                {one.title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {activity !== undefined && (
        <>
          <Scene.Provider value={free}>
            <Fields
              schema={activity.config_schema}
              value={config}
              path={["compensate", "with"]}
              onChange={(key, value) =>
                put("with", value === undefined ? withoutKey(config, key) : withKey(config, key, value))
              }
            />
          </Scene.Provider>
          <Fields schema={undoSchema(t)} value={undo ?? {}} path={["compensate"]} onChange={put} />
        </>
      )}
    </div>
  );
}
