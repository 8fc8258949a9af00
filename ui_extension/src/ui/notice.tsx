import { clsx } from "clsx";
import type { ReactNode } from "react";

type Props = {
  tone?: "danger" | "warning" | "info";
  title: string;
  code?: string | undefined;
  children?: ReactNode;
  actions?: ReactNode;
};

const TONES = {
  danger: "border-danger bg-danger-soft",
  warning: "border-warning bg-warning-soft",
  info: "border-accent bg-info-soft",
};

/** Something that has to be said in place: what happened, why, and what to do. */
export function Notice({ tone = "danger", title, code, children, actions }: Props) {
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={clsx("rounded-lg border p-3 text-sm", TONES[tone])}
    >
      <p className="font-medium break-words">
        <bdi>{title}</bdi>{" "}
        {code && (
          <bdi>
            <code className="ml-1 font-mono text-xs font-normal">{code}</code>
          </bdi>
        )}
      </p>
      {children && <div className="mt-1 break-words">{children}</div>}
      {actions && <div className="mt-2 flex gap-2">{actions}</div>}
    </div>
  );
}
