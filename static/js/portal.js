// Small comforts; every page works without them.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
// A form that was changed asks before it is left.
document.querySelectorAll("form[data-guard]").forEach((form) => {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});
// While somebody writes, the session goes on: one quiet request at most every five minutes.
let lastSign = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - lastSign < 300000) return;
  lastSign = Date.now();
  fetch("/account/alive/", { credentials: "same-origin" }).catch(() => {});
});
