/** From nothing to a first workflow of one's own that ran. */
import { lazyRouteComponent } from "@tanstack/react-router";

export const WelcomePage = lazyRouteComponent(() => import("./welcome-page"), "WelcomePage");
