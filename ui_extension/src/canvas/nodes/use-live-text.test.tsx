// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useLiveText } from "./use-live-text";

const Field = ({ text }: { text: string }) => <input {...useLiveText(text, () => undefined)} />;

test("what was typed stays while the document is drawn as it was a letter ago; another text takes its place", () => {
  const { rerender } = render(<Field text="" />);
  const field = screen.getByRole("textbox");
  for (const value of ["a", "ab", "abc"]) fireEvent.change(field, { target: { value } });
  rerender(<Field text="a" />);
  expect(field).toHaveValue("abc");
  rerender(<Field text="abc" />);
  expect(field).toHaveValue("abc");
  rerender(<Field text="undone" />);
  expect(field).toHaveValue("undone");
});
