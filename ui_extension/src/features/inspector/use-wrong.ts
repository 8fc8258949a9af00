import { useTranslation } from "react-i18next";
import { complaintAbout } from "@/core/forms/check";
import type { Field } from "@/core/forms/field";
import type { Json } from "@/core/json/json";
import { findingsAt, useScene } from "./context";

export interface Wrong {
  /** Empty: nothing is. */
  readonly text: string;
  readonly isError: boolean;
}

/** What the server finds wrong with a field; until it has answered, what its schema says. */
export function useWrong(
  field: Field,
  value: Json | undefined,
  path: readonly string[],
  within: boolean,
): Wrong {
  const { t } = useTranslation("inspector");
  const findings = findingsAt(useScene(), path, within);
  if (findings.length > 0) {
    const text = findings.map((one) => one.text).join(" ");
    return { text, isError: findings.some((one) => one.isError) };
  }
  const complaint = complaintAbout(field, value);
  if (complaint === null) return { text: "", isError: false };
  return { text: t(`wrong.${complaint.rule}`, { bound: complaint.bound }), isError: true };
}
