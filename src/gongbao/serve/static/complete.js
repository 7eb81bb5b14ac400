"use strict";
// Completion in the editor: the terms that a graph has, by their id or by what they are called; Ctrl+Space asks for it.
(() => {
  const editor = document.getElementById("query");
  const list = document.getElementById("terms");
  let terms = [];
  let word = { start: 0, end: 0 };

  const before = () => {
    const at = editor.selectionStart;
    const found = /(?:[A-Za-z][\w-]*:)?[\p{L}\w-]*$/u.exec(editor.value.slice(0, at));
    return { start: at - found[0].length, end: at, text: found[0] };
  };

  const box = window.choices(editor, list, {
    pick: (found) => {
      editor.setRangeText(found.id, word.start, word.end, "end");
      editor.dispatchEvent(new Event("change"));
      editor.focus();
    },
  });

  const fits = (term, typed) => {
    const wanted = typed.toLowerCase();
    const name = term.term.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    const local = wanted.replace(/^gb:/, "");
    if (local && name.split(":")[1].startsWith(local)) return 1;
    return local.length > 0 && term.label.toLowerCase().includes(local) ? 2 : -1;
  };

  const length = ({ term, rank }) => (rank === 2 ? term.label : term.term).length; // the nearest first

  const propose = (anyway) => {
    word = before();
    const typed = word.text;
    const asks = anyway || typed.includes(":") || /[^\x00-\x7f]/.test(typed);
    if (!asks || (!typed && !anyway)) { box.close(); return; }
    const found = terms
      .map((term) => ({ term, rank: fits(term, typed) }))
      .filter(({ term, rank }) => rank >= 0 && term.term !== typed)
      .sort((a, b) => a.rank - b.rank || length(a) - length(b) || (a.term.term < b.term.term ? -1 : 1))
      .slice(0, 12);
    box.open(found.map(({ term }) => ({ id: term.term, name: term.term, note: [term.label, term.about].filter(Boolean).join(" · ") })));
    if (found.length && anyway) box.mark(0);
  };

  editor.addEventListener("input", (event) => { if (!event.isComposing) propose(false); });
  editor.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); propose(true); }
  });
  fetch("/vocabulary.json").then((answer) => answer.json()).then((found) => { terms = found; }, () => undefined);
})();
