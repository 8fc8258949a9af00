/** What a code means and what to do about it, in a language that the server does not speak. */
export interface CodeWords {
  readonly title: string;
  readonly remedy: string;
}

export type Codes = Readonly<Record<string, CodeWords>>;
