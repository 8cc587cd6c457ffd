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
// "/" leads to the search, from anywhere but a field.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-search-key]");
  if (!field || event.key !== field.dataset.searchKey || event.ctrlKey || event.metaKey || event.altKey) return;
  if (field.offsetParent === null || event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  field.focus();
});
// Chinese, Japanese and Korean letters: their style sheet is large, and taken only by a page that has such letters.
const sheet = document.currentScript.dataset.eastAsia;
const takeEastAsia = (text) => {
  if (!sheet || !/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/.test(text)) return;
  if (document.querySelector("link[data-east-asia]")) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = sheet;
  link.dataset.eastAsia = "";
  document.head.append(link);
};
takeEastAsia(document.body.textContent + [...document.querySelectorAll("textarea, input[type=text]")].map((f) => f.value).join(""));
document.addEventListener("input", (event) => takeEastAsia(String(event.target.value || "")));
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
// How long a text is, counted as the server counts it; nothing is cut.
const counted = (value) => [...value.replace(/\r\n?/g, "\n").normalize("NFC").trim()].length;
document.querySelectorAll("[data-most]").forEach((field) => {
  const most = Number(field.dataset.most);
  const note = document.createElement("div");
  note.className = "count";
  note.setAttribute("aria-live", "polite");
  field.after(note);
  const show = () => {
    const n = counted(field.value);
    const over = n > most;
    note.hidden = n < most * 0.8;
    note.classList.toggle("over", over);
    const words = over ? field.dataset.over : field.dataset.counts;
    note.textContent = note.hidden ? "" : words.replace("{n}", n.toLocaleString("en")).replace("{most}", most.toLocaleString("en")).replace("{over}", (n - most).toLocaleString("en"));
  };
  field.addEventListener("input", show);
  show();
});
// What is written in a longer form is kept as one writes, also when the page is left or the session has ended.
document.querySelectorAll("form[data-guard]").forEach((form) => {
  if (!form.querySelector("textarea") || !form.elements._owner) return;
  let timer = 0;
  let dirty = false;
  const entries = () => {
    const data = new FormData(form);
    data.set("_path", location.pathname);
    return data;
  };
  const keep = () => {
    timer = 0;
    dirty = false;
    fetch("/drafts/keep/", { method: "POST", body: entries(), credentials: "same-origin" }).catch(() => { dirty = true; });
  };
  form.addEventListener("input", () => {
    dirty = true;
    if (!timer) timer = setTimeout(keep, 3000);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; dirty = false; });
  window.addEventListener("pagehide", () => { if (dirty) navigator.sendBeacon("/drafts/keep/", entries()); });
});
// The skip link moves the focus and leaves the address, which may name a part of the record.
document.querySelector(".visually-hidden-focusable[href='#content']")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("content").focus();
});
// The part of a record that the address names is marked in the record's navigation.
document.querySelectorAll("[data-parts]").forEach((nav) => {
  const links = [...nav.querySelectorAll("a")];
  const mark = () => {
    const here = links.find((link) => link.hash === location.hash) || links[0];
    links.forEach((link) => { if (link === here) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
  };
  window.addEventListener("hashchange", mark);
  mark();
});
// How many items require action and how many notifications are new: asked beside the page, at most once a minute, and
// after each form that was sent.
const marks = document.querySelectorAll("[data-count]");
if (marks.length) {
  const person = document.body.dataset.person;
  const show = (found) => marks.forEach((mark) => {
    const n = found[mark.dataset.count];
    mark.hidden = !n;
    mark.querySelector("b").textContent = n > 99 ? "99+" : n;
  });
  const keep = (found) => { try { sessionStorage.setItem("counts", JSON.stringify(found)); } catch { /* no storage: asked on each page */ } };
  let known = {};
  try { known = JSON.parse(sessionStorage.getItem("counts") || "{}"); } catch { /* as if nothing were known */ }
  if (known.person === person) show(known);
  const changed = document.querySelector("[data-counts-anew]"); // the page itself changes what is counted
  if (known.person !== person || Date.now() - known.at > 60000 || changed) {
    fetch(document.body.dataset.counts, { credentials: "same-origin" }).then((answer) => answer.json()).then((found) => {
      known = { ...found, person, at: Date.now() };
      keep(known);
      show(known);
    }).catch(() => {});
  }
  document.addEventListener("submit", () => keep({ ...known, at: 0 }));
}
// Fields that only some choices need are shown with these choices; what was typed or refused stays in sight.
document.querySelectorAll("[data-needed-with]").forEach((field) => {
  const form = field.closest("form");
  const values = field.dataset.neededValues.split("|");
  const show = () => {
    const chosen = new FormData(form).get(field.dataset.neededWith) || "";
    const typed = [...field.querySelectorAll("input, textarea")].some((input) => input.type === "checkbox" ? input.checked : input.value !== input.defaultValue || (input.value && !input.type.startsWith("date")))
      || [...field.querySelectorAll("select")].some((select) => select.value && ![...select.options].some((option) => option.defaultSelected && option.selected));
    field.hidden = !values.includes(chosen) && !typed && !field.classList.contains("wrong");
  };
  form.addEventListener("change", show);
  show();
});
// A long list of boxes: a search narrows it, and what is ticked stands above it; the boxes stay the form's own.
document.querySelectorAll(".choices").forEach((list) => {
  const rows = [...list.querySelectorAll("label.choice")];
  if (rows.length < 9) return;
  const legend = list.closest("fieldset").querySelector("legend").textContent.trim().split("\n")[0];
  const search = document.createElement("input");
  search.type = "search";
  search.className = "form-control";
  search.setAttribute("aria-label", `${list.dataset.search}: ${legend}`);
  search.placeholder = list.dataset.search;
  const chips = document.createElement("ul");
  chips.className = "chips";
  list.before(chips, search);
  list.classList.add("narrowed");
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    rows.forEach((row) => { row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word)); });
  };
  const tell = () => {
    chips.replaceChildren(...rows.filter((row) => row.querySelector("input").checked).map((row) => {
      const chip = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = row.textContent.trim();
      button.setAttribute("aria-label", `${list.dataset.remove}: ${button.textContent}`);
      button.addEventListener("click", () => { row.querySelector("input").checked = false; tell(); search.focus(); });
      chip.append(button);
      return chip;
    }));
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter takes the only row that is left, and does not send the form
    const left = rows.filter((row) => !row.hidden);
    if (left.length === 1) { left[0].querySelector("input").checked = true; search.value = ""; show(); tell(); }
  });
  list.addEventListener("change", tell);
  tell();
});
