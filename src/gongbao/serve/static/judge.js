"use strict";
// Right and wrong beside the evidence of statements: what is pressed goes into the server's table of decisions.
(() => {
  const english = document.documentElement.lang === "en";
  const words = english
    ? { right: "Right", wrong: "Wrong", who: "Your name", sent: "Added to the table of decisions; the next build goes by it.", open: "Taken back." }
    : { right: "对", wrong: "错", who: "你的名字", sent: "已存入判定表；下次生成即生效。", open: "已撤回。" };
  let last = 0;
  const key = "gongbao-who"; // as the picture has it
  const remembered = () => { try { return localStorage.getItem(key) || ""; } catch { return ""; } };
  const name = () => {
    const who = (remembered() || prompt(words.who) || "").trim();
    try { if (who) localStorage.setItem(key, who); } catch { /* then it is asked again */ }
    return who;
  };
  const send = async (place, verdict, who) => {
    last = Math.max(last + 1, Date.now());
    const [head, row] = place.dataset.decision.split("\n");
    const body = `${head},verdict,who,when\n${row},${verdict},"${who.replace(/"/g, '""')}",${new Date(last).toISOString()}\n`;
    const { token } = await (await fetch("/decisions")).json();
    const answer = await fetch("/decisions", { method: "POST", body, headers: { "Content-Type": "text/csv;charset=utf-8", "Gongbao-Token": token } });
    return answer.ok ? "" : (await answer.json()).detail;
  };
  for (const place of document.querySelectorAll("[data-decision]")) {
    const told = document.createElement("small");
    told.setAttribute("role", "status");
    const buttons = ["right", "wrong"].map((verdict) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${verdict === "right" ? "✓" : "✗"} ${words[verdict]}`;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", async () => {
        const who = name();
        if (!who) return;
        const open = button.getAttribute("aria-pressed") === "true";
        const wrong = await send(place, open ? "open" : verdict, who).catch((error) => String(error.message));
        told.textContent = wrong || (open ? words.open : words.sent);
        if (!wrong) buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button && !open)));
      });
      return button;
    });
    place.append(...buttons, " ", told);
  }
})();
