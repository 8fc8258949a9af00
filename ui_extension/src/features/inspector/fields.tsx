import { fieldsIn } from "@/core/forms/field";
import type { Json, JsonObject } from "@/core/json/json";
import { useScene } from "./context";

type Props = {
  schema: JsonObject;
  root?: JsonObject;
  value: JsonObject;
  path: readonly string[];
  /** One key has another value; `undefined` takes it away. */
  onChange: (key: string, value: Json | undefined) => void;
};

/** A form of an object: a row for each key that its schema knows. */
export function Fields({ schema, root = schema, value, path, onChange }: Props) {
  const { Row } = useScene();
  return (
    <div className="flex flex-col gap-3.5">
      {fieldsIn(schema, root).map((field) => (
        <Row
          key={field.name}
          field={field}
          value={value[field.name]}
          path={[...path, field.name]}
          onChange={(next) => onChange(field.name, next)}
        />
      ))}
    </div>
  );
}
