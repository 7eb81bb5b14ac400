// Leaves the terms that hold what is typed, in any language, wording included.
const find = document.getElementById("find");
find.hidden = false;
find.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  const has = element => element.textContent.toLowerCase().includes(wanted);
  for (const each of document.querySelectorAll("main article")) {
    each.hidden = !has(each);
    for (const words of each.querySelectorAll("details")) words.open = wanted !== "" && has(words);
  }
  for (const head of document.querySelectorAll("main h2")) {
    let next = head.nextElementSibling;
    while (next?.hidden) next = next.nextElementSibling;
    head.hidden = next === null || next.tagName === "H2";
  }
});
