/** What the open page offers to the command palette. One list: who offers need not know who shows. */

export interface Offer {
  readonly id: string;
  readonly label: string;
  /** As a person reads them. */
  readonly keys?: string | undefined;
  act(): unknown;
}

/** `heading` stands above what is offered; the list is asked for whenever the palette opens. */
export interface Offering {
  readonly heading: string;
  list(): readonly Offer[];
}

let offerings: readonly Offering[] = [];

/** Answers what takes it back. */
export function offer(offering: Offering): () => void {
  offerings = [...offerings, offering];
  return () => {
    offerings = offerings.filter((one) => one !== offering);
  };
}

export const offered = () => offerings;
