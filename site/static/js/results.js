// What happens around results that are replaced in place: what stood open stays open, the focus is never lost, the
// field says what was asked, a link that cannot be followed in place is followed as a page, and whoever types learns
// that no answer came.
"use strict";

const opened = new Map();
let focused = "";
let wasInside = false;

function folds() {
  return document.querySelectorAll("#ket-qua details[id]");
}

function remember() {
  opened.clear();
  for (const fold of folds()) opened.set(fold.id, fold.open);
  focused = document.activeElement.id;
  wasInside = document.activeElement.closest("#ket-qua") !== null;
}

// A filter taken back and the number of another page are gone with what they led to: then the count has the focus.
function keepFocus() {
  if (document.activeElement !== document.body) return;
  const kept = document.getElementById(focused);
  if (kept) return kept.focus({ preventScroll: true });
  const heading = document.querySelector("#so-luong, #khong-co") || document.getElementById("tieu-de");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "nearest" });
}

function sayQuestion() {
  document.querySelector("main .find input[type=search]").value = new URLSearchParams(location.search).get("q") || "";
}

function restore({ detail }) {
  statusLine().className = "sr";
  for (const fold of folds()) if (opened.has(fold.id)) fold.open = opened.get(fold.id);
  if (detail.boosted) sayQuestion();
  if (detail.boosted || wasInside) keepFocus();
}

function statusLine() {
  return document.getElementById("so-ket-qua");
}

// What was found before stays below.
function sayFailed() {
  statusLine().textContent = statusLine().dataset.failed;
  statusLine().className = "notice is-soon gap-above";
}

function onFailure({ detail }) {
  if (detail.boosted) window.location.assign(detail.pathInfo.requestPath);
  else sayFailed();
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:responseError", onFailure);
document.addEventListener("htmx:sendError", onFailure);
document.addEventListener("htmx:timeout", onFailure);
