"use strict";
// Filters the rows as one types, with or without tone marks, and shows the heatmap of the chosen rate.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const nothing = document.getElementById("nothing");
  if (!search) return;
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => [row, row.textContent]);
  const reports = document.querySelectorAll("#reports [data-row]");

  function filter() {
    const typed = search.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) {
      const exact = text.normalize("NFC").toLowerCase();
      const bare = plain(text);
      // Words typed with marks must match with them; bare letters match any marks.
      row.hidden = !typed.every((word) => (plain(word) === word ? bare : exact).includes(word));
    }
    const shown = [...reports].filter((row) => !row.hidden).length;
    found.textContent = typed.length ? found.dataset.words.replace("{count}", shown).replace("{total}", reports.length) : "";
    nothing.hidden = shown > 0;
  }

  search.addEventListener("input", filter);
  filter(); // a page that is gone back to keeps what was typed

  const rate = document.getElementById("rate");
  if (!rate) return;
  const choose = () => {
    for (const one of document.querySelectorAll("[data-map]")) one.hidden = one.dataset.map !== rate.value;
  };
  rate.addEventListener("change", choose);
  choose();
})();
