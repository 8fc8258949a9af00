import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import { useStart } from "@/api/executions";
import { Problem, told } from "@/api/problem";
import { entriesOf, isObject, type Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { Checkbox, Field, Select } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Notice } from "@/ui/notice";
import { beginning, example, fieldsOf, type Schema } from "@/ui/schema-form/model";
import { SchemaForm } from "./schema-form";

type Doc = Record<string, unknown>;
type Input = Record<string, unknown>;
type Props = {
  name: string;
  /** The current version's document; null while nothing is published. */
  published: Doc | null;
  draft: Doc | null;
  /** What is run when a person chooses nothing else. */
  first?: "published" | "draft";
  /** What the form begins with; without, what the schema says. */
  input?: unknown;
  onClose: () => void;
};

/** Start an execution: of the published version, or of the draft as a test. */
export function RunDialog({ name, published, draft, first = "published", input, onClose }: Props) {
  const { t } = useTranslation("workflows");
  const [wanted, setWanted] = useState(first);
  // What was typed stays when something else is to run, and when one goes back.
  const [inputs, setInputs] = useState<{ published?: Input; draft?: Input }>({});
  const what = wanted === "draft" && draft ? "draft" : published ? "published" : "draft";
  const document = (what === "draft" ? draft : published) ?? {};
  const choice = published && draft && (
    <Field label={t("run.what")} hint={what === "draft" ? t("run.draftHint") : undefined}>
      {(wiring) => (
        <Select
          {...wiring}
          value={what}
          onChange={(event) => setWanted(event.target.value as "published" | "draft")}
        >
          <option value="published">{t("run.published")}</option>
          <option value="draft">{t("run.draft")}</option>
        </Select>
      )}
    </Field>
  );
  const isDraftGone = first === "draft" && what === "published" && !draft;
  const said = isDraftGone ? <Notice tone="info" title={t("run.draftGone")} /> : choice;
  const other = inputs[what === "draft" ? "published" : "draft"];
  return (
    <Form
      key={what}
      {...{ name, what, document, onClose }}
      choice={said}
      input={inputs[what] ?? begin(document["input"] as Schema | undefined, input, other)}
      onInput={(next) => setInputs((before) => ({ ...before, [what]: next }))}
    />
  );
}

type FormProps = {
  name: string;
  what: "published" | "draft";
  document: Doc;
  choice: ReactNode;
  input: Input;
  onInput: (input: Input) => void;
  onClose: () => void;
};

/** The input is written in a form that is made from the workflow's own schema. */
function Form({ name, what, document, choice, input, onInput, onClose }: FormProps) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const schema = document["input"] as Schema | undefined;
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const [isDry, setDry] = useState(false);
  const start = useStart(name);
  const onValidity = (field: string, isValid: boolean) =>
    setBroken((before) => {
      const next = new Set(before);
      if (isValid) next.delete(field);
      else next.add(field);
      return next;
    });
  const run = () =>
    start.mutate(
      what === "draft"
        ? { input, mode: "test", version: "draft" }
        : { input, mode: isDry ? "dry_run" : "live" },
      { onSuccess: (execution) => void navigate({ to: "/executions/$id", params: { id: execution.id } }) },
    );
  return (
    <FormDialog
      title={t("run.title", { title: String(document["title"] ?? name) })}
      about={t("run.about")}
      submit={t(what === "draft" ? "run.test" : "run.do")}
      isBusy={start.isPending}
      isDisabled={broken.size > 0}
      problem={start.error && told(start.error)}
      onSubmit={run}
      onClose={onClose}
    >
      {choice}
      <SchemaForm
        schema={schema}
        value={input}
        onChange={onInput}
        errors={errorsOf(start.error)}
        onValidity={onValidity}
      />
      {what === "published" && (
        <Checkbox label={t("run.dry")} checked={isDry} onChange={(event) => setDry(event.target.checked)} />
      )}
    </FormDialog>
  );
}

/**
 * What is given, but for what was hidden there; else defaults, and of required fields as JSON the example that is shown.
 * Of what was `typed` into another form, what this one has a field for.
 */
function begin(schema: Schema | undefined, given: unknown, typed: Input = {}): Input {
  const fields = fieldsOf(schema);
  const own = fields === null ? typed : pick(typed, new Set(fields.map((field) => field.name)));
  if (isObject(given))
    return { ...Object.fromEntries(entriesOf(given).filter(([, value]) => !isMasked(value))), ...own };
  const shown = (fields ?? []).filter((field) => field.isRequired && field.control === "json");
  return {
    ...Object.fromEntries(shown.map((field) => [field.name, example(field.schema)])),
    ...beginning(schema),
    ...own,
  };
}

const pick = (from: Input, keys: ReadonlySet<string>): Input =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.has(key)));

/** The gateway's sign for what is not shown, anywhere within. */
const isMasked = (value: Json): boolean => writeJson(value).includes('"***"');

/** By field, what the gateway found wrong with it: its pointers lead into `/input`. */
function errorsOf(error: Error | null): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const found = error.diagnostics.map((one) => [one.pointer?.split("/")[2] ?? "", messageOf(one)] as const);
  return Object.fromEntries(found.filter(([field]) => field));
}
