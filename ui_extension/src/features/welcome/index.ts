/** From nothing to a first workflow of one's own that ran. */
import { lazy } from "react";

export const WelcomePage = lazy(async () => ({ default: (await import("./welcome-page")).WelcomePage }));
