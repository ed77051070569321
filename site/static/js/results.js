// What happens around results that are replaced in place: what stood open stays open, the focus is never lost, the
// field says what was asked, and what cannot be shown in place is asked for as a page.
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
  for (const fold of folds()) if (opened.has(fold.id)) fold.open = opened.get(fold.id);
  if (detail.boosted) sayQuestion();
  if (detail.boosted || wasInside) keepFocus();
}

function loadPage({ detail }) {
  if (detail.boosted) window.location.assign(detail.pathInfo.requestPath);
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:responseError", loadPage);
document.addEventListener("htmx:sendError", loadPage);
