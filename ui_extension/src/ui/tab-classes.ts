export const TABS_CLASS = "flex gap-1 overflow-x-auto overflow-y-hidden border-b border-line";
/** What is chosen says `data-state="active"`. */
export const TAB_CLASS =
  "-mb-px border-b-2 focus-visible:-outline-offset-2 border-transparent px-2 py-2 text-sm whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text";
export const BELOW_TABS_CLASS = "pt-4";
