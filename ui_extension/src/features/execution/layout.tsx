import type { ReactNode } from "react";
import { Page } from "@/ui/page";

type Props = {
  title: string;
  about: ReactNode;
  actions?: ReactNode;
  /** What a person has to know first. */
  first: ReactNode;
  drawing: ReactNode;
  parts: ReactNode;
  beside: ReactNode;
};

/** Where the parts of an execution's page are. */
export function Layout({ title, about, actions, first, drawing, parts, beside }: Props) {
  return (
    <Page isWide title={title} about={about} actions={actions}>
      {first}
      {drawing}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0">{parts}</div>
        {beside}
      </div>
    </Page>
  );
}
