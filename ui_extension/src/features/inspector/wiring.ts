/** What ties a control to its label, its hint and what is wrong with it. */
export type Wiring = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-label"?: string;
};

type Told = { about: string | undefined; isWrong: boolean; name: string | undefined };

/** `name` where no label can say it: of editors and groups. */
export function wiringOf(id: string, { about, isWrong, name }: Told): Wiring {
  return {
    id,
    "aria-describedby": about,
    "aria-invalid": isWrong ? true : undefined,
    ...(name === undefined ? {} : { "aria-label": name }),
  };
}
