// What the pages need beyond htmx: a button is pressed once, minutes at a form are counted, a refused form opens where it
// was refused, the menu of the bar closes when one goes on, what has the focus is in sight.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => { button.disabled = false; }, 8000);
  }
  const field = form.querySelector("input[name=minutes]");
  if (field && form.dataset.opened) {
    field.value = (Number(form.dataset.before) + (Date.now() - Number(form.dataset.opened)) / 60000).toFixed(1);
  }
});
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form:has(input[name=minutes])")) {
    form.dataset.opened = String(Date.now());
    form.dataset.before = String(Number(form.querySelector("input[name=minutes]").value) || 0); // of a form that was refused
  }
  document.querySelector("main [aria-invalid=true]")?.focus();
});
const menu = () => document.querySelector(".bar details[open]");
document.addEventListener("click", (event) => { if (menu() && !menu().contains(event.target)) menu().open = false; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu()) return;
  if (menu().contains(document.activeElement)) menu().querySelector("summary").focus();
  menu().open = false;
});
// a bar that stays at the lower edge never lies over the field at hand
document.addEventListener("focusin", (event) => {
  const bar = document.querySelector(".sticky-actions");
  if (!bar || bar.contains(event.target)) return;
  const edge = bar.getBoundingClientRect();
  const over = event.target.getBoundingClientRect().bottom - edge.top;
  if (edge.bottom >= innerHeight - 1 && over > 0) scrollBy({ top: over + 8, behavior: "instant" });
});
