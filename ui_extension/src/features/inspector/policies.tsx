import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Catalogue } from "@/core/catalogue/activity";
import { setField } from "@/core/document/commands/nodes";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { outputSchema, withOutput } from "@/core/expressions/scope";
import { isDrawn } from "@/core/forms/drawn";
import { isObject, type Json, type JsonObject } from "@/core/json/json";
import { Compensation } from "./compensation";
import { Scene, useScene } from "./context";
import { Fields } from "./fields";
import type { InspectorProps } from "./inspector";
import { sectionsOf, undoSchema } from "./policy-schemas";
import { Section } from "./section";

type Props = InspectorProps & { node: WorkflowNode };

/** How a node behaves: what is set is open, everything else is a line to unfold. */
export function Policies(props: Props) {
  const { node, catalogue, edit } = props;
  const { t } = useTranslation("inspector");
  const scene = useScene();
  const written = node as unknown as JsonObject;
  // A condition is on the node's own output, besides everything else.
  const own = useMemo(
    () => ({
      ...scene,
      decided: "values" as const,
      scope: withOutput(scene.scope, outputSchema(node, catalogue)),
    }),
    [scene, node, catalogue],
  );
  const set = (key: string, value: Json | undefined) =>
    edit("policy", setField(node.id, [key], value), `${node.id}/${key}`);
  return (
    <Scene.Provider value={own}>
      <div className="flex flex-col">
        {sectionsOf(t).map(({ key, title, schema }) => {
          const keys = Object.keys(schema["properties"] as JsonObject);
          return (
            <Section
              key={key}
              title={title}
              isSet={keys.some((name) => isGiven(written[name]))}
              holds={([first]) => first !== undefined && keys.includes(first)}
            >
              <Fields schema={schema} value={written} path={[]} onChange={set} />
            </Section>
          );
        })}
        <Section
          title={t("section.compensate")}
          isSet={isObject(written["compensate"])}
          holds={([first]) => first === "compensate"}
        >
          <Compensation node={node} catalogue={catalogue} onChange={(value) => set("compensate", value)} />
        </Section>
      </div>
    </Scene.Provider>
  );
}

/** Whether there is a field here that says what is found at this path of the node. */
export function isBehaviourDrawn(
  t: TFunction<"inspector">,
  node: WorkflowNode,
  catalogue: Catalogue,
  path: readonly string[],
): boolean {
  const written = node as unknown as JsonObject;
  if (path[0] !== "compensate") return sectionsOf(t).some(({ schema }) => isDrawn(schema, written, path));
  const undo = written["compensate"];
  if (!isObject(undo)) return false;
  const [, key, ...rest] = path;
  if (key !== "with") return isDrawn(undoSchema(t), undo, path.slice(1));
  return isDrawn(catalogue.get(String(undo["type"]))?.config_schema ?? {}, undo["with"], rest);
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== false;
