// Suggestions under a search field: the editable combobox of the WAI-ARIA practices. Options are links, so a finger or
// a middle click works as on any link. Without this script the field stays what it is, a plain form.
"use strict";

const LEAST = 2;
const WAIT = 150;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.status = form.querySelector("[role=status]");
    this.list = this.makeList();
    this.current = -1;
    this.asked = "";
    this.listen();
  }

  makeList() {
    const list = document.createElement("div");
    list.id = `${this.field.id}-goi-y`;
    list.className = "suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.form.dataset.label);
    this.form.append(list);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(roles)) this.field.setAttribute(name, value);
    return list;
  }

  listen() {
    this.field.addEventListener("input", () => this.askSoon());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("focusout", (event) => this.list.contains(event.relatedTarget) || this.close());
    // The field keeps the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.form.addEventListener("submit", () => this.forget());
    window.addEventListener("pageshow", () => this.forget());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get isOpen() {
    return !this.list.hidden;
  }

  askSoon() {
    this.forget();
    const text = this.field.value.trim();
    if (text.length >= LEAST) this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  // Whatever is under way is dropped: an answer that comes late belongs to another question.
  forget() {
    clearTimeout(this.timer);
    if (this.request) this.request.abort();
    this.asked = "";
    this.close();
  }

  async ask(text) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const answer = await fetch(`${this.form.dataset.suggestions}?q=${encodeURIComponent(text)}`, { signal });
      const html = answer.ok ? await answer.text() : "";
      if (!signal.aborted) this.show(text, html);
    } catch {
      // Without an answer there is nothing to offer; the form itself still works.
    }
  }

  show(text, html) {
    this.asked = text;
    this.list.innerHTML = html;
    if (document.activeElement === this.field) this.open();
  }

  open() {
    if (this.options.length === 0) return;
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    const said = this.list.querySelector("[data-said]");
    if (said) this.status.textContent = said.dataset.said;
  }

  close() {
    this.point(-1);
    this.list.hidden = true;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
  }

  point(place) {
    const options = this.options;
    this.current = place;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    const option = options[place];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = { ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1), Escape: () => this.leave(), Enter: () => this.follow() }[event.key];
    if (act && act()) event.preventDefault();
  }

  // One step down or up; past either end the field itself comes, with nothing chosen.
  move(step) {
    if (!this.isOpen) {
      if (this.asked !== this.field.value.trim() || !this.asked) return false;
      this.open();
    }
    const places = this.options.length + 1;
    this.point(((this.current + 1 + step + places) % places) - 1);
    return true;
  }

  leave() {
    if (!this.isOpen) return false;
    this.close();
    return true;
  }

  follow() {
    const option = this.isOpen && this.options[this.current];
    if (!option) return false;
    window.location.assign(option.href);
    return true;
  }
}

for (const form of document.querySelectorAll("form[data-suggestions]")) new Suggestions(form);
