import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";
import { Field, TextArea } from "@/ui/field";

type Props = {
  label: string;
  value: unknown;
  /** `undefined` while the text is no JSON. */
  onChange: (value: unknown, isValid: boolean) => void;
  hint?: string | undefined;
  error?: string | undefined;
  isRequired?: boolean;
  rows?: number;
};

/** A value written as JSON. What does not read is said at once, and is not handed on. */
export function JsonField({ label, value, onChange, hint, error, isRequired = false, rows = 5 }: Props) {
  const { t } = useTranslation("ui");
  const [text, setText] = useState(value === undefined ? "" : writeJson(value as Json, 2));
  const [reason, setReason] = useState<string>();
  const write = (next: string) => {
    setText(next);
    if (next.trim() === "") {
      setReason(undefined);
      return onChange(undefined, true);
    }
    try {
      const read = parseJson(next);
      setReason(undefined);
      onChange(read, true);
    } catch (failure) {
      setReason((failure as Error).message);
      onChange(undefined, false);
    }
  };
  const wrong = reason ? t("jsonInvalid", { reason }) : error;
  return (
    <Field label={`${label} (${t("json")})`} hint={hint} error={wrong} isRequired={isRequired}>
      {(wiring) => (
        <TextArea
          {...wiring}
          rows={rows}
          spellCheck={false}
          className="font-mono"
          value={text}
          onChange={(e) => write(e.target.value)}
        />
      )}
    </Field>
  );
}
