"use strict";
// Sorts a table by a click on a heading: ascending, descending, then back to the order of the report.
(() => {
  const collator = new Intl.Collator("vi", { numeric: true });
  const numeric = new Set(["number", "percent"]);
  const next = { none: "ascending", ascending: "descending", descending: "none" };

  function compare(kind, a, b) {
    const difference = numeric.has(kind) ? Number(a) - Number(b) : NaN;
    return Number.isNaN(difference) ? collator.compare(a, b) : difference;
  }

  function sorted(rows, column, kind, order) {
    if (order === "none") return rows;
    const sign = order === "ascending" ? 1 : -1;
    const value = (row) => row.cells[column].dataset.value;
    // A cell without a value comes last either way: it is neither the least nor the most.
    return [...rows].sort((one, other) => {
      const [a, b] = [value(one), value(other)];
      return a === "" || b === "" ? (a === "") - (b === "") : sign * compare(kind, a, b);
    });
  }

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = document.body.dataset.sortHint;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const order = next[head.getAttribute("aria-sort") ?? "none"];
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        if (order !== "none") head.setAttribute("aria-sort", order);
        body.append(...sorted(rows, column, head.dataset.kind, order));
      });
    });
  }
})();
