import { Outlet } from "@tanstack/react-router";
import { Suspense, useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "@/api/use-live";
import { Skeleton } from "@/ui/page";
import { Toaster } from "@/ui/toaster";
import { TooltipProvider } from "@/ui/tooltip";
import { Away } from "./away";
import { Frame } from "./frame";
import { followLanguage } from "./i18n/start";
import { loadWhenIdle } from "./loading";
import { Navigation } from "./navigation-bar";
import { OfflineBanner } from "./offline-banner";
import { Palette } from "./palette";
import { followTheme } from "./theme";
import { useEnds } from "./use-ends";
import { useOnline } from "./use-online";
import { useShellKept } from "./use-shell-kept";

/** Whether a first picture of the page stands where the page will be. */
const isPictured = () => document.querySelector("#root > [inert]") !== null;

/** A page in its frame: drawn bit by bit, so that nothing has to wait for it, but for one that takes its picture's place. */
export function Shell() {
  return useDeferredValue(true, isPictured()) && <Framed />;
}

function Framed() {
  const { t } = useTranslation();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const { onFrame, onGap } = useEnds();
  const isHeard = useLive(onFrame, onGap);
  const isOnline = useOnline();
  const isAway = !isHeard || !isOnline;
  useShellKept(isAway);
  useEffect(followTheme, []);
  useEffect(followLanguage, []);
  useEffect(loadWhenIdle, []);
  return (
    <TooltipProvider>
      <a href="#main" className="sr-only z-50 rounded bg-surface p-2 focus:not-sr-only focus:absolute">
        {t("skip")}
      </a>
      <Frame
        navigation={<Navigation onSearch={() => setPaletteOpen(true)} />}
        banner={isAway && <OfflineBanner />}
      >
        <Away value={isAway}>
          <Suspense fallback={<Skeleton lines={6} />}>
            <Outlet />
          </Suspense>
        </Away>
      </Frame>
      <Palette isOpen={isPaletteOpen} onOpen={setPaletteOpen} />
      <Toaster />
    </TooltipProvider>
  );
}
