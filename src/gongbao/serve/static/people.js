"use strict";
// Fields that propose what they may mean, as a listbox under the field: arrow keys, Enter, Escape. Texts stay texts.
window.choices = (field, list, { pick }) => {
  let at = -1;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    const all = options();
    at = (to + all.length) % all.length;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const open = (found) => {
    list.replaceChildren(...found.map((each, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = each.name;
      const note = document.createElement("small");
      note.textContent = each.note || "";
      option.append(name, " ", note);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); close(); pick(each); });
      option.found = each;
      return option;
    }));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    else if (event.key === "Enter" && at >= 0) { const { found } = options()[at]; close(); pick(found); }
    else if (event.key === "Tab" && at >= 0 && field.tagName === "TEXTAREA") { const { found } = options()[at]; close(); pick(found); }
    else if (event.key === "Escape") close();
    else return;
    if (event.key !== "Escape" || at >= 0) event.preventDefault();
    event.stopImmediatePropagation();
  });
  field.addEventListener("blur", close);
  return { open, close, mark };
};

(() => {
  let number = 0;
  const address = (id) => {
    const base = document.documentElement.dataset.base;
    return base + id.split("/").map(encodeURIComponent).join("/");
  };
  for (const field of document.querySelectorAll("input[data-names]")) {
    const list = document.createElement("ul");
    list.id = `names-${number++}`;
    list.className = "choices";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.getAttribute("aria-label"));
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    const holder = document.createElement("span");
    holder.className = "holder";
    field.replaceWith(holder);
    holder.append(field, list);
    const box = window.choices(field, list, {
      pick: (found) => {
        if (field.dataset.names === "go") location.assign(address(found.id));
        else field.value = found.name;
      },
    });
    let asked = null;
    let pause = 0;
    field.addEventListener("input", () => {
      clearTimeout(pause);
      if (asked) asked.abort();
      const typed = field.value.trim();
      if (!typed) { box.close(); return; }
      pause = setTimeout(async () => {
        asked = new AbortController();
        try {
          const answer = await fetch(`/reconcile/suggest/entity?prefix=${encodeURIComponent(typed)}`, { signal: asked.signal });
          if (!answer.ok) return;
          const { result } = await answer.json();
          if (document.activeElement === field && field.value.trim() === typed)
            box.open(result.slice(0, 8).map((each) => ({ id: each.id, name: each.name, note: [...each.type.map((type) => type.name), each.description].filter(Boolean).join(" · ") })));
        } catch (error) {
          if (error.name !== "AbortError") box.close();
        }
      }, 120);
    });
  }
})();
