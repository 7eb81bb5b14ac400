const off = [...document.querySelectorAll("mark.off")];
for (const each of off) each.tabIndex = 0;
let at = -1;
document.addEventListener("keydown", ({key, ctrlKey, metaKey, altKey}) => {
  const step = {n: 1, p: -1}[key];
  if (!step || !off.length || ctrlKey || metaKey || altKey) return;
  const here = off.indexOf(document.activeElement);
  at = ((here < 0 ? at : here) + step + off.length) % off.length;
  off[at].focus();
});
