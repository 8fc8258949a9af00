import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useScene } from "./context";

type Props = {
  title: string;
  isSet: boolean;
  /** Whether the field that these keys lead to is in here. */
  holds: (path: readonly string[]) => boolean;
  children: ReactNode;
};

/** A part of a form that is folded until it says something, or is wanted. */
export function Section({ title, isSet, holds, children }: Props) {
  const { t } = useTranslation("inspector");
  const [isOpen, setOpen] = useState(isSet);
  const { wanted } = useScene();
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
        {isSet && (
          <span className="ml-auto rounded bg-selected px-1.5 text-xs font-normal text-accent">
            {t("section.set")}
          </span>
        )}
      </summary>
      {isOpen && <div className="pt-1 pb-4 pl-5">{children}</div>}
    </details>
  );
}
