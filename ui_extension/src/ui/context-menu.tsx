import { ContextMenu as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { MENU, MENU_ITEM } from "./menu";

type Props = {
  /** One element that takes a ref. */
  trigger: ReactNode;
  children: ReactNode;
  label: string;
  onOpen: (isOpen: boolean) => void;
  /** It is gone, and the focus is back. */
  onClosed?: () => void;
};

/** By the right button, a long press, or the menu key: what can be done with what is there. */
export function ContextMenu({ trigger, children, label, onOpen, onClosed }: Props) {
  // Until then there is nothing to close with care, and its trigger may be a whole page that opens.
  const [wasOpened, setWasOpened] = useState(false);
  const onOpenChange = (isOpen: boolean) => {
    if (isOpen) setWasOpened(true);
    onOpen(isOpen);
  };
  return (
    <Radix.Root onOpenChange={onOpenChange} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      {wasOpened && (
        <Radix.Portal>
          <Radix.Content
            aria-label={label}
            collisionPadding={8}
            className={`${MENU} max-h-(--radix-context-menu-content-available-height) overflow-y-auto`}
            onCloseAutoFocus={() => setTimeout(() => onClosed?.())}
          >
            {children}
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
}

type ItemProps = {
  onSelect: () => void;
  keys?: string | undefined;
  icon?: ReactNode;
  children: ReactNode;
  disabled?: boolean;
};

export function ContextItem({ onSelect, keys, icon, children, disabled = false }: ItemProps) {
  return (
    <Radix.Item className={MENU_ITEM} onSelect={onSelect} disabled={disabled}>
      <span className="flex w-4 justify-center text-muted">{icon}</span>
      {children}
      {keys !== undefined && <span className="ml-auto pl-8 text-xs text-muted">{keys}</span>}
    </Radix.Item>
  );
}

export function ContextSubmenu({
  label,
  icon,
  children,
}: {
  label: string;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={`${MENU_ITEM} data-[state=open]:bg-hover`}>
        <span className="flex w-4 justify-center text-muted">{icon}</span>
        {label}
        <span className="ml-auto pl-8 text-muted" aria-hidden>
          ›
        </span>
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent className={MENU} sideOffset={2} collisionPadding={8}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  );
}

export const ContextLine = () => <Radix.Separator className="my-1 h-px bg-line" />;
