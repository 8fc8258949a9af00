import { createContext } from "react";

/** Whether the platform does not answer, or the network is gone. */
export const Away = createContext(false);
