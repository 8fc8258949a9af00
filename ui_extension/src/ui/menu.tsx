import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

export const MENU = "z-50 min-w-44 rounded-lg border border-line bg-surface p-1 shadow-raised";

type Props = { trigger: ReactNode; children: ReactNode; align?: "start" | "end" };

/** Opens below `trigger` (one focusable element). */
export function Menu({ trigger, children, align = "end" }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} className={MENU}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = { onSelect: () => void; icon?: ReactNode; children: ReactNode; disabled?: boolean };

export const MENU_ITEM =
  "flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-hover data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50";

export function MenuItem({ onSelect, icon, children, disabled }: ItemProps) {
  return (
    <Radix.Item className={MENU_ITEM} onSelect={onSelect} disabled={disabled ?? false}>
      {icon}
      {children}
    </Radix.Item>
  );
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild>
      <a className={MENU_ITEM} href={href} download>
        {icon}
        {children}
      </a>
    </Radix.Item>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
};

/** One of several, marked. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)} aria-label={label}>
      <Radix.Label className="px-2 pt-1.5 pb-0.5 text-xs text-muted">{label}</Radix.Label>
      {options.map(([key, name]) => (
        <Radix.RadioItem key={key} value={key} className={MENU_ITEM}>
          <span className="w-4">
            <Radix.ItemIndicator>✓</Radix.ItemIndicator>
          </span>
          {name}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuLine = () => <Radix.Separator className="my-1 h-px bg-line" />;
