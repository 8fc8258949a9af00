import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Iteration } from "./recorded";

const BODIES: ReadonlySet<string> = new Set(["body", "catch"]);

/** What one time through a body is called: by its number, or by the body of a `try`. */
export function useIterationName() {
  const { t } = useTranslation("execution");
  return useCallback(
    ({ name, index }: Pick<Iteration, "name" | "index">) =>
      name === null ? `[${index}]` : BODIES.has(name) ? t(`body.${name as "body"}`) : name,
    [t],
  );
}
