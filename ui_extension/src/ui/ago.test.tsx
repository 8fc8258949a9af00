// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { inEnglish } from "../testing/shown";
import { Ago } from "./ago";
import words from "./messages.en.json";

const NOW = new Date("2026-05-01T10:00:00Z");

beforeAll(() => inEnglish({ ui: words }));
beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000).toISOString();
const later = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1_000));

test("many moments are told by one clock, which stands still when none is shown", () => {
  const { unmount } = render(
    <>
      <Ago at={before(5)} />
      <Ago at={before(50)} />
      <Ago at={before(3_600)} />
    </>,
  );
  expect(vi.getTimerCount()).toBe(1);
  later(20);
  const said = screen.getAllByRole("time").map((one) => one.textContent);
  expect(said).toEqual(["25 sec. ago", "1 min. ago", "1 hr. ago"]);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

test("what is shown of a minute ago is drawn anew once a minute", () => {
  const drawn = vi.fn((ago: string) => ago);
  render(<Ago at={before(120)}>{drawn}</Ago>);
  later(59);
  expect(drawn).toHaveBeenCalledOnce();
  later(1);
  expect(drawn.mock.lastCall).toEqual(["3 min. ago"]);
});
