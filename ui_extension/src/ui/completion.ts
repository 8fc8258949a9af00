// Offers of what can be written next, which leave the keyboard where it is.
//
// Chromium lets Tab enter a list that scrolls, so it went from the text into the offers. A list that is drawn anew, or
// taken away, while it has the focus tells so in the midst of the editor's update; CodeMirror's own listener then changes
// the editor, which refuses: "Calls to EditorView.update are not allowed while an update is in progress". That listener
// is told to do nothing; offers close as soon as somebody leaves, those that are still being looked for as well.
import { autocompletion, closeCompletion } from "@codemirror/autocomplete";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

/** Of an editor that has offers already, it changes only how they close. */
export const completion = (config: Parameters<typeof autocompletion>[0] = {}): Extension => [
  autocompletion({ ...config, closeOnBlur: false }),
  EditorView.domEventHandlers({ blur: (_, view) => void closeCompletion(view) }),
  Prec.highest(keymap.of([{ key: "Tab", run: closed, shift: closed }])),
];

/** Before the browser looks for what is next: a list that is not there cannot be entered. */
function closed(view: EditorView): false {
  closeCompletion(view);
  return false;
}
