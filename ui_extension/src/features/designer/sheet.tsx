import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { SIDES, type Side } from "./side";
import { type DesignerStore, useDesigner } from "./store";

/** On a narrow screen, what stands up from below: a panel that is else at the side, the settings, or nothing. */
export interface Sheet {
  readonly side: Side;
  readonly up: "side" | "setup" | null;
  onSide(side: Side): void;
  onSetup(): void;
}

const PRESSES = ["pointerdown", "pointerup", "pointercancel"] as const;

/** What is chosen is set up; the same choice again folds it. On a wide screen only `side` is looked at. */
export function useSheet(store: DesignerStore): Sheet {
  const [side, setSide] = useState<Side>("add");
  const [up, setUp] = useState<Sheet["up"]>(null);
  useEffect(() => {
    // A drag selects what it takes along: the canvas must not become smaller beneath it.
    let isPressed = false;
    const onPress = ({ type }: Event) => {
      isPressed = type === "pointerdown";
    };
    const onClick = ({ target }: Event) => {
      if (store.getState().isSelectingSeveral) return;
      if (target instanceof Element && target.closest(".react-flow__node-card")) setUp("setup");
    };
    for (const type of PRESSES) window.addEventListener(type, onPress, { capture: true });
    window.addEventListener("click", onClick);
    const stop = store.subscribe((now, before) => {
      if (now.wanted !== before.wanted && now.wanted !== undefined) return setUp("setup");
      const [chosen, old] = [now.selection.nodes.join(" "), before.selection.nodes.join(" ")];
      if (chosen === old) return;
      if (chosen === "") setUp((present) => (present === "setup" ? null : present));
      else if (!isPressed && !now.isSelectingSeveral) setUp("setup");
    });
    return () => {
      stop();
      window.removeEventListener("click", onClick);
      for (const type of PRESSES) window.removeEventListener(type, onPress, { capture: true });
    };
  }, [store]);
  const onSide = useCallback(
    (next: Side) => {
      setSide(next);
      setUp((present) => (present === "side" && next === side ? null : "side"));
    },
    [side],
  );
  const onSetup = useCallback(() => setUp((present) => (present === "setup" ? null : "setup")), []);
  return useMemo(() => ({ side, up, onSide, onSetup }), [side, up, onSide, onSetup]);
}

const PART =
  "flex-1 border-t-2 border-transparent px-1 py-2.5 text-xs text-muted aria-pressed:border-accent aria-pressed:font-medium aria-pressed:text-text";

/** At the bottom of a narrow screen: what can be had up from below. */
export function SheetBar({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation("designer");
  const errors = useDesigner((state) => state.diagnostics.filter((one) => one.severity === "error").length);
  return (
    <div
      role="toolbar"
      aria-label={t("side.label")}
      className="flex border-t border-line bg-surface lg:hidden"
    >
      {SIDES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={sheet.up === "side" && sheet.side === one}
          className={PART}
          onClick={() => sheet.onSide(one)}
        >
          {t(`side.${one}`)}
          {one === "problems" && errors > 0 && (
            <span className="ml-1 rounded bg-danger-soft px-1 text-danger">{errors}</span>
          )}
        </button>
      ))}
      <button type="button" aria-pressed={sheet.up === "setup"} className={PART} onClick={sheet.onSetup}>
        {t("side.setup")}
      </button>
    </div>
  );
}
