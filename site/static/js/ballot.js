// The ballot without waiting: live total, the draft saved by itself, keys n, p and 1-9.
// Everything here also works without this script, by "Save the draft and count".
"use strict";

const form = document.getElementById("phieu");
const criteria = [...form.querySelectorAll("[data-criterion]")];
const byCode = new Map(criteria.map((row) => [row.dataset.criterion, row]));
const SAVE_AFTER = 1500;
const RETRY_AFTER = 10000;

function chosen(row) {
  return row.querySelector("input[type=radio]:checked");
}

function points(row) {
  const option = chosen(row);
  return option ? Number(option.dataset.points) : null;
}

function conditions(row) {
  return row.dataset.onlyIf.split(" ").filter(Boolean).map((code) => byCode.get(code));
}

function isDisabled(row) {
  return conditions(row).some((condition) => points(condition) === 0 || isDisabled(condition));
}

function isScored(row) {
  const picked = form.querySelector("input[name=truong-hop]:checked");
  return !row.dataset.case || Boolean(picked && picked.value === row.dataset.case);
}

function count() {
  const parts = new Map();
  const missing = [];
  let total = 0;
  for (const row of criteria) {
    const disabled = isDisabled(row);
    const scored = isScored(row);
    const earned = disabled ? 0 : points(row);
    const open = scored && earned === null;
    if (scored && earned !== null) {
      total += earned;
      parts.set(row.dataset.part, (parts.get(row.dataset.part) || 0) + earned);
    }
    if (open) missing.push(row.dataset.criterion);
    mark(row, { disabled, open, earned });
  }
  show(total, parts, missing);
}

function mark(row, { disabled, open, earned }) {
  const index = form.querySelector(`[data-index="${CSS.escape(row.dataset.criterion)}"] a`);
  row.classList.toggle("is-todo", open);
  index.classList.toggle("is-todo", open);
  const held = disabled ? form.dataset.off : earned === null ? form.dataset.open : String(earned);
  row.querySelector("[data-held]").textContent = held;
  index.querySelector("b").textContent = earned === null ? (open ? form.dataset.short : "–") : `${earned}/${row.dataset.most}`;
}

function show(total, parts, missing) {
  document.getElementById("tong").textContent = total;
  for (const place of form.querySelectorAll("[data-earned]")) place.textContent = parts.get(place.dataset.earned) || 0;
  const words = document.getElementById("con-thieu");
  const list = missing.slice(0, 6).join(", ") + (missing.length > 6 ? " …" : "");
  words.textContent = missing.length ? `${words.dataset.todo} ${list}` : words.dataset.done;
}

const state = document.getElementById("da-luu");
let timer = 0;
let sending = false;
let changed = false;

function saveSoon(wait) {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  if (sending) return saveSoon(SAVE_AFTER);
  sending = true;
  changed = false;
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "error",
    });
    const said = await answer.json();
    tell(said.saved || said.error, !answer.ok);
  } catch {
    tell(state.dataset.failed, true);
    saveSoon(RETRY_AFTER);
  } finally {
    sending = false;
  }
}

function tell(words, failed) {
  state.lastElementChild.textContent = words;
  state.classList.toggle("is-failed", failed);
}

let current = criteria[0];

function goTo(row) {
  if (!row) return;
  point(row);
  (chosen(row) || row.querySelector("input[type=radio]")).focus({ preventScroll: true });
  row.scrollIntoView({ block: "start" });
}

function point(row) {
  current = row;
  for (const link of form.querySelectorAll("[data-index] a")) link.removeAttribute("aria-current");
  const link = form.querySelector(`[data-index="${CSS.escape(row.dataset.criterion)}"] a`);
  link.setAttribute("aria-current", "true");
}

function isTyping(element) {
  return element.matches("textarea, input:not([type=radio])");
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const place = criteria.indexOf(current);
  if (event.key === "n") goTo(criteria[place + 1]);
  if (event.key === "p") goTo(criteria[place - 1]);
  if (/^[1-9]$/.test(event.key)) pick(current.querySelectorAll("input[type=radio]")[Number(event.key) - 1]);
}

function pick(option) {
  if (!option) return;
  option.checked = true;
  option.focus({ preventScroll: true });
  option.dispatchEvent(new Event("change", { bubbles: true }));
}

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-criterion]");
  if (row) point(row);
  count();
  saveSoon(SAVE_AFTER);
});
form.addEventListener("input", (event) => {
  if (isTyping(event.target)) saveSoon(SAVE_AFTER);
});
form.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-criterion]");
  if (row) point(row);
});
form.addEventListener("submit", () => clearTimeout(timer));
document.addEventListener("keydown", onKey);
window.addEventListener("online", () => changed && saveSoon(0));

form.classList.add("is-live");
count();
const errors = document.getElementById("loi");
if (errors) errors.focus();
