import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasView } from "@/canvas/view";
import type { Where } from "@/canvas/where";
import { ContextItem, ContextLine, ContextMenu, ContextSubmenu } from "@/ui/context-menu";
import { COMMAND_ICONS } from "./command-icons";
import { type CommandId, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import { ARRANGE, type Entry, entriesFor, type MenuTarget, targetedAt } from "./menu-entries";
import { useShownKeys } from "./shown-keys";
import { useDesigner, useDesignerStore } from "./store";
import { isTaken } from "./use-keys";

type Props = {
  doors: Doors;
  view: RefObject<CanvasView | null>;
  /** Try the draft; without it there is no entry. */
  onTest?: (() => void) | undefined;
  children: ReactNode;
};

/** What can be done with what was pointed at, with the keys that do the same. */
export function CanvasMenu({ doors, view, onTest, children }: Props) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const pointed = useRef<{ element: Element; x: number; y: number } | null>(null);
  const chosen = useRef<(() => void) | null>(null);
  const [target, setTarget] = useState<MenuTarget>("canvas");
  const [place, setPlace] = useState<Where>();
  const surface = useRef<HTMLDivElement>(null);
  useMenuKey(surface);

  const point = (event: SyntheticEvent & { clientX: number; clientY: number }) => {
    const element = event.target as Element;
    // Text has the browser's own menu.
    if (element.closest("input, textarea")) event.stopPropagation();
    pointed.current = { element, x: event.clientX, y: event.clientY };
  };
  const onOpen = (isOpen: boolean) => {
    const at = pointed.current;
    if (!isOpen || at === null) return;
    setTarget(targetedAt(store.getState(), at.element));
    setPlace(view.current?.where(at));
  };
  const then = (act: () => void) => {
    chosen.current = act;
  };
  const run = (id: CommandId) => {
    const there = target === "canvas" && place !== undefined ? { ...doors, place } : doors;
    then(() => void REGISTRY[id].run(store.getState(), there));
  };
  /** By the panel of the step, where it is tried with data that one sees. */
  const testStep = () => {
    const { selection, show } = store.getState();
    for (const id of selection.nodes) show(id, ["test"]);
  };
  return (
    <ContextMenu
      label={t(`menu.${target}`)}
      onOpen={onOpen}
      // Once the menu has given the focus back, a dialog may take it.
      onClosed={() => {
        chosen.current?.();
        chosen.current = null;
      }}
      trigger={
        <div
          ref={surface}
          className="h-full w-full"
          onContextMenuCapture={point}
          onPointerDownCapture={(event) => event.pointerType !== "mouse" && point(event)}
        >
          {children}
        </div>
      }
    >
      {target === "node" && onTest !== undefined && (
        <>
          <TestItem label={t("testStep")} onSelect={() => then(testStep)} />
          <ContextLine />
        </>
      )}
      <Entries entries={entriesFor(target)} onRun={run} />
      {target === "canvas" && onTest !== undefined && (
        <>
          <ContextLine />
          <TestItem label={t("test")} onSelect={() => then(onTest)} />
        </>
      )}
    </ContextMenu>
  );
}

const TestItem = ({ label, onSelect }: { label: string; onSelect: () => void }) => (
  <ContextItem icon={COMMAND_ICONS.test} onSelect={onSelect}>
    {label}
  </ContextItem>
);

function Entries({ entries, onRun }: { entries: readonly Entry[]; onRun: (id: CommandId) => void }) {
  const { t } = useTranslation("designer");
  return entries.map((entry, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
    if (entry === "line") return <ContextLine key={index} />;
    if (entry !== "arrange") return <Item key={entry} id={entry} onRun={onRun} />;
    return (
      <ContextSubmenu key={entry} label={t("menu.arrange")} icon={COMMAND_ICONS.left}>
        <Entries entries={ARRANGE} onRun={onRun} />
      </ContextSubmenu>
    );
  });
}

function Item({ id, onRun }: { id: CommandId; onRun: (id: CommandId) => void }) {
  const { t } = useTranslation("designer");
  const keysOf = useShownKeys();
  const isEnabled = useDesigner((state) => REGISTRY[id].isEnabled?.(state) ?? true);
  return (
    <ContextItem icon={COMMAND_ICONS[id]} keys={keysOf(id)} disabled={!isEnabled} onSelect={() => onRun(id)}>
      {t(`command.${id}`)}
    </ContextItem>
  );
}

/** The menu key, and Shift+F10: the menu of what is selected, where it is drawn; else that of the canvas. */
function useMenuKey(surface: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isMenuKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
      if (!isMenuKey || isTaken(event.target)) return;
      const element =
        surface.current?.querySelector(".react-flow__node.selected, .react-flow__edge.selected path") ??
        surface.current?.querySelector(".react-flow__pane");
      if (!element) return;
      event.preventDefault();
      const { x, y, width, height } = element.getBoundingClientRect();
      const at = { clientX: x + width / 2, clientY: y + height / 2 };
      element.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }));
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [surface]);
}
