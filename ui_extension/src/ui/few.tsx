import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

const MORE = 20;

type Props<Item> = { items: readonly Item[]; few: number; children: (shown: readonly Item[]) => ReactNode };

/** The first few of what may be thousands, and more as somebody asks for them. */
export function Few<Item>({ items, few, children }: Props<Item>) {
  const { t } = useTranslation("ui");
  const [most, setMost] = useState(few);
  const left = items.length - most;
  return (
    <>
      {children(items.slice(0, most))}
      {left > 0 && (
        <Button look="quiet" className="self-start" onClick={() => setMost(most + Math.max(few, MORE))}>
          {t("moreOf", { count: left })}
        </Button>
      )}
    </>
  );
}
