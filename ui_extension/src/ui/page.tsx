import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTitle } from "./use-title";

type Props = {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  /** As wide as the window allows: for drawings. */
  isWide?: boolean;
  children: ReactNode;
};

/** A page with its name and what can be done on it. */
export function Page({ title, about, actions, isWide = false, children }: Props) {
  useTitle(title);
  return (
    <div
      className={clsx(
        "mx-auto flex w-full flex-col gap-4 px-4 py-5 sm:px-6",
        isWide ? "max-w-[110rem]" : "max-w-6xl",
      )}
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-full sm:basis-0">
          <h1 className="line-clamp-3 text-lg font-semibold wrap-anywhere">{title}</h1>
          {about && <div className="text-sm text-muted">{about}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Panel({
  title,
  actions,
  children,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="rounded-lg border border-line bg-surface">
      {title && (
        <header className="flex items-center gap-2 border-b border-line px-4 py-2.5">
          <h2 className="flex-1 text-sm font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

/** Gray lines where something will be. */
export const Skeleton = ({ lines = 4 }: { lines?: number }) => (
  <div aria-busy className="flex flex-col gap-3 p-4">
    {Array.from({ length: lines }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same
      <div key={at} className="h-4 rounded bg-sunken" />
    ))}
  </div>
);
