// The review page: findings and their words lead to each other, verbs by key, spans by selecting text.
// Without this file the page still works: every verb is a button or a link.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const text = document.getElementById("text");
  const form = document.getElementById("found");
  const panel = document.getElementById("panel");
  const review = document.querySelector(".review");
  if (!text || !review) return;
  const first = Number(text.dataset.first);

  // ---- places in the text: characters as Python counts them, not UTF-16 units
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = first + [...before.toString()].length;
    const quote = range.toString();
    return { start, end: start + [...quote].length, quote };
  };
  document.addEventListener("mouseup", () => fill(selected()));
  document.addEventListener("keyup", (event) => { if (event.shiftKey) fill(selected()); });
  function fill(span) {
    const start = document.getElementById("id_start");
    if (!span || !start) return;
    start.value = span.start;
    document.getElementById("id_end").value = span.end;
    document.getElementById("id_quote").value = span.quote;
    document.getElementById("quote").textContent = span.quote;
    const title = document.getElementById("id_title");
    if (title && !title.value) title.value = span.quote.split(/\s+/).join(" ").trim().slice(0, 300);
  }
  for (const name of ["id_start", "id_end"]) {
    // numbers typed by hand stand for themselves: the server takes the words from the text
    document.addEventListener("input", (event) => {
      if (event.target.id !== name) return;
      document.getElementById("id_quote").value = "";
      document.getElementById("quote").textContent = "";
    });
  }

  // ---- one finding is at hand
  const items = () => [...document.querySelectorAll(".finding")];
  const marks = (id) => text.querySelectorAll(`mark[data-f~="${id}"]`);
  let at = null;
  function select(item, options = {}) {
    for (const each of document.querySelectorAll(".at")) each.classList.remove("at");
    at = item;
    if (!item) return;
    item.classList.add("at");
    const found = marks(item.id.slice(1));
    for (const mark of found) mark.classList.add("at");
    if (found.length) into(text, found[0], options.quick);
    if (options.list !== false) into(item.parentElement, item, options.quick);
    if (options.focus !== false) item.focus({ preventScroll: true });
  }
  function into(box, child, quick) {
    const outer = box.getBoundingClientRect();
    const inner = child.getBoundingClientRect();
    const behavior = quick || matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    if (box.scrollHeight > box.clientHeight + 4) {
      if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20) {
        box.scrollTo({ top: box.scrollTop + inner.top - outer.top - outer.height / 3, behavior });
      }
    } else {
      child.scrollIntoView({ behavior, block: box.scrollHeight > window.innerHeight ? "start" : "nearest" });
    }
  }
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || !window.getSelection().isCollapsed) return;
    const ids = mark.dataset.f.split(" ");
    const next = ids[(ids.indexOf(at ? at.id.slice(1) : "") + 1) % ids.length];
    const item = document.getElementById(`f${next}`);
    if (item) select(item);
  });
  if (form) {
    form.addEventListener("click", (event) => {
      const item = event.target.closest(".finding");
      const link = event.target.closest("a");
      if (!item) return;
      if (link && link.hash) event.preventDefault();
      if (link && !link.hash && panel) { event.preventDefault(); edit(link.href); }
      if (!event.target.closest("button")) select(item, { focus: !link });
    });
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || !/^(accept|reject|undo|merge|separate):/.test(button.value)) return;
      event.preventDefault();
      event.stopPropagation();
      act(button);
    }, true);
  }

  // ---- verbs
  const said = document.getElementById("said");
  let busy = false;
  async function act(button) {
    if (!button || busy) return;
    busy = true;
    const item = button.closest(".finding");
    if (said) said.textContent = "";
    try {
      const response = await fetch(form.action, {
        method: "POST", body: new FormData(form, button), headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (answer.error) { if (said) said.textContent = answer.error; return; }
      if (answer.go) { go(answer.go); return; }
      const follow = item.nextElementSibling;
      for (const [id, html] of Object.entries(answer.parts)) document.getElementById(id).outerHTML = html;
      const fresh = document.getElementById(item.id);
      const off = fresh.classList.contains("is-rejected");
      for (const mark of marks(item.id.slice(1))) {
        const living = mark.dataset.f.split(" ").some((id) => {
          const other = document.getElementById(`f${id}`);
          return !other || !other.classList.contains("is-rejected");
        });
        mark.classList.toggle("off", off && !living);
      }
      const done = /^(accept|reject):/.test(button.value);
      if (done && !follow && turn("next")) return;
      select(done && follow ? follow : fresh, { quick: true });
    } catch {
      if (said) said.textContent = review.dataset.failed || "";
    } finally {
      busy = false;
    }
  }
  function go(url) {
    const same = url.split("#")[0] === location.pathname + location.search;
    location.href = url;
    if (same) location.reload();
  }
  async function edit(url, where) {
    if (!panel) { location.href = url; return; }
    const response = await fetch(url, { headers: { "X-Part": "1" } });
    if (!response.ok) { location.href = url; return; }
    panel.innerHTML = await response.text();
    panel.hidden = false;
    const field = panel.querySelector(where || "#id_title");
    panel.scrollIntoView({ block: "nearest" });
    if (field) field.focus();
  }
  document.addEventListener("click", (event) => {
    if (event.target.id === "close" && review.dataset.add) { event.preventDefault(); shut(); }
    if (event.target.id === "add" && review.dataset.add) { event.preventDefault(); add(); }
  });
  function shut() {
    if (!panel || panel.hidden || !review.dataset.add) return;
    panel.hidden = true;
    panel.replaceChildren();
    const item = at || items()[0];
    if (item) select(item); else text.focus();
  }
  function add() {
    const span = selected();
    if (span) { edit(`${review.dataset.add}?start=${span.start}&end=${span.end}`); return; }
    edit(review.dataset.add, "#words").then(() => {
      const near = document.getElementById("near");
      if (near && at) near.value = at.dataset.start;
    });
  }

  // ---- keys, which a person can switch off
  const keys = document.getElementById("keys");
  if (keys) {
    keys.checked = localStorage.getItem("luodi.keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("luodi.keys", keys.checked ? "on" : "off"));
  }
  const press = (verb) => at && act(at.querySelector(`button[value^="${verb}:"]`));
  const step = (by) => {
    const all = items();
    const to = all.indexOf(at) + by;
    if (to >= all.length && turn("next")) return;
    if (to < 0 && at && turn("prev")) return;
    if (all.length) select(all[Math.min(all.length - 1, Math.max(0, to))], { quick: true });
  };
  // a long text comes in parts: past the last finding of one stands the first of the next
  function turn(way) {
    const link = document.querySelector(`.parts a[rel=${way}]`);
    if (link) location.href = link.href + (way === "prev" ? "#last" : "#first");
    return Boolean(link);
  }
  // the next one that waits, wherever in the text it stands, and from the start again after the last
  function wait() {
    const all = items();
    const after = all.slice(all.indexOf(at) + 1).find((item) => item.classList.contains("is-proposed"));
    if (after) { select(after, { quick: true }); return; }
    if (document.querySelector(".parts")) { location.href = review.dataset.next + (at ? at.id.slice(1) : ""); return; }
    const again = all.find((item) => item.classList.contains("is-proposed"));
    if (again) select(again, { quick: true });
  }
  const verbs = {
    j: () => step(1), k: () => step(-1), a: () => press("accept"), x: () => press("reject"), u: () => press("undo"),
    m: () => press("merge"), n: add, w: wait,
    e: () => mend(),
    s: () => mend("#split_parts"),
    "?": () => { const help = keys.closest("details"); help.open = !help.open; help.querySelector("summary").focus(); },
  };
  // what was merged or split away has no form any more: say so, rather than nothing
  function mend(where) {
    const link = at && at.querySelector(".verbs a");
    if (link) edit(link.href, where); else if (at && said) said.textContent = review.dataset.gone || "";
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { shut(); return; }
    if (!keys || !keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const verb = verbs[event.key];
    if (verb) { event.preventDefault(); verb(); }
  });

  const ends = { "#first": items()[0], "#last": items().at(-1) };
  const named = location.hash && (ends[location.hash] || document.querySelector(location.hash));
  const hit = text.querySelector("mark.hit");
  if (named && named.classList.contains("finding")) select(named, { quick: true });
  else if (keys && !hit) {
    const waiting = document.querySelector(".finding.is-proposed") || (document.querySelector(".parts") && items()[0]);
    if (waiting) select(waiting, { quick: true, focus: Boolean(location.hash) });
  }
  if (hit) {
    const over = hit.dataset.f && document.getElementById(`f${hit.dataset.f.split(" ")[0]}`);
    if (over) select(over, { quick: true }); else into(text, hit, true);
  }
  const lone = text.querySelector("mark");
  if (!named && first && lone) into(text, lone, true);
});
