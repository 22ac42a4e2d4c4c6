// The editor of the rule workbench, made of CodeMirror 6: colours, problems, words to go on with, keys.
// Bundled into ../script/editor.bundle.js (see README.md); ../script/workbench.js starts it.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorSelection, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { Tag, tags } from "@lezer/highlight";

const STRING = /^(“[^”\n]*”?|「[^」\n]*」?|"[^"\n]*"?)/;
const NUMBER = /^\d{4}-\d{2}-\d{2}|^\d+(\.\d+)?%?/;
const HAN_OR_LETTER = /^[\p{L}\p{N}_-]+/u;
const clause = Tag.define();

// Longer words first, so that 专业总学分 is not read as 专业.
function reader(words) {
  const sorted = (list) => [...list].sort((one, other) => other.length - one.length);
  const [clauses, inner] = [sorted(words.clauses), sorted(words.inner)];
  const latin = /[a-z_]$/i;

  function taken(stream, list) {
    for (const word of list) {
      if (!stream.match(word, false)) continue;
      const next = stream.string[stream.pos + word.length] ?? "";
      if (latin.test(word) && /[\w]/.test(next)) continue;
      stream.match(word);
      return true;
    }
    return false;
  }

  return StreamLanguage.define({
    name: "rule",
    startState: () => ({ first: true }),
    token(stream, state) {
      if (stream.sol()) state.first = true;
      if (stream.eatSpace()) return null;
      if (stream.match(/^#.*/)) return "comment";
      if (stream.match(STRING)) return after(state, "string");
      if (stream.match(NUMBER)) return after(state, "number");
      if (state.first && taken(stream, clauses)) return after(state, "clause");
      if (taken(stream, inner)) return after(state, "keyword");
      if (stream.match(/^(=>|>=|<=|!=|[=<>≥≤≠＝＜＞])/)) return after(state, "operator");
      if (!stream.match(HAN_OR_LETTER)) stream.next();
      state.first = false;
      return null;
    },
    tokenTable: { clause },
    languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["“", "（", "(", "[", "{", '"'] } },
  });
}

function after(state, kind) {
  state.first = false;
  return kind;
}

const colours = HighlightStyle.define([
  { tag: clause, class: "cm-tok-clause" },
  { tag: tags.string, class: "cm-tok-string" },
  { tag: tags.number, class: "cm-tok-number" },
  { tag: [tags.keyword, tags.operator], class: "cm-tok-word" },
  { tag: tags.comment, class: "cm-tok-comment" },
]);

const looks = EditorView.theme({
  ".cm-scroller": { fontFamily: "var(--xf-mono)", lineHeight: "1.85", minHeight: "360px" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--xf-ink)" },
  ".cm-gutters": { background: "transparent", color: "var(--xf-ink-3)", border: "0" },
  ".cm-activeLine": { background: "var(--xf-hover)" },
  "&.cm-focused > .cm-scroller > .cm-cursorLayer": { animation: "none" }, // a caret that stands still
  ".cm-cursor": { borderLeftColor: "var(--xf-ink)" },
  ".cm-tooltip": { background: "var(--xf-card)", color: "var(--xf-ink)", border: "1px solid var(--xf-edge)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--xf-pri)", color: "var(--xf-on-pri)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: ".75" },
  ".cm-panels": { background: "var(--xf-sunk)", color: "var(--xf-ink)" },
  ".cm-diagnostic": { maxWidth: "42em" },
});

/* start({ text, parent, words, nonce, label, phrases, readOnly, complete, changed, format }): an editor that says
   changed(text) on every change, asks complete(text, place) for words, and format() on its key. */
export function start(given) {
  const view = new EditorView({ parent: given.parent, state: stateOf(given) });
  return {
    view,
    text: () => view.state.doc.toString(),
    mark(problems) {
      const length = view.state.doc.length;
      const shown = problems.map((each) => ({
        ...each,
        from: Math.min(each.from, length),
        to: Math.min(Math.max(each.to, each.from), length),
      }));
      view.dispatch(setDiagnostics(view.state, shown));
    },
    // Only what differs is replaced, so that the cursor stays where it was.
    replace(text) {
      const before = view.state.doc.toString();
      if (text === before) return;
      let start = 0;
      while (start < Math.min(before.length, text.length) && before[start] === text[start]) start += 1;
      let [end, stop] = [before.length, text.length];
      while (end > start && stop > start && before[end - 1] === text[stop - 1]) [end, stop] = [end - 1, stop - 1];
      view.dispatch({ changes: { from: start, to: end, insert: text.slice(start, stop) } });
    },
    go(from, to) {
      const length = view.state.doc.length;
      view.dispatch({
        selection: EditorSelection.single(Math.min(from, length), Math.min(to, length)),
        scrollIntoView: true,
      });
      view.focus();
    },
  };
}

function stateOf({ text, words, nonce, label, phrases, readOnly, complete, changed, format }) {
  return EditorState.create({
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorState.readOnly.of(readOnly),
      EditorState.phrases.of(phrases),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
      EditorView.lineWrapping,
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      reader(words),
      syntaxHighlighting(colours),
      looks,
      autocompletion({ override: [asking(complete)], activateOnTypingDelay: 250, icons: false }),
      keymap.of([
        { key: "Mod-Shift-f", run: () => (format(), true) },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
    ],
  });
}

function asking(complete) {
  return async (context) => {
    if (!context.explicit && !context.matchBefore(/[\p{L}\p{N}@“「]$/u)) return null;
    const found = await complete(context.state.doc.toString(), context.pos);
    if (!found.length || context.aborted) return null;
    const from = Math.min(...found.map((each) => each.from));
    const options = found.map((each, place) => ({
      label: each.text,
      detail: each.detail,
      boost: -place,
      apply: (view, _option, _from, to) =>
        view.dispatch({
          changes: { from: each.from, to: Math.max(each.to, to), insert: each.text },
          selection: { anchor: each.from + each.text.length },
        }),
    }));
    return { from, options, filter: false };
  };
}
