import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { focusBack } from "@/ui/focus-back";

type Props = { label: string; isOpen: boolean; onOpen: (isOpen: boolean) => void; children: ReactNode };

/** What the palette stands in. */
export const PaletteFrame = ({ label, isOpen, onOpen, children }: Props) => (
  <Radix.Root open={isOpen} onOpenChange={onOpen}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
      <Radix.Content
        aria-describedby={undefined}
        onCloseAutoFocus={focusBack}
        className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2"
      >
        <Radix.Title className="sr-only">{label}</Radix.Title>
        <Command
          label={label}
          filter={holds}
          className="overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
        >
          {children}
        </Command>
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);

/** Whether each word of the search occurs: letters that are strewn over a name say nothing of it. */
const holds = (value: string, search: string) => {
  const said = value.toLowerCase();
  const words = search.toLowerCase().split(/\s+/);
  return words.every((word) => said.includes(word)) ? 1 : 0;
};
