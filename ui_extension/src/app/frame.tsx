import type { ReactNode } from "react";

type Props = { navigation: ReactNode; banner?: ReactNode; children: ReactNode };

/** Where everything is that stands around a page. */
export function Frame({ navigation, banner, children }: Props) {
  return (
    <div className="flex h-full flex-col md:flex-row">
      {navigation}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {banner}
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
