import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { BELOW_TABS_CLASS, TAB_CLASS, TABS_CLASS } from "./tab-classes";

type Tab<T extends string> = { key: T; label: string; content: ReactNode };
type Props<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly Tab<T>[];
};

export function Tabs<T extends string>({ label, value, onChange, tabs }: Props<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.List aria-label={label} className={TABS_CLASS}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.key} value={tab.key} className={TAB_CLASS}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.key} value={tab.key} className={BELOW_TABS_CLASS}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
