import { useTranslation } from "react-i18next";
import { ExactNumber, shownFrom } from "@/core/json/exact";
import { Checkbox, Field, Input, Select, TextArea } from "@/ui/field";
import { example, type FormField, fieldsOf, type Schema } from "@/ui/schema-form/model";
import { JsonField } from "./json-field";

type Value = Record<string, unknown>;

type Props = {
  schema: Schema | null | undefined;
  value: Value;
  onChange: (value: Value) => void;
  /** By field, what is wrong with it. */
  errors?: Readonly<Record<string, string>>;
  /** A field whose text is no JSON: nothing may be sent. */
  onValidity?: (field: string, isValid: boolean) => void;
};

/** A form made from an object's JSON Schema. Empty fields are left out of the value. */
export function SchemaForm({ schema, value, onChange, errors = {}, onValidity }: Props) {
  const { t } = useTranslation("ui");
  const fields = fieldsOf(schema);
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...rest } = value;
    onChange(next === undefined || next === "" ? rest : { ...rest, [name]: next });
  };
  if (!fields) {
    return (
      <JsonField
        label={t("input")}
        value={value}
        onChange={(next, isValid) => {
          onValidity?.("", isValid);
          if (isValid) onChange((next ?? {}) as Value);
        }}
        rows={10}
      />
    );
  }
  if (!fields.length) return <p className="text-sm text-muted">{t("noFields")}</p>;
  return (
    <div className="flex flex-col gap-4">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={value[field.name]}
          error={errors[field.name]}
          onChange={(next) => set(field.name, next)}
          onValidity={(isValid) => onValidity?.(field.name, isValid)}
        />
      ))}
    </div>
  );
}

type OneProps = {
  field: FormField;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
  onValidity: (isValid: boolean) => void;
};

function OneField({ field, value, error, onChange, onValidity }: OneProps) {
  const { t } = useTranslation("ui");
  if (field.control === "json") {
    const write = (next: unknown, isValid: boolean) => {
      onValidity(isValid);
      if (isValid) onChange(next);
    };
    const begun = value === undefined && field.isRequired ? example(field.schema) : value;
    return (
      <JsonField
        label={field.title}
        value={begun}
        onChange={write}
        hint={field.about}
        error={error}
        isRequired={field.isRequired}
      />
    );
  }
  if (field.control === "yes") {
    return (
      <Checkbox
        label={field.title}
        hint={field.about}
        error={error}
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  return (
    <Field label={field.title} hint={field.about} error={error} isRequired={field.isRequired}>
      {(wiring) => {
        const own = { ...wiring, required: field.isRequired };
        switch (field.control) {
          case "choice":
            return (
              <Select
                {...own}
                value={JSON.stringify(value) ?? ""}
                onChange={(event) =>
                  onChange(event.target.value ? JSON.parse(event.target.value) : undefined)
                }
              >
                <option value="">{t("choose")}</option>
                {field.choices.map((choice) => (
                  <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
                    {String(choice)}
                  </option>
                ))}
              </Select>
            );
          case "number":
          case "whole":
            return (
              <Input
                {...own}
                type="number"
                step={field.control === "whole" ? 1 : "any"}
                value={shownNumber(value)}
                onChange={(event) =>
                  onChange(
                    event.target.value === ""
                      ? undefined
                      : // With all its digits; what JSON does not write, such as 007, is still a number.
                        (shownFrom(event.target.value) ?? event.target.valueAsNumber),
                  )
                }
              />
            );
          case "lines":
            return (
              <TextArea
                {...own}
                value={String(value ?? "")}
                onChange={(event) => onChange(event.target.value)}
              />
            );
          case "moment":
            return (
              <Input
                {...own}
                type="datetime-local"
                value={localMoment(value)}
                onChange={(event) =>
                  onChange(event.target.value ? new Date(event.target.value).toISOString() : undefined)
                }
              />
            );
          default:
            return (
              <Input
                {...own}
                type={field.control === "date" ? "date" : "text"}
                value={String(value ?? "")}
                onChange={(event) => onChange(event.target.value)}
              />
            );
        }
      }}
    </Field>
  );
}

/** As a number where it is one: of a text the browser would have to write 1.0 as 1, while 1.05 is being typed. */
const shownNumber = (value: unknown) =>
  value instanceof ExactNumber ? value.text : typeof value === "number" ? value : String(value ?? "");

/** A moment as the control writes it: the clock of whoever looks, to the minute. */
function localMoment(value: unknown): string {
  const at = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
