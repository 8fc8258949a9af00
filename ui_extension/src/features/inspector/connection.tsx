import { useTranslation } from "react-i18next";
import type { Activity, Catalogue } from "@/core/catalogue/activity";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { Field, Select } from "@/ui/field";

type Props = {
  node: WorkflowNode;
  activity: Activity | undefined;
  catalogue: Catalogue;
  onChange: (name: string | undefined) => void;
};

/** Which of the installation's connections a node uses; nothing where it takes none. */
export function Connection({ node, activity, catalogue, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const kind = activity?.connection;
  if (kind === undefined || kind === null) return null;
  const names = catalogue.around.connections.filter((one) => one.kind === kind).map((one) => one.name);
  const chosen = node.connection ?? "";
  const options = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <Field
      label={t("connection.label")}
      hint={names.length === 0 ? t("connection.none", { kind }) : undefined}
    >
      {(wiring) => (
        <Select {...wiring} value={chosen} onChange={(event) => onChange(event.target.value || undefined)}>
          <option value="">{t("connection.without")}</option>
          {options.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
