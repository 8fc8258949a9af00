// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useDebouncedText } from "./use-debounced-text";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function typing(first: string) {
  const onChange = vi.fn();
  const { result, rerender } = renderHook(({ value }) => useDebouncedText(value, onChange), {
    initialProps: { value: first },
  });
  return {
    text: () => result.current[0],
    type: (text: string) => act(() => result.current[1](text)),
    pause: () => act(() => vi.advanceTimersByTime(400)),
    comes: (value: string) => rerender({ value }),
    onChange,
  };
}

test("what was typed is told when typing pauses", () => {
  const { type, pause, onChange } = typing("");
  type("a");
  type("ab");
  expect(onChange).not.toHaveBeenCalled();
  pause();
  expect(onChange.mock.calls).toEqual([["ab"]]);
});

test("what comes back late takes nothing from what was typed meanwhile", () => {
  const { type, pause, comes, text, onChange } = typing("");
  type("ab");
  pause();
  type("abc");
  comes("ab");
  expect(text()).toBe("abc");
  pause();
  type("abcd");
  pause();
  comes("abc");
  comes("abcd");
  expect(text()).toBe("abcd");
  expect(onChange.mock.calls).toEqual([["ab"], ["abc"], ["abcd"]]);
});

test("what is set elsewhere is shown, also when it was typed before", () => {
  const { type, pause, comes, text } = typing("");
  type("ab");
  pause();
  comes("ab");
  comes("");
  expect(text()).toBe("");
  comes("ab");
  expect(text()).toBe("ab");
});
