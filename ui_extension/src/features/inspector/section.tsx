import { ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Finding, useScene } from "./context";

type Props = {
  title: string;
  isSet: boolean;
  /** Whether the field that these keys lead to is in here. */
  holds: (path: readonly string[]) => boolean;
  children: ReactNode;
};

/** A part of a form that is folded until it says something, or is wanted. Folded, it tells how much is wrong within. */
export function Section({ title, isSet, holds, children }: Props) {
  const { t } = useTranslation("inspector");
  const [isOpen, setOpen] = useState(isSet);
  const { wanted, findings, base } = useScene();
  const within = isOpen ? [] : findings.filter((one) => holds([...base, ...one.path]));
  const isWanted = wanted !== undefined && holds(wanted.path);
  useEffect(() => {
    if (isWanted && wanted !== undefined) setOpen(true);
  }, [isWanted, wanted]);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-b border-line last:border-b-0"
    >
      <summary className="flex cursor-pointer list-none items-center gap-1.5 py-2 text-sm font-medium">
        <ChevronRight size={14} aria-hidden className="text-muted group-open:rotate-90" />
        {title}
        <span className="ml-auto flex items-center gap-1.5 text-xs font-normal">
          <Within findings={within} />
          {isSet && <span className="rounded bg-selected px-1.5 text-accent">{t("section.set")}</span>}
        </span>
      </summary>
      {isOpen && <div className="pt-1 pb-4 pl-5">{children}</div>}
    </details>
  );
}

function Within({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation("inspector");
  if (findings.length === 0) return null;
  const isError = findings.some((one) => one.isError);
  const text = t(isError ? "section.errors" : "section.warnings", {
    count: findings.filter((one) => one.isError === isError).length,
  });
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <span role="img" aria-label={text} title={text} className={isError ? "text-danger" : "text-warning"}>
      <Icon size={14} aria-hidden />
    </span>
  );
}
