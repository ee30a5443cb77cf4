"use strict";
(() => {
  const rows = JSON.parse(document.getElementById("rows").textContent);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const map = document.getElementById("map");
  const ring = document.getElementById("ring");
  const detail = document.getElementById("detail");
  const empty = detail ? Array.from(detail.childNodes) : [];
  const points = map ? Array.from(map.querySelectorAll(".p")) : [];
  const placed = new Map();
  for (const point of points) {
    const box = point.getBBox();
    placed.set(point, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  let current = null;
  let pinned = null;

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  // Only textContent is ever set: what a cell says stays text.
  // Copies of one body lie on top of each other: whoever is chosen names the others.
  const beside = (row) => points
    .filter((one) => current && one !== current && one.getAttribute("d") === current.getAttribute("d"))
    .map((one) => Number(one.dataset.row)).filter((other) => other !== row.number);
  const show = (row) => {
    if (!detail) return;
    detail.replaceChildren();
    if (!row) { detail.append(...empty); return; }
    detail.append(element("h3", `Row ${row.number}: ${row.title || "(no text)"}`));
    const verdict = element("p");
    verdict.append(element("span", row.verdict || "", `verdict ${row.verdict || ""}`));
    verdict.append(` ${row.score.toFixed(0)} of 100`);
    detail.append(verdict);
    const list = element("dl");
    const facts = [
      ["broadcast", row.broadcast], ["value", row.value], ["channel", row.channel],
      ["list", row.list_name], ["date", row.date], ["id", row.id],
      ["file", row.file ? `${row.file}, line ${row.line}` : ""],
    ];
    for (const [name, value] of facts) {
      if (value !== undefined && value !== "") list.append(element("dt", name), element("dd", String(value)));
    }
    detail.append(list);
    for (const [trait, words, cost] of row.words || []) {
      const line = element("p");
      const mark = element("mark", words, cost < 0 ? "" : "earn");
      mark.append(element("b", `${trait} ${cost < 0 ? "−" : "+"}${Math.abs(cost).toFixed(1)}`));
      line.append(mark);
      detail.append(line);
    }
    const others = beside(row);
    if (others.length) {
      const line = element("p", "At the same place: ", "hint");
      for (const other of others.slice(0, 12)) {
        const link = element("button", String(other), "link");
        link.type = "button";
        link.dataset.row = other;
        line.append(link, " ");
      }
      if (others.length > 12) line.append(`and ${others.length - 12} more`);
      detail.append(line);
    }
  };

  const point = (target) => (target && target.closest ? target.closest(".p") : null);
  const visible = () => points.filter((one) => !one.classList.contains("off"));
  const circle = (one) => {
    const at = one ? placed.get(one) : { x: -20, y: -20 };
    ring.setAttribute("cx", at.x);
    ring.setAttribute("cy", at.y);
  };
  const choose = (one, pin) => {
    current = one;
    if (pin) pinned = one;
    circle(one);
    show(one ? byNumber.get(Number(one.dataset.row)) : null);
  };

  const step = (dx, dy) => {
    const shown = visible();
    if (!shown.length) return;
    if (!current || !shown.includes(current)) { choose(shown[0], true); return; }
    const from = placed.get(current);
    let best = null;
    let least = Infinity;
    for (const one of shown) {
      if (one === current) continue;
      const to = placed.get(one);
      const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (ahead <= 0) continue;
      const far = ahead + 2 * aside;
      if (far < least) { least = far; best = one; }
    }
    if (best) choose(best, true);
  };

  if (map) {
    map.addEventListener("pointerover", (event) => {
      const one = point(event.target);
      if (one && !pinned) choose(one, false);
    });
    map.addEventListener("click", (event) => {
      const one = point(event.target);
      pinned = null;
      choose(one, Boolean(one));
    });
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    map.addEventListener("keydown", (event) => {
      if (ways[event.key]) { step(...ways[event.key]); event.preventDefault(); }
      else if (event.key === "Enter" && current) { choose(current, true); event.preventDefault(); }
      else if (event.key === "Escape") { pinned = null; choose(null, false); }
    });
  }

  const filter = () => {
    const verdicts = new Set(Array.from(document.querySelectorAll("[data-verdict]"))
      .filter((one) => one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.verdict));
    const select = document.getElementById("channel");
    const channel = select ? select.value : "";
    for (const one of points) {
      const row = byNumber.get(Number(one.dataset.row));
      one.classList.toggle("off", !verdicts.has(row.verdict) || (channel !== "" && row.channel !== channel));
    }
    if (current && current.classList.contains("off")) { pinned = null; choose(null, false); }
  };
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  const select = document.getElementById("channel");
  if (select) select.addEventListener("change", filter);

  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("button.link") : null;
    if (!link || !detail) return;
    const wanted = Number(link.dataset.row);
    const one = points.find((other) => Number(other.dataset.row) === wanted);
    if (one) { one.classList.remove("off"); choose(one, true); }
    else { pinned = null; choose(null, false); show(byNumber.get(wanted)); }
    detail.scrollIntoView({ block: "nearest" });
    detail.focus();
  });

  const toggle = document.getElementById("theme");
  const dark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const name = () => { toggle.textContent = dark() ? "Light" : "Dark"; };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    name();
  });
  name();
})();
