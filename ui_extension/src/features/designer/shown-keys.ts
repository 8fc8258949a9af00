import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type CommandId, REGISTRY } from "./commands";

const NAMED = ["mod", "shift", "delete", "backspace", "enter", "space", "tab"] as const;
type Named = (typeof NAMED)[number];
const isNamed = (key: string): key is Named => (NAMED as readonly string[]).includes(key);
const isMac = () => /mac|iphone|ipad/i.test(navigator.platform);

/** Keys as they stand on the keyboard, in the reader's language: `mod+shift+z` is "Ctrl+Shift+Z". */
export function useReadKeys(): (keys: string) => string {
  const { t } = useTranslation("designer");
  return useCallback(
    (keys) => {
      const parts = keys === "+" ? ["+"] : keys.split("+");
      return parts
        .map((key) => {
          if (key === "mod" && isMac()) return "⌘";
          return isNamed(key) ? t(`key.${key}`) : key.toUpperCase();
        })
        .join("+");
    },
    [t],
  );
}

/** The first keys of a command; undefined when it has none. */
export function useShownKeys(): (id: CommandId) => string | undefined {
  const read = useReadKeys();
  return useCallback(
    (id) => {
      const keys = REGISTRY[id].keys[0];
      return keys === undefined ? undefined : read(keys);
    },
    [read],
  );
}
