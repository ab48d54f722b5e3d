"use strict";
// Filters the rows as one types, with or without tone marks, and shows the heatmap of the chosen rate.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  // "Hoà" and "hòa" are one word: in an open syllable the tone goes to the first vowel, as normal_form has it.
  const settled = (text) =>
    text.normalize("NFD").replace(/(?<!q)(oa|oe|uy)([\u0300\u0301\u0303\u0309\u0323])(?![\p{L}\p{M}\p{N}_])/giu, (_, [first, second], tone) => first + tone + second).normalize("NFC");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const nothing = document.getElementById("nothing");
  if (!search) return;
  // Without this script the page shows every report and every heatmap, and no box that would do nothing.
  for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => {
    const text = row.textContent.normalize("NFC").toLowerCase();
    return { row, bare: plain(text), written: [text, settled(text)] };
  });
  const reports = document.querySelectorAll("#reports [data-row]");

  function filter() {
    const typed = search.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
    // Words typed with marks must match with them; bare letters match any marks.
    const isFound = ({ bare, written }, word) =>
      plain(word) === word ? bare.includes(word) : written.some((text) => text.includes(word) || text.includes(settled(word)));
    for (const one of rows) one.row.hidden = !typed.every((word) => isFound(one, word));
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
